import { isObject, Json, JsonObject } from './json';
import { NAMESPACE } from './metadata';

const VALID_NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const MANAGER_NAMES = ['manager', 'subresource'];

/**
 * The same object where the answer depends on it alone, and not on what the server holds: a manifest goes to the
 * namespace that it names, the one that is there (what cannot be a namespace stays, to be refused), and the names of
 * field managers are printable and short, because they are judged only while they still own a field.
 */
export function independent(object: Json): Json {
  const { metadata } = object as JsonObject;
  if (!isObject(metadata ?? null)) {
    return object;
  }
  const entries = Object.entries(metadata as JsonObject).map(([key, value]): [string, Json] => {
    switch (key) {
      case 'namespace': return [key, typeof value === 'string' && VALID_NAMESPACE.test(value) ? NAMESPACE : value];
      case 'managedFields': return [key, Array.isArray(value) ? value.map(withPlainNames) : value];
      default: return [key, value];
    }
  });
  return { ...object as JsonObject, metadata: Object.fromEntries(entries) };
}

function withPlainNames(entry: Json): Json {
  const plain = ([key, value]: [string, Json]): [string, Json] =>
    [key, MANAGER_NAMES.includes(key) && typeof value === 'string' ? value.replace(/[^ -~]/g, '').slice(0, 128) : value];
  return isObject(entry) ? Object.fromEntries(Object.entries(entry).map(plain)) : entry;
}
