import fs, { mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { contents, idsOf, put, treeOf } from './support';
import { A, B, NEW, P, written } from './trees';
import { applyTree, removeTree } from '../../src/deliver/apply';
import { STAGING_FOLDER } from '../../src/deliver/staging';

describe('two runs at a time', () => {
  test('one waits until the other has not been heard of for a while, then writes', () => {
    const root = written(A);
    put(root, `${STAGING_FOLDER}/${process.pid}-0/file`, 'half');
    applyTree(root, B);
    expect(contents(root)).toEqual(Object.fromEntries(B));
  });

  test('one goes on at once where the other is known to be dead, or was last heard of long ago', () => {
    const root = written(A);
    put(root, `${STAGING_FOLDER}/4194305-0/file`, 'half');
    applyTree(root, B);
    put(root, `${STAGING_FOLDER}/${process.pid}-0/file`, 'half');
    utimesSync(join(root, STAGING_FOLDER), 0, 0);
    applyTree(root, A);
    expect(contents(root)).toEqual(Object.fromEntries(A));
  });

  test('one that was taken for dead stops with a clear error, and does not disturb the other', () => {
    const root = written(A);
    const rename = jest.spyOn(fs, 'renameSync').mockImplementationOnce((from, to) => {
      renameSync(from, to); // The journal is in place; now another run comes.
      rmSync(join(root, STAGING_FOLDER), { recursive: true });
      put(root, `${STAGING_FOLDER}/1-other/file`, 'other');
    });
    expect(idsOf(() => applyTree(root, B))).toEqual(['folder-busy']);
    rename.mockRestore();
    expect(contents(root)).toMatchObject({ [`${STAGING_FOLDER}/1-other/file`]: 'other', [`${P}/role-a.yaml`]: 'a\n' });
  });

  test('one that was taken for dead removes nothing any more', () => {
    const root = written(A);
    const rename = jest.spyOn(fs, 'renameSync').mockImplementationOnce((from, to) => {
      renameSync(from, to);
      rmSync(join(root, STAGING_FOLDER), { recursive: true });
    });
    expect(idsOf(() => removeTree(root))).toEqual(['folder-busy']);
    rename.mockRestore();
    expect(contents(root)).toMatchObject(Object.fromEntries(A));
  });

  test('one does not act on a plan that the other made stale', () => {
    const root = written(A);
    const C = treeOf({ [`${P}/role-a.yaml`]: 'a4\n' });
    const make = jest.spyOn(fs, 'mkdirSync').mockImplementationOnce((path, options) => {
      applyTree(root, C); // Another run comes between the plan and the first write.
      return mkdirSync(path, options as fs.MakeDirectoryOptions);
    });
    expect(applyTree(root, B)).toMatchObject({ create: [`${P}/role-b.yaml`, NEW] });
    make.mockRestore();
    expect(contents(root)).toEqual(Object.fromEntries(B));
  });
});
