import { ProblemError, type Problem } from '../manifests/problem';
import { INDEX_FILE, parseClusterIndex, sha256 } from './cluster-index';
import { Folder } from './disk';
import { JOURNAL_FILE, readJournal } from './journal';
import type { Tree } from './model';

/** What a write would do to one cluster's folder; computing it writes nothing. */
export interface Plan {
  readonly create: readonly string[];
  readonly update: readonly string[];
  readonly remove: readonly string[];
  readonly unchanged: number;
  /** Files that somebody else made or changed; each stops the write unless it is forced. */
  readonly refused: readonly Problem[];
  /** An earlier run was interrupted and left its notes. */
  readonly interrupted: boolean;
}

/**
 * Compares a tree with a folder. A file may be replaced or removed when its bytes are those that the
 * index says we wrote, or those that an interrupted run was about to write.
 */
export function planTree(root: string, tree: Tree): Plan {
  const folder = new Folder(root);
  const indexText = folder.read(INDEX_FILE)?.toString('utf8');
  const owned = indexText === undefined ? new Map<string, string>() : parseClusterIndex(indexText, folder.absolute(INDEX_FILE)).files;
  const journal = readJournal(folder);
  const create: string[] = [];
  const update: string[] = [];
  const remove: string[] = [];
  const refused: Problem[] = [];
  let unchanged = 0;

  const mayReplace = (path: string, bytes: Buffer): boolean => {
    const digest = sha256(bytes);
    return owned.get(path) === digest || (journal.get(path)?.includes(digest) ?? false);
  };

  for (const [path, text] of tree) {
    const bytes = attempt(refused, () => folder.read(path));
    if (bytes === FAILED) {
      continue;
    } else if (bytes === undefined) {
      create.push(path);
    } else if (bytes.equals(Buffer.from(text))) {
      unchanged += 1;
    } else {
      update.push(path);
      // The index describes the others; it is ours by its name and its form.
      if (path !== INDEX_FILE && !mayReplace(path, bytes)) {
        refused.push(owned.has(path) || journal.has(path) ? edited(folder.absolute(path), 'write') : foreign(folder.absolute(path)));
      }
    }
  }
  for (const path of new Set([...owned.keys(), ...journal.keys()])) {
    const bytes = tree.has(path) ? undefined : attempt(refused, () => folder.read(path));
    if (bytes !== undefined && bytes !== FAILED) {
      remove.push(path);
      if (!mayReplace(path, bytes)) {
        refused.push(edited(folder.absolute(path), 'remove'));
      }
    }
  }
  return { create, update, remove: remove.sort(), unchanged, refused, interrupted: folder.read(JOURNAL_FILE) !== undefined };
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
