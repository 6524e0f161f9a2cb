import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, posix, relative, sep } from 'node:path';
import { loadApps } from './load-app';
import { outdirOf } from './outdir';
import { INDEX_FILE } from '../deliver/cluster-index';
import { withExport, type ExportedFiles } from '../deliver/export-files';
import { sharedTree } from '../deliver/synthesize';
import { modelSide } from '../engine/diff/model-side';
import { findRevision, gitPath, pathInRepository, repositoryAround, type RevisionEntry } from '../engine/diff/revision';
import type { DiffSide } from '../engine/diff/side';
import { ProblemError, type Problem, type SourcePlace } from '../manifests/problem';

/** A program as it was in a revision. */
export interface PastProgram {
  /** The whole name of the commit. */
  readonly commit: string;
  /** As the person named it. */
  readonly name: string;
  /** The program as it stands here now. */
  readonly program: string;
  readonly minor?: number;
  /** True where nobody said in which folder the tree would be: then one that stands anywhere is looked for before code runs. */
  readonly guessed?: boolean;
}

/** Lock files of package managers: which versions of the packages were installed. */
const LOCKS = ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock', 'bun.lockb'];

/**
 * What the program of a revision made, by running it: in an export of that revision, with the packages that are installed now.
 * Throws a ProblemError where that would not be what it made then.
 */
export async function resynthesized({ commit, name, program, minor, guessed }: PastProgram): Promise<DiffSide> {
  const folder = dirname(program);
  const [prefix, root] = [pathInRepository(folder), repositoryAround(folder)];
  if (prefix === undefined || root === undefined) {
    throw refused(program, 'lies in no repository');
  }
  const path = posix.join(prefix, basename(program));
  const revision = findRevision(commit, name, '', root);
  if (!revision) {
    throw refused(name, 'the revision is empty');
  }
  const label = revision.root.slice(0, revision.root.indexOf(':'));
  const entries = revision.entries();
  const tree = guessed ? entries.find(each => posix.basename(each.path) === INDEX_FILE) : undefined;
  if (tree) {
    const at = posix.dirname(tree.path);
    throw refused(`${label}:${tree.path}`, 'is the index of a tree, which may be that of the app', `name it, so that no code of the revision runs: ${label}:${at}`);
  }
  if (!entries.some(entry => entry.path === path && entry.kind !== 'link')) {
    throw refused(`${label}:${path}`, 'the revision has neither the tree nor the program of the app', 'name a revision that has one of them');
  }
  refuseOtherPackages(entries, root, path, label);
  refuseLinkedPackages(root, path);
  refuseWhatCannotBeExported(entries, posix.dirname(nearest(entries, path, ['package.json']) ?? path), label);
  const given = process.cwd();
  return withExport(exported(entries, root, path), async copy => {
    const shown = (file: string) => file.startsWith(copy + sep) ? `${label}:${gitPath(relative(copy, file))}` : file;
    // A program may read files by paths from where it is run: those of the revision, then.
    const below = relative(root, realpathSync(given));
    process.chdir(!below.startsWith('..') && existsSync(join(copy, below)) ? join(copy, below) : copy);
    try {
      const [app, ...others] = await loadApps(join(copy, path));
      if (others.length > 0) {
        throw refused(join(copy, path), 'makes several apps, and one is compared at a time', 'name the folder of one by --path');
      }
      const side = modelSide(`${label}:${path}`, app!.clusters, cluster => app!.model(cluster), minor, sharedTree(app!, outdirOf(app!, undefined)));
      return renamed(side, shown);
    } catch (e) {
      throw ProblemError.is(e) ? new ProblemError(...e.problems.map((problem): Problem => ({
        ...problem,
        message: problem.message.replaceAll(copy + sep, `${label}:`),
        ...problem.source ? { source: { ...problem.source, file: shown(problem.source.file) } } : {},
      }))) : e;
    } finally {
      process.chdir(given);
    }
  });
}

/** Every file of the revision, and links to the packages that are installed here. */
function exported(entries: readonly RevisionEntry[], root: string, path: string): ExportedFiles {
  const isPackage = (each: string) => each.split('/').includes('node_modules');
  const meant = entries.filter(entry => !isPackage(entry.path));
  return {
    files: meant.filter(({ kind }) => kind === 'file' || kind === 'program')
      .map(entry => ({ path: entry.path, bytes: entry.bytes(), executable: entry.kind === 'program' })),
    links: [
      ...meant.filter(entry => entry.kind === 'link' && !leadsOutside(entry)).map(entry => ({ path: entry.path, target: text(entry) })),
      ...packagesOf(root, path),
    ],
  };
}

/** The same side, its places as the person knows them. */
function renamed(side: DiffSide, shown: (file: string) => string): DiffSide {
  const placed = <T extends { readonly source?: SourcePlace }>(each: T): T =>
    each.source ? { ...each, source: { ...each.source, file: shown(each.source.file) } } : each;
  return { ...side, clusters: side.clusters.map(cluster => ({ ...cluster, objects: cluster.objects.map(placed) })) };
}

