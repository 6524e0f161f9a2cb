import { ApiObject, Include } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct, type IConstruct } from 'constructs';
import { labelsIn, only, problemOf, small, type Small } from '../support';
import {
  AccessBinding, AccessRole, AggregatedRole, Cluster, ExistingRole, KubernetesResource as R, ReadOnlyRole, SecuredNamespace, Subject, Verb,
  type AccessBindingProps,
} from 'cdk8s-bulwark';

const JANE = [Subject.user('jane')];

test('a role of Kubernetes is granted in a namespace', () => {
  const { prod, shop } = small();
  new AccessBinding(shop, 'team', { role: ExistingRole.EDIT, subjects: JANE });
  expect(only(prod, 'RoleBinding')).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'team-clusterrole-edit', namespace: 'shop' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
    subjects: [{ kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' }],
  });
});

test.each<[string, Partial<AccessBindingProps>, string[]]>([
  ['everywhere', { clusterWide: true }, ['ClusterRoleBinding team-clusterrole-view']],
  ['in another namespace', { namespace: 'bank' }, ['RoleBinding bank/team-clusterrole-view']],
  ['in several', { namespaces: ['b', 'a'] }, ['RoleBinding a/team-clusterrole-view', 'RoleBinding b/team-clusterrole-view']],
  ['under a name of the author', { namespaces: ['b', 'a'], name: 'mine' }, ['RoleBinding a/mine', 'RoleBinding b/mine']],
  ['a Role', { namespace: 'bank', role: ExistingRole.role('leader') }, ['RoleBinding bank/team-role-leader']],
  ['a role with a colon', { namespace: 'bank', role: ExistingRole.clusterRole('system:basic-user') }, ['RoleBinding bank/team-clusterrole-system:basic-user']],
])('it is granted %s', (_, props, labels) => {
  const { prod } = small();
  new AccessBinding(prod, 'team', { role: ExistingRole.VIEW, subjects: JANE, ...props });
  expect(labelsIn(prod)).toEqual(labels);
});

test('the default name is another for every role, also where names differ in what no generated name can hold', () => {
  const names = ['edit', 'Edit', 'a-b', 'a_b', 'a--b', 'A-B', 'a:b', 'a.b', 'äb', 'x'.repeat(100), `${'x'.repeat(99)}y`];
  const bindings = names.flatMap(name => [ExistingRole.clusterRole(name), ExistingRole.role(name)]).map(role => {
    const { prod, shop } = small();
    new AccessBinding(shop, 'team', { role, subjects: JANE });
    return only(prod, 'RoleBinding').metadata.name as string;
  });
  expect(new Set(bindings).size).toBe(names.length * 2);
});

const INCLUDED = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'imported' }, rules: [] };
test.each<[string, (world: Small) => IConstruct, object]>([
  ['an AccessRole', ({ shop }) => new AccessRole(shop, 'r', { rules: [{ verbs: [Verb.GET], resources: [R.PODS] }] }), { kind: 'Role', name: 'r' }],
  ['a cluster-wide ReadOnlyRole', ({ prod }) => new ReadOnlyRole(prod, 'r', { clusterWide: true, resources: [R.PODS] }), { kind: 'ClusterRole', name: 'r' }],
  ['a role with bindings of its own', ({ shop }) => new ReadOnlyRole(shop, 'r', { resources: [R.PODS], subjects: [Subject.user('x')] }), { kind: 'Role', name: 'r' }],
  ['an AggregatedRole', ({ prod }) => new AggregatedRole(prod, 'r'), { kind: 'ClusterRole', name: 'r' }],
  ['a ClusterRole of cdk8s-plus', ({ prod }) => new kplus.ClusterRole(prod, 'r'), { kind: 'ClusterRole', name: 'r' }],
  ['a raw object', ({ shop }) => new ApiObject(shop, 'r', { ...INCLUDED, metadata: { name: 'raw' } }), { kind: 'ClusterRole', name: 'raw' }],
])('%s can be granted', (_, make, roleRef) => {
  const world = small();
  new AccessBinding(world.shop, 'team', { role: make(world), subjects: JANE });
  expect(only(world.prod, 'RoleBinding', `team-${Object.values(roleRef).join('-').toLowerCase()}`).roleRef).toEqual({ apiGroup: 'rbac.authorization.k8s.io', ...roleRef });
});

test('what an included file holds can be granted', () => {
  const { prod } = small();
  const file = new Include(prod, 'file', { url: `${__dirname}/included-role.yaml` });
  new AccessBinding(prod, 'team', { role: file, subjects: JANE, clusterWide: true });
  expect(only(prod, 'ClusterRoleBinding').roleRef.name).toBe('imported');
});

test.each<[string, (world: Small) => Partial<AccessBindingProps>, object]>([
  ['no subjects', () => ({ subjects: [] }), { field: 'subjects', value: '[]' }],
  ['no role', () => ({ role: undefined }), { field: 'role' }],
  ['a text', () => ({ role: 'edit' as unknown as ExistingRole }), { field: 'role', value: '"edit"' }],
  ['a Role everywhere', ({ shop }) => ({ clusterWide: true, role: new ReadOnlyRole(shop, 'r', { resources: [R.PODS] }) }), { value: '"role/r"' }],
  ['a Role elsewhere', ({ shop }) => ({ namespaces: ['shop', 'bank'], role: new ReadOnlyRole(shop, 'r', { resources: [R.PODS] }) }), {
    message: 'is a Role of the namespace shop, and a binding in bank would look for it there',
  }],
  ['a construct without a role', ({ shop }) => ({ role: new Construct(shop, 'x') }), { id: 'workload-unresolved', message: 'holds no Role or ClusterRole' }],
  ['a construct with two', ({ shop }) => {
    const x = new Construct(shop, 'x');
    for (const id of ['a', 'b']) new ReadOnlyRole(x, id, { resources: [R.PODS] });
    return { role: x };
  }, { id: 'workload-unresolved', message: expect.stringContaining('holds several roles') }],
  ['a role of another cluster', ({ app, prod }) => ({
    role: new ReadOnlyRole(new SecuredNamespace(new Cluster(app, 'staging', { target: prod.target }), 'shop'), 'r', { resources: [R.PODS] }),
  }), { id: 'workload-unresolved', message: 'stands in another cluster' }],
])('%s: refused', (_, props, problem) => {
  const world = small();
  expect(problemOf(() => new AccessBinding(world.shop, 'team', { role: ExistingRole.VIEW, subjects: JANE, ...props(world) })))
    .toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/team', ...problem });
});

test.each(['', '.', '..', 'a/b', 'a%b'])('%j names no role', name => {
  for (const make of [() => ExistingRole.clusterRole(name), () => ExistingRole.role(name)]) {
    expect(problemOf(make)).toMatchObject({ id: 'construct-invalid', message: 'is not the name of a role' });
  }
});
