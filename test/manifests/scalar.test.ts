import * as fc from 'fast-check';
import { isPlainString, resolvePlain } from '../../src/manifests/scalar';

/**
 * What sigs.k8s.io/yaml 1.6.0 (go.yaml.in/yaml/v2 2.4.4), the reader of kubectl and of the API server,
 * answered for each plain scalar. Numbers are those that JSON.parse makes of its JSON.
 */
const ANSWERS: ReadonlyArray<readonly [string, string | number | boolean | null]> = [
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(text => [text, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(text => [text, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map(text => [text, null] as const),
  ...[
    'yEs', 'oN', 'tRue', 'nULL', 'none', 'nil', 'a', '=', '<<', 'inf', 'Infinity', 'nan', 'NaN', '+.nan', '-', '--1', '.', '..', '..5', '.e3', '1e',
    '0x', '0xG', '0b2', '0o8', '_1', '1,000', '0x1p3', '._1', '.1_', '1.2.3', '10.0.0.0', '1:2', '12:30:45', '190:20:30',
    '2001-01-01', '2001-1-1', '2001-12-14t21:59:43.10-05:00', '1e400', '-1e400', '0xfffffffffffffffff', '-0b-1',
  ].map(text => [text, text] as const),
  ['0', 0], ['7', 7], ['+1', 1], ['-1', -1], ['-0', 0], ['08', 8], ['09', 9], ['007', 7], ['017', 15], ['-017', -15], ['+017', 15],
  ['0o17', 15], ['0O17', 15], ['-0o17', -15], ['0x1F', 31], ['0X1f', 31], ['-0x1F', -31], ['0b11', 3], ['0B11', 3], ['-0b11', -3], ['0b-11', -3], ['0b+11', 3],
  ['1_000', 1000], ['1__0', 10], ['1_', 1], ['0_7', 7], ['0x_f', 15], ['1_000.5', 1000.5], ['.1_0', 0.1],
  ['1.', 1], ['1.0', 1], ['1.10', 1.1], ['.5', 0.5], ['5.', 5], ['-.5', -0.5], ['+.5', 0.5], ['1e3', 1000], ['1E3', 1000], ['1e+3', 1000],
  ['1e-7', 1e-7], ['1.e3', 1000], ['0.0000001', 1e-7], ['1e21', 1e21], ['9007199254740993', 9007199254740992], ['18446744073709551616', 18446744073709551616],
  ['02000000000000000000000', 2e21], ['123456789012345678901234567890', 123456789012345678901234567890],
];

test.each(ANSWERS)('%j is %j to Kubernetes', (text, value) => {
  expect(resolvePlain(text)).toBe(value);
});

test.each(['.inf', '.Inf', '.INF', '+.inf', '-.inf', '.nan', '.NaN', '.NAN'])('%s is a number that JSON does not have', text => {
  expect(Number.isFinite(resolvePlain(text))).toBe(false);
});

test('a long row of digits is read at once', () => {
  expect(resolvePlain('9'.repeat(2_000_000))).toBe('9'.repeat(2_000_000));
  expect(resolvePlain(`0x${'f'.repeat(2_000_000)}`)).toHaveLength(2_000_002);
  expect(resolvePlain(`0${'0'.repeat(2_000_000)}7`)).toBe(7);
}, 20_000);

test('every number that JSON prints is read back', () => {
  fc.assert(fc.property(fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })), number => {
    expect(resolvePlain(JSON.stringify(number))).toBe(number === 0 ? 0 : number);
  }));
});

test('text that the writer leaves bare is text to Kubernetes', () => {
  const near = fc.string({ unit: fc.constantFrom(...'01289abefnoxyNOE_+-.:~ ') });
  fc.assert(fc.property(fc.oneof(near, fc.string()), text => {
    fc.pre(isPlainString(text));
    expect(resolvePlain(text)).toBe(text);
  }), { numRuns: 2000 });
});
