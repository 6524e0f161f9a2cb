import * as fc from 'fast-check';
import { decodeSegment, encodePath, encodeSegment, fileName } from '../../src/deliver/file-names';

/** Names that one file system or another minds, beside arbitrary ones, with halves of surrogate pairs among them. */
const NAMES = [
  '', '.', '..', '...', '.git', '.bulwark.json', 'a.', 'a..', 'a ', ' a', '~', '%', '%25', '%2E', '%u', '%uD800', '-', '--force',
  'con', 'CON', 'Con.txt', 'nul', 'nul.', 'aux.tar.gz', 'com0', 'COM9', 'lpt1.yaml', 'prn', 'CONIN$', 'com¹',
  'a/b', '/etc/passwd', '../../x', 'a\\b', 'C:', 'C:\\x',
  'system:node:x', 'a:b', 'a*', 'a?', '"', '<a>', 'a|b', 'a\0b', 'a\nb', '\u007f', '\u0085',
  'ä', 'a\u0308', 'İ', 'ß', '日本', '🙂', '\ud800', '\udc00\ud800',
];
const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 }).map(units => String.fromCharCode(...units)),
  fc.string({ unit: fc.constantFrom('.', '%', 'u', 'D', '8', '0', 'c', 'o', 'n', '~') }));

/** What Windows, macOS and Linux all take as one plain, visible file name, spelled out apart from the encoder. */
function isSafeSegment(segment: string): boolean {
  const device = ['con', 'prn', 'aux', 'nul', ...[...'0123456789'].flatMap(digit => [`com${digit}`, `lpt${digit}`])];
  return /^[\x21-\x7e]+$/.test(segment)
    && !/[<>:"/\\|?*]/.test(segment)
    && !segment.endsWith('.')
    && !segment.startsWith('.')
    && !device.includes(segment.split('.')[0]!.toLowerCase());
}

describe('a name becomes a path segment', () => {
  test('that is safe on Windows, macOS and Linux, for any string', () => {
    fc.assert(fc.property(name, each => isSafeSegment(encodeSegment(each))), { numRuns: 5000 });
  });

  test('that reads back as the name, for any string', () => {
    fc.assert(fc.property(name, each => decodeSegment(encodeSegment(each)) === each), { numRuns: 5000 });
  });

  test('each of the known traps included', () => {
    for (const each of NAMES) {
      expect([each, isSafeSegment(encodeSegment(each)), decodeSegment(encodeSegment(each))]).toEqual([each, true, each]);
    }
    expect(new Set(NAMES.map(encodeSegment)).size).toBe(NAMES.length);
  });

  test('that is the name itself where nothing minds it', () => {
    const plain = fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,40}[a-z0-9])?$/).filter(isSafeSegment);
    fc.assert(fc.property(plain, each => encodeSegment(each) === each));
  });

  test.each([
    ['system:node:x', 'system%3Anode%3Ax'], ['.', '%2E'], ['..', '%2E%2E'], ['.hidden', '%2Ehidden'], ['end.', 'end%2E'], ['CON', '%43ON'],
    ['nul.txt', '%6Eul.txt'], ['a b', 'a%20b'], ['ä', '%C3%A4'], ['100%', '100%25'], ['', '%'], ['\ud800', '%uD800'],
  ])('%j is written %s', (each, segment) => {
    expect(encodeSegment(each)).toBe(segment);
  });
});

describe('a file name', () => {
  const long = fc.tuple(fc.string({ unit: 'grapheme', minLength: 60, maxLength: 80 }), fc.nat({ max: 120 }))
    .map(([text, repeat]) => text + 'x'.repeat(repeat));

  test('has 200 bytes at most, and stays safe', () => {
    fc.assert(fc.property(fc.oneof(name, long), each => {
      const file = fileName(encodeSegment(each), '.yaml');
      return Buffer.byteLength(file) <= 200 && isSafeSegment(file) && file.endsWith('.yaml');
    }), { numRuns: 2000 });
  });

  test('differs for different names, cut or not', () => {
    fc.assert(fc.property(fc.oneof(name, long), fc.oneof(name, long), (a, b) =>
      a === b || fileName(encodeSegment(a), '.yaml') !== fileName(encodeSegment(b), '.yaml')), { numRuns: 2000 });
    const stem = 'role-'.padEnd(195, 'x');
    const names = [stem, `${stem}a`, `${stem}b`, `${stem}${'c'.repeat(300)}`].map(each => fileName(each, '.yaml'));
    expect(names[0]).toBe(`${stem}.yaml`);
    expect(new Set(names).size).toBe(4);
    expect(names.map(each => each.length)).toEqual([200, 200, 200, 200]);
  });

  test('is cut before a digest of the whole', () => {
    expect(fileName('a'.repeat(300), '.yaml')).toBe(`${'a'.repeat(178)}~9835fa6bf4e20a9b.yaml`);
  });
});

test('a path on a machine stays itself, and cannot climb out of the output', () => {
  expect(encodePath('/etc/kubernetes/audit-policy.yaml')).toBe('/etc/kubernetes/audit-policy.yaml');
  expect(encodePath('/etc/../../x:y')).toBe('/etc/%2E%2E/%2E%2E/x%3Ay');
  fc.assert(fc.property(fc.array(name), parts => encodePath(`/${parts.join('/')}`).slice(1).split('/').every(isSafeSegment)));
});
