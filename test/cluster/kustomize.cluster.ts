import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import * as yaml from 'yaml';
import { ControlPlane } from './harness/control-plane';
import { assetsFromEnvironment } from './harness/environment';
import { agentFiles } from '../../src/deliver/agents';
import { KUSTOMIZATION_FILE } from '../../src/deliver/agents/kustomize';
import { readManifests } from '../../src/manifests/files';
import { anyObjects, FLUX, KUSTOMIZE, object, treeOf } from '../deliver/agents/support';

type Json = Record<string, any>;

const { kubectl } = assetsFromEnvironment();
const folder = mkdtempSync(join(tmpdir(), 'bulwark-kustomize-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const canonical = (value: unknown): string => JSON.stringify(value, (_, each: unknown) => isMap(each)
  ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => a < b ? -1 : 1)) : each);

/** Writes a tree, and answers its folder. */
function written(tree: ReadonlyMap<string, string>): string {
  const root = mkdtempSync(join(folder, 'tree-'));
  for (const [path, text] of tree) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** What the real kustomize makes of a folder, in its order. */
function kustomized(path: string): Json[] {
  const text = execFileSync(kubectl, ['kustomize', path], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  return yaml.parseAllDocuments(text).map(document => document.toJS() as Json | null).filter((each): each is Json => each !== null);
}

/** The objects of a folder of a tree, kustomize's own files aside. */
function objectsIn(tree: ReadonlyMap<string, string>, below = 'manifests/'): Json[] {
  return [...tree].filter(([path]) => path.startsWith(below) && !path.endsWith(`/${KUSTOMIZATION_FILE}`)).map(([, text]) => yaml.parse(text) as Json);
}

const same = (objects: readonly Json[]) => objects.map(canonical).sort();

describe('the real kustomize makes the very objects of the tree', () => {
  test('of generated objects, all by one folder, policies before workloads', () => {
    fc.assert(fc.property(anyObjects, objects => {
      const tree = treeOf(KUSTOMIZE, objects);
      const root = written(tree);
      const made = kustomized(join(root, 'manifests'));
      expect(same(made)).toEqual(same(objectsIn(tree)));
      const policies = objectsIn(tree, 'manifests/policies/').length;
      expect(same(made.slice(0, policies))).toEqual(same(objectsIn(tree, 'manifests/policies/')));
      expect(same(kustomized(join(root, 'manifests/policies')))).toEqual(same(made.slice(0, policies)));
      expect(same(kustomized(join(root, 'manifests/workloads')))).toEqual(same(made.slice(policies)));
    }), { numRuns: 25 });
  });

  test('of generated objects, by the units of Flux, each object by one of them', () => {
    fc.assert(fc.property(anyObjects, objects => {
      const tree = treeOf(FLUX, objects);
      const root = written(tree);
      const units = ['manifests/policies', 'manifests', 'manifests/workloads'].map(path => kustomized(join(root, path)));
      expect(same(units.flat())).toEqual(same(objectsIn(tree)));
    }), { numRuns: 25 });
  });

  test('of texts that are hard to write down, and variables', () => {
    const text = fc.oneof(fc.constantFrom(
      '${a}', '$(a)', '0x10', '1_000', 'yes', 'null', '~', ' a', 'a: b', '- a', '|', '#', '\u00e9\u{1f600}', 'a\nb\n', '\t', '1e3', '2001-01-01', '',
    ), fc.string({ unit: 'grapheme', maxLength: 40 }));
    fc.assert(fc.property(fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9._-]{0,20}$/), text, { minKeys: 1 }), data => {
      const tree = treeOf(FLUX, [object('v1', 'ConfigMap', 'c', 'shop', undefined, { data })]);
      expect(same(kustomized(join(written(tree), 'manifests/workloads')))).toEqual(same(objectsIn(tree)));
    }), { numRuns: 60 });
  });

  const apps = join(__dirname, '../../dist/manifests');
  test.each(['shop/prod', 'kubernetes-1-8/article', 'batch/batch'])('of the example %s', name => {
    const root = join(apps, name);
    const objects = readManifests(join(root, 'manifests')).manifests.map(({ object: each, source }) => [source.file.slice(root.length + 1), each] as const);
    const [, cluster] = name.split('/') as [string, string];
    const files = agentFiles({ agent: KUSTOMIZE, fannedOut: false }, 'app', cluster, new Map(objects));
    const tree = new Map([...objects.map(([path, each]) => [path, yaml.stringify(each)] as const), ...files]);
    expect(same(kustomized(join(written(tree), 'manifests')))).toEqual(same(objects.map(([, each]) => each)));
  });
});

test('kustomize leaves out what it is told is its own, which is why that is refused', () => {
  const root = written(new Map([
    [KUSTOMIZATION_FILE, 'resources: [a.yaml]\nsortOptions: {order: fifo}\n'],
    ['a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations:\n    config.kubernetes.io/local-config: "true"\n'],
  ]));
  expect(kustomized(root)).toEqual([]);
});

describe('a real server', () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await ControlPlane.start(assetsFromEnvironment(), {});
  });
  afterAll(() => plane?.finish());

  test('has every policy before the first workload when kubectl applies the folder', () => {
    const tree = treeOf(KUSTOMIZE, [
      object('apps/v1', 'Deployment', 'web', 'shop', undefined, {
        spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } } },
      }),
      object('v1', 'Service', 'web', 'shop', undefined, { spec: { ports: [{ port: 80 }] } }),
      object('v1', 'Namespace', 'shop'),
      object('networking.k8s.io/v1', 'NetworkPolicy', 'deny', 'shop', undefined, { spec: { podSelector: {}, policyTypes: ['Ingress'] } }),
      object('rbac.authorization.k8s.io/v1', 'Role', 'reader', 'shop', undefined, { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
      object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'reader', 'shop', undefined, {
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' }, subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' }],
      }),
      object('policy/v1', 'PodDisruptionBudget', 'web', 'shop', undefined, { spec: { minAvailable: 1, selector: { matchLabels: { a: 'b' } } } }),
    ]);
    const { status, stdout, stderr } = spawnSync(kubectl, ['--kubeconfig', plane.adminKubeconfig(), 'apply', '-k', join(written(tree), 'manifests')], { encoding: 'utf8' });
    // It says that the file's order is taken and not its own, which would put a NetworkPolicy after the workloads.
    expect({ status, said: stderr.trim().replace(/.*Warning: /, '') }).toEqual({ status: 0, said: expect.stringMatching(/^(Sorting order is set both .*)?$/) });
    expect(stdout.trim().split('\n').map(line => line.replace(/ created$/, ''))).toEqual([
      'namespace/shop', 'networkpolicy.networking.k8s.io/deny', 'role.rbac.authorization.k8s.io/reader', 'rolebinding.rbac.authorization.k8s.io/reader',
      'service/web', 'deployment.apps/web', 'poddisruptionbudget.policy/web',
    ]);
  });
});
