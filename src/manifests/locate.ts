import { isMap, isScalar, isSeq, parseAllDocuments, LineCounter, type Node } from 'yaml';
import type { SourcePlace } from './problem';

/**
 * The line and column of a field of a manifest, found by reading its text again: positions of every
 * field are not kept, because only messages need them. Falls back to the nearest field around it, and
 * to the manifest itself.
 *
 * @param field a path as validation prints it: `spec.ingress[0].from`
 */
export function locateField(text: string, start: SourcePlace, field: string): SourcePlace {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, schema: 'failsafe', uniqueKeys: false, logLevel: 'silent', prettyErrors: false });
  const at = (node: Node): SourcePlace => {
    const { line, col } = lines.linePos(node.range?.[0] ?? 0);
    return { file: start.file, line, column: col };
  };
  const root = findNode(Array.isArray(documents) ? documents.map(document => document.contents) : [], node => {
    const place = at(node);
    return place.line === start.line && place.column === start.column;
  });
  let node: Node | undefined = root;
  let place = start;
  for (const step of steps(field)) {
    const next = node && child(node, step);
    if (!next) {
      return place;
    }
    place = at(next.key ?? next.value);
    node = next.value;
  }
  return place;
}

function steps(field: string): Array<string | number> {
  return [...field.matchAll(/\[(\d+)\]|\[([^\]]+)\]|([^.[\]]+)/g)].map(match => match[1] !== undefined ? Number(match[1]) : match[2] ?? match[3]!);
}

function child(node: Node, step: string | number): { key?: Node; value: Node } | undefined {
  if (typeof step === 'number') {
    const item: unknown = isSeq(node) ? node.items[step] : undefined;
    return item === undefined || item === null ? undefined : { value: item as Node };
  }
  const pair = isMap(node) ? node.items.find(each => isScalar(each.key) && each.key.value === step) : undefined;
  return pair ? { key: pair.key as Node, value: pair.value as Node } : undefined;
}

/** The manifest's own node: a document, or an item of a List in one. */
function findNode(roots: ReadonlyArray<Node | null>, matches: (node: Node) => boolean): Node | undefined {
  const stack = roots.filter(root => root !== null);
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (isMap(next) && matches(next)) {
      return next;
    }
    const items = isMap(next) ? next.items.find(pair => isScalar(pair.key) && pair.key.value === 'items')?.value : undefined;
    if (isSeq(items)) {
      stack.push(...items.items as Node[]);
    }
  }
  return undefined;
}
