import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { idsOf, put, snapshot, temporaryFolder } from './support';
import { A, B, NEW, OLD, P, refuses, written } from './trees';
import { applyTree } from '../../src/deliver/apply';
import { INDEX_FILE } from '../../src/deliver/cluster-index';
import { JOURNAL_FILE } from '../../src/deliver/journal';
import { STAGING_FOLDER } from '../../src/deliver/staging';

describe('what is in the way and no file of ours is refused, even by force', () => {
  const traps: Array<[string, (root: string, outside: string) => void]> = [
    ['a link where a file belongs', (root, outside) => replace(root, `${P}/role-a.yaml`, path => symlinkSync(join(outside, 'file'), path))],
    ['a link to nothing where a file belongs', root => replace(root, NEW, path => symlinkSync('/nonexistent/file', path))],
    ['a link where a folder belongs', (root, outside) => replace(root, P, path => symlinkSync(outside, path))],
    ['a link further up', (root, outside) => replace(root, 'manifests', path => symlinkSync(outside, path))],
    ['a link where a file is to be removed', (root, outside) => replace(root, OLD, path => symlinkSync(join(outside, 'file'), path))],
    ['a link on the way to a file to be removed', (root, outside) =>
      replace(root, 'manifests/workloads/old', path => symlinkSync(outside, path))],
    ['a link as the index', (root, outside) => replace(root, INDEX_FILE, path => symlinkSync(join(outside, 'file'), path))],
    ['a link as the journal', (root, outside) => replace(root, JOURNAL_FILE, path => symlinkSync(join(outside, 'file'), path))],
    ['a link as the folder of unfinished files', (root, outside) => replace(root, STAGING_FOLDER, path => symlinkSync(outside, path))],
    ['a link as the folder of unfinished files beside it', (root, outside) =>
      replace(root, `../${STAGING_FOLDER}`, path => symlinkSync(outside, path))],
    ['a file as the folder of unfinished files', root => replace(root, STAGING_FOLDER, path => writeFileSync(path, 'mine\n'))],
    ['a link as the whole folder', (root, outside) => replace(root, '.', path => symlinkSync(outside, path))],
    ['a file as the whole folder', root => replace(root, '.', path => writeFileSync(path, 'mine\n'))],
    ['a file where a folder belongs', root => replace(root, P, path => writeFileSync(path, 'mine\n'))],
    ['a folder where a file belongs', root => replace(root, `${P}/role-a.yaml`, path => put(path, 'mine', 'mine\n'))],
    ['a folder where a file is to be removed', root => replace(root, OLD, path => put(path, 'mine', 'mine\n'))],
    ['a folder as the index', root => replace(root, INDEX_FILE, path => mkdirSync(path))],
  ];

  function replace(root: string, path: string, make: (path: string) => void): void {
    rmSync(join(root, path), { recursive: true, force: true });
    mkdirSync(join(root, path, '..'), { recursive: true });
    make(join(root, path));
  }

  test.each(traps)('%s', (_what, set) => {
    const root = written(A);
    const outside = temporaryFolder();
    applyTree(join(outside, 'prod'), A);
    put(outside, 'file', 'outside\n');
    put(outside, `${STAGING_FOLDER}/file`, 'outside\n');
    put(outside, 'deployment-x.yaml', 'x\n');
    set(root, outside);
    const before = [snapshot(join(root, '..')), snapshot(outside)];
    for (const options of [{}, { force: true }, { dryRun: true }]) {
      expect([...new Set(idsOf(() => applyTree(root, B, options)))]).toEqual(['path-unsafe']);
    }
    expect([snapshot(join(root, '..')), snapshot(outside)]).toEqual(before);
  });

  test('but what force may overwrite does not hide it', () => {
    const root = written(A);
    replace(root, `${P}/role-a.yaml`, path => mkdirSync(path));
    writeFileSync(join(root, P, 'role-b.yaml'), 'changed\n');
    refuses(root, B, ['path-unsafe', 'file-edited']);
    refuses(root, B, ['path-unsafe'], { force: true });
  });
});
