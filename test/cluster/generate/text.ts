import * as fc from 'fast-check';

// Text that is right, nearly right or wrong for a name, a label, a URL or a port.

/** At the limits: 15 bytes of port names, 58 of prefixes, 63 of labels and 253 of names, in bytes. */
const long = fc.constantFrom(
  ...[15, 16, 63, 64, 253, 254].map(bytes => 'a'.repeat(bytes)), 'A'.repeat(63), 'A'.repeat(64), 'é'.repeat(32), '-'.repeat(64),
  `${'a.'.repeat(126)}a`, `${'a.'.repeat(126)}aa`, `${'a'.repeat(57)}/`, `${'a'.repeat(58)}/`, `${'a'.repeat(58)}%-`,
);

const WORDS = ['a', 'shop', 'web-1', 'x.y', 'system:any', '0', '9a', 'a--b', 'A', 'Shop', 'a_b', 'web.Shop'];
const WRONG = [
  '', ' ', '.', '..', '...', '-', '-a', 'a-', '.a', 'a.', 'a..b', 'a/b', '/', '%', 'a%2fb', 'a b', 'a\n', '*', 'ä', '٣', 'ﬀ', '\u0000', '😀',
  'A-', 'a.-', 'é-', 'a/-',
];

/** A few characters of the alphabets that matter, in any order. */
const scrambled = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '-', '_', '.', '/', ':', '%', ' ', 'é', '\n', '*'), maxLength: 6 });

export const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) }, { weight: 3, arbitrary: fc.constantFrom(...WRONG) },
  { weight: 2, arbitrary: scrambled }, { weight: 2, arbitrary: long },
);

/** Keys of labels and annotations, finalizers: `prefix/name`. */
export const qualified = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(name, name).map(([prefix, last]) => `${prefix}/${last}`) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('example.com/x', 'EXAMPLE.com/x', 'kubernetes.io/a/b', 'a/', '/a', 'kubernetes',
      'orphan', 'foregroundDeletion', 'Orphan'),
  },
  { weight: 2, arbitrary: name },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString') },
);

export const url = fc.constantFrom('/', '*', '/*', '/healthz', '/healthz/*', '', 'healthz', '/a*', '/a*b', '/**', '*/', '**',
  '//', '/ä*', '😀', '*😀');

export const port = fc.oneof(
  fc.constantFrom<number | string>(0, 1, 80, 443, 65534, 65535, 65536, -1, 2147483647, 2147483648, -2147483648, -2147483649, 80.5, 1e21),
  fc.constantFrom<number | string>('', '80', '0', 'http', 'HTTP', 'a--b', '-a', 'a-', '-', 'a', '8a', 'exactly-15-long',
    'more-than-15-are', 'ä', 'a_b', '1-2', '\n'),
  fc.integer({ min: -2, max: 65540 }),
);
