import * as fc from 'fast-check';
import { Json, JsonObject } from './json';

const key = fc.constantFrom('app', 'tier', 'example.com/team');
const value = fc.constantFrom('', 'shop', 'A_b.c', 'x'.repeat(63));

const requirement: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.record<JsonObject>({ key, operator: fc.constantFrom('In', 'NotIn'), values: fc.array(value, { minLength: 1, maxLength: 2 }) }, { noNullPrototype: true }),
  fc.record<JsonObject>({ key, operator: fc.constantFrom('Exists', 'DoesNotExist') }, { noNullPrototype: true }),
);

/** A valid label selector; the empty one selects all. */
export const selector: fc.Arbitrary<Json> = fc.record<JsonObject>({
  matchLabels: fc.dictionary(key, value, { maxKeys: 2, noNullPrototype: true }),
  matchExpressions: fc.array(requirement, { maxLength: 2 }),
}, { requiredKeys: [], noNullPrototype: true });
