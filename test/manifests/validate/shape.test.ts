import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import {
  ANY, BOOLEAN, decode, INT32, INT64, INT_OR_STRING, list, STRING, STRING_MAP, struct, TIME,
} from '../../../src/manifests/validate/shape';

interface Inner { readonly text: string }
interface Outer { readonly inner?: Inner; readonly inners?: readonly Inner[]; readonly map?: { readonly [key: string]: string } }

const INNER = struct<Inner>({ text: STRING });
const OUTER = struct<Outer>({ inner: INNER, inners: list(INNER), map: STRING_MAP });

test('null is the same as absent', () => {
  expect(decode(OUTER, { inner: null, inners: null, map: null })).toEqual({ value: {}, errors: [] });
});

test('null inside a list or map is the zero value', () => {
  expect(decode(OUTER, { inners: [null, { text: null }], map: { a: null } }))
    .toEqual({ value: { inners: [{}, {}], map: { a: '' } }, errors: [] });
  expect(decode(list(STRING), [null]).value).toEqual(['']);
});

test('undefined, which no manifest holds, is not written at all', () => {
  expect(decode(OUTER, { inner: undefined, other: undefined })).toEqual({ value: {}, errors: [] });
});

test('an unknown field is refused wherever it stands, also when it is null', () => {
  const { errors } = decode(OUTER, { other: null, inner: { texts: 1 }, inners: [{}, { Text: '' }] });
  expect(errors.map(({ field, type }) => `${field} ${type}`))
    .toEqual(['other FieldUnknown', 'inner.texts FieldUnknown', 'inners[1].Text FieldUnknown']);
});

test('every wrong type is told, each at its own place', () => {
  const { errors } = decode(OUTER, { inner: [], inners: {}, map: { a: 1, b: true } });
  expect(errors.map(({ field, type, value }) => [field, type, value])).toEqual([
    ['inner', 'FieldTypeInvalid', []], ['inners', 'FieldTypeInvalid', {}],
    ['map.a', 'FieldTypeInvalid', 1], ['map.b', 'FieldTypeInvalid', true],
  ]);
});

test.each([null, 1, 'a', true, []])('%j is no object', value => {
  expect(decode(OUTER, value).errors).toHaveLength(1);
});

test.each([
  'constructor', '__proto__', 'toString', 'hasOwnProperty',
])('%s is a key like any other in a map, and unknown in a struct', key => {
  const hostile = JSON.parse(`{ ${JSON.stringify(key)}: "x" }`);
  const { value, errors } = decode(STRING_MAP, hostile);
  expect([Object.entries(value), errors]).toEqual([[[key, 'x']], []]);
  expect(Object.getPrototypeOf(value)).toBeNull();
  expect(decode(OUTER, hostile).errors.map(error => error.type)).toEqual(['FieldUnknown']);
});

describe.each([
  ['string', STRING, ['', '1'], [1, true, [], {}]],
  ['boolean', BOOLEAN, [true, false], ['true', 1, 0, []]],
  ['int32', INT32, [0, -1, 2147483647, -2147483648], [2147483648, -2147483649, 1.5, '1', true, NaN, Infinity]],
  ['int64', INT64, [0, 2147483648, -(2 ** 62)], [1.5, '1', NaN, 2 ** 63, -(2 ** 63), 1e21]],
  ['int or string', INT_OR_STRING, [80, '80', 'http'], [true, 1.5, 2147483648, []]],
  ['time', TIME, [
    '2026-01-02T03:04:05Z', '2024-02-29T23:59:59.123456789Z', '2026-01-02T03:04:05+02:00', '0000-02-29T00:00:00Z',
    // Go is lenient here.
    '2026-01-02T3:04:05Z', '2026-01-02T03:04:05,5Z', '2026-01-02T03:04:05+24:60',
  ], [
    '', '2026-01-02', '2026-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-02T24:00:00Z', '2026-01-02 03:04:05Z',
    '2026-01-02T03:04:05', '2026-01-02T03:04:05+24:61', '2026-01-02T03:4:05Z', '2026-01-02T03:04:60Z', 0,
  ]],
] as const)('%s', (_, shape, good, bad) => {
  test.each<unknown>(good)('%j', value => expect(decode<unknown>(shape, value)).toEqual({ value, errors: [] }));
  test.each<unknown>(bad)('not %j', value => expect(decode<unknown>(shape, value).errors).toHaveLength(1));
});

test.each([{}, { a: 1 }, [], [null], 'a', 1, false])('anything, also %j, may stand where nothing is asked', value => {
  expect(decode<unknown>(ANY, value)).toEqual({ value, errors: [] });
});

test('what fits is read without a complaint and without a change, and nothing else fits', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom<unknown>(1, null, undefined));
  const inner = fc.oneof(fc.record({ text }, { requiredKeys: [] }), fc.constantFrom<unknown>(null, {}, [], 'a', { other: 1 }));
  const outer = fc.record({
    inner, inners: fc.oneof(fc.array(inner), fc.constant<unknown>({})), map: fc.oneof(fc.dictionary(fc.string(), text), fc.constant<unknown>([])),
  }, { requiredKeys: [] });
  fc.assert(fc.property(outer, value => {
    const { value: read, errors } = decode(OUTER, value);
    const unchanged = errors.length === 0 && isDeepStrictEqual(plain(read), plain(value));
    expect(OUTER.fits(value)).toBe(unchanged);
  }), { numRuns: 2000 });
});

test('a hole in a list does not fit', () => {
  expect(list(STRING).fits(new Array(1))).toBe(false);
});

/** The same with ordinary prototypes: maps are read into ones without. */
function plain(value: unknown): unknown {
  return Array.isArray(value) ? value.map(plain)
    : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)])) : value;
}
