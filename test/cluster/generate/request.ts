import { isObject, Json, JsonObject } from './json';
import { NAMESPACE } from './metadata';

const VALID_NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** A manifest goes to the namespace that it names: the one that is there. What cannot be a namespace stays, to be refused. */
export function inOneNamespace(object: Json): Json {
  const { metadata } = object as JsonObject;
  if (!isObject(metadata ?? null)) {
    return object;
  }
  const { namespace } = metadata as JsonObject;
  return typeof namespace === 'string' && VALID_NAMESPACE.test(namespace)
    ? { ...object as JsonObject, metadata: { ...metadata as JsonObject, namespace: NAMESPACE } }
    : object;
}
