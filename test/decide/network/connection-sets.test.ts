import * as fc from 'fast-check';
import { ConnectionSets } from '../../../src/decide/network/connection-sets';
import type { NumberedPorts } from '../../../src/decide/network/model';

const ranges = fc.array(fc.tuple(fc.constantFrom('TCP' as const, 'UDP' as const, 'SCTP' as const), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })), { maxLength: 5 })
  .map(list => list.map(([protocol, a, b]): NumberedPorts => ({ protocol, first: Math.min(a, b), last: Math.max(a, b) })));

const EVERY = (['TCP', 'UDP', 'SCTP'] as const).flatMap(protocol => Array.from({ length: 14 }, (_, port) => ({ protocol, port })));

function isIn(list: readonly NumberedPorts[], { protocol, port }: typeof EVERY[number]): boolean {
  return list.some(each => each.protocol === protocol && each.first <= port && port <= each.last);
}

test('union, intersection and difference are those of sets of ports, and equal sets are one', () => {
  fc.assert(fc.property(ranges, ranges, (one, other) => {
    const sets = new ConnectionSets();
    const [a, b] = [sets.ofPorts(one), sets.ofPorts(other)];
    for (const port of EVERY) {
      const has = (set: number) => sets.has(set, port.protocol, port.port);
      expect([has(a), has(sets.union(a, b)), has(sets.intersection(a, b)), has(sets.minus(a, b))]).toEqual([
        isIn(one, port), isIn(one, port) || isIn(other, port), isIn(one, port) && isIn(other, port), isIn(one, port) && !isIn(other, port),
      ]);
    }
    expect([sets.union(a, b), sets.intersection(a, b)]).toEqual([sets.union(b, a), sets.intersection(b, a)]);
    expect(sets.ofPorts(sets.ranges(a))).toBe(a);
    expect([sets.minus(a, a), sets.union(a, sets.ALL), sets.intersection(a, sets.ALL)]).toEqual([sets.EMPTY, sets.ALL, a]);
  }));
});

test('the ranges of one protocol end where it does', () => {
  const sets = new ConnectionSets();
  expect(sets.ranges(sets.ALL)).toEqual(['TCP', 'UDP', 'SCTP'].map(protocol => ({ protocol, first: 1, last: 65535 })));
  expect([sets.has(sets.ALL, 'TCP', 65535), sets.has(sets.ALL, 'TCP', 0), sets.has(sets.ALL, 'TCP', 65536), sets.has(sets.ALL, 'UDP', 65537)]).toEqual([true, false, false, false]);
});

test('what is remembered of one pair is not taken for another', () => {
  const sets = new ConnectionSets();
  const first = (at: number) => 1 + at * 7 % 6000;
  const ids = Array.from({ length: 6000 }, (_, at) => sets.ofPorts([{ protocol: 'TCP', first: first(at), last: first(at) + at % 50 }]));
  for (let at = 0; at < 200_000; at += 1) {
    const [a, b] = [at * 31 % 6000, (at * 31 + Math.floor(at / 6000)) % 6000];
    const [from, to] = [Math.max(first(a), first(b)), Math.min(first(a) + a % 50, first(b) + b % 50)];
    const found = sets.ranges(sets.intersection(ids[a]!, ids[b]!));
    if (found.length !== Number(from <= to) || (found[0] && (found[0].first !== from || found[0].last !== to))) throw new Error(`${a} and ${b}`);
  }
});
