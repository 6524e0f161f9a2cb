import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { blocksOf, blocksOfPage, ROOT } from './markdown';
import { PAGES } from './pages';
import { isAsShown, steps } from './shell';
import { PROBLEMS } from '../../src/manifests/problem';

const pages = ['README.md', ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.md')).map(file => `docs/${file}`)];

test('every page with a block of code is held, by the test of its name', () => {
  expect(pages.filter(page => blocksOfPage(page).length > 0).sort()).toEqual(Object.keys(PAGES).sort());
  const tests = Object.keys(PAGES).map(page => `test/docs/${basename(page, '.md').toLowerCase()}.test.ts`);
  expect(tests.filter(file => !existsSync(join(ROOT, file)) || !readFileSync(join(ROOT, file), 'utf8')
    .includes(`holdPage('${Object.keys(PAGES).find(page => basename(page, '.md').toLowerCase() === basename(file, '.test.ts'))!}')`))).toEqual([]);
});

test('every link inside the documentation leads somewhere', () => {
  const dead = pages.flatMap(page => [...readFileSync(join(ROOT, page), 'utf8').replace(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/\]\((?!https?:)([^)\s]*)\)/g)]
    .map(match => match[1]!)
    .filter(link => !leadsSomewhere(page, link))
    .map(link => `${page}: ${link}`));
  expect(dead).toEqual([]);
});

/** Whether the file is there, and has a heading for what stands behind the `#`. */
function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? join(ROOT, page) : join(ROOT, page, '..', path);
  return existsSync(file) && (anchor === undefined || readFileSync(file, 'utf8').split('\n')
    .some(line => /^#+ /.test(line) && line.replace(/^#+ /, '').toLowerCase().replace(/[^\w\- ]/g, '').replace(/ /g, '-') === anchor));
}

test('every law that docs/verification.md names is a test in the file that it names', () => {
  const laws = [...readFileSync(join(ROOT, 'docs/verification.md'), 'utf8').matchAll(/^\| (.+) \| `(test\/\S+)` \|$/gm)];
  expect(laws.length).toBeGreaterThan(8);
  expect(laws.filter(([, law, file]) => !readFileSync(join(ROOT, file!), 'utf8').includes(`test('${law!}', `))).toEqual([]);
});

test('docs/verification.md counts the recorded answers as they are', () => {
  const answers = (file: string, ...lists: string[]) => gunzipSync(readFileSync(join(ROOT, `test/conformance/data/${file}.jsonl.gz`))).toString().trim().split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown[]>)
    .reduce((sum, row) => sum + (lists.length === 0 ? 1 : lists.reduce((inner, list) => inner + row[list]!.length, 0)), 0);
  const shown = [...readFileSync(join(ROOT, 'docs/verification.md'), 'utf8').matchAll(/^\|.*\| ([\d,]+) \|.*\|$/gm)].map(match => Number(match[1]!.replace(',', '')));
  expect(shown).toEqual([
    answers('access', 'authorize'), answers('access', 'whoCan'), answers('access-covers'), answers('access-escalation', 'cases'), answers('audit', 'cases'),
    answers('audit-validation'), answers('network', 'queries'), answers('pod-security'), answers('validation', 'queries'),
  ]);
});

test('every problem id is explained in docs/problems.md, and no other', () => {
  const explained = [...readFileSync(join(ROOT, 'docs/problems.md'), 'utf8').matchAll(/^\| `([a-z-]+)` \|/gm)].map(match => match[1]!);
  expect(explained.sort()).toEqual(Object.keys(PROBLEMS).sort());
});

const block = (info: string) => `text\n\n\`\`\`${info}\n$ true\n\`\`\`\n`;

test.each([
  ['a language that nobody holds', 'rust'],
  ['no language', ''],
  ['a mark that nobody knows', 'console ignored'],
  ['a reason that names nothing which is missing', 'console not run: slow'],
])('a block with %s is an error with its line', (_, info) => {
  expect(() => blocksOf(block(info), 'page.md')).toThrow('page.md:3: ');
});

test('a block without an end is an error, and one in a comment counts', () => {
  expect(() => blocksOf('```ts\n', 'page.md')).toThrow('page.md:1: ');
  expect(blocksOf('<!--\n```ts\nx;\n```\n-->\n', 'page.md')).toMatchObject([{ language: 'ts', text: 'x;\n' }]);
});

test('commands are told from what stands below them', () => {
  expect(steps('console', '$ a |\n  b\nc\n$ d\n')).toEqual([{ command: 'a |\n  b', shown: 'c\n' }, { command: 'd' }]);
  expect(() => steps('console', 'a\n')).toThrow('before the first command');
});

test.each([
  ['a\nb\n', 'a\nb\n', true],
  ['a\nb\n', 'a\n', false],
  ['a\n', 'a\nb\n', false],
  ['a b\n', 'a…\n', true],
  ['b a\n', 'a…\n', false],
  ['a\nb\nc\n', 'a\n…\n', true],
  ['a\nb\nc\n', '…\nc\n', true],
  ['a\nb\nc\n', 'a\n…\nb\n', false],
  ['a.b\n', 'a*b\n', false],
])('%j shown as %j is %s', (printed, shown, same) => {
  expect(isAsShown(printed, shown)).toBe(same);
});
