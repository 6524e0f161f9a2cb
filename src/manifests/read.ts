import { Composer, CST, LineCounter, Parser, isMap, isScalar, isSeq, type Document, type Node } from 'yaml';
import { toValue, YamlProblem } from './from-yaml';
import type { Problem, ProblemId, SourcePlace } from './problem';

/** One object of the input, as Kubernetes would read it, with where it stands. */
export interface Manifest {
  /** Objects and their maps have no prototype: a key named `constructor` is only a key. */
  readonly object: Readonly<Record<string, unknown>>;
  readonly apiVersion: string;
  readonly kind: string;
  /** Line and column of the object's first key. */
  readonly source: SourcePlace;
}

/** What a text holds. `others` counts the documents that are YAML but no manifest. */
export interface ReadResult {
  readonly manifests: Manifest[];
  readonly problems: Problem[];
  readonly others: number;
}

/** Deeper than the deepest definition in use; shallow enough that no reader's stack is at risk. */
export const MAX_DEPTH = 256;

/**
 * Reads a stream of YAML or JSON documents. `List` kinds are opened. A document that cannot be read is
 * a problem with file:line:column; one without apiVersion and kind is counted and left out.
 */
export function parseManifests(text: string, file: string): ReadResult {
  const manifests: Manifest[] = [];
  const problems: Problem[] = [];
  let others = 0;
  const lines = new LineCounter();
  const placeAt = (offset: number): SourcePlace => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const report = (id: ProblemId, offset: number, message: string) => problems.push({ id, message, source: placeAt(offset) });

  for (const { document, tooDeepAt } of documents(text, lines)) {
    if (tooDeepAt !== undefined) {
      report('yaml-depth', tooDeepAt, `is nested deeper than ${MAX_DEPTH} levels`);
      continue;
    }
    const error = document.errors[0];
    if (error) {
      report('yaml-syntax', error.pos[0], oneLine(error.message));
      continue;
    }
    const root = document.contents;
    if (root === null || (isScalar(root) && root.source === '')) {
      continue;
    }
    try {
      const value = toValue(root);
      if (!isManifest(value)) {
        others += 1;
        continue;
      }
      addObjects(value, root, undefined, { manifests, report, placeAt });
    } catch (e) {
      if (!(e instanceof YamlProblem)) {
        throw e;
      }
      // A tag of another tool's (mkdocs, CloudFormation) is that tool's business unless this is a manifest.
      if (e.id === 'yaml-value' && !looksLikeManifest(root)) {
        others += 1;
      } else {
        report(e.id, e.offset, e.message);
      }
    }
  }
  return { manifests, problems, others };
}

interface Sink {
  readonly manifests: Manifest[];
  readonly report: (id: ProblemId, offset: number, message: string) => void;
  readonly placeAt: (offset: number) => SourcePlace;
}

/** Adds an object, or what a List of them holds; a typed list's items take its apiVersion and kind. */
function addObjects(object: Readonly<Record<string, unknown>>, node: Node, list: { apiVersion: string; kind: string } | undefined, sink: Sink): void {
  const offset = node.range?.[0] ?? 0;
  const apiVersion = object.apiVersion ?? list?.apiVersion;
  const kind = object.kind ?? list?.kind;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || apiVersion === '' || kind === '') {
    return sink.report('manifest-shape', offset, 'the item of a List needs apiVersion and kind, both strings');
  }
  if (!isListKind(apiVersion, kind, object)) {
    const complete = list && (object.apiVersion === undefined || object.kind === undefined)
      ? Object.assign(Object.create(null) as Record<string, unknown>, { apiVersion, kind }, object)
      : object;
    sink.manifests.push({ object: complete, apiVersion, kind, source: sink.placeAt(offset) });
    return;
  }
  const items = object.items ?? [];
  if (!Array.isArray(items)) {
    return sink.report('manifest-shape', offset, `${kind}.items must be a list`);
  }
  const nodes = itemNodes(node);
  const inner = kind === 'List' ? undefined : { apiVersion, kind: kind.slice(0, -'List'.length) };
  items.forEach((item: unknown, at) => {
    const itemNode = nodes?.[at] ?? node;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      sink.report('manifest-shape', itemNode.range?.[0] ?? offset, `${kind}.items[${at}] must be an object`);
    } else {
      addObjects(item as Record<string, unknown>, itemNode, inner, sink);
    }
  });
}

/** kubectl's rule (`unstructured.IsList`): an `items` field, and a kind that says so. */
function isListKind(apiVersion: string, kind: string, object: Readonly<Record<string, unknown>>): boolean {
  return (kind === 'List' && apiVersion === 'v1') || (kind.endsWith('List') && kind !== 'List' && Array.isArray(object.items));
}

function itemNodes(node: Node): readonly Node[] | undefined {
  if (!isMap(node)) {
    return undefined;
  }
  const items: unknown = node.items.find(pair => isScalar(pair.key) && pair.key.value === 'items')?.value;
  return isSeq(items) ? items.items as Node[] : undefined;
}

function isManifest(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    && typeof (value as Record<string, unknown>).apiVersion === 'string' && typeof (value as Record<string, unknown>).kind === 'string'
    && (value as Record<string, unknown>).apiVersion !== '' && (value as Record<string, unknown>).kind !== '';
}

function looksLikeManifest(root: Node): boolean {
  const keys = isMap(root) ? root.items.map(pair => isScalar(pair.key) ? pair.key.value : undefined) : [];
  return keys.includes('apiVersion') && keys.includes('kind');
}

interface Read {
  readonly document: Document.Parsed;
  readonly tooDeepAt?: number;
}

/** Documents one at a time, so that a long stream is never held as a tree. */
function* documents(text: string, lines: LineCounter): Generator<Read> {
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({ schema: 'failsafe', uniqueKeys: false, keepSourceTokens: false, prettyErrors: false, logLevel: 'silent' });
  for (const chunk of jsonStream(text) ?? [text]) {
    let tooDeepAt: number | undefined;
    for (const token of parser.parse(chunk)) {
      const deep = token.type === 'document' ? firstTooDeep(token.value) : undefined;
      if (deep !== undefined) {
        tooDeepAt ??= deep;
        (token as CST.Document).value = undefined;
      }
      for (const document of composer.next(token)) {
        yield { document: document as Document.Parsed, tooDeepAt };
        tooDeepAt = undefined;
      }
    }
    for (const document of composer.end(false, text.length)) {
      yield { document: document as Document.Parsed, tooDeepAt };
    }
  }
}

/**
 * kubectl also reads JSON objects one after the other without a separator. They are turned into a YAML
 * stream by a document marker in place of a white space, so that every offset stays as it was.
 */
function jsonStream(text: string): string[] | undefined {
  if (!/^\s*\{/.test(text)) {
    return undefined;
  }
  const ends: number[] = [];
  let depth = 0;
  for (const match of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[{}[\]]/g)) {
    const char = match[0];
    if (char === '{' || char === '[') {
      depth += 1;
    } else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) {
        ends.push(match.index + 1);
      } else if (depth < 0) {
        return undefined;
      }
    }
  }
  const gaps = ends.slice(0, -1).filter(end => /^\s*\{/.test(text.slice(end, end + 1024)));
  if (gaps.length === 0) {
    return undefined;
  }
  let from = 0;
  return [...gaps, text.length].map(end => {
    const part = text.slice(from, end);
    from = end;
    return part;
  });
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

function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}
