import { only, problemOf, small } from '../support';
import { AccessRole, KubernetesResource as R, Subject, Verb, type AccessRoleProps, type AccessRule } from 'cdk8s-bulwark';

function rulesOf(rules: AccessRule[], clusterWide = false): unknown {
  const { prod, shop } = small('1.36');
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
  ['a right of roles on bindings', { rules: [{ verbs: [Verb.BIND], resources: [R.ROLE_BINDINGS] }] }, {
    value: '"bind"', fix: 'leave the verb out; bind is asked of clusterroles.rbac.authorization.k8s.io, roles.rbac.authorization.k8s.io',
  }],
  ['the approval of a request in place of its signer', { clusterWide: true, rules: [{ verbs: [Verb.APPROVE], resources: [R.CERTIFICATE_SIGNING_REQUESTS] }] }, {
    fix: 'leave the verb out; approve is asked of signers.certificates.k8s.io',
  }],
  ['a request for what stores no objects', { clusterWide: true, rules: [{ verbs: [Verb.GET], resources: [R.USERS] }] }, { message: 'users has no verb get; it has impersonate' }],
  ['impersonation of users in a namespace', { rules: [{ verbs: [Verb.IMPERSONATE], resources: [R.USERS] }] }, { value: '"users"' }],
  ['create with names alone', { rules: [{ verbs: [Verb.CREATE, Verb.GET], resources: [R.CONFIG_MAPS], names: ['a'] }] }, {
    value: '"create"', fix: 'add Verb.PATCH, or grant create in a rule without names',
  }],
  ['create with a name that nothing else names', {
    rules: [{ verbs: [Verb.CREATE], resources: [R.CONFIG_MAPS], names: ['a', 'b'] }, { verbs: [Verb.PATCH], resources: [R.CONFIG_MAPS], names: ['a'] }],
  }, { message: expect.stringContaining('need patch or update of configmaps "b" beside it') }],
  ['deletecollection with names', { rules: [{ verbs: [Verb.DELETECOLLECTION], resources: [R.PODS], names: ['a'] }] }, { value: '"deletecollection"' }],
  ['a name with a wildcard', { rules: [{ ...READ_PODS, names: ['*'] }] }, { field: 'rules[0].resources[0]', value: '"*"' }],
  ['every user, by a star', { clusterWide: true, rules: [{ verbs: [Verb.IMPERSONATE], resources: [R.USERS], names: ['*'] }] }, { value: '"*"' }],
  ['a text in place of a verb', { rules: [{ verbs: ['get'] as unknown as Verb[], resources: [R.PODS] }] }, { field: 'rules[0].verbs[0]', message: 'must be a Verb, not a text', fix: 'use Verb.GET' }],
  ['a star in place of a verb', { rules: [{ verbs: ['*'] as unknown as Verb[], resources: [R.PODS] }] }, { fix: 'use Verb.ALL' }],
  ['a resource in place of a verb', { rules: [{ verbs: [Subject.user('x')] as unknown as Verb[], resources: [R.PODS] }] }, { field: 'rules[0].verbs[0]' }],
  ['a text in place of a resource', { rules: [{ verbs: [Verb.GET], resources: ['pods'] as unknown as R[] }] }, { field: 'rules[0].resources[0]' }],
  ['a text in place of a rule', { rules: ['pods'] as unknown as AccessRule[] }, { field: 'rules[0]', message: 'must be an AccessRule, not a text' }],
  ['rules that are no list', { rules: READ_PODS as unknown as AccessRule[] }, { field: 'rules', message: 'must be a list (each an AccessRule), not one alone' }],
  ['no properties', undefined as unknown as AccessRoleProps, { field: 'rules' }],
  ['a special verb on a path', { clusterWide: true, rules: [{ verbs: [Verb.USE], nonResourceUrls: ['/x'] }] }, { value: '"use"' }],
  ['a label by which others gather, on a Role', { rules: [READ_PODS], labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } }, {
    field: 'labels.rbac.authorization.k8s.io/aggregate-to-view', fix: 'say aggregateTo, or clusterWide: true',
  }],
  ['a list of namespaces in a namespace', { rules: [{ verbs: [Verb.GET, Verb.LIST], resources: [R.NAMESPACES] }] }, { value: '"list"' }],
])('%s: refused', (_, props, problem) => {
  expect(problemOf(() => new AccessRole(small().shop, 'role', props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/role', ...problem });
});

test('create with names goes with patch or update, as server-side apply and PUT need both', () => {
  expect(rulesOf([{ verbs: [Verb.CREATE], resources: [R.CONFIG_MAPS], names: ['a'] }, { verbs: [Verb.PATCH], resources: [R.CONFIG_MAPS] }])).toEqual([
    { apiGroups: [''], resources: ['configmaps'], resourceNames: ['a'], verbs: ['create'] },
    { apiGroups: [''], resources: ['configmaps'], verbs: ['patch'] },
  ]);
  expect(rulesOf([{ verbs: [Verb.ALL], resources: [R.CONFIG_MAPS], names: ['a'] }])).toEqual([{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['a'], verbs: ['*'] }]);
});

test('every request for a subresource names its object, so create goes with names there', () => {
  expect(rulesOf([{ verbs: [Verb.CREATE], resources: [R.SERVICE_ACCOUNTS_TOKEN, R.PODS_EXEC], names: ['robot'] }])).toEqual([
    { apiGroups: [''], resources: ['pods/exec', 'serviceaccounts/token'], resourceNames: ['robot'], verbs: ['create'] },
  ]);
});

test('rights that are no requests are granted on what they are asked of', () => {
  expect(rulesOf([
    { verbs: [Verb.APPROVE, Verb.SIGN], resources: [R.SIGNERS], names: ['example.com/serving', 'example.com/*'] },
    { verbs: [Verb.IMPERSONATE], resources: [R.GROUPS], names: ['idp/team'] },
    { verbs: [Verb.custom('impersonate:associated-node')], resources: [R.NODES_AUTHENTICATION_K8S_IO], names: ['*'] },
    { verbs: [Verb.BIND, Verb.ESCALATE], resources: [R.CLUSTER_ROLES] },
    { verbs: [Verb.IMPERSONATE], resources: [R.USERS, R.SERVICE_ACCOUNTS, R.userExtra('scopes')] },
    { verbs: [Verb.custom('impersonate-on:user-info:list')], resources: [R.PODS] },
    { verbs: [Verb.USE], resources: [R.custom({ group: 'security.openshift.io', resource: 'securitycontextconstraints' })] },
  ], true)).toHaveLength(8);
});

test.each<[string, R, string]>([
  ['1.35', R.RESOURCE_CLAIMS_DRIVER, 'resourceclaims.resource.k8s.io/driver exists from Kubernetes 1.36 on, and the target is 1.35'],
  ['1.28', R.SERVICE_CIDRS, 'servicecidrs.networking.k8s.io exists from Kubernetes 1.29 on, and the target is 1.28'],
  ['1.28', R.NETWORK_POLICIES_STATUS, 'networkpolicies.networking.k8s.io/status exists up to Kubernetes 1.27, and the target is 1.28'],
])('on %s, a rule on what it does not have is refused', (kubernetes, resource, message) => {
  const { prod } = small(kubernetes);
  expect(problemOf(() => new AccessRole(prod, 'role', { clusterWide: true, rules: [{ verbs: [Verb.ALL], resources: [resource] }] })))
    .toMatchObject({ id: 'target-unsupported', construct: 'prod/role', field: 'rules[0].resources[0]', message });
});
