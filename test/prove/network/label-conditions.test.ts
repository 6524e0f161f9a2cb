import * as fc from 'fast-check';
import { selectorMatches } from '../../../src/decide/label-selector';
import type { LabelSelectorRequirement } from '../../../src/manifests/model';
import { exampleOutside, meets } from '../../../src/prove/network/label-conditions';

const KEYS = ['a', 'b', 'c'];
const VALUES = ['x', 'y', ''];

const condition = fc.record({
  key: fc.constantFrom(...KEYS),
  operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
  values: fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 2 }),
}).map(({ values, ...rest }) => ({ ...rest, ...rest.operator.endsWith('In') ? { values } : {} }) as LabelSelectorRequirement);
const conditions = fc.array(condition, { maxLength: 3 });
const labels = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES, 'z'), { maxKeys: 3 });

test('conditions are met as a label selector matches', () => {
  fc.assert(fc.property(labels, conditions, (own, list) => meets(own, list) === selectorMatches({ matchExpressions: list }, own)));
});

test('an example meets the conditions and none of the excluded; without one nothing does', () => {
  const every = [undefined, ...VALUES, 'z'];
  const all = every.flatMap(a => every.flatMap(b => every.map(c => Object.fromEntries(
    [['a', a], ['b', b], ['c', c]].filter((each): each is [string, string] => each[1] !== undefined)))));
  fc.assert(fc.property(conditions, fc.array(conditions, { maxLength: 4 }), (list, excluded) => {
    const example = exampleOutside(list, excluded);
    // A value beyond those of the conditions stands for every other: `z` is one.
    const exists = all.some(own => meets(own, list) && !excluded.some(each => meets(own, each)));
    expect(example !== undefined).toBe(exists);
    if (example) {
      expect(meets(example, list)).toBe(true);
      expect(excluded.some(each => meets(example, each))).toBe(false);
    }
  }), { numRuns: 2000 });
});

test('an excluded list without conditions excludes everything', () => {
  expect(exampleOutside([], [[]])).toBeUndefined();
});
