import { join } from 'node:path';
import { idsOf, snapshot, temporaryFolder, treeOf } from './support';
import { applyTree, type ApplyOptions } from '../../src/deliver/apply';
import type { Tree } from '../../src/deliver/model';

/** The folder of most files. */
export const P = 'manifests/policies/shop';

/** A file of A alone, in a folder of its own. */
export const OLD = 'manifests/workloads/old/deployment-x.yaml';

/** A file of B alone, in a folder of its own. */
export const NEW = 'manifests/policies/new/role-c.yaml';

/** Two trees: from A to B, one file is updated, one stays, one goes and one comes. */
export const A = treeOf({ [`${P}/role-a.yaml`]: 'a\n', [`${P}/role-b.yaml`]: 'b\n', [OLD]: 'x\n' });
export const B = treeOf({ [`${P}/role-a.yaml`]: 'a2\n', [`${P}/role-b.yaml`]: 'b\n', [NEW]: 'c\n' });

/** A folder that holds a tree. */
export function written(tree: Tree): string {
  const root = join(temporaryFolder(), 'prod');
  applyTree(root, tree);
  return root;
}

/** What is refused leaves everything as it was: names, bytes and times. */
export function refuses(root: string, tree: Tree, ids: readonly string[], options: ApplyOptions = {}): void {
  const before = snapshot(root);
  expect(idsOf(() => applyTree(root, tree, options))).toEqual(ids);
  expect(snapshot(root)).toEqual(before);
}
