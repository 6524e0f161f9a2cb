import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { documents, MAX_DEPTH } from './documents';
import { toValue, YamlProblem } from './from-yaml';
import { isManifest } from './identity';
import type { Manifest, ReadResult } from './manifest';
import type { TypeMeta } from './model';
import type { Problem, ProblemId, SourcePlace } from './problem';
import { fixOfSyntax } from './syntax-fix';
import { Lines } from './text';

/** Reads a stream with the whole parser; what `parseManifests` says holds here. */
export function parseStream(text: string, file: string): ReadResult {
  const manifests: Manifest[] = [];
  const problems: Problem[] = [];
  let others = 0;
  const lines = new Lines(text);
  const foreign = foreignCharacter(text, lines, file);
  if (foreign) {
    return { manifests, problems: [foreign], others };
  }
  for (const { document, base, tooDeepAt, unmarked } of documents(text)) {
    const placeAt = (offset: number) => lines.placeAt(base + offset, file);
    const report = (id: ProblemId, offset: number, message: string, fix: string) => {
      problems.push({ id, message, source: placeAt(offset), fix });
    };
    if (tooDeepAt !== undefined) {
      report('yaml-depth', tooDeepAt, `is nested deeper than ${MAX_DEPTH} levels`, 'take levels out: no object of Kubernetes needs as many');
      continue;
    }
    const error = document.errors[0];
    if (error) {
      report('yaml-syntax', error.pos[0], oneLine(error.message), fixOfSyntax(error.code));
      continue;
    }
    const root = document.contents;
    if (root === null || (isScalar(root) && root.source === '')) {
      continue;
    }
    if (unmarked) {
      report('yaml-syntax', root.range[0], 'the document follows `...` without a `---`, and kubectl would not read it', 'put `---` before it');
      continue;
    }
    try {
      const value = toValue(root);
      if (isManifest(value)) {
        addObjects(value, root, undefined, { manifests, report, placeAt });
      } else if (looksLikeManifest(root)) {
        report('manifest-shape', root.range[0], 'apiVersion and kind must be strings, and not empty', 'write both as text, as in `apiVersion: v1`');
      } else {
        others += 1;
      }
    } catch (e) {
      if (!(e instanceof YamlProblem)) {
        throw e;
      }
      // A tag of another tool's (mkdocs, CloudFormation) is that tool's business unless this is a manifest.
      if (e.id === 'yaml-value' && !looksLikeManifest(root)) {
        others += 1;
      } else {
        report(e.id, e.offset, e.message, e.fix);
      }
    }
  }
  return { manifests, problems, others };
}

/** What Kubernetes' reader (libyaml's `reader.c`) refuses anywhere in a text. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]|\p{Surrogate}/u;
/** What ends a line in YAML 1.1, and so in Kubernetes, but not in YAML 1.2: a comment could hide fields behind it. */
const BREAK = /\r(?!\n)|[\u0085\u2028\u2029]|(?<=\n)\ufeff/;

function foreignCharacter(text: string, lines: Lines, file: string): Problem | undefined {
  const control = CONTROL.exec(text);
  const found = control ?? BREAK.exec(text);
  if (!found) {
    return undefined;
  }
  const code = found[0].charCodeAt(0).toString(16).padStart(4, '0');
  const name = `U+${code.toUpperCase()}`;
  const [message, fix] = found[0] === '\ufeff' ? ['a byte order mark stands in the middle of the text', 'take it out']
    : found[0] === '\r' ? ['a carriage return alone ends a line to some readers and not to others', 'save the file with the line ends of Unix or Windows']
      : [control ? `the character ${name} may not stand in YAML` : `the character ${name} ends a line to some readers and not to others`,
        `take it out, or write it as "\\u${code}" in double quotes`];
  return { id: 'yaml-syntax', message, source: lines.placeAt(found.index, file), fix };
}

interface Sink {
  readonly manifests: Manifest[];
  readonly report: (id: ProblemId, offset: number, message: string, fix: string) => void;
  readonly placeAt: (offset: number) => SourcePlace;
}

/** Adds an object, or what a List of them holds; a typed list's items take its apiVersion and kind. */
function addObjects(object: Readonly<Record<string, unknown>>, node: Node, list: TypeMeta | undefined, sink: Sink): void {
  const offset = node.range?.[0] ?? 0;
  const apiVersion = object.apiVersion ?? list?.apiVersion;
  const kind = object.kind ?? list?.kind;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || apiVersion === '' || kind === '') {
    return sink.report('manifest-shape', offset, 'the item of a List needs apiVersion and kind, both strings', 'write both into the item, as text');
  }
  if (!isListKind(apiVersion, kind, object)) {
    const own = { apiVersion, kind };
    const complete = object.apiVersion === apiVersion && object.kind === kind ? object
      : Object.assign(Object.create(null) as Record<string, unknown>, own, object, own);
    sink.manifests.push({ object: complete, apiVersion, kind, source: sink.placeAt(offset) });
    return;
  }
  const items = object.items ?? [];
  if (!Array.isArray(items)) {
    return sink.report('manifest-shape', offset, `${kind}.items must be a list`, 'put `- ` before each of its objects');
  }
  const nodes = itemNodes(node);
  const inner = kind === 'List' ? undefined : { apiVersion, kind: kind.slice(0, -'List'.length) };
  items.forEach((item: unknown, at) => {
    const itemNode = nodes?.[at] ?? node;
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      sink.report('manifest-shape', itemNode.range?.[0] ?? offset, `${kind}.items[${at}] must be an object`, 'write the object there, or take the item out');
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

function looksLikeManifest(root: Node): boolean {
  const keys = isMap(root) ? root.items.map(pair => isScalar(pair.key) ? pair.key.value : undefined) : [];
  return keys.includes('apiVersion') && keys.includes('kind');
}

/** The parser quotes what it found, however long that is. */
function oneLine(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 157)}...` : line;
}
