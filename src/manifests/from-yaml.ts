import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import { shown, type ProblemId } from './problem';
import { resolvePlain } from './scalar';

/** A place in a document that cannot become a value. */
export class YamlProblem extends Error {
  constructor(public readonly id: ProblemId, public readonly offset: number, message: string, public readonly fix: string) {
    super(message);
  }
}

/** Nodes that aliases may add to one document: far above any manifest, far below what hurts. */
const MAX_ALIASED_NODES = 100_000;
/** Levels that values may have once aliases are followed. */
const MAX_DEPTH = 512;

interface Anchored {
  readonly value: unknown;
  readonly nodes: number;
  readonly height: number;
}

/**
 * The JSON value of a parsed document, as sigs.k8s.io/yaml makes it: plain scalars by goyaml's rules,
 * keys as strings, `<<` merged. Maps have no prototype. An alias shares its anchor's value, so that a
 * bomb costs nothing, and the size it stands for is bounded all the same.
 */
export function toValue(root: Node): unknown {
  return new Conversion().convert(root, 1);
}

const UNFINISHED = Symbol('unfinished');

class Conversion {
  private readonly anchors = new Map<string, Anchored | typeof UNFINISHED>();
  private nodes = 0;
  private aliased = 0;
  private deepest = 0;

  public convert(node: unknown, depth: number): unknown {
    this.nodes += 1;
    this.deepest = Math.max(this.deepest, depth);
    if (isAlias(node)) {
      return this.follow(node.source, node.range?.[0] ?? 0, depth);
    }
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (!anchor) {
      return this.convertPlain(node, depth);
    }
    const before = this.nodes;
    const outer = this.deepest;
    this.deepest = depth;
    this.anchors.set(anchor, UNFINISHED);
    const value = this.convertPlain(node, depth);
    this.anchors.set(anchor, { value, nodes: this.nodes - before + 1, height: this.deepest - depth });
    this.deepest = Math.max(outer, this.deepest);
    return value;
  }

  private follow(name: string, offset: number, depth: number): unknown {
    const target = this.anchors.get(name);
    if (!target) {
      throw new YamlProblem('yaml-alias', offset, `the alias *${name} stands for nothing before it`, `put &${name} before the value that it should repeat`);
    }
    if (target === UNFINISHED) {
      throw new YamlProblem('yaml-alias', offset, `the alias *${name} stands inside the value that it repeats`, 'write the value out');
    }
    this.nodes += target.nodes;
    this.aliased += target.nodes;
    this.deepest = Math.max(this.deepest, depth + target.height);
    if (this.aliased > MAX_ALIASED_NODES || this.deepest > MAX_DEPTH) {
      throw new YamlProblem('yaml-alias', offset, `aliases expand to more than ${MAX_ALIASED_NODES} nodes or ${MAX_DEPTH} levels`, 'write the values out, in fewer places');
    }
    return target.value;
  }

  private convertPlain(node: unknown, depth: number): unknown {
    if (isMap(node)) {
      return this.convertMap(node, depth);
    }
    if (isSeq(node)) {
      checkTag(node.tag, '!!seq', node.range?.[0] ?? 0);
      return node.items.map(item => this.convert(item, depth + 1));
    }
    return isScalar(node) ? scalarValue(node) : null;
  }

  private convertMap(node: YAMLMap, depth: number): Record<string, unknown> {
    checkTag(node.tag, '!!map', node.range?.[0] ?? 0);
    const map = Object.create(null) as Record<string, unknown>;
    const merged = new Set<string>();
    for (const pair of node.items) {
      const keyNode = pair.key as Node | null;
      const offset = keyNode?.range?.[0] ?? node.range?.[0] ?? 0;
      if (isMergeKey(keyNode)) {
        this.merge(this.convert(pair.value, depth + 1), map, merged, offset);
        continue;
      }
      const key = keyText(isScalar(keyNode) || isAlias(keyNode) ? this.convert(keyNode, depth + 1) : undefined, keyNode);
      if (key === undefined) {
        throw new YamlProblem('yaml-value', offset, 'a key must be a string, a whole number or a boolean', 'write it in quotes');
      }
      if (Object.hasOwn(map, key) && !merged.delete(key)) {
        throw new YamlProblem('yaml-duplicate-key', offset, `the key ${shown(key)} stands twice in one map`, 'remove one of the two');
      }
      map[key] = this.convert(pair.value, depth + 1);
    }
    return map;
  }

