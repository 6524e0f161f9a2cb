import { statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { findApp, looksLikeApp } from './find-app';
import { loadApps } from './load-app';
import { minorOf } from './minor-option';
import { outdirOf } from './outdir';
import { colors, print, relativeFile } from './output';
import { version } from './version';
import type { RegisteredApp } from '../constructs/registry';
import { compareSides } from '../engine/diff/compare';
import { modelSide } from '../engine/diff/model-side';
import { commitOf, findRevision, gitPath, pathInRepository, readRevision } from '../engine/diff/revision';
import type { DiffSide } from '../engine/diff/side';
import { Texts } from '../engine/diff/texts';
import { readSide } from '../engine/diff/written-side';
import { DISK } from '../manifests/files';
import { ProblemError } from '../manifests/problem';
import { rowsOf, type ClusterRows } from '../report/diff/rows';

/** What `bulwark diff` was told. */
export interface DiffCommandOptions {
  readonly path?: string;
  readonly cluster?: readonly string[];
  readonly kubernetes?: string;
  readonly exclude?: readonly string[];
  readonly bootstrap: boolean;
  readonly failOn: 'any' | 'broadening';
  readonly format: string;
}

/** How two revisions or folders differ in what they mean. 0: not at all, or not in what `--fail-on` names. 1: they do. */
export async function diff(before: string, after: string | undefined, options: DiffCommandOptions): Promise<number> {
  const sides = await sidesOf(before, after, options);
  // GitHub finds a file by its path from the root of the repository.
  const folder = process.env.GITHUB_WORKSPACE;
  const show = (file: string) => (options.format === 'github' || options.format === 'sarif') && folder !== undefined ? relative(folder, resolve(file)) : relativeFile(file);
  const rows = compareSides(sides.before, sides.after, { clusters: options.cluster, bootstrap: options.bootstrap }).map(each => rowsOf(each, show));
  print(printed(rows, options.format, show));
  return fails(rows, options.failOn) ? 1 : 0;
}

function fails(clusters: readonly ClusterRows[], failOn: DiffCommandOptions['failOn']): boolean {
  return clusters.some(({ rows }) => rows.some(({ direction }) => failOn === 'any' || direction === 'broadened'));
}

function printed(rows: readonly ClusterRows[], format: string, show: (file: string) => string): string {
  switch (format) {
    // Of the formats one is needed.
    case 'json': return (require('../report/diff/json') as typeof import('../report/diff/json')).diffJson(rows, show);
    case 'md': return (require('../report/diff/markdown') as typeof import('../report/diff/markdown')).diffMarkdown(rows);
    case 'github': return (require('../report/diff/github') as typeof import('../report/diff/github')).diffGithub(rows, show);
    case 'sarif': return (require('../report/diff/sarif') as typeof import('../report/diff/sarif')).diffSarif(rows, version(), show);
    default: return (require('../report/diff/text') as typeof import('../report/diff/text')).diffText(rows, colors.out, show);
  }
}

/** Both sides; what is equal in their files is read once. */
export async function sidesOf(
  before: string, after: string | undefined, options: Pick<DiffCommandOptions, 'path' | 'exclude' | 'kubernetes'>,
  loaded?: { readonly app: RegisteredApp; readonly program: string },
): Promise<{ readonly before: DiffSide; readonly after: DiffSide }> {
  const reading = { exclude: options.exclude, kubernetesMinor: minorOf(options.kubernetes) };
  const texts = new Texts();
  const blobs = new Map();
  const read = (path: string) => readSide(resolve(path), DISK, reading, texts);
  const isFolder = (name: string) => statSync(name, { throwIfNoEntry: false }) !== undefined;
  const now = after !== undefined ? undefined : loaded ? presentApp(loaded.app, options) : await present(options, before, isFolder(before));
  const isApp = loaded !== undefined || looksLikeApp(options.path ?? '.');
  const folder = (isApp && options.path !== undefined ? undefined : options.path) ?? now?.folder ?? 'dist/manifests';
  const sideNamed = async (name: string): Promise<DiffSide> => {
    if (isFolder(name)) {
      return read(name);
    }
    const { commit, path, root, own } = revisionNamed(name, folder);
    const revision = own || !isApp ? readRevision(commit, name, path, root, blobs) : findRevision(commit, name, path, root, blobs);
    if (revision) {
      return readSide(revision.root, revision.files, reading, texts);
    }
    // Loaded late: programs of a revision run only where its tree was not committed.
    const { resynthesized } = require('./resynthesize') as typeof import('./resynthesize');
    const program = loaded?.program ?? findApp(options.path);
    return resynthesized({ commit, name, program, minor: reading.kubernetesMinor, guessed: now === undefined && options.path === undefined });
  };
  const old = await sideNamed(before);
  return { before: old, after: after !== undefined ? await sideNamed(after) : now?.side ?? read(folder) };
}

/** What stands here now: what the app makes, or the files of a folder. */
async function present(
  { path, kubernetes }: Pick<DiffCommandOptions, 'path' | 'kubernetes'>, before: string, isFolder: boolean,
): Promise<{ readonly side?: DiffSide; readonly folder: string }> {
  if (path !== undefined && !looksLikeApp(path)) {
    return { folder: path };
  }
  if (path === undefined && !looksLikeApp('.')) {
    if (isFolder) {
      throw new ProblemError({ id: 'usage', message: `nothing says with what ${before} is to be compared: there is no app here`, fix: 'name the other folder, or --path' });
    }
    return { folder: 'dist/manifests' };
  }
  const apps = await loadApps(findApp(path));
  const [app, ...others] = apps;
  if (others.length > 0) {
    throw new ProblemError({ id: 'usage', message: 'the program makes several apps, and one is compared at a time', fix: 'name the folder of one by --path' });
  }
  return presentApp(app!, { kubernetes });
}

function presentApp(app: RegisteredApp, { kubernetes }: Pick<DiffCommandOptions, 'kubernetes'>): { readonly side: DiffSide; readonly folder: string } {
  // Loaded late: two folders are compared without what writes one.
  const { sharedTree } = require('../deliver/synthesize') as typeof import('../deliver/synthesize');
  const folder = outdirOf(app, undefined);
  return { folder, side: modelSide(folder, app.clusters, cluster => app.model(cluster), minorOf(kubernetes), sharedTree(app, folder)) };
}

/** The commit that a name stands for, and the path of a folder inside its repository. `REV:path` names both. */
function revisionNamed(
  name: string, folder: string,
): { readonly commit: string; readonly path: string; readonly root: string; readonly own?: boolean } {
  const cwd = process.cwd();
  const [, revision = name, own] = /^([^:]+):(.*)$/.exec(name) ?? [];
  const commit = commitOf(revision, cwd);
  if (commit === undefined) {
    throw new ProblemError({
      id: 'revision-unreadable',
      value: JSON.stringify(name),
      message: 'is no file or folder here, and no revision of this repository',
      fix: 'name a folder, or a commit, branch or tag that git knows (a shallow clone may lack it: git fetch)',
    });
  }
  if (own !== undefined) {
    return { commit, path: own.replace(/^\.\/|\/+$/g, ''), root: cwd, own: true };
  }
  const prefix = pathInRepository(cwd)!;
  const below = gitPath(relative(cwd, resolve(folder)));
  const path = gitPath(join(prefix, below)).replace(/^\.$|\/$/, '');
  if (path.startsWith('..')) {
    throw new ProblemError({ id: 'path-unsafe', source: { file: folder }, message: 'lies outside of the repository whose revision was named', fix: 'run the command in that repository, or name REV:path' });
  }
  return { commit, path: path === '.' ? '' : path, root: cwd };
}
