import { ProblemError, printable, type SourcePlace } from '../manifests/problem';
import { Lines } from '../manifests/text';

/** Strings, of which a colon makes keys, and brackets: all that tells places in text that is JSON. */
const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;

/** Nobody writes a baseline nested deeper than this. */
const DEPTH = 8;

/**
 * A file of JSON that holds one list of objects, and where each of these begins. A key that an object holds twice is
 * refused: JavaScript takes the last one, and a reviewer may see the first.
 */
export class JsonPlaces {
  public readonly value: unknown;
  private readonly items: number[] = [];
  private readonly lines: Lines;

  constructor(text: string, private readonly file: string) {
    this.lines = new Lines(text);
    try {
      this.value = JSON.parse(text) as unknown;
    } catch (e) {
      const position = /position (\d+)/.exec((e as Error).message)?.[1];
      throw this.bad(position === undefined ? text.length : Number(position), `is no JSON: ${printable((e as Error).message)}`);
    }
    this.scan(text);
  }

  /** Where an object of the list begins; the file alone where there is no such object. */
  public itemAt(index: number): SourcePlace {
    const offset = this.items[index];
    return offset === undefined ? { file: this.file } : this.lines.placeAt(offset, this.file);
  }

  private scan(text: string): void {
    const open: Array<Set<string>> = [];
    for (const match of text.matchAll(TOKENS)) {
      const [token, colon] = match;
      if (token === '{' || token === '[') {
        if (open.length === DEPTH) {
          throw this.bad(match.index, 'is nested deeper than any baseline is');
        }
        if (open.length === 2) {
          this.items.push(match.index);
        }
        open.push(new Set());
      } else if (token === '}' || token === ']') {
        open.pop();
      } else if (colon !== undefined) {
        const key = JSON.parse(token.slice(0, -colon.length)) as string;
        if (open.at(-1)!.has(key)) {
          throw this.bad(match.index, `holds the key ${JSON.stringify(key)} twice`);
        }
        open.at(-1)!.add(key);
      }
    }
  }

  private bad(offset: number, message: string): ProblemError {
    return new ProblemError({
      id: 'baseline-unreadable', source: this.lines.placeAt(offset, this.file), message, fix: 'restore it from version control',
    });
  }
}
