import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { Problem } from './problem';
import { parseManifests, type Manifest } from './read';

/** Which files of a directory are read. */
export interface FileOptions {
  /** Patterns in the syntax of .gitignore, relative to the directory, of what is left out. */
  readonly exclude?: readonly string[];
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
  const result: FilesResult = { manifests: [], problems: [], files: 0, others: 0, excluded: 0 };
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) {
    return { ...result, problems: [{ id: 'input-missing', source: { file: path }, message: 'does not exist' }] };
  }
  const found = stat.isDirectory() ? filesBelow(path, options) : { files: [path], excluded: 0, problems: [] };
  let others = 0;
  result.problems.push(...found.problems);
  for (const file of found.files) {
    const read = readOne(file);
    for (const manifest of read.manifests) {
      result.manifests.push(manifest);
    }
    result.problems.push(...read.problems);
    others += read.others;
  }
  return { ...result, files: found.files.length, excluded: found.excluded, others };
}

function readOne(file: string): ReturnType<typeof parseManifests> {
  const failed = (id: Problem['id'], message: string) => ({ manifests: [], others: 0, problems: [{ id, message, source: { file } }] });
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (e) {
    return failed('input-missing', `cannot be read: ${(e as Error).message}`);
  }
  return decodeManifests(bytes, file);
}

/** Manifests from bytes. Bytes that are not UTF-8 are refused: guessing an encoding could change a name. */
export function decodeManifests(bytes: Uint8Array, file: string): ReturnType<typeof parseManifests> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { manifests: [], others: 0, problems: [{ id: 'yaml-syntax', message: 'is not UTF-8 text', source: { file } }] };
  }
  return parseManifests(text, file);
}

interface Found {
  readonly files: string[];
  readonly problems: Problem[];
  excluded: number;
}

function filesBelow(root: string, options: FileOptions): Found {
  const found: Found = { files: [], problems: [], excluded: 0 };
  const rules = ignore().add([...options.exclude ?? []]);
  walk(root, root, [{ base: root, rules }], new Set([realpathSync(root)]), found);
  return found;
}

interface Rules {
  readonly base: string;
  readonly rules: Ignore;
}

/** Links to folders are followed, once each: a policy behind a link counts as much as any other. */
function walk(root: string, folder: string, outer: readonly Rules[], entered: Set<string>, found: Found): void {
  let entries: string[];
  try {
    entries = readdirSync(folder).sort();
  } catch (e) {
    found.problems.push({ id: 'input-missing', source: { file: folder }, message: `cannot be read: ${(e as Error).message}` });
    return;
  }
  const own = entries.includes(IGNORE_FILE) ? [{ base: folder, rules: ignore().add(readFileSync(join(folder, IGNORE_FILE), 'utf8')) }] : [];
  const rules = [...outer, ...own];
  for (const entry of entries) {
    const path = join(folder, entry);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) {
      found.problems.push({ id: 'input-missing', source: { file: path }, message: 'is a link to nothing' });
    } else if (stat.isDirectory()) {
      if (entry.startsWith('.') || entry === 'node_modules') {
        continue;
      }
      const real = realpathSync(path);
      if (isIgnored(path, true, rules)) {
        found.excluded += 1;
      } else if (!entered.has(real)) {
        entered.add(real);
        walk(root, path, rules, entered, found);
      }
    } else if (EXTENSIONS.test(entry) && !entry.startsWith('.')) {
      if (isIgnored(path, false, rules)) {
        found.excluded += 1;
      } else {
        found.files.push(path);
      }
    }
  }
}

function isIgnored(path: string, folder: boolean, rules: readonly Rules[]): boolean {
  return rules.some(rule => {
    const inside = relative(rule.base, path).split(sep).join('/');
    return inside !== '' && !inside.startsWith('../') && rule.rules.ignores(folder ? `${inside}/` : inside);
  });
}

