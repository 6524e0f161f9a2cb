import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import type { ProblemId } from './problem';
import { resolvePlain } from './scalar';

/** A place in a document that cannot become a value. */
export class YamlProblem extends Error {
  constructor(public readonly id: ProblemId, public readonly offset: number, message: string) {
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

class Conversion {
  private readonly anchors = new Map<string, Anchored>();
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
    const value = this.convertPlain(node, depth);
    // Registered only now: an alias inside its own anchor finds nothing, as it should.
    this.anchors.set(anchor, { value, nodes: this.nodes - before + 1, height: this.deepest - depth });
    this.deepest = Math.max(outer, this.deepest);
    return value;
  }

  private follow(name: string, offset: number, depth: number): unknown {
    const target = this.anchors.get(name);
    if (!target) {
      throw new YamlProblem('yaml-alias', offset, `the alias *${name} stands for nothing before it`);
    }
    this.nodes += target.nodes;
    this.aliased += target.nodes;
    this.deepest = Math.max(this.deepest, depth + target.height);
    if (this.aliased > MAX_ALIASED_NODES || this.deepest > MAX_DEPTH) {
      throw new YamlProblem('yaml-alias', offset, `aliases expand to more than ${MAX_ALIASED_NODES} nodes or ${MAX_DEPTH} levels`);
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
    const merged: unknown[] = [];
    for (const pair of node.items) {
      const keyNode = pair.key as Node | null;
      const offset = keyNode?.range?.[0] ?? node.range?.[0] ?? 0;
      if (isScalar(keyNode) && keyNode.type === 'PLAIN' && keyNode.source === '<<' && !keyNode.tag) {
        const value = this.convert(pair.value, depth + 1);
        merged.push(...(Array.isArray(value) ? value as unknown[] : [value]));
        if (merged.some(item => typeof item !== 'object' || item === null || Array.isArray(item))) {
          throw new YamlProblem('yaml-value', offset, '<< can merge only maps');
        }
        continue;
      }
      const key = keyText(isAlias(keyNode) ? this.convert(keyNode, depth + 1) : isScalar(keyNode) ? this.convert(keyNode, depth + 1) : undefined);
      if (key === undefined) {
        throw new YamlProblem('yaml-value', offset, 'a key must be a string, a number or a boolean');
      }
      if (Object.hasOwn(map, key)) {
        throw new YamlProblem('yaml-duplicate-key', offset, `the key ${JSON.stringify(key)} stands twice in one map`);
      }
      map[key] = this.convert(pair.value, depth + 1);
    }
    // The map's own keys win, then the earlier of the merged ones.
    for (const source of merged as Array<Record<string, unknown>>) {
      for (const key of Object.keys(source)) {
        if (!Object.hasOwn(map, key)) {
          map[key] = source[key];
        }
      }
    }
    return map;
  }
}

/** Kubernetes turns keys that are numbers or booleans into their text (`on: x` has the key "true"). */
function keyText(key: unknown): string | undefined {
  return typeof key === 'string' ? key : typeof key === 'number' || typeof key === 'boolean' ? String(key) : undefined;
}

function checkTag(tag: string | undefined, own: string, offset: number): void {
  if (tag !== undefined && tag !== '!' && shortTag(tag) !== own) {
    throw new YamlProblem('yaml-value', offset, `the tag ${shortTag(tag)} has no meaning in a manifest`);
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
    return text;
  }
  if (tag === '!!binary') {
    return Buffer.from(text, 'base64').toString('utf8');
  }
  if (tag !== undefined && !['!!int', '!!float', '!!bool', '!!null'].includes(tag)) {
    throw new YamlProblem('yaml-value', offset, `the tag ${tag} has no meaning in a manifest`);
  }
  const value = resolvePlain(text);
  const type = value === null ? '!!null' : typeof value === 'boolean' ? '!!bool' : typeof value === 'number' ? '!!int !!float' : '!!str';
  if (tag !== undefined && !(type.split(' ').includes(tag) && (tag !== '!!int' || Number.isInteger(value)))) {
    throw new YamlProblem('yaml-value', offset, `${JSON.stringify(text.slice(0, 40))} is not a value of the tag ${tag}`);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new YamlProblem('yaml-value', offset, `${text} has no JSON form; quote it if it is text`);
  }
  return value;
}
