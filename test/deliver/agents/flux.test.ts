import * as fc from 'fast-check';
import { anyObjects, FLUX, isWorkload, listed, object, parsed, prepared, treeOf, type Json } from './support';
import { fanOutFiles } from '../../../src/deliver/agents';
import { hasVariable } from '../../../src/deliver/agents/substitution';

const SUBSTITUTE = 'kustomize.toolkit.fluxcd.io/substitute';
const UNITS = ['manifests/policies', 'manifests', 'manifests/workloads'];

/** The Kustomizations in a tree, by name, in the order in which Flux applies them. */
function inFluxOrder(tree: ReadonlyMap<string, string>): Json[] {
  const all = [...tree].filter(([path]) => path.startsWith('agent/')).map(([, text]) => parsed(text)).filter(({ kind }) => kind === 'Kustomization');
  const order: Json[] = [];
  const after = (name: string | undefined) => all.find(({ spec }) => spec.dependsOn?.[0].name === name);
  for (let next = after(undefined); next; next = after(next.metadata.name)) {
    order.push(next);
  }
  expect(order).toHaveLength(all.length);
  return order;
}

test('each object is in exactly one unit of Flux, policies before workloads, bindings after roles', () => {
  fc.assert(fc.property(anyObjects, objects => {
    const tree = treeOf(FLUX, objects);
    const units = inFluxOrder(tree).map(({ spec: { path } }) => listed(tree, path.replace('./dist/manifests/shop/prod/', '')));
    const manifests = [...tree.keys()].filter(path => path.startsWith('manifests/') && !path.endsWith('/kustomization.yaml'));
    expect(units.flat().sort()).toEqual(manifests.sort());
    expect(units[2]!.length).toBe(objects.filter(each => isWorkload(each, objects)).length);
    const kinds = units.map(paths => new Set(paths.map(path => parsed(tree.get(path)).kind)));
    for (const kind of ['Role', 'ConstraintTemplate', 'Namespace', 'NetworkPolicy', 'CiliumNetworkPolicy']) {
      expect([kinds[1]!.has(kind), kinds[2]!.has(kind)]).toEqual([false, false]);
    }
    for (const kind of ['RoleBinding', 'ClusterRoleBinding', 'K8sRequiredLabels']) {
      expect([kinds[0]!.has(kind), kinds[2]!.has(kind)]).toEqual([false, false]);
    }
  }), { numRuns: 200 });
});

test('the Kustomizations of a cluster, as they are written', () => {
  const tree = treeOf({ ...FLUX, serviceAccountName: 'deployer' }, [object('v1', 'Namespace', 'shop')]);
  expect([...tree.keys()].filter(path => path.startsWith('agent/'))).toEqual([
    'agent/gitrepository-shop.prod.yaml', 'agent/kustomization-shop.prod.bindings.yaml',
    'agent/kustomization-shop.prod.policies.yaml', 'agent/kustomization-shop.prod.workloads.yaml',
  ]);
  expect(parsed(tree.get('agent/gitrepository-shop.prod.yaml')).spec).toEqual({ interval: '10m0s', url: 'https://git.example.com/platform', ref: { branch: 'main' } });
  const [policies, bindings, workloads] = inFluxOrder(tree);
  expect(policies).toEqual({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'shop.prod.policies', namespace: 'flux-system' },
    spec: {
      deletionPolicy: 'Orphan',
      interval: '10m0s',
      retryInterval: '1m0s',
      timeout: '5m0s',
      prune: true,
      wait: true,
      serviceAccountName: 'deployer',
      path: './dist/manifests/shop/prod/manifests/policies',
      sourceRef: { kind: 'GitRepository', name: 'shop.prod' },
    },
  });
  expect([bindings!.spec.dependsOn, bindings!.spec.wait, workloads!.spec.dependsOn, workloads!.spec.path]).toEqual([
    [{ name: 'shop.prod.policies' }], true, [{ name: 'shop.prod.bindings' }], './dist/manifests/shop/prod/manifests/workloads',
  ]);
});

test('every unit is there when it holds nothing, so that what left it is pruned', () => {
  const tree = treeOf(FLUX, []);
  expect(inFluxOrder(tree)).toHaveLength(3);
  expect(UNITS.map(folder => parsed(tree.get(`${folder}/kustomization.yaml`)))).toEqual(UNITS.map(() => (
    { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: [], sortOptions: { order: 'fifo' } })));
});

