import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '../../src/manifests/counted';

test('one is one, and anything else is several', () => {
  expect([0, 1, 2].map(number => counted(number, 'role'))).toEqual(['0 roles', '1 role', '2 roles']);
  expect([1, 3].map(number => counted(number, 'policy differs', 'policies differ'))).toEqual(['1 policy differs', '3 policies differ']);
  expect(counted(1_000, 'event', 'events', number => number.toLocaleString('en'))).toBe('1,000 events');
});

/** Nouns that texts of reports count. */
const NOUNS = 'files|roles|rules|events|lines|subjects|objects|guarantees|problems|findings|clusters|documents|changes|connections|controls';
/** What is never one where it is written, and says so beside. */
const NEVER_ONE = ['of which the first that matches decides', 'of ${unproved} clusters'];

test('no report counts by putting a plural behind a number', () => {
  const src = join(__dirname, '../../src');
  const found = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(file => /^(report|cli|engine)\/.*\.ts$/.test(file)).flatMap(file =>
    readFileSync(join(src, file), 'utf8').split('\n')
      .filter(line => new RegExp(`\\$\\{[^}]*\\} (more )?(${NOUNS})\\b`).test(line) && !NEVER_ONE.some(each => line.includes(each)))
      .map(line => `${file}: ${line.trim()}`));
  expect(found).toEqual([]);
});
