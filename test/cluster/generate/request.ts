import { isObject, Json, JsonObject } from './json';
import { NAMESPACE } from './metadata';

const VALID_NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

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
  const { namespace, managedFields, ...rest } = metadata as JsonObject;
  return {
    ...object as JsonObject,
    metadata: {
      ...rest,
      ...namespace === undefined ? {} : { namespace: typeof namespace === 'string' && VALID_NAMESPACE.test(namespace) ? NAMESPACE : namespace },
      ...managedFields === undefined ? {} : { managedFields: Array.isArray(managedFields) ? managedFields.map(plain) : managedFields },
    },
  };
}

function plain(entry: Json): Json {
  return isObject(entry) ? Object.fromEntries(Object.entries(entry).map(([key, value]) =>
    [key, (key === 'manager' || key === 'subresource') && typeof value === 'string' ? value.replace(/[^ -~]/g, '').slice(0, 128) : value])) : entry;
}
