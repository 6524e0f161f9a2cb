import * as fc from 'fast-check';
import { Json, JsonObject } from './json';
import { dictionary, object } from './object';

const key = fc.constantFrom('app', 'tier', 'example.com/team');
const value = fc.constantFrom('', 'shop', 'A_b.c', 'x'.repeat(63));

const requirement: fc.Arbitrary<JsonObject> = fc.oneof(
  object({ key, operator: fc.constantFrom('In', 'NotIn'), values: fc.array(value, { minLength: 1, maxLength: 2 }) }),
  object({ key, operator: fc.constantFrom('Exists', 'DoesNotExist') }),
);

/** A valid label selector; the empty one selects all. */
export const selector: fc.Arbitrary<Json> = object({
  matchLabels: dictionary(key, value, 2),
  matchExpressions: fc.array(requirement, { maxLength: 2 }),
}, []);
