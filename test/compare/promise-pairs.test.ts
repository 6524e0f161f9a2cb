import { pairedPromises, type Promised } from '../../src/compare/promise/change';
import * as texts from '../../src/decide/canonical';

jest.mock('../../src/decide/canonical', () => {
  const actual = jest.requireActual<typeof texts>('../../src/decide/canonical');
  return { ...actual, canonical: jest.fn(actual.canonical) };
});

const KINDS: ReadonlyArray<readonly [string, (at: number, side: number) => object]> = [
  ['about one resource', (at, side) => ({ kind: 'cannot', subjects: [{ kind: 'User', name: `u${at}` }], verbs: [`v${side}`], group: '', resource: 'secrets' })],
  ['about pods of their own', (at, side) => ({
    kind: 'only-traffic', pods: { namespace: 'shop', selector: { matchLabels: { app: `a${at}` } } }, ingress: [{ ports: [{ protocol: 'TCP', port: side + 1 }] }],
  })],
  ['of each construct', (at, side) => ({ kind: 'reads-only', subjects: [{ kind: 'User', name: `u${at}-${side}` }] })],
];

test.each(KINDS)('promises %s are paired with those of their construct, and a text is made some times for each, not for each pair', (_, predicate) => {
  const textsFor = (size: number) => {
    const [before, after] = [0, 1].map(side => Array.from({ length: size }, (_each, at): Promised => ({ construct: `prod/c${at}`, predicate: predicate(at, side) as Promised['predicate'] })));
    jest.mocked(texts.canonical).mockClear();
    const { changed, gone, come } = pairedPromises(before!, after!);
    expect(changed.every(each => each.before.construct === each.after.construct)).toBe(true);
    expect([changed.length, gone.length, come.length]).toEqual([size, 0, 0]);
    return jest.mocked(texts.canonical).mock.calls.length;
  };
  expect(textsFor(80)).toBeLessThanOrEqual(2 * textsFor(40));
});
