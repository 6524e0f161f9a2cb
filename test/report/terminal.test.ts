import * as fc from 'fast-check';
import { createColors } from 'picocolors';
import { printable } from '../../src/manifests/problem';
import { colorsFor, toned } from '../../src/report/colors';
import { tableLines } from '../../src/report/table';
import { onTerminal, padded, paddedStart, textWidth } from '../../src/report/terminal';

const word = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), fc.constantFrom('日本語', '🚀🚀', 'e\u0301', 'kube-system/a-rather-long-name-of-a-workload')).map(text => printable(text).replace(/\s/g, '_'));
const line = fc.tuple(fc.nat({ max: 12 }), fc.array(word, { minLength: 1, maxLength: 12 }), fc.boolean())
  .map(([indent, words, isDim]) => isDim ? createColors(true).dim(' '.repeat(indent) + words.join(' ')) : ' '.repeat(indent) + words.join(' '));
const text = fc.array(line, { minLength: 1, maxLength: 4 }).map(lines => lines.join('\n'));
const words = (of: string): string[] => of.split(/\s+/).filter(each => each !== '');

test('on a terminal no line is wider than it is, but for a word that alone is wider; every word is still there, in order', () => {
  fc.assert(fc.property(text, fc.integer({ min: 20, max: 200 }), (given, width) => {
    const shown = onTerminal(given, { width });
    expect(words(shown)).toEqual(words(given));
    for (const each of shown.split('\n')) {
      // eslint-disable-next-line no-control-regex
      expect(textWidth(each) <= width || words(each.replace(/\u001b\[\d+m/g, '')).length === 1).toBe(true);
    }
  }));
});

test('what goes on below is set in further than its line', () => {
  expect(onTerminal('  fix: one two three four five', { width: 20 })).toBe('  fix: one two three\n    four five');
  expect(onTerminal('error x  a/b  main.ts:8', { width: 20 })).toBe('error x  a/b\n  main.ts:8');
});

test('a file or a pipe gets every line as it is', () => {
  fc.assert(fc.property(text, given => {
    expect(onTerminal(given, {})).toBe(given);
  }));
});

test.each([
  ['abc', 3], ['\u001b[31mred\u001b[39m', 3], ['日本語', 6], ['한국어', 6], ['ｆｕｌｌ', 8], ['🚀', 2], ['❤️', 2], ['é', 1], ['e\u0301', 1], ['→…—', 3], ['ünïcödé', 7], ['𠮷', 2], ['', 0],
])('%j takes %d columns', (given, width) => {
  expect(textWidth(given)).toBe(width);
  expect([textWidth(padded(given, 10)), textWidth(paddedStart(given, 10))]).toEqual([10, 10]);
});

describe('a table', () => {
  const rows = [['pods', '', '日本語', 'get list'], ['deployments.apps', '', 'web', 'patch']];

  test('is aligned by what is seen, without the columns that are empty', () => {
    expect(tableLines(['WHAT', 'PATHS', 'NAMES', 'VERBS'], rows, { colors: {} })).toEqual([
      'WHAT              NAMES   VERBS', 'pods              日本語  get list', 'deployments.apps  web     patch',
    ]);
  });

  test('gives way where the terminal is narrow, its widest columns first', () => {
    expect(tableLines(['A', 'B'], [], { colors: {} })).toEqual(['A  B']);
    expect(tableLines(['A', 'B'], [['x'.repeat(100), 'y'], ['z', 'y']], { colors: {} })[2]).toBe(`z${' '.repeat(61)}y`);
    expect(tableLines(['WHAT', 'VERBS'], [['a long resource name', 'get list watch create update']], { colors: { width: 36 }, indent: 2 })).toEqual([
      '  WHAT              VERBS', '  a long resource   get list watch', '  name              create update',
    ]);
  });

  test('is a list of what its cells are where even that is too wide', () => {
    expect(tableLines(['WHAT', 'NAMES', 'VERBS'], [['a long resource name', 'names that are long', 'get list watch create']], { colors: { width: 30 } }))
      .toEqual(['a long resource name', '  NAMES: names that are long', '  VERBS: get list watch create']);
  });

  test('is never wider than the terminal, and loses nothing', () => {
    const cell = fc.array(word, { maxLength: 8 }).map(all => all.join(' '));
    fc.assert(fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 5 }), fc.integer({ min: 60, max: 160 }), (cells, width) => {
      const lines = tableLines(['A', 'B', 'C'], cells, { colors: { width } });
      expect(lines.filter(each => textWidth(each) > width)).toEqual([]);
      const letters = (of: string) => [...of.replace(/\s/g, '')].sort().join('');
      expect(letters(lines.slice(1).join(''))).toBe(letters(cells.flat().join('')));
    }));
  });
});

test('a terminal has a width, and nothing else has', () => {
  expect(colorsFor({ isTTY: true, columns: 40 }).width).toBe(40);
  expect(colorsFor({ isTTY: true, columns: 3 }).width).toBeUndefined();
  expect(colorsFor({ isTTY: true }).width).toBeUndefined();
  expect(colorsFor({ columns: 40 }).width).toBeUndefined();
});

test('a severity has one colour, whoever prints it', () => {
  const colors = createColors(true);
  expect((['error', 'critical', 'high', 'medium', 'low'] as const).map(each => toned(each, colors))).toEqual([
    colors.red('error'), colors.red('critical'), colors.red('high'), colors.yellow('medium'), colors.cyan('low'),
  ]);
});
