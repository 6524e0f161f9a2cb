import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { documents } from './documents';
import type { SourcePlace } from './problem';
import { Lines, withoutMark } from './text';

/**
 * Finds the lines of fields in one text by reading it once more: positions of every field are not kept
 * with the manifests, because only messages need them.
 */
export class FieldLocator {
  private readonly lines: Lines;
  /** Maps by their offset in the text: a document, or an item of a List in one. */
  private readonly roots = new Map<string, { readonly node: Node; readonly base: number }>();

  constructor(input: string) {
    const text = withoutMark(input);
    this.lines = new Lines(text);
    for (const { document, base } of documents(text)) {
      this.addRoots(document.contents, base);
    }
  }

  /**
   * The line and column of a field of the manifest that starts at a place. Falls back to the nearest
   * field around it, and to the manifest itself.
   *
   * @param field a path as validation prints it: `spec.ingress[0].from`, `metadata.labels[a.b/c]`
   */
  public locate(start: SourcePlace, field: string): SourcePlace {
    const root = this.roots.get(`${start.line}:${start.column}`);
    let node = root?.node;
    let place = start;
    const path = steps(field);
    while (root && node && path.length > 0) {
      const next = child(node, path);
      if (!next) {
        break;
      }
      place = this.lines.placeAt(root.base + (next.at.range?.[0] ?? 0), start.file);
      node = next.value;
      path.splice(0, next.length);
    }
    return place;
  }

  private addRoots(root: Node | null, base: number): void {
    const stack = root ? [root] : [];
    for (let next = stack.pop(); next; next = stack.pop()) {
      if (isMap(next)) {
        const { line, column } = this.lines.placeAt(base + (next.range?.[0] ?? 0), '');
        this.roots.set(`${line}:${column}`, { node: next, base });
        const items: unknown = next.items.find(pair => isScalar(pair.key) && pair.key.value === 'items')?.value;
        if (isSeq(items)) {
          items.items.filter(isMap).forEach(item => stack.push(item));
        }
      }
    }
  }
}

function steps(field: string): Array<string | number> {
  return [...field.matchAll(/\[(\d+)\]|\[([^\]]+)\]|([^.[\]]+)/g)].map(match => match[1] !== undefined ? Number(match[1]) : match[2] ?? match[3]!);
}

interface Child {
  readonly at: Node;
  readonly value: Node | undefined;
  readonly length: number;
}

/** What the path leads to first, and how many of its steps that takes: a key with dots in it takes several. */
function child(node: Node, path: ReadonlyArray<string | number>): Child | undefined {
  const item = isSeq(node) && typeof path[0] === 'number' ? node.items[path[0]] as Node | null | undefined : undefined;
  if (item) {
    return { at: item, value: item, length: 1 };
  }
  for (let length = 1; isMap(node) && length <= path.length; length += 1) {
    const key = path.slice(0, length).join('.');
    const pair = node.items.find(each => isScalar(each.key) && each.key.value === key);
    if (pair) {
      return { at: pair.key as Node, value: pair.value as Node | null ?? undefined, length };
    }
  }
  return undefined;
}
