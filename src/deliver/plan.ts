import { dirname } from 'node:path';
import { INDEX_FILE, parseOwnedFiles, sha256 } from './cluster-index';
import { Folder, isSame } from './disk';
import { JOURNAL_FILE, readJournal } from './journal';
import type { Tree } from './model';
import { hasStaging } from './staging';
import { ProblemError, type Problem } from '../manifests/problem';

/** What a write would do to one cluster's folder; computing it writes nothing. */
export interface Plan {
  readonly create: readonly string[];
  readonly update: readonly string[];
  readonly remove: readonly string[];
  readonly unchanged: number;
  /** Paths to write, by the path that is now the same file: the disk ignores case, and the name changed in nothing else. */
  readonly renames: ReadonlyMap<string, string>;
  /** Paths that were ours and are no longer wanted, where nothing stands; an interrupted run leaves their folders. */
  readonly gone: readonly string[];
  /** Files that somebody else made or changed; each stops the write unless it is forced. */
  readonly refused: readonly Problem[];
  /** An earlier run was interrupted and left its notes. */
  readonly interrupted: boolean;
}

/** The plan for a folder where nothing stands. */
export function planOfNew(paths: readonly string[]): Plan {
  return { create: paths, update: [], remove: [], unchanged: 0, renames: new Map(), gone: [], refused: [], interrupted: false };
}

/**
 * Compares a tree with a folder. A file may be replaced or removed when its bytes are those that the
 * index says we wrote, or those that an interrupted run was about to write.
 */
export function planTree(root: string, tree: Tree): Plan {
  const folder = new Folder(root);
  const ours = new Ours(folder);
  const create: string[] = [];
  const update: string[] = [];
  const remove: string[] = [];
  const gone: string[] = [];
  const renames = new Map<string, string>();
  const refused: Problem[] = [];
  let unchanged = 0;

  const unwanted = new Set(ours.paths().filter(path => !tree.has(path)));
  const folded = groupBy(unwanted, path => path.toLowerCase());
  // The same file under names that differ in case alone, on a disk that ignores case.
  const formerNames = (path: string) => (folded.get(path.toLowerCase()) ?? [])
    .filter(other => other !== path && isSame(folder.absolute(path), folder.absolute(other)));
  for (const [path, text] of tree) {
    const bytes = attempt(refused, () => folder.read(path));
    if (bytes === FAILED) {
      continue;
    } else if (bytes === undefined) {
      create.push(path);
      continue;
    }
    const former = formerNames(path);
    if (former[0] === undefined && bytes.equals(Buffer.from(text))) {
      unchanged += 1;
      continue;
    }
    update.push(path);
    if (former[0] !== undefined) {
      renames.set(path, former[0]);
    }
    former.forEach(other => unwanted.delete(other));
    // The index describes the others; it is ours by its name and its form.
    if (path !== INDEX_FILE && ![path, ...former].some(each => ours.wrote(each, bytes))) {
      refused.push(former.length > 0 || ours.knows(path) ? edited(folder.absolute(path), 'write') : foreign(folder.absolute(path)));
    }
  }
  for (const path of unwanted) {
    const bytes = attempt(refused, () => folder.read(path));
    if (bytes === undefined) {
      gone.push(path);
    } else if (bytes !== FAILED) {
      const former = formerNames(path);
      former.forEach(other => unwanted.delete(other));
      remove.push(path);
      if (![path, ...former].some(each => ours.wrote(each, bytes))) {
        refused.push(edited(folder.absolute(path), 'remove'));
      }
    }
  }
  const staging = [root, dirname(root)].map(each => attempt(refused, () => hasStaging(each)));
  const interrupted = ours.interrupted || staging.includes(true);
  return { create, update, remove: remove.sort(), unchanged, renames, gone, refused, interrupted };
}

/** What the index and the journal say about the files of a folder. */
class Ours {
  public readonly interrupted: boolean;
  private readonly owned: ReadonlyMap<string, string>;
  private readonly journal: ReadonlyMap<string, readonly string[]>;

  constructor(folder: Folder) {
    const index = folder.read(INDEX_FILE)?.toString('utf8');
    this.owned = index === undefined ? new Map<string, string>() : parseOwnedFiles(index, folder.absolute(INDEX_FILE));
    this.journal = readJournal(folder);
    this.interrupted = folder.read(JOURNAL_FILE) !== undefined;
  }

  public paths(): string[] {
    return [...new Set([...this.owned.keys(), ...this.journal.keys()])];
  }

  public knows(path: string): boolean {
    return this.owned.has(path) || this.journal.has(path);
  }

  public wrote(path: string, bytes: Buffer): boolean {
    const digest = sha256(bytes);
    return this.owned.get(path) === digest || (this.journal.get(path)?.includes(digest) ?? false);
  }
}

function groupBy(paths: Iterable<string>, key: (path: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    groups.set(key(path), [...groups.get(key(path)) ?? [], path]);
  }
  return groups;
}

const FAILED = Symbol('failed');

/** Collects what cannot even be looked at, so that one run names every file in the way. */
function attempt<T>(refused: Problem[], action: () => T): T | typeof FAILED {
  try {
    return action();
  } catch (e) {
    if (!ProblemError.is(e)) {
      throw e;
    }
    refused.push(...e.problems);
    return FAILED;
  }
}

function edited(file: string, verb: 'write' | 'remove'): Problem {
  return {
    id: 'file-edited',
    source: { file },
    message: `was changed by hand since it was written, and synth would ${verb} it`,
    fix: 'make the change in the source and restore the file, or run synth --force to overwrite it',
  };
}

function foreign(file: string): Problem {
  return {
    id: 'file-foreign',
    source: { file },
    message: 'was not written by synth and stands where a file of the output belongs',
    fix: 'move it away, write elsewhere with --out, or run synth --force to take it over',
  };
}