test.each([['main', { branch: 'main' }], ['refs/tags/v1', { name: 'refs/tags/v1' }], ['0123456789abcdef0123456789abcdef01234567', { commit: '0123456789abcdef0123456789abcdef01234567' }]])(
  'the revision %s is the reference %j', (revision, ref) => {
    expect(parsed(treeOf({ ...FLUX, revision }, []).get('agent/gitrepository-shop.prod.yaml')).spec.ref).toEqual(ref);
  });

test('a source that exists is named and not written', () => {
  const tree = treeOf({ ...FLUX, source: { name: 'flux-system' } }, []);
  expect([...tree.keys()].some(path => path.includes('gitrepository'))).toBe(false);
  expect(inFluxOrder(tree).map(({ spec }) => spec.sourceRef)).toEqual(UNITS.map(() => ({ kind: 'GitRepository', name: 'flux-system' })));
});

test('Flux replaces no variable: an object that holds ${ says so, and no other one does', () => {
  const text = fc.oneof(fc.constantFrom('${', 'a ${b} c', '$${x}', '$', '{', '$ {', '${a:=b}'), fc.string());
  fc.assert(fc.property(fc.dictionary(text, fc.oneof(text, fc.array(text), fc.dictionary(text, text))), data => {
    const { objects: [made], problems } = prepared(FLUX, [object('v1', 'ConfigMap', 'c', 'shop', undefined, { data })]);
    const annotations = (made!.object.metadata as Json).annotations as Json | undefined;
    expect(problems).toEqual([]);
    expect(annotations?.[SUBSTITUTE]).toBe(JSON.stringify(data).includes('${') ? 'disabled' : undefined);
  }), { numRuns: 500 });
});

test('what keeps substitution off already is left as it is, in a label as well', () => {
  const [byAnnotation, byLabel] = [object('v1', 'ConfigMap', 'a', 'shop', { [SUBSTITUTE]: 'disabled' }, { data: { a: '${b}' } }), object('v1', 'ConfigMap', 'b', 'shop')];
  const labelled = { ...byLabel, object: { ...byLabel.object, metadata: { ...byLabel.object.metadata as Json, labels: { [SUBSTITUTE]: 'disabled' } }, data: { a: '${b}' } } };
  expect(prepared(FLUX, [byAnnotation, labelled])).toEqual({ objects: [byAnnotation, labelled], problems: [] });
});

test.each([
  ['an object that asks for substitution', object('v1', 'ConfigMap', 'c', 'shop', { [SUBSTITUTE]: 'enabled' }, { data: { a: '${b}' } }), 'lets Flux replace variables'],
  ['an object that Flux leaves out', object('networking.k8s.io/v1', 'NetworkPolicy', 'c', 'shop', { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' }), 'keeps Flux from applying'],
  ['an object that Flux never changes', object('networking.k8s.io/v1', 'NetworkPolicy', 'c', 'shop', { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' }), 'keeps Flux from applying'],
  ['an object that kustomize leaves out', object('v1', 'ConfigMap', 'c', 'shop', { 'config.kubernetes.io/local-config': 'true' }), 'is one that kustomize keeps for itself'],
])('refuses %s', (_, model, message) => {
  expect(prepared(FLUX, [model]).problems.map(({ id, message: said }) => [id, said.slice(0, message.length)])).toEqual([['agent-refused', message]]);
});

test('a variable anywhere counts, and a $ by itself does not', () => {
  expect([{ a: ['x', { b: '${c}' }] }, { '${a}': 1 }, ['$', '{']].map(hasVariable)).toEqual([true, true, false]);
});

test('a Flux elsewhere finds every cluster in one folder, each by a kubeconfig of its own', () => {
  const files = fanOutFiles('shop', [{ name: 'shop', agent: { ...FLUX, remote: true }, clusters: ['us', 'eu'] }]);
  expect([...files.keys()]).toEqual([
    ...['bindings', 'policies', 'workloads'].map(unit => `agent/eu/kustomization-shop.eu.${unit}.yaml`), 'agent/gitrepository-shop.yaml',
    ...['bindings', 'policies', 'workloads'].map(unit => `agent/us/kustomization-shop.us.${unit}.yaml`),
  ]);
  const specs = [...files].filter(([path]) => path.includes('kustomization')).map(([path, text]) => [path.split('/')[1], parsed(text).spec] as const);
  expect(specs.map(([cluster, spec]) => [spec.kubeConfig.secretRef.name === `${cluster}-kubeconfig`, spec.path.startsWith(`./dist/manifests/shop/${cluster}/manifests`), spec.sourceRef.name]))
    .toEqual(specs.map(() => [true, true, 'shop']));
  expect([...treeOf({ ...FLUX, remote: true }, [object('v1', 'Namespace', 'shop')], true).keys()].filter(path => path.startsWith('agent/'))).toEqual([]);
});
