import { mkdirSync, readdirSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProblemError } from '../manifests/problem';
import { INDEX_FILE, sha256 } from './cluster-index';
import { Folder, statOf } from './disk';
import { JOURNAL_FILE, readJournal, renderJournal } from './journal';
import type { Tree } from './model';
import { planTree, type Plan } from './plan';

/** How a tree is written. */
export interface ApplyOptions {
  /** Overwrite and remove files that were changed by hand or made by others. Default: refuse. */
  readonly force?: boolean;
  /** Compute everything, write nothing. */
  readonly dryRun?: boolean;
}

/** Files on their way: written here first, then renamed into place, so that no reader ever sees half of one. */
const STAGING = '.bulwark-staging';

/**
 * Makes a folder hold a tree. All is checked before the first byte is written; each file is then
 * replaced in one step. Killed at any moment, every file is either old or new, and the next run
 * finishes the rest. Nothing to change: nothing is written.
 */
export function applyTree(root: string, tree: Tree, options: ApplyOptions = {}): Plan {
  removeStaging(root, options);
  const plan = planTree(root, tree);
  const unforceable = plan.refused.filter(problem => problem.id === 'path-unsafe');
  if (plan.refused.length > 0 && (!options.force || unforceable.length > 0)) {
    throw new ProblemError(...(options.force ? unforceable : plan.refused));
  }
  const writes = [...plan.create, ...plan.update];
  if (options.dryRun || (writes.length + plan.remove.length === 0 && !plan.interrupted)) {
    return plan;
  }
  if (statOf(root) === undefined) {
    createWhole(root, tree);
  } else {
    replaceEach(root, tree, writes, plan.remove);
  }
  return plan;
}

/** A folder that does not exist yet appears in one step, complete. */
function createWhole(root: string, tree: Tree): void {
  const staging = stagingBeside(root);
  mkdirSync(dirname(root), { recursive: true });
  writeAll(staging, tree, [...tree.keys()]);
  renameSync(staging, root);
}

function replaceEach(root: string, tree: Tree, writes: readonly string[], removes: readonly string[]): void {
  const folder = new Folder(root);
  const staging = join(root, STAGING);
  mkdirSync(staging);
  const journal = renderJournal(readJournal(folder), new Map(writes.filter(path => path !== INDEX_FILE).map(path => [path, sha256(tree.get(path)!)])));
  writeFileSync(join(staging, 'journal'), journal);
  renameSync(join(staging, 'journal'), join(root, JOURNAL_FILE));

  const made = new Set<string>();
  const put = (path: string) => {
    const parent = dirname(path);
    if (!made.has(parent)) {
      mkdirSync(folder.absolute(parent), { recursive: true });
      made.add(parent);
    }
    writeFileSync(join(staging, 'file'), tree.get(path)!);
    renameSync(join(staging, 'file'), folder.absolute(path));
  };
  for (const path of writes.filter(each => each !== INDEX_FILE)) {
    put(path);
  }
  const folded = new Set([...tree.keys()].map(path => path.toLowerCase()));
  for (const path of removes) {
    // On a disk that ignores case, a file renamed in case alone is the one just written.
    if (!(folded.has(path.toLowerCase()) && isSameFile(folder, path, tree))) {
      unlinkSync(folder.absolute(path));
      folder.removeEmpty(dirname(path));
    }
  }
  // The index comes last: until then the old one and the journal together tell what is ours.
  if (writes.includes(INDEX_FILE)) {
    put(INDEX_FILE);
  }
  rmSync(staging, { recursive: true });
  rmSync(join(root, JOURNAL_FILE), { force: true });
}

function isSameFile(folder: Folder, path: string, tree: Tree): boolean {
  const other = [...tree.keys()].find(each => each.toLowerCase() === path.toLowerCase());
  const [a, b] = [statOf(folder.absolute(path)), other === undefined ? undefined : statOf(folder.absolute(other))];
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}

function writeAll(root: string, tree: Tree, paths: readonly string[]): void {
  const made = new Set<string>();
  for (const path of paths) {
    const parent = join(root, dirname(path));
    if (!made.has(parent)) {
      mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    writeFileSync(join(root, path), tree.get(path)!);
  }
}

function stagingBeside(root: string): string {
  return `${root}${STAGING}`;
}

/** Removes what a killed run left half written; only folders of exactly our names, never through a link. */
function removeStaging(root: string, options: ApplyOptions): void {
  for (const staging of [join(root, STAGING), stagingBeside(root)]) {
    const stat = options.dryRun ? undefined : statOf(staging);
    if (stat?.isDirectory()) {
      rmSync(staging, { recursive: true });
    } else if (stat) {
      throw new ProblemError({
        id: 'path-unsafe', source: { file: staging }, message: 'stands where a folder for unfinished files belongs', fix: 'remove it',
      });
    }
  }
}

/** Removes every file of a cluster that its index lists and nobody changed; then the folders left empty. */
export function removeTree(root: string, options: ApplyOptions = {}): Plan {
  const plan = applyTree(root, new Map(), options);
  if (!options.dryRun) {
    rmSync(join(root, INDEX_FILE), { force: true });
    if (statOf(root) && readdirSync(root).length === 0) {
      rmSync(root, { recursive: true });
    }
  }
  return plan;
}
