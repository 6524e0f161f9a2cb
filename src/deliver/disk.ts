import { lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmdirSync, statSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProblemError } from '../manifests/problem';

/** What stands at a path; undefined when nothing does. Links are not followed. */
export function statOf(path: string): Stats | undefined {
  try {
    // An exception for each file that is not there would cost more than writing it.
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (e) {
    if (isMissing(e)) {
      return undefined;
    }
    throw e;
  }
}

/** The text of a file; undefined when there is none. */
export function textOf(path: string): string | undefined {
  return bytesOf(path)?.toString('utf8');
}

function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (e) {
    if (isMissing(e)) {
      return undefined;
    }
    throw e;
  }
}

/**
 * Makes a folder and those around it, and answers which these were, the outermost first. Throws a ProblemError where it cannot.
 * Node's own recursive way never ends where a folder stands and refuses by `ENOENT`, as /proc does.
 */
export function makeFolders(path: string): readonly string[] {
  if (isFolder(path)) {
    return [];
  }
  const made = dirname(path) === path ? [] : makeFolders(dirname(path));
  try {
    mkdirSync(path);
    return [...made, path];
  } catch (e) {
    // Another run may have made it meanwhile.
    if (codeOf(e) !== 'EEXIST' || !isFolder(path)) {
      throw unwritable(e, path);
    }
    return made;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** What the system says when it lets nobody write: a problem of the person's folder, and none of this program. */
const REFUSALS = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOENT', 'ENOTDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG']);

/** What to do about those that are no matter of permission. */
const FIXES: Readonly<Record<string, string>> = {
  ENOSPC: 'make room on the disk, for files and for their number, or name a folder on another one',
  EDQUOT: 'make room in your share of the disk, for files and for their number, or name a folder on another one',
  EEXIST: 'it is a file where a folder belongs: remove it, or name another folder',
  ENOTDIR: 'a file stands where a folder belongs on the way: remove it, or name another folder',
};

/** A refusal to write as a problem; any other error as it is. */
export function unwritable(e: unknown, file: string): unknown {
  const code = codeOf(e);
  return code === undefined || !REFUSALS.has(code) ? e : new ProblemError({
    id: 'output-unwritable',
    source: { file },
    message: `cannot be written to (${code})`,
    fix: FIXES[code] ?? 'name a folder that may be written to',
  });
}

/** `ENOENT` and its like; undefined for any other error. */
export function codeOf(e: unknown): string | undefined {
  return (e as NodeJS.ErrnoException | undefined)?.code;
}

function isMissing(e: unknown): boolean {
  return codeOf(e) === 'ENOENT' || codeOf(e) === 'ENOTDIR';
}

/** True when two paths lead to one file or folder, as two cases of a name do on a disk that ignores case. */
export function isSame(path: string, other: string): boolean {
  const [a, b] = [statOf(path), statOf(other)];
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}

/** The folder that a path leads to, also through links; undefined when there is nothing. */
export function realFolder(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch (e) {
    if (!isMissing(e)) {
      throw unwritable(e, path);
    }
  }
  if (statOf(path)) {
    throw new ProblemError({
      id: 'path-unsafe',
      source: { file: path },
      message: 'is a link to nothing where a folder of the output belongs',
      fix: 'remove it, or write to another folder with --out',
    });
  }
  return undefined;
}

/**
 * Looks at files below one folder and refuses every path that leads through a link or a file:
 * following one would read, or overwrite, something outside the folder.
 */
export class Folder {
  private readonly folders = new Map<string, boolean>();

  constructor(public readonly root: string) {}

  public absolute(path: string): string {
    return join(this.root, path);
  }

  /** The bytes at a relative path, or undefined where there is no file. */
  public read(path: string): Buffer | undefined {
    if (!this.folderExists(dirname(path))) {
      return undefined;
    }
    const stat = statOf(this.absolute(path));
    if (!stat) {
      return undefined;
    }
    if (!stat.isFile()) {
      throw new ProblemError({
        id: 'path-unsafe',
        source: { file: this.absolute(path) },
        message: `is a ${stat.isSymbolicLink() ? 'link' : 'folder'} where a file of the output belongs`,
        fix: 'remove it, or write to another folder with --out',
      });
    }
    return bytesOf(this.absolute(path));
  }

  /** True when the folder stands; an error when something else does. */
  public folderExists(path: string): boolean {
    const known = this.folders.get(path);
    if (known !== undefined) {
      return known;
    }
    const parent = path === '.' || this.folderExists(dirname(path));
    const stat = parent ? statOf(this.absolute(path)) : undefined;
    if (stat && !stat.isDirectory()) {
      throw new ProblemError({
        id: 'path-unsafe',
        source: { file: this.absolute(path) },
        message: `is a ${stat.isSymbolicLink() ? 'link' : 'file'} where a folder of the output belongs`,
        fix: 'remove it, or write to another folder with --out',
      });
    }
    this.folders.set(path, stat !== undefined);
    return stat !== undefined;
  }

  /** Removes a folder and those above it, up to the root, as long as they are empty. */
  public removeEmpty(path: string): void {
    for (let folder = path; folder !== '.'; folder = dirname(folder)) {
      try {
        if (readdirSync(this.absolute(folder)).length > 0) {
          return;
        }
        rmdirSync(this.absolute(folder));
      } catch (e) {
        if (!isMissing(e)) {
          return;
        }
      }
    }
  }
}
