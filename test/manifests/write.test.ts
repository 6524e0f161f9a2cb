import * as fc from 'fast-check';
import * as jsYaml from 'js-yaml';
import * as yaml from 'yaml';
import { resolvePlain } from '../../src/manifests/scalar';
import { writeManifest } from '../../src/manifests/write';

/** Strings that are traps in one YAML version or another, beside arbitrary ones. */
const TRAPS = [
  '', ' ', '~', 'null', 'Null', 'yes', 'No', 'on', 'OFF', 'y', 'N', 'true', 'FALSE', '1', '-1', '+1', '0x1F', '0o17', '017', '0b11',
  '1_000', '1e3', '1.', '.5', '.inf', '-.INF', '.NaN', '12:30:45', '190:20:30', '2001-01-01', '2001-12-14t21:59:43.10-05:00', '1,000',
  '=', '<<', '-', '--', '---', '...', '- a', '? a', ': a', 'a: b', 'a:', 'a #b', '#a', '&a', '*a', '!a', '|', '>', '%a', '@a', '`a`',
  '{a}', '[a]', ',', "'", '"', 'a\'b', 'a"b', '\\', 'a\tb', '\ta', 'a\rb', 'a\r\nb', 'a\nb', 'a\n', '\na', 'a\n\n', 'a\n b\n', ' a\nb',
  'a \nb', 'a\u0085b', 'a\u2028b', 'a\u2029b', '\ufeff', '\u0000', '\u007f', '\u200e', 'ä', '日本', '🙂', '\ud800', 'key: |', '-f', '--x=y',
  '${var}', '$(VAR)', 'system:node:x', 'rbac.authorization.k8s.io/v1', '10.0.0.0/8', '::1', '2001:db8::/32', '__proto__', 'constructor',
];
const text = fc.oneof(fc.constantFrom(...TRAPS), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
const key = fc.oneof(fc.constantFrom(...TRAPS), fc.string({ unit: 'grapheme' }));
const json = fc.letrec(tie => ({
  value: fc.oneof({ depthSize: 'small' },
    text, fc.boolean(), fc.constant(null), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie('value'), { maxLength: 4 }), tie('map')),
  map: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
})).map;

/** -0 has no form of its own in a manifest. */
function normal(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Lone surrogates have no UTF-8 form; every reader turns them into U+FFFD or refuses them. */
function wellFormed(value: unknown): boolean {
  return !/\\ud[89a-f]/i.test(JSON.stringify(value));
}

describe('writing then reading gives the same object', () => {
  test('by the yaml package, in YAML 1.1 and 1.2', () => {
    fc.assert(fc.property(json.filter(wellFormed), value => {
      const written = writeManifest({ spec: value });
      for (const version of ['1.1', '1.2'] as const) {
        expect(yaml.parse(written, { version })).toEqual({ spec: normal(value) });
      }
    }), { numRuns: 1500 });
  });

  test('by js-yaml, another parser', () => {
    fc.assert(fc.property(json.filter(wellFormed), value => {
      expect(jsYaml.load(writeManifest({ spec: value }))).toEqual({ spec: normal(value) });
    }), { numRuns: 1500 });
  });

  test('for each known trap, as value, key, list item and multi-line text', () => {
    for (const trap of TRAPS.filter(wellFormed)) {
      const value = { a: trap, b: [trap, [trap], { [trap]: trap }], c: { [trap]: { x: trap } }, d: `${trap}\n${trap}` };
      const written = writeManifest(value);
      expect(yaml.parse(written, { version: '1.1' })).toEqual(value);
      expect(yaml.parse(written, { version: '1.2' })).toEqual(value);
      expect(jsYaml.load(written)).toEqual(value);
    }
  });
});

test('what is written bare is a string to Kubernetes as well', () => {
  fc.assert(fc.property(text, value => {
    const written = writeManifest({ a: value });
    const bare = /^a: ([^"|\n][^\n]*)\n$/.exec(written)?.[1];
    if (bare !== undefined) {
      expect(resolvePlain(bare)).toBe(value);
    }
  }), { numRuns: 3000 });
});

test('the order of keys does not matter', () => {
  expect(writeManifest({ z: 1, metadata: { name: 'x', labels: { b: '1', a: '2' } }, kind: 'K', apiVersion: 'v1' }))
    .toBe(writeManifest({ apiVersion: 'v1', kind: 'K', metadata: { labels: { a: '2', b: '1' }, name: 'x' }, z: 1 }));
});

test('apiVersion, kind and metadata lead, the rest is sorted, lists keep their order', () => {
  expect(writeManifest({ spec: { ports: [{ port: 80, protocol: 'TCP' }, 'b', 'a'] }, data: {}, kind: 'K', apiVersion: 'v1', metadata: { name: 'x' } }))
    .toBe('apiVersion: v1\nkind: K\nmetadata:\n  name: x\ndata: {}\nspec:\n  ports:\n  - port: 80\n    protocol: TCP\n  - b\n  - a\n');
});

test('shared values are written out, never as an anchor', () => {
  const shared = { a: ['x'] };
  expect(writeManifest({ one: shared, two: shared })).toBe('one:\n  a:\n  - x\ntwo:\n  a:\n  - x\n');
});

test('text of several lines is a literal block, so that a reviewer can read it', () => {
  expect(writeManifest({ data: { 'a.conf': 'x = 1\n\ny = 2\n', 'b': 'x\ny' } }))
    .toBe('data:\n  a.conf: |\n    x = 1\n\n    y = 2\n  b: |-\n    x\n    y\n');
});

test('undefined fields are left out, null is kept', () => {
  expect(writeManifest({ a: undefined, b: null, c: [null, undefined] })).toBe('b: null\nc:\n- null\n- null\n');
});

test.each([
  ['NaN', { a: [NaN] }, 'a.0: is NaN'],
  ['a function', { a: () => 1 }, 'a: is a function'],
  ['a class instance', { a: { b: new Map() } }, 'a.b: is a Map object'],
  ['not an object', [], 'a manifest must be an object'],
])('%s is refused with its place', (_, value, message) => {
  expect(() => writeManifest(value)).toThrow(message);
});

test('a cycle is refused, not followed for ever', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  expect(() => writeManifest(cycle)).toThrow('nested too deep, or holds itself');
});

test('a key longer than YAML allows for a plain key is still read back', () => {
  const value = { [`k${'x'.repeat(2000)}`]: { ['y'.repeat(1500)]: ['v'] } };
  expect(yaml.parse(writeManifest(value))).toEqual(value);
  expect(jsYaml.load(writeManifest(value))).toEqual(value);
});
