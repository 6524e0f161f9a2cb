import { resolvePlain } from './scalar';

/** A document of the plain form: its value, and the offset of its first key. */
export interface PlainDocument {
  readonly value: Readonly<Record<string, unknown>>;
  readonly offset: number;
}

/**
 * Reads the form in which nearly all manifests are written: ASCII, block maps and lists, scalars on one line,
 * plain or in quotes without escapes. Answers undefined for a text with anything else in it, broken or not;
 * what it does read, it reads as the whole parser does, at a tenth of the time and without loading it.
 */
export function parsePlain(text: string): PlainDocument[] | undefined {
  // Whoever looks at the characters one by one needs to know no others.
  return ASCII.test(text) ? new PlainReader(text).read() : undefined;
}

const ASCII = /^[\n\x20-\x7e]*$/;
const KEY = /^([A-Za-z_][A-Za-z0-9_./-]{0,400}):(?: +|$)/;
/** What one of the YAML versions, or Kubernetes, does not read as text; none of it is longer than five characters. */
const NO_KEY = /^(y|n|yes|no|on|off|true|false|null)$/i;
/** The first characters say that it is a plain scalar; the others that nothing on the line ends it. */
const PLAIN = /^(?:[A-Za-z0-9_/]|-[A-Za-z0-9])(?:[^:#]|:(?=[^ ])|(?<=[^ ])#)*$/;
const QUOTED = /^(?:"([^"\\]*)"|'([^']*)')$/;
/** Far more than manifests have, and far less than a stack holds. */
const DEEPEST = 64;

/** Thrown for all that is not of the plain form. */
const OTHER = Symbol('other');

interface Line {
  readonly offset: number;
  readonly indent: number;
  /** Without the indentation, and without spaces at its end. */
  readonly text: string;
}

class PlainReader {
  private lines: Line[] = [];
  private at = 0;

  constructor(private readonly text: string) {}

  public read(): PlainDocument[] | undefined {
    const documents: PlainDocument[] = [];
    try {
      for (let offset = 0; offset <= this.text.length;) {
        offset = this.splitDocument(offset);
        const first = this.lines[0];
        if (first) {
          if (first.indent !== 0) {
            return undefined;
          }
          const value = this.map(0, 1);
          if (this.at < this.lines.length) {
            return undefined;
          }
          documents.push({ value, offset: first.offset });
        }
      }
    } catch (e) {
      if (e !== OTHER) {
        throw e;
      }
      return undefined;
    }
    return documents;
  }

  /** Takes the lines up to a `---`, without blank ones and comments, and answers where the next document starts. */
  private splitDocument(from: number): number {
    this.lines = [];
    this.at = 0;
    for (let offset = from; offset <= this.text.length;) {
      const newline = this.text.indexOf('\n', offset);
      const end = newline < 0 ? this.text.length : newline;
      const line = this.text.slice(offset, end);
      const text = line.trim();
      const indent = line.indexOf(text);
      if (indent === 0 && (text.startsWith('---') || text.startsWith('...'))) {
        if (line !== '---') {
          throw OTHER;
        }
        return end + 1;
      }
      if (text !== '' && !text.startsWith('#')) {
        this.lines.push({ offset: offset + indent, indent, text });
      }
      offset = end + 1;
    }
    return this.text.length + 1;
  }

  private map(indent: number, depth: number): Record<string, unknown> {
    if (depth > DEEPEST) {
      throw OTHER;
    }
    const map = Object.create(null) as Record<string, unknown>;
    for (let line = this.lines[this.at]; line?.indent === indent && !line.text.startsWith('- '); line = this.lines[this.at]) {
      const key = KEY.exec(line.text);
      if (!key || (key[1]!.length <= 5 && NO_KEY.test(key[1]!)) || Object.hasOwn(map, key[1]!)) {
        throw OTHER;
      }
      this.at += 1;
      map[key[1]!] = this.valueOf(line.text.slice(key[0].length), indent, true, depth);
    }
    this.refuseDeeper(indent);
    return map;
  }

  private list(indent: number, depth: number): unknown[] {
    if (depth > DEEPEST) {
      throw OTHER;
    }
    const items: unknown[] = [];
    for (let line = this.lines[this.at]; line?.indent === indent && line.text.startsWith('- '); line = this.lines[this.at]) {
      const text = line.text.slice(2).trimStart();
      const inner = indent + line.text.length - text.length;
      if (KEY.test(text)) {
        // The dash and the first key share a line: what follows the dash is the first line of the map.
        this.lines[this.at] = { offset: line.offset + inner - indent, indent: inner, text };
        items.push(this.map(inner, depth + 1));
      } else {
        this.at += 1;
        items.push(this.valueOf(text, indent, false, depth));
      }
    }
    this.refuseDeeper(indent);
    return items;
  }

  /** A line that stands further in belongs to nothing: a scalar of several lines, or a mistake. */
  private refuseDeeper(indent: number): void {
    const next = this.lines[this.at];
    if (next && next.indent > indent) {
      throw OTHER;
    }
  }

  /** What follows a key or a dash on its line; for a key, what stands below when nothing does. */
  private valueOf(text: string, indent: number, ofKey: boolean, depth: number): unknown {
    if (text === '') {
      const next = this.lines[this.at];
      if (!ofKey) {
        throw OTHER;
      }
      const isList = next?.text.startsWith('- ') ?? false;
      return next && (next.indent > indent || (next.indent === indent && isList))
        ? isList ? this.list(next.indent, depth + 1) : this.map(next.indent, depth + 1) : null;
    }
    this.refuseDeeper(indent);
    return scalarOf(text);
  }
}

function scalarOf(text: string): unknown {
  if (text === '{}') {
    return Object.create(null);
  }
  if (text === '[]') {
    return [];
  }
  if (text.startsWith('"') || text.startsWith('\'')) {
    const quoted = QUOTED.exec(text);
    if (!quoted) {
      throw OTHER;
    }
    return quoted[1] ?? quoted[2];
  }
  if (!PLAIN.test(text)) {
    throw OTHER;
  }
  const value = resolvePlain(text);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw OTHER;
  }
  return value;
}
