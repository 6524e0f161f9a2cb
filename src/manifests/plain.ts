import { Bare } from './bare';
import { afterSpaces, beforeSpaces, isComment, isItem, isPlainScalar, keyEnd } from './plain-line';
import { resolvePlain } from './scalar';

/** A document of the plain form: its value, and the line of its first key, which stands in the first column. */
export interface PlainDocument {
  readonly value: Readonly<Record<string, unknown>>;
  /** From 1. */
  readonly line: number;
}

/**
 * Reads the form in which nearly all manifests are written: ASCII, block maps and lists, scalars on one line,
 * plain or in quotes without escapes. Answers undefined for a text with anything else in it, broken or not;
 * what it does read, it reads as the whole parser does, at a tenth of the time and without loading it.
 */
export function parsePlain(text: string): PlainDocument[] | undefined {
  // Whoever looks at the characters one by one needs to know no others.
  if (!ASCII.test(text)) {
    return undefined;
  }
  const read = new PlainReader(text).read();
  if (LINES.starts.length > MOST_LINES) {
    LINES.starts.length = LINES.ends.length = LINES.indents.length = 0;
  }
  return read;
}

const ASCII = /^[\n\x20-\x7e]*$/;
/** What one of the YAML versions, or Kubernetes, does not read as text; none of it is longer than five characters. */
const NO_KEY = /^(y|n|yes|no|on|off|true|false|null)$/i;
const QUOTED = /^(?:"([^"\\]*)"|'([^']*)')$/;
/** Far more than manifests have, and far less than a stack holds. */
const DEEPEST = 64;

/** Where the lines of a document are noted, one after another: nothing of it is kept, and room for so many lines. */
const LINES = { starts: [] as number[], ends: [] as number[], indents: [] as number[] };
const MOST_LINES = 10_000;

/** Thrown for all that is not of the plain form. */
const OTHER = Symbol('other');

class PlainReader {
  /** Of each line that counts, where it starts without its indentation, where it ends without spaces at its end, and its indentation. */
  private readonly starts = LINES.starts;
  private readonly ends = LINES.ends;
  private readonly indents = LINES.indents;
  private count = 0;
  private at = 0;
  /** The lines of the text that were seen, and the number of the document's first. */
  private seen = 0;
  private first = 0;

  constructor(private readonly text: string) {}

  public read(): PlainDocument[] | undefined {
    const documents: PlainDocument[] = [];
    try {
      for (let offset = 0; offset <= this.text.length;) {
        offset = this.splitDocument(offset);
        if (this.count > 0) {
          if (this.indents[0] !== 0) {
            return undefined;
          }
          const line = this.first;
          const value = this.map(0, 1);
          if (this.at < this.count) {
            return undefined;
          }
          documents.push({ value, line });
        }
      }
    } catch (e) {
      if (e !== OTHER) {
        throw e;
      }
      return undefined;
    }
    return trimmed(documents);
  }

  /** Takes the lines up to a `---`, without blank ones and comments, and answers where the next document starts. */
  private splitDocument(from: number): number {
    const { text } = this;
    this.count = 0;
    this.at = 0;
    for (let offset = from; offset <= text.length;) {
      const newline = text.indexOf('\n', offset);
      const next = newline < 0 ? text.length : newline;
      const start = afterSpaces(text, offset, next);
      const end = beforeSpaces(text, start, next);
      this.seen += 1;
      if (start === offset && (text.startsWith('---', start) || text.startsWith('...', start))) {
        if (next !== offset + 3 || text[start] !== '-') {
          throw OTHER;
        }
        return next + 1;
      }
      if (start < end && !isComment(text, start)) {
        if (this.count === 0) {
          this.first = this.seen;
        }
        this.starts[this.count] = start;
        this.ends[this.count] = end;
        this.indents[this.count] = start - offset;
        this.count += 1;
      }
      offset = next + 1;
    }
    return text.length + 1;
  }

  private map(indent: number, depth: number): Record<string, unknown> {
    if (depth > DEEPEST) {
      throw OTHER;
    }
    const { text } = this;
    const map = new Bare();
    while (this.at < this.count && this.indents[this.at] === indent && !isItem(text, this.starts[this.at]!, this.ends[this.at]!)) {
      const start = this.starts[this.at]!;
      const end = this.ends[this.at]!;
      const colon = keyEnd(text, start, end);
      if (colon < 0) {
        throw OTHER;
      }
      const key = text.slice(start, colon);
      if ((key.length <= 5 && NO_KEY.test(key)) || Object.hasOwn(map, key)) {
        throw OTHER;
      }
      this.at += 1;
      map[key] = this.valueOf(afterSpaces(text, colon + 1, end), end, indent, true, depth);
    }
    this.refuseDeeper(indent);
    return map;
  }

  private list(indent: number, depth: number): unknown[] {
    if (depth > DEEPEST) {
      throw OTHER;
    }
    const { text } = this;
    const items: unknown[] = [];
    while (this.at < this.count && this.indents[this.at] === indent && isItem(text, this.starts[this.at]!, this.ends[this.at]!)) {
      const start = this.starts[this.at]!;
      const end = this.ends[this.at]!;
      const inner = afterSpaces(text, start + 1, end);
      if (keyEnd(text, inner, end) >= 0) {
        // The dash and the first key share a line: what follows the dash is the first line of the map.
        this.starts[this.at] = inner;
        this.indents[this.at] = indent + inner - start;
        items.push(this.map(indent + inner - start, depth + 1));
      } else {
        this.at += 1;
        items.push(this.valueOf(inner, end, indent, false, depth));
      }
    }
    this.refuseDeeper(indent);
    return trimmed(items);
  }

  /** A line that stands further in belongs to nothing: a scalar of several lines, or a mistake. */
  private refuseDeeper(indent: number): void {
    if (this.at < this.count && this.indents[this.at]! > indent) {
      throw OTHER;
    }
  }

  /** What follows a key or a dash on its line; for a key, what stands below when nothing does. */
  private valueOf(start: number, end: number, indent: number, ofKey: boolean, depth: number): unknown {
    if (start < end) {
      this.refuseDeeper(indent);
      return scalarOf(this.text.slice(start, end));
    }
    if (!ofKey) {
      throw OTHER;
    }
    if (this.at >= this.count) {
      return null;
    }
    const below = this.indents[this.at]!;
    const isList = isItem(this.text, this.starts[this.at]!, this.ends[this.at]!);
    return below > indent || (below === indent && isList) ? isList ? this.list(below, depth + 1) : this.map(below, depth + 1) : null;
  }
}

/** A list that grew has room for many more; most have one item or two, and stay. */
function trimmed<T>(list: readonly T[]): T[] {
  return list.length === 1 ? [list[0]!] : list.slice();
}

function scalarOf(text: string): unknown {
  if (!isPlainScalar(text)) {
    return quotedOrEmpty(text);
  }
  const value = resolvePlain(text);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw OTHER;
  }
  return value;
}

function quotedOrEmpty(text: string): unknown {
  if (text === '{}') {
    return new Bare();
  }
  if (text === '[]') {
    return [];
  }
  const quoted = QUOTED.exec(text);
  if (!quoted) {
    throw OTHER;
  }
  return quoted[1] ?? quoted[2];
}
