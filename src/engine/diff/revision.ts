import { spawnSync } from 'node:child_process';
import { join, sep } from 'node:path';
import type { Files } from '../../manifests/files';
import { ProblemError } from '../../manifests/problem';

/** What git prints for one call may be the text of a large tree. */
const MOST_BYTES = 2 ** 31 - 1;

/** A folder of a revision, as files. Read from git's own store: nothing is checked out, and no hook or filter runs. */
export interface Revision {
  /** The whole name of the commit. */
  readonly commit: string;
  /** The path of the folder, as messages show it: `main:dist/manifests`. */
  readonly root: string;
  readonly files: Files;
  /** The name that git has for the content of a file; equal names are equal contents. */
  readonly blobOf: (path: string) => string | undefined;
  /** Everything in the folder, in the order of paths. Throws a ProblemError for a path that no honest tree holds. */
  readonly entries: () => readonly RevisionEntry[];
}

/** A file of a revision, a link, or a commit of another repository. */
export interface RevisionEntry {
  /** Below the folder, `/` between segments, none of which is empty, `.`, `..` or `.git`. */
  readonly path: string;
  readonly kind: 'file' | 'program' | 'link' | 'submodule';
  /** The content; of a link, where it leads. Throws for a submodule. */
  readonly bytes: () => Buffer;
}

