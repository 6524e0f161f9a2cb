import fc from 'fast-check';
import { Texts } from '../../../src/engine/diff/texts';

/** The texts of two sides, few enough to meet: shuffled, repeated, come and gone. */
const side = fc.array(fc.integer({ min: 0, max: 60 }).map(n => `kind: K${n}\n`), { maxLength: 80 });

test('a text is itself on either side, and what is one on both sides has the same text', () => {
  fc.assert(fc.property(side, side, (before, after) => {
    const texts = new Texts();
    const sides = [before, after].map(each => {
      texts.begin();
      return each.map(text => texts.of(text));
    });
    expect(sides.map(found => found.map(({ text }) => text))).toEqual([before, after]);
  }));
});

test.each<[string, (old: string[]) => string[], number]>([
  ['equal', old => old, 1000],
  ['with one that changed', old => old.map((each, at) => at === 500 ? `${each}x: y\n` : each), 999],
  ['with some that came and went', old => old.flatMap((each, at) => at % 100 === 3 ? [] : at % 100 === 7 ? [`${each}new: y\n`, each] : [each]), 990],
  ['the other way round, but for the first that are taken for new', old => [...old].reverse(), 1000 - 16],
])('of two sides of a thousand texts, %s, all others are one', (_, change, shared) => {
  const texts = new Texts();
  const read = (each: string[]) => {
    texts.begin();
    return each.map(text => texts.of(text));
  };
  const old = Array.from({ length: 1000 }, (_each, at) => `kind: K${at}\n`);
  const [before, after] = [read(old), read(change(old))];
  expect(after.filter(each => before.includes(each)).length).toBe(shared);
});
