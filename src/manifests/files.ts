import { readdirSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { Problem } from './problem';
import { parseManifests, type Manifest } from './read';

/** Which files of a directory are read. */
export interface FileOptions {
  /** Patterns in the syntax of .gitignore, relative to the directory, of what is left out; case counts. */
  readonly exclude?: readonly string[];
  /** The names of files that are meant. Default: .yaml, .yml and .json. */
  readonly extensions?: RegExp;
}

/** The files of a path that may hold manifests, unread. */
export interface FoundFiles {
  readonly files: string[];
  readonly problems: Problem[];
  /** Paths that a pattern left out. */
  excluded: number;
  /** Folders that hold a file of the name that was asked for. */
  readonly marked: string[];
}

/** What a path holds. Nothing is left out in silence: what was not read is a problem, or counted. */
export interface FilesResult {
  readonly manifests: Manifest[];
  readonly problems: Problem[];
  /** Files that were read. */
  readonly files: number;
  /** Documents that are YAML but no manifest. */
  readonly others: number;
  /** Files that a pattern left out. */
  readonly excluded: number;
}

/** The name of the file that says what `--exclude` says, beside the manifests. */
export const IGNORE_FILE = '.bulwarkignore';

const EXTENSIONS = /\.(ya?ml|json)$/i;

/** Reads a file, or every .yaml, .yml and .json file below a directory; hidden folders and node_modules are not entered. */
export function readManifests(path: string, options: FileOptions = {}): FilesResult {
  return readFiles(findFiles(path, options));
}

/**
 * The files that `readManifests` would read.
 *
 * @param marker the name of a file, which may be hidden: the folders that hold one are told
 */
export function findFiles(path: string, options: FileOptions = {}, marker?: string, files: Files = DISK): FoundFiles {
  const none: FoundFiles = { files: [], problems: [], excluded: 0, marked: [] };
  const stat = files.look(path);
  if (typeof stat === 'string') {
    return { ...none, problems: [unreadable(path, stat, 'name a file or a folder that holds manifests')] };
  }
  return stat.isDirectory() ? filesBelow(path, options, marker, files) : { ...none, files: [path] };
}

/** Where files are read: a disk, or a revision of a repository. Paths are joined as on this machine. */
export interface Files {
  /** The names in a folder, in any order, and what each is where that is known without a look: links are not. */
  entries(folder: string): ReadonlyMap<string, Look | undefined>;
  /** What stands at a path, links followed; or why that cannot be told, in words. */
  look(path: string): Look | string;
  /** Throws where there is nothing to read. */
  read(path: string): Buffer;
  /** The same as text, where that is cheaper; what is not UTF-8 holds U+FFFD. */
  text(path: string): string;
  /** The path to which a path leads through links. */
  real(path: string): string;
}

export type Look = Pick<Stats, 'isDirectory' | 'isFile'>;

/** One object for all calls: of a bare name of an encoding, each would make its own. */
const AS_TEXT = { encoding: 'utf8', flag: 'r' } as const;

export const DISK: Files = {
  // What a folder says of its entries spares a look at each.
  entries: folder => new Map(readdirSync(folder, { withFileTypes: true })
    .map(each => [each.name, each.isFile() || each.isDirectory() ? each : undefined])),
  look,
  read: path => readFileSync(path),
  text: path => readFileSync(path, AS_TEXT),
  real: path => realpathSync.native(path),
};

/** Reads files that were found, or some of them. */
export function readFiles({ files, problems, excluded }: Pick<FoundFiles, 'files' | 'problems' | 'excluded'>): FilesResult {
  const result = { manifests: [] as Manifest[], problems: [...problems], files: files.length, others: 0, excluded };
  for (const file of files) {
    const read = readOne(file);
    read.manifests.forEach(manifest => result.manifests.push(manifest));
    read.problems.forEach(problem => result.problems.push(problem));
    result.others += read.others;
  }
  return result;
}

/** What stands at a path, links followed; or why that cannot be told. */
function look(path: string): Stats | string {
  try {
    return statSync(path);
  } catch (e) {
    return (e as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : reason(e);
  }
}

/** `EACCES: permission denied`, without the call and the path that Node adds. */
function reason(e: unknown): string {
  return `cannot be read (${(e as Error).message.replace(/, [a-z]+( '.*')?$/s, '')})`;
}

function unreadable(file: string, message: string, fix = 'make it readable, or leave it out by --exclude or .bulwarkignore'): Problem {
  return { id: 'input-missing', source: { file }, message, fix };
}

function readOne(file: string): ReturnType<typeof parseManifests> {
  let read: string | Buffer;
  try {
    const text = DISK.text(file);
    // A text that holds this character may have been no UTF-8, which the bytes tell; they also tell of marks before it.
    read = text.includes('\ufffd') || text.startsWith('\ufeff') ? DISK.read(file) : text;
  } catch (e) {
    return { manifests: [], others: 0, problems: [unreadable(file, reason(e))] };
  }
  return typeof read === 'string' ? parseManifests(read, file) : decodeManifests(read, file);
}

/** Manifests from bytes. Bytes that are not UTF-8 are refused: guessing an encoding could change a name. */
export function decodeManifests(bytes: Uint8Array, file: string): ReturnType<typeof parseManifests> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { manifests: [], others: 0, problems: [{ id: 'yaml-syntax', message: 'is not UTF-8 text', source: { file }, fix: 'save it as UTF-8' }] };
  }
  return parseManifests(text, file);
}

