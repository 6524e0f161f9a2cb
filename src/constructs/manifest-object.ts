import {
  ApiObject, ApiObjectMetadataDefinition, App, Chart, ImplicitTokenResolver, Lazy, LazyResolver, NumberStringUnionResolver,
  type ApiObjectMetadata, type ApiObjectProps, type JsonPatch, type OwnerReference,
} from 'cdk8s';
import type { Construct } from 'constructs';
import { sortedKeys } from '../manifests/sorted-keys';

/**
 * An ApiObject whose fields are plain data, or `Lazy`s of plain data. cdk8s asks every resolver of the
 * app about every value, which takes a good part of the time of a synthesis; its own ones have nothing
 * to say about plain data. Where an author brought another resolver, or a patch, cdk8s does the work.
 */
export class ManifestObject extends ApiObject {
  declare public readonly metadata: TrackedMetadata;
  private patched = false;

  constructor(scope: Construct, id: string, private readonly manifest: ApiObjectProps & { readonly [field: string]: unknown }) {
    super(scope, id, manifest);
    // Making another one in its place would double what an object costs.
    Object.setPrototypeOf(this.metadata, TrackedMetadata.prototype);
  }

  public override addJsonPatch(...operations: JsonPatch[]): void {
    this.patched = true;
    super.addJsonPatch(...operations);
  }

  public override toJson(): any {
    return this.made(true);
  }

  /**
   * The same for who reads alone: the object and its metadata are new, what is below may be the author's own. A copy of everything
   * would be half of what a synthesis holds in memory.
   */
  public toManifest(): Record<string, unknown> {
    return this.toJson === ManifestObject.prototype.toJson ? this.made(false) : this.toJson();
  }

  private made(copies: boolean): Record<string, unknown> {
    const changed = this.patched || this.metadata.changed === true;
    if (changed || !IS_KNOWN_CDK8S || !takesPlainData(this.chart)) {
      return super.toJson();
    }
    try {
      const { apiVersion, kind } = this.manifest;
      const object: Record<string, unknown> = { apiVersion, kind, metadata: plain(this.givenMetadata(), copies, true) };
      for (const key of sortedKeys(this.manifest)) {
        if (key !== 'apiVersion' && key !== 'kind' && key !== 'metadata') {
          const field = plain(this.manifest[key], copies);
          if (field !== undefined) {
            object[key] = field;
          }
        }
      }
      return object;
    } catch {
      return super.toJson(); // What cdk8s throws names the construct.
    }
  }

  /** As the constructor of ApiObject puts it together, most often with its keys in order. */
  private givenMetadata(): ApiObjectMetadata {
    const { chart, manifest: { metadata } } = this;
    const name = this.name;
    const namespace = metadata?.namespace ?? chart.namespace;
    const own = chart.labels;
    const labels = metadata?.labels ? { ...own, ...metadata.labels } : own;
    if (metadata && !hasOnly(metadata, WORKED_OUT)) {
      return { ...metadata, labels, name, namespace };
    }
    // Most have no labels. An engine is slow at objects that a field was taken from.
    return hasOnly(labels, NOTHING) ? { name, namespace } : { labels, name, namespace };
  }
}

/** The fields of metadata that are worked out here. */
const WORKED_OUT: ReadonlySet<string> = new Set(['labels', 'name', 'namespace']);

const NOTHING: ReadonlySet<string> = new Set();

function hasOnly(map: object, keys: ReadonlySet<string>): boolean {
  for (const key in map) {
    if (!keys.has(key)) {
      return false;
    }
  }
  return true;
}

/** Not by `instanceof`, which cdk8s answers for every ApiObject. */
export function isManifestObject(object: ApiObject): object is ManifestObject {
  return object.constructor === ManifestObject;
}

/** Metadata that knows whether anybody changed it. */
class TrackedMetadata extends ApiObjectMetadataDefinition {
  declare public changed?: boolean;

  public override addLabel(key: string, value: string): void {
    this.changed = true;
    super.addLabel(key, value);
  }

  public override addAnnotation(key: string, value: string): void {
    this.changed = true;
    super.addAnnotation(key, value);
  }

  public override addFinalizers(...finalizers: string[]): void {
    this.changed = true;
    super.addFinalizers(...finalizers);
  }

  public override addOwnerReference(owner: OwnerReference): void {
    this.changed = true;
    super.addOwnerReference(owner);
  }

  public override add(key: string, value: any): void {
    this.changed = true;
    super.add(key, value);
  }
}

/** A newer cdk8s may have further ways to change an object, which would be missed here. */
const IS_KNOWN_CDK8S = [
  [ApiObject, 'constructor addDependency addJsonPatch toJson'],
  [ApiObjectMetadataDefinition, 'constructor addLabel getLabel addAnnotation addFinalizers addOwnerReference add toJson'],
].every(([type, known]) => Object.getOwnPropertyNames((type as Function).prototype).every(name => (known as string).split(' ').includes(name)));

const BUILT_IN_RESOLVERS = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

const known = new WeakMap<Chart, boolean>();

/** Whether cdk8s would make of plain data what we make of it. An app has its resolvers from its beginning. */
function takesPlainData(chart: Chart): boolean {
  let answer = known.get(chart);
  if (answer === undefined) {
    const { resolvers } = App.of(chart);
    answer = !process.env.CDK8S_DISABLE_SORT && resolvers.every(resolver => BUILT_IN_RESOLVERS.some(builtIn => resolver instanceof builtIn));
    known.set(chart, answer);
  }
  return answer;
}

/**
 * With sorted keys and without absent values, as cdk8s makes it; of metadata, also without empty ones.
 *
 * @param copies whether what is so already is copied as well
 */
function plain(value: unknown, copies: boolean, dropEmpty = false): unknown {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function') {
      throw new Error('not plain data');
    }
    return value ?? undefined;
  }
  // All in one function: an engine makes it quick the sooner, and a synthesis is over soon.
  if (Array.isArray(value)) {
    let list: unknown[] = copies ? [...value] : value;
    for (let at = 0; at < list.length; at += 1) {
      const item: unknown = value[at];
      const found = typeof item === 'string' ? item : plain(item, copies, dropEmpty);
      if (found !== item) {
        list = list === value ? [...value] : list;
        list[at] = found;
      }
    }
    return dropEmpty && list.length === 0 ? undefined : list;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    if (value instanceof Lazy) {
      return plain(value.produce(), copies, dropEmpty);
    }
    throw new Error('not plain data');
  }
  const given = value as Record<string, unknown>;
  let last = '';
  let map = given;
  for (const key in given) {
    if (key < last || key === '__proto__') {
      map = sortedCopy(given);
      break;
    }
    last = key;
  }
  // Copied as a whole, which an engine is quickest at.
  map = copies && map === given ? { ...given } : map;
  let isEmpty = true;
  for (const key in map) {
    const item = given[key];
    const found = typeof item === 'string' ? item : plain(item, copies, dropEmpty);
    if (found !== item || found === undefined) {
      map = map === given ? { ...given } : map;
      if (found === undefined) {
        delete map[key];
        continue;
      }
      map[key] = found;
    }
    isEmpty = false;
  }
  return dropEmpty && isEmpty ? undefined : map;
}

function sortedCopy(map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key of sortedKeys(map)) {
    if (key === '__proto__') {
      throw new Error('not plain data');
    }
    copy[key] = map[key];
  }
  return copy;
}
