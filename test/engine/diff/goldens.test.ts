import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createColors } from 'picocolors';
import { compareSides } from '../../../src/engine/diff/compare';
import { Texts } from '../../../src/engine/diff/texts';
import { readSide } from '../../../src/engine/diff/written-side';
import { DISK } from '../../../src/manifests/files';
import { rowsOf } from '../../../src/report/diff/rows';
import { diffText } from '../../../src/report/diff/text';

const ROOT = join(__dirname, 'goldens');
const names = readdirSync(ROOT).sort();

/** What a reviewer reads. `BULWARK_GOLDENS=write` puts down what is read now, to be looked at by a person. */
function reviewOf(name: string): { readonly text: string; readonly broadened: number; readonly rows: number } {
  const side = (file: string) => readSide(join(ROOT, name, file), DISK, { kubernetesMinor: 34 }, new Texts());
  const clusters = compareSides(side('before.yaml'), side('after.yaml')).map(each => rowsOf(each, file => basename(file)));
  const rows = clusters.flatMap(each => each.rows);
  const text = diffText(clusters, createColors(false), file => basename(file));
  if (process.env.BULWARK_GOLDENS === 'write') writeFileSync(join(ROOT, name, 'review.txt'), text);
  return { text, broadened: rows.filter(({ direction }) => direction === 'broadened').length, rows: rows.length };
}

describe('what a reviewer reads', () => {
  test.each(names)('%s', name => {
    expect(reviewOf(name).text).toBe(readFileSync(join(ROOT, name, 'review.txt'), 'utf8'));
  });

  test.each(names.filter(name => name.startsWith('refactoring')))('%s has no row', name => {
    expect(reviewOf(name).rows).toBe(0);
  });

  test.each(names.filter(name => name.startsWith('mistake')))('%s is a broadening', name => {
    expect(reviewOf(name).broadened).toBeGreaterThan(0);
  });
});
