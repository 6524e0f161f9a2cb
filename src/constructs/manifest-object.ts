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
    const changed = this.patched || this.metadata.changed === true;
    if (changed || !IS_KNOWN_CDK8S || !takesPlainData(this.chart)) {
      return super.toJson();
    }
    try {
      const { apiVersion, kind } = this.manifest;
      const copy: Record<string, unknown> = { apiVersion, kind, metadata: plainCopy(this.givenMetadata(), true) };
      for (const key of sortedKeys(this.manifest)) {
        const field = Object.hasOwn(copy, key) ? undefined : plainCopy(this.manifest[key]);
        if (field !== undefined) {
          copy[key] = field;
        }
      }
      return copy;
    } catch {
      return super.toJson(); // What cdk8s throws names the construct.
    }
  }

  /** As the constructor of ApiObject puts it together. */
  private givenMetadata(): ApiObjectMetadata {
    const { chart, manifest: { metadata } } = this;
    return { ...metadata, labels: { ...chart.labels, ...metadata?.labels }, name: this.name, namespace: metadata?.namespace ?? chart.namespace };
  }
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

/** A copy with sorted keys and without absent values, as cdk8s makes it; of metadata, also without empty ones. */
function plainCopy(value: unknown, dropEmpty = false): unknown {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function') {
      throw new Error('not plain data');
    }
    return value ?? undefined;
  }
  if (Array.isArray(value)) {
    return dropEmpty && value.length === 0 ? undefined : value.map(item => plainCopy(item, dropEmpty));
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    if (value instanceof Lazy) {
      return plainCopy(value.produce(), dropEmpty);
    }
    throw new Error('not plain data');
  }
  const copy: Record<string, unknown> = {};
  let isEmpty = true;
  for (const key of sortedKeys(value)) {
    if (key === '__proto__') {
      throw new Error('not plain data');
    }
    const item = plainCopy((value as Record<string, unknown>)[key], dropEmpty);
    if (item !== undefined) {
      copy[key] = item;
      isEmpty = false;
    }
  }
  return dropEmpty && isEmpty ? undefined : copy;
}
