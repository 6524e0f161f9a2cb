import { readdirSync, renameSync, rmdirSync, rmSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { INDEX_FILE, sha256 } from './cluster-index';
import { Folder, makeFolders, statOf } from './disk';
import { JOURNAL_FILE, readJournal, renderJournal } from './journal';
import type { Tree } from './model';
import { planTree, type Plan } from './plan';
import { hasStaging, withStaging, type Staging } from './staging';
import { ProblemError } from '../manifests/problem';

/** How a tree is written. */
export interface ApplyOptions {
  /** Overwrite and remove files that were changed by hand or made by others. Default: refuse. */
  readonly force?: boolean;
  /** Compute everything, write nothing. */
  readonly dryRun?: boolean;
}

/**
 * Makes a folder hold a tree. All is checked before the first byte is written; each file is then
 * replaced in one step. Killed at any moment, every file is either old or new, and the next run
 * finishes the rest. Nothing to change: nothing is written.
 */
export function applyTree(root: string, tree: Tree, options: ApplyOptions = {}): Plan {
  return applyMade(root, () => tree, options);
}

/**
 * The same of a tree that rests on what stands in the folder: it is made anew where another run came first.
 *
 * @param make changes nothing
 */
export function applyMade(root: string, make: () => Tree, options: ApplyOptions = {}): Plan {
  for (;;) {
    const before = stateOf(root);
    const tree = make();
    const plan = planTree(root, tree);
    if (plan.refused.length > 0 && stateOf(root) !== before) {
      continue; // What looks changed by hand was written by another run since its notes were read.
    }
    const refused = options.force ? plan.refused.filter(problem => problem.id === 'path-unsafe') : plan.refused;
    if (refused.length > 0) {
      throw new ProblemError(...refused);
    }
    const changes = plan.create.length + plan.update.length + plan.remove.length;
    if (options.dryRun || (changes === 0 && !plan.interrupted) || write(root, tree, plan, before)) {
      return plan;
    }
  }
}

/** All by which a run tells others what it did: while this stays as it was, so does a plan. */
function stateOf(root: string): string {
  const folder = new Folder(root);
  return statOf(root) ? [INDEX_FILE, JOURNAL_FILE].map(path => folder.read(path)?.toString('utf8') ?? '').join('\0') : 'none';
}

/** False, and nothing written, when another run came first and the plan holds no longer. */
function write(root: string, tree: Tree, plan: Plan, before: string): boolean {
  const parent = dirname(root);
  if (hasStaging(parent)) {
    withStaging(parent, () => undefined);
  }
  const exists = statOf(root) !== undefined;
  if (!exists && tree.size === 0) {
    return true;
  }
  makeFolders(parent);
  return withStaging(exists ? root : parent, staging => {
    if (stateOf(root) !== before) {
      return false;
    }
    if (exists) {
      replaceEach(root, tree, plan, staging);
    } else {
      staging.putFolder(root, tree);
    }
    return true;
  });
}

function replaceEach(root: string, tree: Tree, plan: Plan, staging: Staging): void {
  const folder = new Folder(root);
  const put = (path: string) => staging.put(folder.absolute(path), tree.get(path)!);
  const writes = [...plan.create, ...plan.update].filter(path => path !== INDEX_FILE);
  if (writes.length + plan.remove.length > 0) {
    const journal = renderJournal(readJournal(folder), new Map(writes.map(path => [path, sha256(tree.get(path)!)])));
    staging.put(folder.absolute(JOURNAL_FILE), journal);
  }
  for (const path of writes) {
    const from = plan.renames.get(path);
    if (from !== undefined) {
      // Replacing a file keeps its name, in its old case, on some disks that ignore case.
      renameSync(folder.absolute(from), folder.absolute(path));
    }
    put(path);
  }
  for (const path of plan.remove) {
    staging.beat();
    unlinkSync(folder.absolute(path));
  }
  for (const parent of new Set([...plan.remove, ...plan.gone].map(path => dirname(path)))) {
    folder.removeEmpty(parent);
  }
  // The index comes last: until then the old one and the journal together tell what is ours.
  if (plan.create.includes(INDEX_FILE) || plan.update.includes(INDEX_FILE)) {
    put(INDEX_FILE);
  }
  rmSync(folder.absolute(JOURNAL_FILE), { force: true });
}

/** Removes every file of a cluster that its index lists and nobody changed; then the folders left empty. */
export function removeTree(root: string, options: ApplyOptions = {}): Plan {
  const plan = applyTree(root, new Map(), options);
  if (!options.dryRun) {
    rmSync(join(root, INDEX_FILE), { force: true });
    if (statOf(root) && readdirSync(root).length === 0) {
      rmdirSync(root);
    }
  }
  return plan;
}