/** The commit that a name stands for; undefined where it stands for none, or there is no repository. */
export function commitOf(name: string, cwd: string): string | undefined {
  if (name.startsWith('-')) {
    return undefined;
  }
  const { status, stdout } = run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`], cwd);
  return status === 0 ? stdout.toString('utf8').trim() : undefined;
}

/** The path from the root of the repository to a folder, `/` between segments; undefined outside of one. */
export function pathInRepository(folder: string): string | undefined {
  const { status, stdout } = run(['rev-parse', '--show-prefix'], folder);
  return status === 0 ? stdout.toString('utf8').replace(/\n$/, '').replace(/\/$/, '') : undefined;
}

/** The root of the repository around a folder; undefined outside of one. */
export function repositoryAround(folder: string): string | undefined {
  const { status, stdout } = run(['rev-parse', '--show-toplevel'], folder);
  return status === 0 ? stdout.toString('utf8').replace(/\n$/, '') : undefined;
}

/** Contents of files by the name that git has for each: two revisions share most, which are read once. */
export type Blobs = Map<string, Buffer>;

/** The folder of a revision; undefined where the revision has none. */
export function findRevision(commit: string, name: string, path: string, cwd: string, blobs?: Blobs): Revision | undefined {
  try {
    return readRevision(commit, name, path, cwd, blobs);
  } catch (e) {
    if (ProblemError.is(e) && e.problems.every(({ message }) => message === NO_FOLDER)) {
      return undefined;
    }
    throw e;
  }
}

const NO_FOLDER = 'the revision has no such folder';

/**
 * The folder of a revision. Throws a ProblemError where the revision has none.
 *
 * @param blobs what was read of other revisions of the same repository; what is read of this one is added
 */
export function readRevision(commit: string, name: string, path: string, cwd: string, blobs: Blobs = new Map()): Revision {
  const label = /^[\w./~^@-]+$/.test(name) && !/\.\.|\/\//.test(name) ? name : commit.slice(0, 12);
  const root = `${label}:${path === '' ? '.' : path}`;
  const listed = run(['ls-tree', '-r', '-z', '--full-tree', commit, ...path === '' ? [] : ['--', `${path}/`]], cwd);
  if (listed.status !== 0) {
    throw failure(root, `git cannot list it: ${listed.stderr.toString('utf8').trim().split('\n')[0]}`);
  }
  const tree = new GitTree(root, path, listed.stdout.toString('utf8'), cwd, blobs);
  if (tree.isEmpty) {
    throw failure(root, NO_FOLDER);
  }
  return { commit, root, files: tree, blobOf: file => tree.blobOf(file), entries: () => tree.all() };
}

function failure(file: string, message: string): ProblemError {
  return new ProblemError({ id: 'revision-unreadable', source: { file }, message, fix: 'name a commit, branch or tag of this repository that holds the tree' });
}

/** Segments that git itself refuses to check out (fsck: hasDot, hasDotdot, hasDotgit), and a separator of other systems. */
const DISHONEST = /^(|\.|\.\.|\.git)$|\\/i;

/** A link that is kept in git, and a commit of another repository. */
const LINK = '120000';
const SUBMODULE = '160000';
const PROGRAM = '100755';

const KINDS: Readonly<Record<string, RevisionEntry['kind']>> = { [LINK]: 'link', [SUBMODULE]: 'submodule', [PROGRAM]: 'program' };

interface Entry {
  readonly mode: string;
  readonly blob: string;
}

class GitTree implements Files {
  private readonly byPath = new Map<string, Entry>();
  private readonly folders = new Map<string, Set<string>>();

  constructor(private readonly root: string, prefix: string, listing: string, private readonly cwd: string, private readonly contents: Blobs) {
    // Files of one folder follow each other.
    let [known, here, names] = ['', root, new Set<string>()];
    for (const line of listing.split('\0').filter(each => each !== '')) {
      const [, mode, blob, path] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(line)!;
      const below = prefix === '' ? path! : path!.slice(prefix.length + 1);
      const segments = below.split('/');
      if (segments.some(segment => DISHONEST.test(segment))) {
        throw failure(root, `holds the path ${JSON.stringify(path)}, which leads out of it`);
      }
      const name = segments.pop()!;
      const parent = segments.join('/');
      if (parent !== known || this.byPath.size === 0) {
        known = parent;
        here = root;
        for (const segment of segments) {
          this.namesIn(here).add(segment);
          here = join(here, segment);
        }
        names = this.namesIn(here);
      }
      names.add(name);
      // No segment is one that joining would take away.
      this.byPath.set(here === root ? join(here, name) : `${here}${sep}${name}`, { mode: mode!, blob: blob! });
    }
  }

  private namesIn(folder: string): Set<string> {
    let names = this.folders.get(folder);
    if (!names) {
      names = new Set();
      this.folders.set(folder, names);
    }
    return names;
  }

  public get isEmpty(): boolean {
    return this.byPath.size === 0;
  }

  public all(): readonly RevisionEntry[] {
    const start = this.root.length + sep.length;
    return [...this.byPath].map(([path, { mode }]): RevisionEntry => {
      const below = path.slice(start).split(sep).join('/');
      return { path: below, kind: KINDS[mode] ?? 'file', bytes: () => this.read(path) };
    });
  }

  public blobOf(path: string): string | undefined {
    return this.byPath.get(path)?.blob;
  }

  public entries(folder: string): ReadonlyMap<string, undefined> {
    return new Map([...this.folders.get(folder) ?? []].map(name => [name, undefined]));
  }

  public look(path: string): { isDirectory(): boolean; isFile(): boolean } | string {
    const mode = this.byPath.get(path)?.mode;
    if (mode === LINK || mode === SUBMODULE) {
      return mode === LINK ? 'is a link, which is not followed inside a revision' : 'is a submodule, which is not read';
    }
    const isFolder = this.folders.has(path);
    return mode === undefined && !isFolder ? 'does not exist' : { isDirectory: () => isFolder, isFile: () => !isFolder };
  }

  public read(path: string): Buffer {
    const blob = this.blobOf(path);
    const known = blob === undefined ? undefined : this.contents.get(blob);
    if (known) {
      return known;
    }
    if (blob === undefined) {
      throw new Error(`ENOENT: no such file in the revision, read '${path}'`);
    }
    // One call of git for all that was not read yet: a call a file would take minutes.
    this.fetch();
    return this.contents.get(blob)!;
  }

  public text(path: string): string {
    return this.read(path).toString('utf8');
  }

  public real(path: string): string {
    return path;
  }

  private fetch(): void {
    const wanted = [...new Set([...this.byPath.values()].filter(({ mode }) => mode !== SUBMODULE).map(({ blob }) => blob))]
      .filter(blob => !this.contents.has(blob));
    const { status, stdout, stderr } = run(['cat-file', '--batch'], this.cwd, `${wanted.join('\n')}\n`);
    let at = 0;
    for (const blob of wanted) {
      const end = stdout.indexOf(10, at);
      const [name, type, size] = stdout.toString('latin1', at, end).split(' ');
      if (status !== 0 || name !== blob || type !== 'blob') {
        throw failure(this.root, `git cannot read ${blob}: ${stderr.toString('utf8').trim().split('\n')[0] || 'the object is missing, as in a shallow or partial clone'}`);
      }
      this.contents.set(blob, stdout.subarray(end + 1, end + 1 + Number(size)));
      at = end + 1 + Number(size) + 1;
    }
  }
}

/** Runs git without a shell; what it is told by its environment about pagers and prompts plays no part. */
function run(args: readonly string[], cwd: string, input?: string): { status: number | null; stdout: Buffer; stderr: Buffer } {
  const { status, stdout, stderr, error } = spawnSync('git', ['--no-replace-objects', '-c', 'core.quotePath=false', ...args], {
    cwd, input, maxBuffer: MOST_BYTES, env: { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' },
  });
  if (error && (error as NodeJS.ErrnoException).code === 'ENOENT') {
    throw new ProblemError({ id: 'revision-unreadable', message: 'git is not installed', fix: 'install git, or name two folders' });
  }
  return { status, stdout: stdout ?? Buffer.alloc(0), stderr: stderr ?? Buffer.alloc(0) };
}

/** A path with `/` between its segments, as git has it. */
export function gitPath(path: string): string {
  return path.split(sep).join('/');
}
