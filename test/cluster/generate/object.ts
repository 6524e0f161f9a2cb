import * as fc from 'fast-check';
import { Json, JsonObject } from './json';

/** Objects with these fields; those that are not required may be absent. */
export function object(
  fields: Readonly<Record<string, fc.Arbitrary<Json>>>, required: readonly string[] = Object.keys(fields),
): fc.Arbitrary<JsonObject> {
  return fc.record<JsonObject>(fields, { requiredKeys: [...required], noNullPrototype: true });
}

export function dictionary(keys: fc.Arbitrary<string>, values: fc.Arbitrary<string>, maxKeys: number): fc.Arbitrary<JsonObject> {
  return fc.dictionary(keys, values, { maxKeys, noNullPrototype: true });
}
