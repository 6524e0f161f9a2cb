import fs, { existsSync, linkSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onDiskThatIgnoresCase } from './case-insensitive';
import { contents, copyOf, put, treeOf } from './support';
import { A, P, refuses, written } from './trees';
import { applyTree } from '../../src/deliver/apply';
import { sha256 } from '../../src/deliver/cluster-index';
import { JOURNAL_FILE } from '../../src/deliver/journal';

describe('a name that changes in case alone', () => {
  const upper = treeOf({ [`${P}/role-Admin.yaml`]: 'Admin\n', [`${P}/role-z.yaml`]: 'z\n' });
  const lower = treeOf({ [`${P}/role-admin.yaml`]: 'admin\n', [`${P}/role-z.yaml`]: 'z\n' });
  const same = treeOf({ [`${P}/role-admin.yaml`]: 'Admin\n', [`${P}/role-z.yaml`]: 'z\n' });

  test.each([['with other bytes', lower], ['with the same bytes', same]])('is renamed on a disk that minds case, %s', (_what, tree) => {
    const root = written(upper);
    applyTree(root, tree);
    expect(contents(root)).toEqual(Object.fromEntries(tree));
  });

  describe('on a disk that ignores case', () => {
    const disk = onDiskThatIgnoresCase;

    test.each([['with other bytes', lower], ['with the same bytes', same]])('is renamed, %s', (_what, tree) => {
      const root = written(upper);
      disk(() => {
        expect(existsSync(join(root, P))).toBe(true);
        expect(fs.readFileSync(join(root, P, 'role-ADMIN.yaml'), 'utf8')).toBe('Admin\n');
        expect(applyTree(root, tree)).toMatchObject({ create: [], remove: [] });
      });
      expect(contents(root)).toEqual(Object.fromEntries(tree));
      disk(() => applyTree(root, upper));
      expect(contents(root)).toEqual(Object.fromEntries(upper));
    });

    test('is refused where it was changed by hand', () => {
      const root = written(upper);
      writeFileSync(join(root, P, 'role-Admin.yaml'), 'changed\n');
      disk(() => refuses(root, lower, ['file-edited']));
    });

    test('is finished by the next run, whichever it is, when the first was killed after the rename', () => {
      const killed = written(upper);
      put(killed, JOURNAL_FILE, JSON.stringify({ [`${P}/role-admin.yaml`]: [sha256('admin\n')] }));
      renameSync(join(killed, P, 'role-Admin.yaml'), join(killed, P, 'role-admin.yaml'));
      for (const tree of [lower, upper, A]) {
        const root = copyOf(killed);
        disk(() => applyTree(root, tree));
        expect(contents(root)).toEqual(Object.fromEntries(tree));
      }
    });
  });

  test('is no rename where the two are hard links to one file', () => {
    const root = written(upper);
    linkSync(join(root, P, 'role-Admin.yaml'), join(root, P, 'role-admin.yaml'));
    applyTree(root, lower, { force: true });
    expect(contents(root)).toMatchObject({ [`${P}/role-admin.yaml`]: 'admin\n' });
  });
});
