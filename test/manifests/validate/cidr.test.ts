import * as fc from 'fast-check';
import { Cidr, CIDR_DEFECTS, contains, formatCidr, formatIp, isStrictSubset, parseCidr, parseIp } from '../../../src/manifests/validate';

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed) throw new Error(`not a CIDR: ${text}`);
  return parsed;
}

const block = fc.oneof(
  fc.tuple(fc.constant(4 as const), fc.bigInt(0n, 2n ** 32n - 1n), fc.integer({ min: 0, max: 32 })),
  fc.tuple(fc.constant(6 as const), fc.bigInt(0n, 2n ** 128n - 1n), fc.integer({ min: 0, max: 128 })),
).map(([family, value, prefix]) => `${formatIp({ family, value })}/${prefix}`);

describe('what is a CIDR', () => {
  test.each([
    ['0.0.0.0/0', 4, 0n, 2n ** 32n - 1n, 0],
    ['10.0.0.0/8', 4, 0x0a000000n, 0x0affffffn, 8],
    ['198.51.100.7/32', 4, 0xc6336407n, 0xc6336407n, 32],
    ['::/0', 6, 0n, 2n ** 128n - 1n, 0],
    ['2001:DB8::/32', 6, 0x20010db8n * 2n ** 96n, 0x20010db9n * 2n ** 96n - 1n, 32],
    ['1:2:3:4:5:6:7:8/128', 6, 0x00010002000300040005000600070008n, 0x00010002000300040005000600070008n, 128],
    ['64:ff9b::192.0.2.1/128', 6, 0x0064ff9b0000000000000000c0000201n, 0x0064ff9b0000000000000000c0000201n, 128],
  ])('%s', (text, family, first, last, prefix) => {
    expect(parseCidr(text)).toEqual({ family, first, last, prefix, writtenPrefix: prefix });
  });

  test.each([
    '', '/', '10.0.0.0', '10.0.0.0/', '/8', '10.0.0/8', '10.0.0.0/33', '10.0.0.256/32', '10.0.0.0/8/8', ' 10.0.0.0/8', '10.0.0.0/ 8',
    '10.0.0.0/+8', '10.0.0.0/-1', '10.0.0.0/8\n', '0x0a.0.0.0/8', '1e1.0.0.0/8', '10..0.0/8', '٣.0.0.0/8', '999.1.1.1/99',
    ':::/64', '::1::/64', '1:2:3:4:5:6:7/64', '1:2:3:4:5:6:7:8:9/64', '1:2:3:4:5:6:7:8::/64', 'fe80::1%eth0/64', '::/129', '12345::/64',
    '1.2.3.4::/64', '::1.2.3/64', '::1.2.3.4:5/64', '1:/64', ':1/64', 'g::/64', '1:2:3:4:5:6:7:1.2.3.4/64',
  ])('not %j', text => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

describe('a block that the strict parser refuses is still understood, and says why', () => {
  test.each([
    ['10.0.0.1/8', '10.0.0.0/8', CIDR_DEFECTS.hostBits],
    ['2001:db8::1/64', '2001:db8::/64', CIDR_DEFECTS.hostBits],
    ['010.0.0.0/8', '10.0.0.0/8', CIDR_DEFECTS.leadingZeros],
    ['10.0.0.0/08', '10.0.0.0/8', CIDR_DEFECTS.leadingZeros],
    ['010.0.0.1/8', '10.0.0.0/8', CIDR_DEFECTS.leadingZeros],
    ['02001:db8::/64', '2001:db8::/64', CIDR_DEFECTS.leadingZeros],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8', CIDR_DEFECTS.ipv4Mapped],
    ['::ffff:a00:1/104', '10.0.0.0/8', CIDR_DEFECTS.ipv4Mapped],
    ['::ffff:10.0.0.0/64', '::/64', CIDR_DEFECTS.ipv4Mapped],
    ['::ffff:010.0.0.0/104', '10.0.0.0/8', CIDR_DEFECTS.leadingZeros],
  ])('%s means %s', (text, canonical, defect) => {
    expect([formatCidr(cidr(text)), cidr(text).defect]).toEqual([canonical, defect]);
  });

  test.each(['0.0.0.0/0', '10.0.0.0/8', '::/0', '2001:0db8:0:0:0:0:0:0/64', 'FC00::/7', '::1/128'])('%s has no defect', text => {
    expect(cidr(text).defect).toBeUndefined();
  });
});

describe('containment', () => {
  test.each([
    ['10.0.0.0/8', '10.0.0.0/8', true, false],
    ['10.0.0.0/8', '10.255.255.255/32', true, true],
    ['10.0.0.0/8', '11.0.0.0/8', false, false],
    ['10.1.0.0/16', '10.0.0.0/8', false, false],
    ['0.0.0.0/0', '10.0.0.0/8', true, true],
    ['::/0', '10.0.0.0/8', false, false],
    ['0.0.0.0/0', '::/0', false, false],
    ['::/0', '2001:db8::/32', true, true],
    ['10.0.0.0/8', '::ffff:10.1.0.0/112', true, true],
    ['::ffff:10.0.0.0/104', '10.1.0.0/16', true, false],
  ])('%s holds %s: %s, strictly: %s', (outer, inner, holds, strictly) => {
    expect([contains(cidr(outer), cidr(inner)), isStrictSubset(cidr(inner), cidr(outer))]).toEqual([holds, strictly]);
  });

  test('an address is in its own block and in none of the other family', () => {
    expect(contains(cidr('10.0.0.0/8'), parseIp('10.1.2.3')!)).toBe(true);
    expect(contains(cidr('10.0.0.0/8'), parseIp('::ffff:10.1.2.3')!)).toBe(true);
    expect(contains(cidr('::/0'), parseIp('10.1.2.3')!)).toBe(false);
  });

  test('is reflexive and transitive, and strictness excludes equality', () => {
    fc.assert(fc.property(block, block, block, (a, b, c) => {
      const [x, y, z] = [cidr(a), cidr(b), cidr(c)];
      expect(contains(x, x)).toBe(true);
      expect(isStrictSubset(x, x)).toBe(false);
      if (contains(x, y) && contains(y, z)) expect(contains(x, z)).toBe(true);
    }));
  });

  test('two blocks are nested or disjoint', () => {
    fc.assert(fc.property(block, block, (a, b) => {
      const [x, y] = [cidr(a), cidr(b)];
      const apart = x.family !== y.family || x.last < y.first || y.last < x.first;
      expect(apart).toBe(!contains(x, y) && !contains(y, x));
    }));
  });
});

describe('spelling', () => {
  test.each([
    ['0:0:0:0:0:0:0:0', '::'], ['0:0:0:0:0:0:0:1', '::1'], ['1:0:0:0:0:0:0:0', '1::'], ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4'], ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'], ['a0:0:0:1:10:0:0:0', 'a0:0:0:1:10::'],
    ['0:0:1:0:0:0:0:0', '0:0:1::'], ['2001:DB8::A', '2001:db8::a'], ['::ffff:1.2.3.4', '1.2.3.4'],
  ])('%s is written %s', (text, canonical) => {
    expect(formatIp(parseIp(text)!)).toBe(canonical);
  });

  test('what is written is read back the same', () => {
    fc.assert(fc.property(block, text => {
      const { family, first, last, prefix } = cidr(text);
      expect(cidr(formatCidr(cidr(text)))).toMatchObject({ family, first, last, prefix });
    }));
  });

  test('the written form has no defect', () => {
    fc.assert(fc.property(block, text => expect(cidr(formatCidr(cidr(text))).defect).toBeUndefined()));
  });
});
