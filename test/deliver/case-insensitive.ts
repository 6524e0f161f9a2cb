import fs from 'node:fs';
import { basename, dirname, join } from 'node:path';

const real = { ...fs };
const WITH_ONE_PATH = [
  'lstatSync', 'statSync', 'readFileSync', 'readdirSync', 'mkdirSync', 'writeFileSync', 'unlinkSync', 'rmSync',
  'rmdirSync', 'realpathSync', 'utimesSync',
] as const;

/** The path under which a name exists in another case, if it does; an existing file keeps its case. */
function resolved(path: string): string {
  if (path === dirname(path)) {
    return path;
  }
  const parent = resolved(dirname(path));
  let names: string[] = [];
  try {
    names = real.readdirSync(parent);
  } catch {
    // Not there, or no folder: nothing to find in it.
  }
  const name = basename(path);
  return join(parent, names.includes(name) ? name : names.find(each => each.toLowerCase() === name.toLowerCase()) ?? name);
}

/**
 * Runs an action on a disk that ignores case and keeps it, as APFS, NTFS and ext4 with casefold do: a
 * rename onto another file keeps that one's name, a rename of a file onto itself changes its case.
 */
export function onDiskThatIgnoresCase(action: () => void): void {
  const spies = WITH_ONE_PATH.map(name => jest.spyOn(fs, name as 'lstatSync').mockImplementation(((path: string, ...rest: unknown[]) =>
    (real[name] as (...args: unknown[]) => unknown)(resolved(path), ...rest)) as never));
  const rename = jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
    const [a, b] = [resolved(String(from)), resolved(String(to))];
    real.renameSync(a, a === b ? join(dirname(b), basename(String(to))) : b);
  });
  try {
    action();
  } finally {
    [...spies, rename].forEach(spy => spy.mockRestore());
  }
}
