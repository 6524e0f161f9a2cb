import fc from 'fast-check';
import { uniqueBy, uniqueByText } from '../../src/constructs/unique-by-text';

interface Item {
  readonly text: string;
  readonly at: number;
}

const items = fc.array(fc.constantFrom('', 'a', 'b', 'ä', '10', '9', 'constructor', '\ud83d\ude00', '\uffff'), { maxLength: 40 })
  .map(texts => texts.map((text, at): Item => ({ text, at })));

/** By code unit, as `<` compares. */
const order = (a: Item, b: Item) => a.text < b.text ? -1 : a.text > b.text ? 1 : 0;

const expected = (all: readonly Item[]) => [...all].sort(order).filter((item, at, sorted) => sorted[at - 1]?.text !== item.text);

test('the first of each text stays, sorted by it', () => {
  fc.assert(fc.property(items, all => {
    const before = [...all];
    expect(uniqueByText(all, ({ text }) => text)).toEqual(expected(all));
    expect(all).toEqual(before);
  }));
});

test('as it does where two are compared', () => {
  fc.assert(fc.property(items, all => {
    expect(uniqueBy(all, order)).toEqual(expected(all));
  }));
});

test('the answer is another list, so that nobody changes the one that was given', () => {
  const one = [{ text: 'a', at: 0 }];
  expect(uniqueByText(one, ({ text }) => text)).not.toBe(one);
  expect(uniqueBy(one, order)).not.toBe(one);
});
