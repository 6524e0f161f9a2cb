import * as fc from 'fast-check';

// Text that is right, nearly right or wrong for a name, a label, a URL or a block of addresses.

/** Lengths around the limits of labels (63), names (253) and managers (128). */
const length = fc.constantFrom(1, 2, 15, 16, 57, 58, 59, 62, 63, 64, 128, 129, 247, 248, 252, 253, 254, 256, 257, 300);
const long = fc.tuple(length, fc.constantFrom('a', 'a.', 'A', '-', 'é', 'a-')).map(([bytes, unit]) => unit.repeat(bytes).slice(0, bytes));

const WORDS = ['a', 'shop', 'web-1', 'x.y', 'system:any', '0', '9a', 'a--b', 'A', 'Shop', 'a_b', 'web.Shop'];
const WRONG = ['', ' ', '.', '..', '...', '-', '-a', 'a-', '.a', 'a.', 'a..b', 'a/b', '/', '%', 'a%2fb', 'a b', 'a\n', '*', 'ä', '٣', 'ﬀ', '\u0000', '😀'];

/** A few characters of the alphabets that matter, in any order. */
const scrambled = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '-', '_', '.', '/', ':', '%', ' ', 'é', '\n', '*'), maxLength: 6 });

export const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) }, { weight: 3, arbitrary: fc.constantFrom(...WRONG) },
  { weight: 2, arbitrary: scrambled }, { weight: 2, arbitrary: long },
);

/** Keys of labels and annotations, finalizers: `prefix/name`. */
export const qualified = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(name, name).map(([prefix, last]) => `${prefix}/${last}`) },
  { weight: 3, arbitrary: fc.constantFrom('example.com/x', 'EXAMPLE.com/x', 'kubernetes.io/a/b', 'a/', '/a', 'kubernetes', 'orphan', 'foregroundDeletion', 'Orphan') },
  { weight: 2, arbitrary: name },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString') },
);

export const url = fc.constantFrom('/', '*', '/*', '/healthz', '/healthz/*', '', 'healthz', '/a*', '/a*b', '/**', '*/', '**', '//', '/ä*', '😀', '*😀');

const octets = fc.constantFrom('10.0.0.0', '10.1.0.0', '10.1.2.3', '192.168.0.0', '0.0.0.0', '255.255.255.255', '256.0.0.0', '10.0.0', '010.0.0.0', '10.00.0.0',
  '10.0.0.0000', '1.2.3.4.5', '0x0a.0.0.0', '-1.0.0.0', ' 10.0.0.0', '10.0.0.0 ', '10.0.0.٣', '10..0.0');
const hextets = fc.constantFrom('::', '::1', '2001:db8::', '2001:DB8::', '2001:db8:0:0:0:0:0:0', '2001:0db8::', '02001:db8::', '2001:db8::1', 'fe80::', '1:2:3:4:5:6:7:8',
  '1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8:9', '1::2::3', ':::', 'fe80::1%eth0', 'g::', ':1', '1:', '[::1]', '00000::', '1:2:3:4:5:6:7');
/** IPv4 in IPv6 clothes: mapped, compatible, translated. */
const mixed = fc.tuple(fc.constantFrom('::ffff:', '::FFFF:', '0:0:0:0:0:ffff:', '::', '64:ff9b::', '::ffff:0:', '1:2:3:4:5:6:', '1:2:3:4:5:6:7:'), octets)
  .map(([prefix, ipv4]) => `${prefix}${ipv4}`);
const mask = fc.oneof(
  fc.constantFrom('/0', '/8', '/16', '/24', '/31', '/32', '/33', '/64', '/95', '/96', '/97', '/104', '/120', '/127', '/128', '/129'),
  fc.constantFrom('', '/', '/08', '/00', '/+8', '/-1', '/ 8', '/8 ', '/8/8', '/255.0.0.0', '/1e1', '/08.0', '/999999999999999999999', '\\8'),
);
export const cidr = fc.tuple(fc.oneof(octets, hextets, mixed), mask).map(([address, bits]) => `${address}${bits}`);

export const port = fc.oneof(
  fc.constantFrom<number | string>(0, 1, 80, 443, 65534, 65535, 65536, -1, 2147483647, 2147483648, -2147483648, -2147483649, 80.5, 1e21),
  fc.constantFrom<number | string>('', '80', '0', 'http', 'HTTP', 'a--b', '-a', 'a-', '-', 'a', '8a', 'exactly-15-long', 'more-than-15-are', 'ä', 'a_b', '1-2', '\n'),
  fc.integer({ min: -2, max: 65540 }),
);

/** RFC 3339, and what reads like it. */
export const time = fc.tuple(
  fc.constantFrom(
    '2026-01-02', '2024-02-29', '2026-02-29', '0000-01-01', '0001-01-01', '9999-12-31', '10000-01-01', '2026-1-2', '2026-13-01', '2026-00-01',
    '2026-01-32', '2026-01-00', '2026-04-31', '', '26-01-02', '+2026-01-02',
  ),
  fc.constantFrom('T', 'T', 'T', 't', ' ', ''),
  fc.constantFrom('03:04:05', '03:04:05', '3:04:05', '03:4:05', '03:04:5', '24:00:00', '23:59:60', '23:60:00', '00:00', '', '003:04:05'),
  fc.constantFrom('', '', '.5', ',5', '.', '.123456789', '.1234567891', '.٣'),
  fc.constantFrom('Z', 'Z', 'z', '', '+01:00', '-23:59', '+24:00', '+25:00', '+01:60', '+01:61', '+0100', '+1:00', '-00:00', 'Z+01:00', ' Z'),
).map(parts => parts.join(''));
