import type { ImportedObject, ManifestObject } from './construction';
import { isBuiltInGroup, isNamespaced } from '../../kubernetes';
import { groupOf } from '../../manifests/identity';
import type { Manifest } from '../../manifests/read';

/**
 * Metadata that the API server fills in and takes from nobody (apimachinery pkg/apis/meta/v1/types.go, ObjectMeta: "Populated by
 * the system. Read-only."), as `kubectl get -o yaml` prints it.
 */
const OF_THE_SERVER = ['creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'generation', 'managedFields', 'resourceVersion', 'selfLink', 'uid'];

/** A copy of the whole object that kubectl keeps for itself. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Json = Readonly<Record<string, unknown>>;

/**
 * An object without what a manifest does not decide: what the server fills in, the status of kinds of Kubernetes itself, the
 * namespace of what is in none, and, of kinds of Kubernetes itself, fields that are null, which its decoder takes for absent.
 * Kinds of others keep their status and their nulls, which may mean something to them.
 *
 * @param namespace for a namespaced object that names none, as kubectl's `-n` gives it
 */
export function cleaned({ object, source }: Pick<Manifest, 'object' | 'source'>, namespace?: string): ImportedObject {
  const group = groupOf(object);
  const known = isBuiltInGroup(group);
  const namespaced = isNamespaced(group, String(object.kind));
  const dropped: string[] = [];
  const metadata = metadataOf(object.metadata, namespaced, dropped);
  const rest = Object.entries(object).filter(([name]) => !['apiVersion', 'kind', 'metadata'].includes(name));
  if (known && object.status !== undefined) {
    dropped.push('status');
  }
  const body = Object.fromEntries(rest.filter(([name]) => !(known && name === 'status')));
  const { apiVersion, kind } = object;
  return {
    object: {
      apiVersion,
      kind,
      metadata: namespaced === true && metadata.namespace === undefined && namespace !== undefined ? { ...metadata, namespace } : metadata,
      ...known ? withoutNulls(body, '', dropped) as Json : body,
    },
    source,
    dropped,
  };
}

function metadataOf(metadata: unknown, namespaced: boolean | undefined, dropped: string[]): Json {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    return {};
  }
  const kept = Object.entries(metadata as Json).filter(([name, value]) => {
    const isDropped = OF_THE_SERVER.includes(name) || (name === 'namespace' && namespaced === false);
    if (isDropped && value !== null) {
      dropped.push(`metadata.${name}`);
    }
    return !isDropped;
  }).map(([name, value]) => [name, name === 'annotations' ? withoutLastApplied(value, dropped) : value]);
  // cdk8s leaves out what is empty in metadata; to the API server it is the same.
  return Object.fromEntries(kept.filter(([, value]) => !isEmpty(value)));
}

function withoutLastApplied(annotations: unknown, dropped: string[]): unknown {
  if (typeof annotations !== 'object' || annotations === null || !Object.hasOwn(annotations, LAST_APPLIED)) {
    return annotations;
  }
  dropped.push(`metadata.annotations.${LAST_APPLIED}`);
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => name !== LAST_APPLIED));
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);
}

function withoutNulls(value: unknown, path: string, dropped: string[]): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item, at) => withoutNulls(item, `${path}[${at}]`, dropped));
  }
  return Object.fromEntries(Object.entries(value as Json).flatMap(([name, each]) => {
    const inner = path === '' ? name : `${path}.${name}`;
    if (each === null) {
      dropped.push(inner);
      return [];
    }
    return [[name, withoutNulls(each, inner, dropped)] as const];
  }));
}

/** JSON pointers (RFC 6901) of the fields that are null; undefined where an item of a list is, which no patch restores. */
export function nullsIn(value: unknown, path = ''): string[] | undefined {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const found = Object.entries(value as Json).map(([name, each]) => {
    const pointer = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return each === null ? (Array.isArray(value) ? undefined : [pointer]) : nullsIn(each, pointer);
  });
  return found.some(each => each === undefined) ? undefined : found.flatMap(each => each!);
}

/** Keeps what a manifest says of itself apart from its order of keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const map = value as ManifestObject;
    return `{${Object.keys(map).filter(key => map[key] !== undefined).sort().map(key => `${JSON.stringify(key)}:${canonical(map[key])}`).join(',')}}`;
  }
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value) ?? 'null';
}
