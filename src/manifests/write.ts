import { isPlainString } from './scalar';
import { sortedKeys } from './sorted-keys';

type Json = Readonly<Record<string, unknown>>;
/**
 * What is written so far: engines are quicker at growing one text than at joining the pieces of many. Every line begins with its
 * break, so that most take two pieces, and the last one is still to be ended.
 */
interface Out {
  text: string;
}
/** Keys and places from the root down to what is being written. */
type Path = Array<string | number>;

/**
 * The one writer of manifests: keys sorted (apiVersion, kind and metadata lead), two spaces, no anchors,
 * no line folding. A string that YAML 1.1 or 1.2 would read as anything else is quoted. The same value
 * gives the same bytes on every machine; the order of keys in the input does not matter.
 */
export function writeManifest(object: unknown): string {
  if (!isMap(object)) {
    throw new UnprintableError([], 'a manifest must be an object');
  }
  const out: Out = { text: '' };
  writeMap(object, leadingKeys(object), 0, false, out, []);
  // Cutting it makes one text of its pieces, which would hold many times its size.
  return `${out.text}\n`.slice(1);
}

/** Several documents in one file. */
export function writeManifests(objects: readonly unknown[]): string {
  return objects.map(writeManifest).join('---\n');
}

/** A value that no manifest can hold; `path` says where it stands. */
export class UnprintableError extends Error {
  public readonly path: readonly string[];

  constructor(path: ReadonlyArray<string | number>, public readonly reason: string) {
    super(`${path.join('.') || '(root)'}: ${reason}`);
    this.path = path.map(String);
  }
}

const LEADING = ['apiVersion', 'kind', 'metadata'];
/** Deeper than any manifest, shallow enough for every stack; a cycle ends here too. */
const MAX_DEPTH = 512;

function leadingKeys(map: Json): readonly string[] {
  const keys = definedKeys(map);
  if (keys[0] === LEADING[0] && keys[1] === LEADING[1] && keys[2] === LEADING[2]) {
    return keys;
  }
  return [...LEADING.filter(key => keys.includes(key)), ...keys.filter(key => !LEADING.includes(key))];
}

function isMap(value: unknown): value is Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/**
 * @param depth how often its keys are indented
 * @param inList whether the first key stands behind the dash of a list
 */
function writeMap(map: Json, keys: readonly string[], depth: number, inList: boolean, out: Out, path: Path): void {
  let dashed = inList;
  for (const key of keys) {
    const value = map[key];
    path.push(key);
    out.text += openingOf(key, depth, dashed);
    writeAfter(value, depth, out, path);
    path.pop();
    dashed = false;
  }
}

/** The beginnings of lines, by depth, those with a dash apart. A few hundred keys make up nearly all that is written. */
const OPENINGS: Array<Map<string, string>> = [];
/** Of each depth. */
const MOST_KEYS = 1000;
const LONGEST_KEY = 100;
const DEEPEST = 32;

function openingOf(key: string, depth: number, dashed: boolean): string {
  const known = depth < DEEPEST && key.length <= LONGEST_KEY ? OPENINGS[2 * depth + Number(dashed)] ??= new Map() : undefined;
  let text = known?.get(key);
  if (text === undefined) {
    const lead = dashed ? `${lineAt(depth - 1)}- ` : lineAt(depth);
    // An implicit key may be 1,024 characters long; a longer one needs the explicit form.
    text = key.length > 1000 ? `${lead}? ${quoted(key)}${lineAt(depth)}:` : `${lead}${inlineScalar(key)}:`;
    if (known && known.size < MOST_KEYS) {
      known.set(key, text);
    }
  }
  return text;
}

function lineAt(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}

/** The beginnings of items that are no maps. */
const DASHES = Array.from({ length: DEEPEST }, (_, depth) => `${lineAt(depth)}-`);

/** What follows a `key:` or a `-` that stands at a depth. */
function writeAfter(value: unknown, depth: number, out: Out, path: Path): void {
  if (path.length > MAX_DEPTH) {
    throw new UnprintableError(path.slice(0, 8), 'is nested too deep, or holds itself');
  }
  if (typeof value === 'string') {
    out.text += ' ';
    out.text += value.includes('\n') && isBlockText(value) ? block(value, lineAt(depth + 1)) : inlineScalar(value);
  } else if (Array.isArray(value)) {
    if (value.length === 0) {
      out.text += ' []';
    }
    for (let at = 0; at < value.length; at += 1) {
      path.push(at);
      writeItem(value[at], depth, out, path);
      path.pop();
    }
  } else if (isMap(value)) {
    const keys = definedKeys(value);
    if (keys.length === 0) {
      out.text += ' {}';
    }
    writeMap(value, keys, depth + 1, false, out, path);
  } else {
    out.text += ` ${scalar(value, path)}`;
  }
}

/** Items of a list stand under their key, as kubectl prints them. */
function writeItem(item: unknown, depth: number, out: Out, path: Path): void {
  const keys = isMap(item) ? definedKeys(item) : [];
  if (keys.length > 0) {
    writeMap(item as Json, keys, depth + 1, true, out, path);
    return;
  }
  out.text += DASHES[depth] ?? `${lineAt(depth)}-`;
  // A list in a list has no short form that every reader agrees on.
  writeAfter(item ?? null, Array.isArray(item) && item.length > 0 ? depth + 1 : depth, out, path);
}

function definedKeys(map: Json): readonly string[] {
  const keys = sortedKeys(map);
  for (const key of keys) {
    if (map[key] === undefined) {
      return keys.filter(each => map[each] !== undefined);
    }
  }
  return keys;
}

function scalar(value: unknown, path: Path): string {
  switch (typeof value) {
    case 'number':
      return number(value, path);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return value.toString();
    default:
      if (value === null) {
        return 'null';
      }
      throw new UnprintableError(path, `is ${describeType(value)}, which YAML cannot hold`);
  }
}

function describeType(value: unknown): string {
  return typeof value === 'object' ? `a ${(value as object).constructor?.name ?? 'foreign'} object` : `a ${typeof value}`;
}

/** YAML 1.1 wants a point in a float with an exponent: `1e+21` is a string there. */
function number(value: number, path: Path): string {
  if (!Number.isFinite(value)) {
    throw new UnprintableError(path, `is ${value}, which JSON cannot hold`);
  }
  if (value === 0) {
    return '0';
  }
  const text = String(value);
  return /^-?\d+e/.test(text) ? text.replace('e', '.0e') : text;
}

function inlineScalar(text: string): string {
  return isPlainString(text) ? text : quoted(text);
}

/** Double quotes, with everything escaped that some reader treats as a line break or refuses. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Text that a literal block gives back unchanged; the rest is quoted. */
function isBlockText(text: string): boolean {
  return !/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udfff]/.test(text)
    && !/^[ \n]/.test(text)
    && !/ (\n|$)/.test(text);
}

/** @param line the break and indentation before each of its lines */
function block(text: string, line: string): string {
  const body = text.replace(/\n+$/, '');
  const ends = text.length - body.length;
  const chomp = ends === 0 ? '-' : ends === 1 ? '' : '+';
  const lines = body.split('\n').map(each => each === '' ? '\n' : line + each);
  return `|${chomp}${lines.join('')}${'\n'.repeat(Math.max(0, ends - 1))}`;
}
