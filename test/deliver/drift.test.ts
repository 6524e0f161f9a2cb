import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driftOf } from '../../src/deliver/drift';

const TREE = new Map([['manifests/policies/a/role-x.yaml', 'kind: Role\n']]);
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bulwark-drift-'));
  mkdirSync(join(root, 'manifests/policies/a'), { recursive: true });
  writeFileSync(join(root, 'manifests/policies/a/role-x.yaml'), 'kind: Role\n');
});
afterEach(() => rmSync(root, { recursive: true }));

test('a tree as the source makes it has no drift', () => {
  expect(driftOf(root, TREE)).toEqual([]);
});

test('a manifest that somebody else put among ours is drift, for an agent applies it', () => {
  writeFileSync(join(root, 'manifests/policies/a/clusterrolebinding-evil.yaml'), 'kind: ClusterRoleBinding\n');
  writeFileSync(join(root, 'manifests/policies/a/notes.txt'), 'no manifest');
  expect(driftOf(root, TREE)).toMatchObject([{
    id: 'drift-foreign', source: { file: join(root, 'manifests/policies/a/clusterrolebinding-evil.yaml') },
  }]);
});

test('a file with lines after its end is told to end where it should', () => {
  writeFileSync(join(root, 'manifests/policies/a/role-x.yaml'), 'kind: Role\n# x\n');
  expect(driftOf(root, TREE)).toMatchObject([{ id: 'drift-changed', source: { line: 2 }, message: expect.stringContaining('the file should end here') }]);
});
