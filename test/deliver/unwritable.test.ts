import fs from 'node:fs';
import { join } from 'node:path';
import { appOf } from './apps';
import { contents, put, temporaryFolder } from './support';
import { INDEX_FILE } from '../../src/deliver/cluster-index';
import { unwritable } from '../../src/deliver/disk';
import { synthesize } from '../../src/deliver/synthesize';
import { ProblemError } from '../../src/manifests/problem';

/** What the system throws. */
const refusal = (code: string) => Object.assign(new Error(`${code}: write`), { code });

test.each([
  ['ENOSPC', 'make room on the disk, for files and for their number, or name a folder on another one'],
  ['EDQUOT', 'make room in your share of the disk, for files and for their number, or name a folder on another one'],
  ['EEXIST', 'it is a file where a folder belongs: remove it, or name another folder'],
  ['EACCES', 'name a folder that may be written to'],
  ['EROFS', 'name a folder that may be written to'],
])('%s: %s', (code, fix) => {
  expect((unwritable(refusal(code), 'out') as ProblemError).problems).toEqual([
    { id: 'output-unwritable', source: { file: 'out' }, message: `cannot be written to (${code})`, fix },
  ]);
});

test('an error of another sort stays what it is', () => {
  const e = refusal('EIO');
  expect(unwritable(e, 'out')).toBe(e);
});

test('a disk that is full in the middle of a new cluster leaves no file of it, only its name in the index of the app', () => {
  const outdir = join(temporaryFolder(), 'out');
  put(outdir, 'notes.txt', 'mine\n');
  const write = fs.writeFileSync;
  let left = 3;
  jest.spyOn(fs, 'writeFileSync').mockImplementation((...args) => {
    left -= 1;
    if (left < 0) {
      throw refusal('ENOSPC');
    }
    write(...args);
  });
  expect(() => synthesize(appOf({ dev: ['a', 'b', 'c', 'd'] }), { outdir })).toThrow(/ENOSPC/);
  jest.restoreAllMocks();
  expect(left).toBeLessThan(0);
  expect(contents(outdir)).toEqual({ 'notes.txt': 'mine\n', [INDEX_FILE]: expect.stringContaining('"dev"') });
});