  /**
   * A key of the map's own wins over a merged one, and the first of a list over the next; on that, all
   * readers agree. To Kubernetes a `<<` also wins over what stands before it, to YAML it never does.
   */
  private merge(value: unknown, map: Record<string, unknown>, merged: Set<string>, offset: number): void {
    const fresh = new Set<string>();
    for (const source of Array.isArray(value) ? value as unknown[] : [value]) {
      if (typeof source !== 'object' || source === null || Array.isArray(source)) {
        throw new YamlProblem('yaml-value', offset, '<< can merge only maps', 'let it stand for a map, or take it out');
      }
      for (const key of Object.keys(source)) {
        if (Object.hasOwn(map, key) && !fresh.has(key)) {
          throw new YamlProblem('yaml-duplicate-key', offset,
            `<< brings the key ${shown(key)}, which stands before it already; which one wins depends on the reader`, 'put << first in its map, and once');
        }
        if (!Object.hasOwn(map, key)) {
          map[key] = (source as Record<string, unknown>)[key];
          merged.add(key);
          fresh.add(key);
        }
      }
    }
  }
}

function isMergeKey(key: Node | null): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<' && (!key.tag || shortTag(key.tag) === '!!merge');
}

/**
 * Kubernetes turns keys that are numbers or booleans into their text (`on: x` has the key "true"). Go
 * writes large and small fractions otherwise than JavaScript (`1e+06`), so those are no keys here.
 */
function keyText(key: unknown, node: Node | null): string | undefined {
  if (typeof key === 'number') {
    const isWhole = Number.isSafeInteger(key) && (Math.abs(key) < 1e6 || (isScalar(node) && /^[-+]?[0-9]+$/.test(node.source ?? '')));
    const isShort = Math.abs(key) >= 1e-4 && Math.abs(key) < 1e6;
    return !Object.is(key, -0) && (isWhole || isShort) ? String(key) : undefined;
  }
  return typeof key === 'string' ? key : typeof key === 'boolean' ? String(key) : undefined;
}

function checkTag(tag: string | undefined, own: string, offset: number): void {
  if (tag !== undefined && tag !== '!' && shortTag(tag) !== own) {
    throw new YamlProblem('yaml-value', offset, `the tag ${shortTag(tag)} has no meaning in a manifest`, 'take it out');
  }
}

function shortTag(tag: string): string {
  return tag.startsWith('tag:yaml.org,2002:') ? `!!${tag.slice('tag:yaml.org,2002:'.length)}` : tag;
}

function scalarValue(node: Scalar): unknown {
  const offset = node.range?.[0] ?? 0;
  const text = typeof node.value === 'string' ? node.value : node.source ?? '';
  const tag = node.tag === undefined ? undefined : shortTag(node.tag);
  if (tag === undefined ? node.type !== 'PLAIN' : tag === '!' || tag === '!!str' || tag === '!!timestamp') {
    if (/\p{Surrogate}/u.test(text)) {
      throw new YamlProblem('yaml-value', offset, 'an escape stands for half a character', 'write the character itself, or its \\U escape');
    }
    return text;
  }
  if (tag === '!!binary') {
    return decodeBinary(text, offset);
  }
  if (tag !== undefined && !['!!int', '!!float', '!!bool', '!!null'].includes(tag)) {
    throw new YamlProblem('yaml-value', offset, `the tag ${tag} has no meaning in a manifest`, 'take it out');
  }
  const value = resolvePlain(text);
  const type = value === null ? '!!null' : typeof value === 'boolean' ? '!!bool' : typeof value === 'number' ? '!!int !!float' : '!!str';
  if (tag !== undefined && !(type.split(' ').includes(tag) && (tag !== '!!int' || Number.isInteger(value)))) {
    throw new YamlProblem('yaml-value', offset, `${JSON.stringify(text.slice(0, 40))} is not a value of the tag ${tag}`, 'take the tag out, or write the value so');
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new YamlProblem('yaml-value', offset, `${text} has no JSON form`, 'write it in quotes if it is text');
  }
  return value;
}

function decodeBinary(text: string, offset: number): string {
  if (/^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replace(/[\r\n]/g, ''))) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(text, 'base64'));
    } catch {
      // Falls through: bytes that are no text have no JSON form.
    }
  }
  throw new YamlProblem('yaml-value', offset, 'the value of !!binary is not the base64 of a UTF-8 text', 'write the text itself');
}
