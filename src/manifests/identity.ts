import type { TypeMeta } from './model';

/** The parts of an object that say which one it is. */
export interface ObjectMetadata {
  readonly name?: string;
  readonly namespace?: string;
}

/** The API group of an object: `''` for core. */
export function groupOf(object: Readonly<Record<string, unknown>>): string {
  const apiVersion = typeof object.apiVersion === 'string' ? object.apiVersion : '';
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The version alone: `v1`. */
export function versionOf(object: Readonly<Record<string, unknown>>): string {
  const apiVersion = typeof object.apiVersion === 'string' ? object.apiVersion : '';
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

/** Name and namespace, where they are strings. */
export function metadataOf(object: Readonly<Record<string, unknown>>): ObjectMetadata {
  const metadata = object.metadata;
  if (typeof metadata !== 'object' || metadata === null) {
    return {};
  }
  const { name, namespace } = metadata as Record<string, unknown>;
  return {
    name: typeof name === 'string' ? name : undefined,
    namespace: typeof namespace === 'string' && namespace !== '' ? namespace : undefined,
  };
}

/** What must be unique in a cluster; versions of one group are one object. */
export function identityOf(object: Readonly<Record<string, unknown>>): string {
  const { name, namespace } = metadataOf(object);
  return JSON.stringify([groupOf(object), object.kind, namespace ?? '', name ?? '']);
}

/** `Role shop/pod-reader`, as messages name an object. */
export function objectLabel(object: Readonly<Record<string, unknown>>): string {
  const { name, namespace } = metadataOf(object);
  return `${String(object.kind)} ${namespace === undefined ? '' : `${namespace}/`}${name ?? '(no name)'}`;
}

/** Whether a value is a manifest: it says what it is. */
export function isManifest(value: unknown): value is TypeMeta & Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    && typeof (value as Record<string, unknown>).apiVersion === 'string' && typeof (value as Record<string, unknown>).kind === 'string'
    && (value as Record<string, unknown>).apiVersion !== '' && (value as Record<string, unknown>).kind !== '';
}