function filesBelow(root: string, options: FileOptions, marker: string | undefined, files: Files): FoundFiles {
  const found: FoundFiles = { files: [], problems: [], excluded: 0, marked: [] };
  const { exclude = [], extensions = EXTENSIONS } = options;
  const excluded = exclude.length > 0 ? { base: root, rules: patterns().add([...exclude]) } : undefined;
  const real = files.real(root);
  walk(root, { excluded, nested: [], real, entered: new Set([real]), found, marker, files, extensions });
  return found;
}

/** As git reads them on Linux: a pattern that is written otherwise leaves nothing out. */
function patterns(): Ignore {
  return ignore({ ignorecase: false });
}

interface Rules {
  readonly base: string;
  readonly rules: Ignore;
}

interface Walk {
  readonly excluded?: Rules;
  /** Of the ignore files from the root down to here. */
  readonly nested: readonly Rules[];
  /** Where the folder really stands, and all that were entered. */
  readonly real: string;
  readonly entered: Set<string>;
  readonly found: FoundFiles;
  readonly marker?: string;
  readonly extensions: RegExp;
  readonly files: Files;
}

/** Links to folders are followed, once each: a policy behind a link counts as much as any other. */
function walk(folder: string, outer: Walk): void {
  const { found, entered, files } = outer;
  let entries: ReturnType<Files['entries']>;
  let own: Rules[];
  try {
    entries = files.entries(folder);
    own = entries.has(IGNORE_FILE) ? [{ base: folder, rules: patterns().add(files.read(join(folder, IGNORE_FILE)).toString('utf8')) }] : [];
  } catch (e) {
    found.problems.push(unreadable(folder, reason(e)));
    return;
  }
  if (outer.marker !== undefined && entries.has(outer.marker)) {
    found.marked.push(folder);
  }
  const here: Walk = { ...outer, nested: [...outer.nested, ...own] };
  const prefix = join(folder, '_').slice(0, -1);
  for (const entry of [...entries.keys()].filter(name => !name.startsWith('.') && name !== 'node_modules').sort()) {
    const path = `${prefix}${entry}`;
    const known = entries.get(entry);
    const stat = known ?? files.look(path);
    const isFolder = typeof stat !== 'string' && stat.isDirectory();
    // What cannot be looked at counts when it may be a folder or a manifest.
    const isMeant = isFolder || outer.extensions.test(entry) || (typeof stat === 'string' && !entry.includes('.'));
    if (!isMeant) {
      continue;
    } else if (isIgnored(path, isFolder, here)) {
      found.excluded += 1;
    } else if (typeof stat === 'string') {
      found.problems.push(unreadable(path, stat === 'does not exist' ? 'is a link to nothing' : stat));
    } else if (isFolder) {
      // What is known without a look is no link, and stands where its folder does.
      const real = known ? join(here.real, entry) : files.real(path);
      if (!entered.has(real)) {
        entered.add(real);
        walk(path, { ...here, real });
      }
    } else if (stat.isFile()) {
      found.files.push(path);
    } else {
      found.problems.push(unreadable(path, 'is no file', 'remove it, or leave it out by --exclude or .bulwarkignore'));
    }
  }
}

/** As git does it, a nearer ignore file overrules one further up (`!keep.yaml`); none overrules what was asked for now. */
function isIgnored(path: string, isFolder: boolean, { excluded, nested }: Walk): boolean {
  if (!excluded && nested.length === 0) {
    return false;
  }
  const verdict = ({ base, rules }: Rules) => rules.test(`${relative(base, path).split(sep).join('/')}${isFolder ? '/' : ''}`);
  return (excluded !== undefined && verdict(excluded).ignored) || nested.reduce((ignored, each) => {
    const { ignored: now, unignored } = verdict(each);
    return now || (ignored && !unignored);
  }, false);
}
