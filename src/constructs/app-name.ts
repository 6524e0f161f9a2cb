import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { authorFrame } from './source-lines';

/** Folders that say where code lies, not what it is. */
const HOLDERS = new Set(['src', 'lib', 'dist', 'build', 'out', 'bin']);

/**
 * The name of the app whose code runs now: the folder of the file that creates it, or, where that is
 * the root of a package, the package's name without its scope. Independent of how the file is run.
 */
export function callerName(): string {
  const file = authorFrame(new Error().stack ?? '')?.file;
  if (!file) {
    return 'app';
  }
  let folder = dirname(file);
  while (HOLDERS.has(basename(folder)) && packageName(folder) === undefined) {
    folder = dirname(folder);
  }
  return packageName(folder) ?? (basename(folder) || 'app');
}

function packageName(folder: string): string | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) {
    return undefined;
  }
  try {
    const { name } = JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown };
    return typeof name === 'string' ? name.replace(/^@[^/]*\//, '') : undefined;
  } catch {
    return undefined;
  }
}
