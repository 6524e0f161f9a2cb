import {
  dnsLabel, dnsSubdomain, labelValue, NameCheck, pathSegment, portName, portNumber, qualifiedName,
} from '../../../src/manifests/validate/names';

const a = (count: number) => 'a'.repeat(count);

const tables: readonly [string, NameCheck, readonly string[], readonly string[]][] = [
  ['a DNS label', dnsLabel, ['a', '0', 'a-b', a(63)], ['', '-', 'a-', '-a', 'A', 'a.b', 'a_b', 'ä', 'a\n', a(64)]],
  ['a DNS subdomain', dnsSubdomain, ['a', 'a.b', 'a-1.b-2', `${a(63)}.${a(63)}.${a(63)}.${a(61)}`, a(253)],
    ['', '.', 'a.', '.a', 'a..b', 'A', 'a-.b', 'ä', 'a\n', a(254)]],
  ['a path segment', pathSegment, ['a', 'system:node', 'Any Name', '...', a(300)], ['.', '..', 'a/b', '/', '%', '%2e']],
  ['a qualified name', qualifiedName, ['a', 'A_b.c-d', 'example.com/a', `a/${a(63)}`, 'constructor'],
    ['', '/', 'a/', '/a', 'a/b/c', 'A/b', 'a b', '-a', 'a-', 'ä', `a/${a(64)}`, '__proto__']],
  ['a label value', labelValue, ['', 'a', 'A_b.c-d', a(63)], ['-', 'a-', 'a b', 'a/b', 'ä', 'a\n', a(64)]],
  ['a port name', portName, ['a', 'http', 'dns-tcp', '8a', a(15)], ['', '80', '*', 'HTTP', '-a', 'a-', 'a--b', 'a_b', a(16)]],
];

describe.each(tables)('%s', (_, check, good, bad) => {
  test.each(good)('%j is one', name => expect(check(name)).toEqual([]));
  test.each(bad)('%j is none', name => expect(check(name)).not.toEqual([]));
});

test('ports are numbered from 1 to 65535', () => {
  expect([0, -1, 65536].map(portNumber)).not.toContainEqual([]);
  expect([1, 65535].map(portNumber)).toEqual([[], []]);
});
