import { Composer, Parser, type CST, type Document } from 'yaml';

/** Deeper than the deepest definition in use; shallow enough that no reader's stack is at risk. */
export const MAX_DEPTH = 256;

/** One document of a stream. Offsets inside it count from `base`. */
export interface StreamDocument {
  readonly document: Document.Parsed;
  readonly base: number;
  /** Where it is nested too deep, if it is; then it has no contents. */
  readonly tooDeepAt?: number;
  /** True for one that only `...` parts from the one before: kubectl parts a stream at `---` alone, and would leave it out. */
  readonly unmarked: boolean;
}

/** The documents of a YAML or JSON stream one at a time, so that a long stream is never held as a tree. */
export function* documents(text: string): Generator<StreamDocument> {
  let base = 0;
  for (const end of [...jsonValues(text), text.length]) {
    // The parser keeps all that it was given: one for each value, or a stream of many costs their square.
    const parser = new Parser();
    const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, keepSourceTokens: false, prettyErrors: false, logLevel: 'silent' });
    // The composer gives a document back when the next one comes.
    const tooDeep: Array<number | undefined> = [];
    let count = 0;
    const next = (document: Document): StreamDocument => {
      count += 1;
      const unmarked = count > 1 && document.directives?.docStart !== true;
      return { document: document as Document.Parsed, base, tooDeepAt: tooDeep[count - 1], unmarked };
    };
    for (const token of parser.parse(text.slice(base, end))) {
      if (token.type === 'document') {
        const deep = firstTooDeep(token.value);
        tooDeep.push(deep);
        token.value = deep === undefined ? token.value : undefined;
      }
      for (const document of composer.next(token)) {
        yield next(document);
      }
    }
    for (const document of composer.end(false, end - base)) {
      yield next(document);
    }
    base = end;
  }
}

/**
 * kubectl also reads JSON objects that follow each other without a separator (`{}{}`), which is no YAML.
 * The ends of such objects, but for the last one; nothing that is not strictly JSON is ever cut.
 */
function jsonValues(text: string): number[] {
  const ends: number[] = [];
  for (let start = nextBrace(text, 0); start !== undefined;) {
    const end = closingBrace(text, start);
    const next = end === undefined ? undefined : nextBrace(text, end);
    if (end === undefined || next === undefined || !isJson(text.slice(start, end))) {
      break;
    }
    ends.push(end);
    start = next;
  }
  return ends;
}

/** Where an object starts, if nothing but white space comes before it. */
function nextBrace(text: string, from: number): number | undefined {
  const space = /[ \t\r\n]*/y;
  space.lastIndex = from;
  space.exec(text);
  return text[space.lastIndex] === '{' ? space.lastIndex : undefined;
}

function closingBrace(text: string, start: number): number | undefined {
  const token = /[{}"\\]/g;
  token.lastIndex = start;
  let depth = 0;
  let quoted = false;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === '\\') {
      token.lastIndex += 1;
    } else if (match[0] === '"') {
      quoted = !quoted;
    } else if (!quoted) {
      depth += match[0] === '{' ? 1 : -1;
      if (depth === 0) {
        return match.index + 1;
      }
    }
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The offset of the first token nested too deep; walks without recursion, whatever the input. */
function firstTooDeep(root: CST.Token | undefined): number | undefined {
  const stack: Array<{ token: CST.Token; depth: number }> = root ? [{ token: root, depth: 1 }] : [];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) {
      return token.offset;
    }
    if ('items' in token) {
      for (const item of token.items) {
        if (item.key) {
          stack.push({ token: item.key, depth: depth + 1 });
        }
        if (item.value) {
          stack.push({ token: item.value, depth: depth + 1 });
        }
      }
    }
  }
  return undefined;
}
