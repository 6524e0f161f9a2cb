import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const GOLDENS = join(__dirname, '../engine/diff/goldens');
const guide = readFileSync(join(__dirname, '../../docs/diff.md'), 'utf8');
const shown = [...guide.matchAll(/^```text\n([\s\S]*?)^```$/gm)].map(match => match[1]!);
const reviews = readdirSync(GOLDENS).map(name => readFileSync(join(GOLDENS, name, 'review.txt'), 'utf8'));

test('the guide shows reviews, and each as the command prints it', () => {
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.filter(text => !reviews.includes(text))).toEqual([]);
});
