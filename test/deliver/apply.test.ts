import { existsSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { contents, idsOf, problemsOf, put, snapshot, temporaryFolder, treeOf } from './support';
import { A, B, NEW, OLD, P, refuses, written } from './trees';
import { applyTree, removeTree } from '../../src/deliver/apply';
import { INDEX_FILE } from '../../src/deliver/cluster-index';

describe('applying a tree', () => {
  test('makes the folder, and those above it, hold exactly the tree', () => {
    const out = temporaryFolder();
    const root = join(out, 'not', 'yet', 'prod');
    expect(applyTree(root, A)).toMatchObject({ create: [...A.keys()], update: [], remove: [], unchanged: 0 });
    expect(contents(out)).toEqual(Object.fromEntries([...A].map(([path, text]) => [`not/yet/prod/${path}`, text])));
  });

  test('creates, updates and prunes, also the folders left empty, and touches nothing else', () => {
    const root = written(A);
    const untouched = statSync(join(root, P, 'role-b.yaml'), { bigint: true });
    expect(applyTree(root, B)).toMatchObject({
      create: [NEW], update: [`${P}/role-a.yaml`, INDEX_FILE], remove: [OLD], unchanged: 1,
    });
    expect(contents(root)).toEqual(Object.fromEntries(B));
    expect(existsSync(join(root, 'manifests/workloads'))).toBe(false);
    const after = statSync(join(root, P, 'role-b.yaml'), { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([untouched.ino, untouched.mtimeNs]);
  });

  test('twice writes nothing the second time', () => {
    const root = written(A);
    const before = snapshot(join(root, '..'));
    expect(applyTree(root, A)).toMatchObject({ create: [], update: [], remove: [], unchanged: A.size });
    expect(snapshot(join(root, '..'))).toEqual(before);
  });

  test('in a dry run tells what it would do and writes nothing', () => {
    const root = written(A);
    const before = snapshot(root);
    const plan = applyTree(root, B, { dryRun: true });
    expect(snapshot(root)).toEqual(before);
    expect(applyTree(root, B)).toEqual(plan);
    expect(applyTree(join(root, 'none'), B, { dryRun: true }).create).toEqual([...B.keys()]);
    expect(existsSync(join(root, 'none'))).toBe(false);
  });

  test('brings back a file that was deleted by hand', () => {
    const root = written(A);
    unlinkSync(join(root, P, 'role-a.yaml'));
    expect(applyTree(root, A)).toMatchObject({ create: [`${P}/role-a.yaml`], update: [], unchanged: A.size - 1 });
    expect(contents(root)).toEqual(Object.fromEntries(A));
  });

  test('gives the tree whatever tree was there before', () => {
    const file = fc.constantFrom('policies/a/x.yaml', 'policies/a/y.yaml', 'policies/b/x.yaml', 'workloads/a/b/z.yaml')
      .map(path => `manifests/${path}`);
    const tree = fc.dictionary(file, fc.constantFrom('1\n', '2\n', '3\n')).map(treeOf);
    fc.assert(fc.property(fc.array(tree, { minLength: 1, maxLength: 5 }), trees => {
      const root = join(temporaryFolder(), 'prod');
      for (const each of trees) {
        applyTree(root, each);
        expect(contents(root)).toEqual(Object.fromEntries(each));
      }
    }), { numRuns: 25 });
  });
});

describe('a file of others', () => {
  test('is left alone where it is not in the way, and so is its folder', () => {
    const root = written(A);
    put(root, 'manifests/workloads/old/mine.yaml', 'mine\n');
    put(root, 'NOTES.md', 'mine\n');
    applyTree(root, B);
    expect(contents(root)).toEqual({ ...Object.fromEntries(B), 'manifests/workloads/old/mine.yaml': 'mine\n', 'NOTES.md': 'mine\n' });
    removeTree(root);
    expect(contents(root)).toEqual({ 'manifests/workloads/old/mine.yaml': 'mine\n', 'NOTES.md': 'mine\n' });
  });

  test('is refused where it is in the way, and taken over by force', () => {
    const root = written(A);
    put(root, NEW, 'mine\n');
    refuses(root, B, ['file-foreign']);
    refuses(root, B, ['file-foreign'], { dryRun: true });
    applyTree(root, B, { force: true });
    expect(contents(root)).toEqual(Object.fromEntries(B));
  });

  test('is taken over without force when its bytes are those wanted', () => {
    const root = written(A);
    put(root, NEW, 'c\n');
    applyTree(root, B);
    expect(contents(root)).toEqual(Object.fromEntries(B));
  });

  test('is all there is in a folder without an index', () => {
    const root = join(temporaryFolder(), 'prod');
    put(root, `${P}/role-a.yaml`, 'mine\n');
    put(root, `${P}/role-z.yaml`, 'mine\n');
    refuses(root, A, ['file-foreign']);
    applyTree(root, A, { force: true });
    expect(contents(root)).toEqual({ ...Object.fromEntries(A), [`${P}/role-z.yaml`]: 'mine\n' });
  });
});

describe('a file changed by hand', () => {
  test.each([
    ['overwritten', `${P}/role-a.yaml`, B], ['removed', OLD, B], ['restored', `${P}/role-b.yaml`, A],
  ])('is not %s unless forced', (_what, path, tree) => {
    const root = written(A);
    writeFileSync(join(root, path), 'changed\n');
    refuses(root, tree, ['file-edited']);
    refuses(root, tree, ['file-edited'], { dryRun: true });
    applyTree(root, tree, { force: true });
    expect(contents(root)).toEqual(Object.fromEntries(tree));
  });

  test('stops the whole of it, and every one is named at once', () => {
    const root = written(A);
    writeFileSync(join(root, P, 'role-a.yaml'), 'changed\n');
    put(root, NEW, 'mine\n');
    writeFileSync(join(root, OLD), 'changed\n');
    const before = snapshot(root);
    expect(problemsOf(() => applyTree(root, B)).map(problem => [problem.id, problem.source?.file])).toEqual([
      ['file-edited', join(root, P, 'role-a.yaml')], ['file-foreign', join(root, NEW)],
      ['file-edited', join(root, OLD)],
    ]);
    expect(snapshot(root)).toEqual(before);
  });

  test('is no longer changed once it holds what the source emits', () => {
    const root = written(A);
    writeFileSync(join(root, P, 'role-a.yaml'), 'a2\n');
    applyTree(root, B);
    expect(contents(root)).toEqual(Object.fromEntries(B));
  });
});

describe('removing a tree', () => {
  test('leaves nothing of it, not even its folder', () => {
    const root = written(A);
    expect(removeTree(root, { dryRun: true }).remove).toHaveLength(A.size - 1);
    expect(contents(root)).toEqual(Object.fromEntries(A));
    removeTree(root);
    expect(contents(join(root, '..'))).toEqual({});
    expect(removeTree(root)).toMatchObject({ remove: [] });
  });

  test('refuses what was changed by hand before anything is removed', () => {
    const root = written(A);
    writeFileSync(join(root, P, 'role-b.yaml'), 'changed\n');
    const before = snapshot(root);
    expect(idsOf(() => removeTree(root))).toEqual(['file-edited']);
    expect(snapshot(root)).toEqual(before);
    removeTree(root, { force: true });
    expect(existsSync(root)).toBe(false);
  });
});
