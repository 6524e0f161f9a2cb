import { JsonPatch } from 'cdk8s';
import { labelsIn, modelsIn, ofKind, only, problemOf, small, type Small } from '../support';
import {
  AccessRole, AggregatedRole, Cluster, ExistingRole, KubernetesResource as R, ReadOnlyRole, Subject, Verb,
  type AggregatedRoleProps, type ReadOnlyRoleProps,
} from 'cdk8s-bulwark';

const JANE = [Subject.user('jane')];

test('it has a selector, no rules, and gathers what names it', () => {
  const { prod } = small();
  const monitoring = new AggregatedRole(prod, 'monitoring', { selectors: [{ team: 'metrics', tier: 'read' }] });
  new ReadOnlyRole(prod, 'endpoints', { resources: [R.ENDPOINTS], aggregateTo: [monitoring] });
  expect(only(prod, 'ClusterRole', 'monitoring')).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'monitoring' },
    aggregationRule: {
      clusterRoleSelectors: [
        { matchLabels: { 'bulwark.cdk8s.io/aggregate-to-monitoring': 'true' } },
        { matchLabels: { team: 'metrics', tier: 'read' } },
      ],
    },
  });
  expect(only(prod, 'ClusterRole', 'endpoints').metadata).toEqual({ name: 'endpoints', labels: { 'bulwark.cdk8s.io/aggregate-to-monitoring': 'true' } });
});

test('the roles of Kubernetes gather by their labels, beside those of the author', () => {
  const { prod } = small();
  new AccessRole(prod, 'crontabs', {
    rules: [{ verbs: Verb.read(), resources: [R.custom({ group: 'stable.example.com', resource: 'crontabs', namespaced: true })] }],
    aggregateTo: [ExistingRole.VIEW, ExistingRole.EDIT, ExistingRole.ADMIN],
    labels: { team: 'a' },
  });
  expect(only(prod, 'ClusterRole').metadata.labels).toEqual({
    'rbac.authorization.k8s.io/aggregate-to-admin': 'true',
    'rbac.authorization.k8s.io/aggregate-to-edit': 'true',
    'rbac.authorization.k8s.io/aggregate-to-view': 'true',
    'team': 'a',
  });
});

test('a gathered role needs no place, and may grant what is cluster-scoped and paths: who has the other decides', () => {
  const { prod } = small();
  const all = new AggregatedRole(prod, 'all');
  new AccessRole(prod, 'part', { aggregateTo: [all], rules: [{ verbs: [Verb.GET], resources: [R.NODES] }, { verbs: [Verb.GET], nonResourceUrls: ['/metrics'] }] });
  expect(only(prod, 'ClusterRole', 'part').rules).toHaveLength(2);
});

test('a gathered role can be bound as well, by a ClusterRole wherever it is', () => {
  const { prod, shop } = small();
  new ReadOnlyRole(shop, 'part', { resources: [R.PODS], aggregateTo: [ExistingRole.VIEW], subjects: JANE });
  expect(labelsIn(prod)).toEqual(['ClusterRole part', 'RoleBinding shop/clusterrole-part']);
  expect(only(prod, 'RoleBinding').metadata.labels).toBeUndefined();
});

test.each<[string, AggregatedRoleProps, string[]]>([
  ['nobody', {}, ['ClusterRole all']],
  ['everywhere', { subjects: JANE, clusterWide: true }, ['ClusterRole all', 'ClusterRoleBinding clusterrole-all']],
  ['in a namespace', { subjects: JANE, namespace: 'shop' }, ['ClusterRole all', 'RoleBinding shop/clusterrole-all']],
  ['in several', { subjects: JANE, namespaces: ['a', 'b'], bindingName: 'x' }, ['ClusterRole all', 'RoleBinding a/x', 'RoleBinding b/x']],
])('it is bound: %s', (_, props, labels) => {
  const { prod } = small();
  new AggregatedRole(prod, 'all', props);
  expect(labelsIn(prod)).toEqual(labels);
});

test('a name that no label can hold is still gathered by', () => {
  const { prod } = small();
  const role = new AggregatedRole(prod, 'all', { name: 'team:a:b' });
  new ReadOnlyRole(prod, 'part', { resources: [R.PODS], aggregateTo: [role] });
  const [label] = Object.keys(only(prod, 'ClusterRole', 'part').metadata.labels as object);
  expect(label).toBe('bulwark.cdk8s.io/aggregate-to-team-a-b');
  expect(only(prod, 'ClusterRole', 'team:a:b').aggregationRule.clusterRoleSelectors).toEqual([{ matchLabels: { [label!]: 'true' } }]);
});

test('rules by hand are refused, however they came', () => {
  const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
  expect(problemOf(() => new AggregatedRole(small().prod, 'all', { rules } as AggregatedRoleProps))).toMatchObject({ field: 'rules', construct: 'prod/all' });
  const { prod } = small();
  new AggregatedRole(prod, 'all').role.addJsonPatch(JsonPatch.add('/rules', rules));
  expect(problemOf(() => modelsIn(prod))).toMatchObject({
    id: 'construct-invalid', construct: 'prod/all', message: 'Kubernetes overwrites the rules of an aggregated role with those that it gathers',
  });
});

test.each<[string, (world: Small) => Partial<ReadOnlyRoleProps>, object]>([
  ['nothing', () => ({ aggregateTo: [] }), { field: 'aggregateTo', value: '[]' }],
  ['cluster-admin, which gathers nothing', () => ({ aggregateTo: [ExistingRole.CLUSTER_ADMIN] }), { field: 'aggregateTo[0]', value: '"clusterrole/cluster-admin"' }],
  ['a Role', () => ({ aggregateTo: [ExistingRole.role('view')] }), { value: '"role/view"' }],
  ['a text', () => ({ aggregateTo: ['view' as unknown as ExistingRole] }), { value: '"view"' }],
  ['another kind of role', ({ prod }) => ({ aggregateTo: [new ReadOnlyRole(prod, 'x', { resources: [R.PODS], clusterWide: true }) as unknown as AggregatedRole] }), { value: 'prod/x' }],
  ['one of another cluster', ({ app, prod }) => ({ aggregateTo: [new AggregatedRole(new Cluster(app, 'staging', { target: prod.target }), 'x')] }), { message: 'stands in another cluster' }],
])('aggregated to %s: refused', (_, props, problem) => {
  const world = small();
  expect(problemOf(() => new ReadOnlyRole(world.prod, 'part', { resources: [R.PODS], ...props(world) }))).toMatchObject({ id: 'construct-invalid', construct: 'prod/part', ...problem });
});

test.each<[string, AggregatedRoleProps, object]>([
  ['a selector without labels', { selectors: [{ a: 'b' }, {}] }, { field: 'selectors[1]' }],
  ['no selectors', { selectors: [] }, { field: 'selectors' }],
  ['subjects without a place', { subjects: JANE }, { field: 'namespace' }],
])('%s: refused', (_, props, problem) => {
  expect(problemOf(() => new AggregatedRole(small().prod, 'all', props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/all', ...problem });
});

test('who gathers is not said by the order of what is gathered', () => {
  const made = (...order: number[]) => {
    const { prod } = small();
    const all = new AggregatedRole(prod, 'all');
    const steps = [() => new ReadOnlyRole(prod, 'a', { resources: [R.PODS], aggregateTo: [all] }), () => new ReadOnlyRole(prod, 'b', { resources: [R.EVENTS], aggregateTo: [all] })];
    order.forEach(at => steps[at]!());
    return ofKind(prod, 'ClusterRole');
  };
  expect(made(0, 1)).toEqual(made(1, 0));
});
