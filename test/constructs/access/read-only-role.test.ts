import * as kplus from 'cdk8s-plus-27';
import { labelsIn, only, problemOf, small } from '../support';
import { KubernetesResource as R, ReadOnlyRole, Subject, type ReadOnlyRoleProps } from 'cdk8s-bulwark';

function rulesOf(props: ReadOnlyRoleProps): unknown {
  const { prod, shop } = small();
  new ReadOnlyRole(shop, 'reader', props);
  return only(prod, props.clusterWide ? 'ClusterRole' : 'Role').rules;
}

function refusal(props: ReadOnlyRoleProps) {
  return problemOf(() => new ReadOnlyRole(small().shop, 'reader', props));
}

test.each<[R, string[]]>([
  [R.PODS, ['get', 'list', 'watch']],
  [R.PODS_LOG, ['get']],
  [R.PODS_STATUS, ['get']],
  [R.DEPLOYMENTS_SCALE, ['get']],
  [R.of({ group: 'argoproj.io', resource: 'applications' }), ['get', 'list', 'watch']],
])('of %s it may do what reading is there', (resource, verbs) => {
  expect(rulesOf({ resources: [resource] })).toEqual([{ apiGroups: [resource.group], resources: [resource.resource], verbs }]);
});

test('of namespaces, a role in one grants GET of itself alone; a cluster-wide one every read', () => {
  expect(rulesOf({ resources: [R.NAMESPACES] })).toEqual([{ apiGroups: [''], resources: ['namespaces'], verbs: ['get'] }]);
  expect(rulesOf({ resources: [R.NAMESPACES], clusterWide: true })).toEqual([{ apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list', 'watch'] }]);
});

test('names restrict every rule', () => {
  expect(rulesOf({ resources: [R.SECRETS, R.PODS_LOG], names: ['b', 'a'] })).toEqual([
    { apiGroups: [''], resources: ['secrets'], resourceNames: ['a', 'b'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['pods/log'], resourceNames: ['a', 'b'], verbs: ['get'] },
  ]);
});

test.each([R.PODS_EXEC, R.PODS_ATTACH, R.PODS_PORT_FORWARD, R.PODS_PROXY, R.SERVICES_PROXY, R.NODES_PROXY])(
  'reading %s acts, and is refused', resource => {
    expect(refusal({ resources: [R.PODS, resource], clusterWide: true })).toMatchObject({
      id: 'construct-invalid', construct: 'prod/shop/reader', field: 'resources[1]', value: JSON.stringify(`${resource}`),
    });
  });

test.each([R.all(), R.allInGroup('apps'), R.allInGroup(''), R.of({ group: '*', resource: 'pods' })])('the wildcard %s is refused', resource => {
  expect(refusal({ resources: [resource] })).toMatchObject({ field: 'resources[0]', fix: 'list the resources, or use AccessRole' });
});

test.each<[string, ReadOnlyRoleProps, object]>([
  ['what cannot be read', { resources: [R.BINDINGS] }, { field: 'resources[0]', message: 'cannot be read; it has create' }],
  ['a cluster-scoped resource in a namespace', { resources: [R.NODES] }, { field: 'resources[0]', value: '"nodes"' }],
  ['no resources', { resources: [] }, { field: 'resources', value: '[]' }],
  ['resources that are undefined', {} as ReadOnlyRoleProps, { field: 'resources' }],
  ['a resource that is undefined', { resources: [R.PODS, undefined as unknown as R] }, { field: 'resources[1]' }],
  ['no names: Kubernetes would read that as every name', { resources: [R.PODS], names: [] }, { field: 'names', value: '[]' }],
  ['an empty name', { resources: [R.PODS], names: ['a', ''] }, { field: 'names[1]', value: '""' }],
  ['a text in place of a resource', { resources: [R.PODS, 'pods'] as unknown as R[] }, {
    field: 'resources[1]', value: '"pods"', message: 'must be a KubernetesResource, not a text', fix: "use KubernetesResource.of({ resource: 'pods' }), or its constant",
  }],
  ['a text with a subresource', { resources: ['deploy/scale'] as unknown as R[] }, {
    fix: "use KubernetesResource.of({ group: 'apps', resource: 'deployments', subresource: 'scale' }), or its constant",
  }],
  ['a resource of cdk8s-plus', { resources: [kplus.ApiResource.DEPLOYMENTS] as unknown as R[] }, { fix: "use KubernetesResource.of({ group: 'apps', resource: 'deployments' })" }],
  ['a number', { resources: [7] as unknown as R[] }, { field: 'resources[0]', value: '7' }],
  ['resources that are no list', { resources: R.PODS as unknown as R[] }, { field: 'resources', message: 'must be a list (each a KubernetesResource), not one alone' }],
  ['no properties', undefined as unknown as ReadOnlyRoleProps, { field: 'resources' }],
  ['a name with a wildcard', { resources: [R.PODS], names: ['web-*'] }, { field: 'resources[0]', value: '"web-*"' }],
  ['a name that is no text', { resources: [R.PODS], names: [1] as unknown as string[] }, { field: 'names[0]', value: '1', message: 'must be a text, not a number' }],
  ['the name of another namespace', { resources: [R.NAMESPACES], names: ['shop', 'bank'] }, { field: 'resources[0]', value: '"bank"' }],
  ['no subjects', { resources: [R.PODS], subjects: [] }, { field: 'subjects', value: '[]' }],
  ['a namespace of a cluster-wide role', { resources: [R.PODS], clusterWide: true, namespace: 'shop' }, { field: 'namespace', value: '"shop"' }],
  ['an empty namespace', { resources: [R.PODS], namespace: '' }, { field: 'namespace', value: '""' }],
])('%s: refused', (_, props, problem) => {
  expect(refusal(props)).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/reader', ...problem });
});

test('the binding names the role in its name and in its roleRef', () => {
  const { prod, shop } = small();
  new ReadOnlyRole(shop, 'reader', { resources: [R.PODS], subjects: [Subject.user('jane')] });
  expect(only(prod, 'RoleBinding')).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'role-reader', namespace: 'shop' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    subjects: [{ kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' }],
  });
});

test('names of the author stand on both objects', () => {
  const { prod, shop } = small();
  new ReadOnlyRole(shop, 'a', { resources: [R.PODS], subjects: [Subject.user('jane')], name: 'x' });
  new ReadOnlyRole(shop, 'b', { resources: [R.PODS], subjects: [Subject.user('jane')], name: 'y', bindingName: 'z' });
  new ReadOnlyRole(shop, 'd', { resources: [R.NODES], clusterWide: true, subjects: [Subject.user('jane')] });
  expect(labelsIn(prod)).toEqual(['ClusterRole d', 'ClusterRoleBinding clusterrole-d', 'Role shop/x', 'Role shop/y', 'RoleBinding shop/role-x', 'RoleBinding shop/z']);
});

test('properties of a class count as those of a literal do', () => {
  class Props implements ReadOnlyRoleProps {
    public readonly resources = [R.PODS];
    public get namespace() { return 'other'; }
    public get subjects() { return [Subject.user('jane')]; }
  }
  const { prod, shop } = small();
  new ReadOnlyRole(shop, 'reader', new Props());
  expect(labelsIn(prod)).toEqual(['Role other/shop-reader', 'RoleBinding other/role-shop-reader']);
});