/** Other versions of the packages may make other objects of the same program: then the difference would not be the revision's. */
function refuseOtherPackages(entries: readonly RevisionEntry[], root: string, path: string, label: string): void {
  const then = nearest(entries, path, LOCKS);
  const now = nearestHere(root, path, LOCKS);
  const [was, is] = then === undefined && now === undefined ? [nearest(entries, path, ['package.json']), nearestHere(root, path, ['package.json'])] : [then, now];
  const bytes = was === undefined ? undefined : entries.find(entry => entry.path === was)!.bytes();
  if (was !== is || (is !== undefined && !readFileSync(join(root, is)).equals(bytes!))) {
    throw refused(`${label}:${was ?? is}`, `${was === undefined ? 'is not in the revision, and here it is' : is === undefined ? 'is in the revision, and not here' : 'differs from the one here'}, so the `
      + 'program cannot be run with the packages that it had then', 'check the revision out elsewhere, install its packages, and compare the trees that synth writes; or commit the tree');
  }
}

/** A workspace links its own packages into node_modules: the program of then would run with what they are now. */
function refuseLinkedPackages(root: string, path: string): void {
  for (const { target } of packagesOf(root, path)) {
    const names = readdirSync(target).flatMap(name => name.startsWith('@') ? readdirSync(join(target, name)).map(each => join(name, each)) : [name]);
    const own = names.map(name => join(target, name)).filter(file => existsSync(file)).find(file => {
      const below = relative(realpathSync(root), realpathSync(file));
      return !below.startsWith('..') && !isAbsolute(below) && !below.split(sep).includes('node_modules');
    });
    if (own !== undefined) {
      throw refused(own, 'is a package of the working tree, so the program cannot be run with what it was then', 'commit the tree of the app, and later revisions are compared by it');
    }
  }
}

/** The nearest file of one of the names, in the folder of a path or in one around it. */
function nearest(entries: readonly RevisionEntry[], path: string, names: readonly string[]): string | undefined {
  const known = new Set(entries.map(entry => entry.path));
  return above(path).flatMap(folder => names.map(name => posix.join(folder, name))).find(each => known.has(each));
}

function nearestHere(root: string, path: string, names: readonly string[]): string | undefined {
  return above(path).flatMap(folder => names.map(name => posix.join(folder, name))).find(each => existsSync(join(root, each)));
}

/** The folders around a path, the nearest first. */
function above(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === '.' ? ['.'] : [folder, ...above(folder)];
}

/** The packages that are installed for a program: those in a folder around it, also outside of the repository. */
function packagesOf(root: string, path: string): Array<{ path: string; target: string }> {
  const inside = above(path).filter(folder => existsSync(join(root, folder, 'node_modules')))
    .map(folder => ({ path: posix.join(folder, 'node_modules'), target: join(root, folder, 'node_modules') }));
  if (inside.some(each => each.path === 'node_modules')) {
    return inside;
  }
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules'))) {
      return [...inside, { path: 'node_modules', target: join(folder, 'node_modules') }];
    }
    if (folder === dirname(folder)) {
      return inside;
    }
  }
}

const LFS = 'version https://git-lfs.github.com/spec/';

/** What git has no content of, or what leads away: the program would read something else than it did then. */
function refuseWhatCannotBeExported(entries: readonly RevisionEntry[], scope: string, label: string): void {
  const problems = entries.filter(({ path }) => scope === '.' || path.startsWith(`${scope}/`)).flatMap((entry): Problem[] => {
    const reason = entry.kind === 'submodule' ? 'is a submodule, whose files are not in this repository'
      : entry.kind === 'link' ? (leadsOutside(entry) ? 'is a link that leads out of the revision' : undefined)
        : entry.bytes().length < 1024 && text(entry).startsWith(LFS) ? 'is kept by git-lfs, and git has no more than its digest' : undefined;
    return reason === undefined ? []
      : [...refused(`${label}:${entry.path}`, `${reason}, so the program cannot be run as it was`, 'commit the tree of the app, and later revisions are compared by it').problems];
  });
  if (problems.length > 0) {
    throw new ProblemError(...problems.slice(0, 10));
  }
}

/** Also by way of another link: a `..` that follows a name could leave the folder to which that name leads. */
function leadsOutside(entry: RevisionEntry): boolean {
  const target = text(entry);
  return isAbsolute(target) || target.includes('\\') || /[^./][^/]*\/+\.\.(\/|$)/.test(target) || posix.join(posix.dirname(entry.path), target).startsWith('..');
}

function text(entry: RevisionEntry): string {
  return Buffer.from(entry.bytes()).toString('utf8');
}

function refused(file: string, message: string, fix = 'name a folder, or a revision that holds the tree'): ProblemError {
  return new ProblemError({ id: 'revision-unreadable', source: { file }, message, fix });
}
