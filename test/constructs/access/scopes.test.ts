import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { labelsIn, ofKind, only, problemOf, small, type Json } from '../support';
import { AccessRole, KubernetesResource as R, PodSecurityLevel, ReadOnlyRole, type ReadOnlyRoleProps, SecuredNamespace, Subject, Verb } from 'cdk8s-bulwark';

const JANE = [Subject.user('jane')];

test('in several namespaces, one ClusterRole is bound in each, under one name', () => {
  const { prod, shop } = small();
  const bank = new SecuredNamespace(prod, 'bank', { podSecurity: PodSecurityLevel.PRIVILEGED, defaultDeny: false });
  const { role, bindings } = new ReadOnlyRole(prod, 'viewer', { resources: [R.PODS], subjects: JANE, namespaces: [shop, bank, 'legacy', 'bank'] });
  expect(labelsIn(prod)).toEqual([
    'ClusterRole viewer', 'RoleBinding bank/clusterrole-viewer', 'RoleBinding legacy/clusterrole-viewer', 'RoleBinding shop/clusterrole-viewer',
  ]);
  expect(ofKind(prod, 'RoleBinding').map(({ roleRef }) => roleRef)).toEqual(Array(3).fill({ apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'viewer' }));
  expect([role.kind, bindings.length]).toEqual(['ClusterRole', 3]);
});

test('a construct stands for its one namespace: a chart, or what holds a Namespace', () => {
  const { prod } = small();
  const chart = new Chart(prod, 'team', { namespace: 'team-a' });
  const holder = new Construct(prod, 'holder');
  new kplus.Namespace(holder, 'ns', { metadata: { name: 'team-b' } });
  new ReadOnlyRole(prod, 'viewer', { resources: [R.PODS], subjects: JANE, namespaces: [chart, holder] });
  expect(ofKind(prod, 'RoleBinding').map(({ metadata }) => metadata.namespace)).toEqual(['team-a', 'team-b']);
});

test('of namespaces, it may read those that it is bound in', () => {
  const { prod } = small();
  new ReadOnlyRole(prod, 'viewer', { resources: [R.NAMESPACES], names: ['a', 'b'], subjects: JANE, namespaces: ['a', 'b'] });
  expect(only(prod, 'ClusterRole').rules).toEqual([{ apiGroups: [''], resources: ['namespaces'], resourceNames: ['a', 'b'], verbs: ['get'] }]);
});

test.each<[string, Partial<ReadOnlyRoleProps>, object]>([
  ['nobody has it', { namespaces: ['a'] }, { field: 'subjects' }],
  ['no namespaces', { namespaces: [], subjects: JANE }, { field: 'namespaces', value: '[]' }],
  ['an empty one', { namespaces: ['a', ''], subjects: JANE }, { field: 'namespaces[1]' }],
  ['cluster-wide', { namespaces: ['a'], clusterWide: true, subjects: JANE }, { field: 'namespaces', fix: 'leave out namespaces, or clusterWide' }],
  ['a text in place of true', { clusterWide: 'false' as unknown as boolean }, { field: 'clusterWide', value: '"false"' }],
  ['one and several', { namespaces: ['a'], namespace: 'b', subjects: JANE }, { field: 'namespace' }],
  ['a number', { namespaces: [1] as unknown as string[], subjects: JANE }, { field: 'namespaces[0]', value: '1' }],
  ['a cluster-scoped resource', { namespaces: ['a'], resources: [R.NODES], subjects: JANE }, { field: 'resources[0]', value: '"nodes"' }],
  ['the name of a namespace where it is not bound', { namespaces: ['a', 'b'], resources: [R.NAMESPACES], names: ['c'], subjects: JANE }, { value: '"c"' }],
])('in several namespaces, refused: %s', (_, props, problem) => {
  expect(problemOf(() => new ReadOnlyRole(small().prod, 'viewer', { resources: [R.PODS], ...props })))
    .toMatchObject({ id: 'construct-invalid', construct: 'prod/viewer', ...problem });
});

test.each<[string, (scope: Construct) => Construct, string]>([
  ['no Namespace', scope => new Construct(scope, 'x'), 'holds no Namespace'],
  ['several', scope => {
    const x = new Construct(scope, 'x');
    for (const name of ['b', 'a']) new ApiObject(x, name, { apiVersion: 'v1', kind: 'Namespace' });
    return x;
  }, 'holds several namespaces: x-a, x-b'],
])('a construct with %s stands for none', (_, make, message) => {
  const { prod } = small();
  expect(problemOf(() => new ReadOnlyRole(prod, 'viewer', { resources: [R.PODS], subjects: JANE, namespaces: [make(prod)] })))
    .toMatchObject({ field: 'namespaces[0]', value: '"prod/x"', message });
});

test('a role keeps its binding when its rules change, and gets another when it becomes another role', () => {
  const bindings = (props: Partial<ReadOnlyRoleProps>, id = 'reader') => {
    const { prod, shop } = small();
    new ReadOnlyRole(shop, id, { resources: [R.PODS], subjects: JANE, ...props });
    return labelsIn(prod).filter(label => label.includes('Binding'));
  };
  const before = bindings({});
  expect(before).toEqual(['RoleBinding shop/role-reader']);
  expect(bindings({ resources: [R.SECRETS], names: ['a'] })).toEqual(before);
  for (const other of [bindings({ namespaces: ['shop'] }), bindings({ clusterWide: true }), bindings({ name: 'viewer' }), bindings({}, 'viewer')]) {
    expect(other).not.toEqual(before);
  }
});

test('two roles never share the default name of a binding, whatever they are called', () => {
  const names = ['x', 'role-x', 'clusterrole-x', 'role-clusterrole-x', 'X', 'x:y'];
  const bindings = names.flatMap(name => [{ name }, { name, namespaces: ['shop'] }].map(props => {
    const { prod, shop } = small();
    new ReadOnlyRole(shop, 'reader', { resources: [R.PODS], subjects: JANE, ...props });
    return only(prod, 'RoleBinding').metadata.name as string;
  }));
  expect(new Set(bindings).size).toBe(names.length * 2);
});

test('in a plain chart with a namespace, what is cluster-scoped carries none', () => {
  const chart = new Chart(new App(), 'chart', { namespace: 'shop' });
  new AccessRole(chart, 'role', { clusterWide: true, rules: [{ verbs: [Verb.GET], resources: [R.NODES] }], subjects: JANE });
  new ReadOnlyRole(chart, 'viewer', { resources: [R.PODS], subjects: JANE, namespaces: ['a'] });
  expect((Testing.synth(chart) as Json[]).map(({ kind, metadata }) => `${kind} ${metadata.namespace}`))
    .toEqual(['ClusterRole undefined', 'ClusterRoleBinding undefined', 'ClusterRole undefined', 'RoleBinding a']);
});

test('bind of a ClusterRole is asked in the namespace of a RoleBinding, so a role there can grant it, and nothing else of one', () => {
  const { shop } = small();
  const grant = (id: string, ...verbs: Verb[]) => new AccessRole(shop, id, { rules: [{ verbs, resources: [R.CLUSTER_ROLES], names: ['view'] }], subjects: JANE });
  expect(grant('grantor', Verb.BIND).role.toJson()).toMatchObject({ kind: 'Role', rules: [{ resources: ['clusterroles'], verbs: ['bind'] }] });
  expect(() => grant('writer', Verb.ESCALATE)).toThrow(/is cluster-scoped, and a role that is bound in a namespace grants nothing of it/);
  expect(() => grant('both', Verb.BIND, Verb.GET)).toThrow(/is cluster-scoped/);
});
