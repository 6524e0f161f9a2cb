import * as fc from 'fast-check';
import { anyObjects, isWorkload, KUSTOMIZE, listed, object, parsed, prepared, treeOf } from './support';
import { unitName } from '../../../src/deliver/agents/names';

test('kustomize finds each object once, policies first, below one folder or by the two', () => {
  fc.assert(fc.property(anyObjects, objects => {
    const tree = treeOf(KUSTOMIZE, objects);
    expect(listed(tree, 'manifests')).toEqual(['manifests/policies', 'manifests/workloads']);
    const [policies, workloads] = [listed(tree, 'manifests/policies'), listed(tree, 'manifests/workloads')];
    expect([...policies, ...workloads].sort()).toEqual([...tree.keys()].filter(path => path.startsWith('manifests/') && !path.endsWith('/kustomization.yaml')).sort());
    expect(workloads.length).toBe(objects.filter(each => isWorkload(each, objects)).length);
  }), { numRuns: 200 });
});

test('files are listed in the order in which their objects can be applied, whatever the order of declaration', () => {
  const objects = [
    object('apps/v1', 'Deployment', 'web', 'shop'), object('v1', 'Service', 'web', 'shop'), object('v1', 'ConfigMap', 'web', 'shop'),
    object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'a', 'shop'), object('rbac.authorization.k8s.io/v1', 'Role', 'z', 'shop'),
    object('cilium.io/v2', 'CiliumNetworkPolicy', 'a', 'shop'), object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'z.cilium.io'),
    object('v1', 'Namespace', 'shop'), object('cert-manager.io/v1', 'Certificate', 'a', 'shop'),
    object('apiregistration.k8s.io/v1', 'APIService', 'v1.x.io', undefined, undefined, { spec: { service: { namespace: 'shop', name: 'web' } } }),
  ];
  const kinds = (folder: string, tree: ReadonlyMap<string, string>) => listed(tree, folder).map(path => parsed(tree.get(path)).kind);
  fc.assert(fc.property(fc.shuffledSubarray(objects, { minLength: objects.length }), shuffled => {
    const tree = treeOf(KUSTOMIZE, shuffled);
    expect(kinds('manifests/policies', tree)).toEqual(['Namespace', 'CustomResourceDefinition', 'Role', 'RoleBinding', 'CiliumNetworkPolicy']);
    expect(kinds('manifests/workloads', tree)).toEqual(['ConfigMap', 'Service', 'Deployment', 'Certificate', 'APIService']);
  }), { numRuns: 20 });
});

test('the agent that adds nothing adds nothing', () => {
  const objects = [object('v1', 'Namespace', 'shop')];
  expect([...treeOf({ profile: 'plain' }, objects).keys()]).toEqual(['manifests/policies/_cluster/namespace-shop.yaml', '.bulwark.json']);
});

test.each(['config.kubernetes.io/local-config', 'config.kubernetes.io/index', 'config.kubernetes.io/path', 'config.k8s.io/id', 'internal.config.kubernetes.io/refBy'])(
  'refuses the annotation %s, which kustomize would act on or take away', key => {
    const { problems } = prepared(KUSTOMIZE, [object('v1', 'ConfigMap', 'c', 'shop', { [key]: 'true' })]);
    expect(problems).toMatchObject([{ id: 'agent-refused', construct: 'prod/ConfigMap-shop-c', field: `metadata.annotations["${key}"]` }]);
  });

test('no two clusters of any apps have one name with an agent, and every name is a value of a label with any suffix', () => {
  const name = fc.oneof(fc.stringMatching(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,20}[A-Za-z0-9])?$/), fc.constantFrom('a', 'a-b', 'b-c', 'c', 'A', 'a.b', 'a_b', 'a'.repeat(100), `${'a'.repeat(99)}b`));
  fc.assert(fc.property(fc.uniqueArray(fc.tuple(name, name), { selector: each => each.join('/') }), pairs => {
    const names = pairs.map(pair => unitName(...pair));
    expect(new Set(names).size).toBe(pairs.length);
    names.forEach(each => expect(`${each}.workloads`).toMatch(/^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/));
  }), { numRuns: 1000 });
  expect([unitName('shop', 'eu-prod'), unitName('shop-eu', 'prod')]).toEqual(['shop.eu-prod', 'shop-eu.prod']);
});
