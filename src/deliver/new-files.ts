import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, Folder, makeFolders, realFolder, statOf } from './disk';
import { ProblemError, type Problem } from '../manifests/problem';

/** What becomes of files that are to be written once and are a person's from then on. */
export interface NewFiles {
  /** Text by path below the folder, `/` between segments. */
  readonly files: ReadonlyMap<string, string>;
  /** Those that are programs by themselves. Default: none. */
  readonly executable?: ReadonlySet<string>;
}

/**
 * Writes files into a folder, which is made where it is not there. Nothing that stands is replaced, and no link is followed:
 * if one of the files stands already, a ProblemError names all that do, and nothing is written. What an error interrupts is
 * taken back.
 */
export function createFiles(root: string, { files, executable = new Set() }: NewFiles): void {
  const stat = statOf(root);
  if (stat && !realFolderOf(root)) {
    throw new ProblemError({ id: 'path-unsafe', source: { file: root }, message: 'is no folder', fix: 'name a folder, or one that is not there yet' });
  }
  const folder = new Folder(root);
  const stands = (path: string) => folder.folderExists(dirname(path)) && statOf(folder.absolute(path)) !== undefined;
  const standing = stat === undefined ? [] : [...files.keys()].filter(stands);
  if (standing.length > 0) {
    throw new ProblemError(...standing.map((path): Problem => ({
      id: 'file-foreign', source: { file: folder.absolute(path) }, message: 'stands there already, and is not replaced', fix: 'move it away, or name another folder',
    })));
  }
  const made: string[] = [];
  try {
    for (const [path, text] of files) {
      const file = join(root, path);
      made.push(...makeFolders(dirname(file)));
      writeFileSync(file, text, { flag: 'wx' });
      made.push(file);
      if (executable.has(path)) {
        chmodSync(file, 0o755);
      }
    }
  } catch (e) {
    made.reverse().forEach(path => rmSync(path, { recursive: true, force: true }));
    throw codeOf(e) === undefined ? e : new ProblemError({
      id: 'path-unsafe', source: { file: root }, message: `cannot be written to (${(e as Error).message.replace(/, [a-z]+( '.*')?$/s, '')})`, fix: 'name a folder in which you may write',
    });
  }
}

/** Whether a path leads to a folder, through links of the person who named it. */
function realFolderOf(root: string): boolean {
  const real = realFolder(root);
  return real !== undefined && statOf(real)?.isDirectory() === true;
}
