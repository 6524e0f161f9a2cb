import { only, problemOf, small } from '../support';
import { AccessRole, KubernetesResource as R, Verb, type AccessRoleProps, type AccessRule } from 'cdk8s-bulwark';

function rulesOf(rules: AccessRule[], clusterWide = false): unknown {
  const { prod, shop } = small();
  new AccessRole(shop, 'role', { rules, clusterWide });
  return only(prod, clusterWide ? 'ClusterRole' : 'Role').rules;
}

test('rules are written sorted and merged where that grants no more', () => {
  expect(rulesOf([
    { verbs: [Verb.PATCH, Verb.GET], resources: [R.DEPLOYMENTS] },
    { verbs: [Verb.GET, Verb.PATCH, Verb.GET], resources: [R.STATEFUL_SETS] },
    { verbs: [Verb.ALL], resources: [R.JOBS] },
    { verbs: [Verb.DELETE], resources: [R.PODS], names: ['web'] },
  ])).toEqual([
    { apiGroups: [''], resources: ['pods'], resourceNames: ['web'], verbs: ['delete'] },
    { apiGroups: ['apps'], resources: ['deployments', 'statefulsets'], verbs: ['get', 'patch'] },
    { apiGroups: ['batch'], resources: ['jobs'], verbs: ['*'] },
  ]);
});

test('paths stand in rules of their own', () => {
  expect(rulesOf([
    { verbs: [Verb.GET], nonResourceUrls: ['/metrics/*', '/healthz', '/healthz'] },
    { verbs: [Verb.custom('post')], nonResourceUrls: ['*'] },
  ], true)).toEqual([{ nonResourceURLs: ['/healthz', '/metrics/*'], verbs: ['get'] }, { nonResourceURLs: ['*'], verbs: ['post'] }]);
});

test('within a namespace, requests for the namespace itself can be granted', () => {
  expect(rulesOf([{ verbs: [Verb.GET, Verb.DELETE], resources: [R.NAMESPACES] }])).toEqual([{ apiGroups: [''], resources: ['namespaces'], verbs: ['delete', 'get'] }]);
});

test('labels stand on the role', () => {
  const { prod, shop } = small();
  new AccessRole(shop, 'role', { rules: [{ verbs: [Verb.GET], resources: [R.PODS] }], clusterWide: true, labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } });
  expect(only(prod, 'ClusterRole').metadata).toEqual({ name: 'role', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } });
});

const READ_PODS = { verbs: [Verb.GET], resources: [R.PODS] };
test.each<[string, AccessRoleProps, object]>([
  ['no rules', { rules: [] }, { field: 'rules', value: '[]' }],
  ['rules that are undefined', {} as AccessRoleProps, { field: 'rules' }],
  ['no verbs', { rules: [READ_PODS, { verbs: [], resources: [R.PODS] }] }, { field: 'rules[1].verbs' }],
  ['verbs that are undefined', { rules: [{ resources: [R.PODS] } as unknown as AccessRule] }, { field: 'rules[0].verbs' }],
  ['no resources', { rules: [{ verbs: [Verb.GET], resources: [] }] }, { field: 'rules[0].resources' }],
  ['no names', { rules: [{ ...READ_PODS, names: [] }] }, { field: 'rules[0].names' }],
  ['neither resources nor paths', { rules: [{ verbs: [Verb.GET] }] }, { field: 'rules[0]' }],
  ['resources and paths', { clusterWide: true, rules: [{ ...READ_PODS, nonResourceUrls: ['/x'] }] }, { field: 'rules[0]' }],
  ['paths in a namespace', { rules: [{ verbs: [Verb.GET], nonResourceUrls: ['/x'] }] }, { field: 'rules[0].nonResourceUrls' }],
  ['names of paths', { clusterWide: true, rules: [{ verbs: [Verb.GET], nonResourceUrls: ['/x'], names: ['a'] }] }, { field: 'rules[0].names' }],
  ['a path with a star inside', { clusterWide: true, rules: [{ verbs: [Verb.GET], nonResourceUrls: ['/a/*/b'] }] }, { value: '"/a/*/b"' }],
  ['a path without a slash', { clusterWide: true, rules: [{ verbs: [Verb.GET], nonResourceUrls: ['healthz'] }] }, { value: '"healthz"' }],
  ['a verb of resources on a path', { clusterWide: true, rules: [{ verbs: [Verb.GET, Verb.LIST], nonResourceUrls: ['/x'] }] }, { field: 'rules[0].verbs', value: '"list"' }],
  ['a verb that the resource lacks', { rules: [{ verbs: [Verb.GET, Verb.DELETE], resources: [R.PODS, R.PODS_LOG] }] }, {
    field: 'rules[0].resources[1]', value: '"delete"', message: 'pods/log has no verb delete; it has get',
  }],
  ['a cluster-scoped resource in a namespace', { rules: [{ verbs: [Verb.GET], resources: [R.PODS, R.NODES] }] }, { field: 'rules[0].resources[1]', value: '"nodes"' }],
  ['a list of namespaces in a namespace', { rules: [{ verbs: [Verb.GET, Verb.LIST], resources: [R.NAMESPACES] }] }, { value: '"list"' }],
])('%s: refused', (_, props, problem) => {
  expect(problemOf(() => new AccessRole(small().shop, 'role', props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/role', ...problem });
});
