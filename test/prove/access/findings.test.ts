import { binding, janeHolds, role, rule } from './support';
import { AccessIndex } from '../../../src/decide/access/access-index';
import { policyOf, type PolicyObject } from '../../../src/decide/access/build';
import { CAPABILITIES } from '../../../src/prove/access/capabilities';
import { accessFindings } from '../../../src/prove/access/findings';
import { placed } from '../../../src/prove/access/placed';

function findings(objects: readonly PolicyObject[], minor = 36) {
  return accessFindings(new AccessIndex(placed(policyOf(objects, { defaultsOf: minor }))));
}

function ids(objects: readonly PolicyObject[]): string[] {
  return [...new Set(findings(objects).map(({ id }) => id))].sort();
}

/** Where jane holds it, what she holds, and what is found. */
const CASES: ReadonlyArray<readonly [where: string | undefined, rules: string, found: string]> = [
  ['shop', 'get secrets', 'access-secrets-read'],
  ['shop', 'list secrets', 'access-secrets-read'],
  ['shop', 'watch secrets', 'access-secrets-read'],
  ['shop', 'get secrets db', 'access-secrets-read'],
  [undefined, 'get secrets', 'access-secrets-read'],
  ['shop', 'get *', 'access-pod-exec access-pod-proxy access-secrets-read'],
  [undefined, 'get *', 'access-node-proxy access-pod-exec access-pod-proxy access-secrets-read'],
  ['shop', 'get configmaps', ''],
  ['shop', 'delete secrets', ''],
  ['shop', 'list extra.io:secrets', ''],
  ['shop', 'get secrets/*', ''],
  ['shop', 'create secrets', 'access-secrets-write'],
  ['shop', 'patch secrets db', 'access-secrets-write'],
  ['shop', '* *:*', 'access-everything'],
  [undefined, '* *:*', 'access-everything'],
  ['shop', 'get,list,watch,create,update,patch,delete,deletecollection pods', 'access-pod-change access-workload-create'],
  ['shop', 'create pods/exec', 'access-pod-exec'],
  ['shop', 'get pods/exec', 'access-pod-exec'],
  ['shop', 'create */exec', 'access-pod-exec'],
  ['shop', 'create pods/*', ''],
  ['shop', 'list pods/exec', ''],
  ['shop', 'create pods/attach', 'access-pod-exec'],
  ['shop', 'patch pods/ephemeralcontainers', 'access-pod-debug'],
  ['shop', 'create pods/portforward', 'access-pod-proxy'],
  ['shop', 'get services/proxy', 'access-pod-proxy'],
  [undefined, 'get nodes/proxy', 'access-node-proxy'],
  ['shop', 'get nodes/proxy', ''],
  [undefined, 'get nodes/metrics', ''],
  [undefined, 'escalate rbac.authorization.k8s.io:clusterroles', 'access-escalate'],
  ['shop', 'escalate rbac.authorization.k8s.io:roles', 'access-escalate'],
  ['shop', 'escalate rbac.authorization.k8s.io:clusterroles', ''],
  ['shop', 'bind rbac.authorization.k8s.io:clusterroles', ''],
  ['shop', 'bind,create rbac.authorization.k8s.io:clusterroles,rbac.authorization.k8s.io:rolebindings', 'access-bind'],
  [undefined, 'bind,create rbac.authorization.k8s.io:clusterroles,rbac.authorization.k8s.io:clusterrolebindings', 'access-bind'],
  ['shop', 'impersonate serviceaccounts', 'access-impersonate'],
  ['shop', 'impersonate users', ''],
  [undefined, 'impersonate users', 'access-impersonate'],
  [undefined, 'impersonate groups system:masters', 'access-impersonate'],
  [undefined, 'impersonate authentication.k8s.io:userextras/scopes', 'access-impersonate'],
  [undefined, 'impersonate:user-info authentication.k8s.io:users', 'access-impersonate'],
  ['shop', 'create serviceaccounts/token', 'access-token-create'],
  ['shop', 'create serviceaccounts', ''],
  ['shop', 'patch apps:deployments', 'access-workload-create'],
  ['shop', 'patch apps:deployments/scale', ''],
  ['shop', 'create batch:cronjobs', 'access-workload-create'],
  [undefined, 'create persistentvolumes', 'access-volume-create'],
  ['shop', 'create persistentvolumes', ''],
  ['shop', 'create persistentvolumeclaims', ''],
  [undefined, 'patch namespaces', 'access-namespace-change'],
  // A request about a namespace carries that namespace, so that a RoleBinding in it counts.
  ['shop', 'patch namespaces', 'access-namespace-change'],
  ['shop', 'patch namespaces other', ''],
  ['shop', 'patch namespaces shop', 'access-namespace-change'],
  [undefined, 'update admissionregistration.k8s.io:validatingwebhookconfigurations', 'access-admission-change'],
  [undefined, 'patch apiregistration.k8s.io:apiservices', 'access-api-change'],
  [undefined, 'update nodes/status', 'access-node-change'],
  ['shop', 'create endpoints', 'access-traffic-change'],
  ['shop', 'delete networking.k8s.io:networkpolicies', 'access-network-policy-change'],
  ['kube-system', 'update configmaps aws-auth', 'access-cloud-identities'],
  ['kube-system', 'update configmaps', 'access-cloud-identities'],
  ['shop', 'update configmaps', ''],
  [undefined, 'update configmaps', 'access-cloud-identities'],
  ['shop', 'delete events', 'access-traces-delete'],
  [undefined, 'update,approve certificates.k8s.io:certificatesigningrequests/approval,certificates.k8s.io:signers', ''],
  [undefined, 'create,update,approve certificates.k8s.io:certificatesigningrequests,certificates.k8s.io:certificatesigningrequests/approval,certificates.k8s.io:signers',
    'access-certificate-approve'],
  [undefined, 'update,sign certificates.k8s.io:certificatesigningrequests/status,certificates.k8s.io:signers', 'access-certificate-approve'],
];

test.each(CASES)('in %s, who holds "%s" has: %s', (where, rules, found) => {
  expect(ids(janeHolds(where, rules)).join(' ')).toBe(found);
});

test('every capability of the catalogue is found in some case', () => {
  const covered = new Set(CASES.flatMap(([, , found]) => found.split(' ')));
  expect(CAPABILITIES.map(({ id }) => id).filter(id => !covered.has(id))).toEqual([]);
});

test('the defaults of Kubernetes are trusted, and who is bound to one is not', () => {
  expect(findings([])).toEqual([]);
  const found = findings([binding('team', 'shop', 'cluster:edit', ['Group', 'dev'])]);
  expect(found.map(({ id }) => id).sort()).toEqual([
    'access-impersonate', 'access-pod-change', 'access-pod-exec', 'access-pod-proxy', 'access-secrets-read', 'access-secrets-write', 'access-token-create',
    'access-network-policy-change', 'access-traces-delete', 'access-workload-create',
  ].sort());
  expect(found.find(({ id }) => id === 'access-secrets-read')).toMatchObject({
    object: 'RoleBinding shop/team',
    severity: 'high',
    controls: ['CIS 5.1.2 (v1.8 to v2.1)'],
    facts: ['Group dev', 'get secrets', 'list secrets', 'watch secrets'],
    message: 'Group dev may read secrets in shop (get secrets, list secrets, watch secrets): '
      + 'ClusterRole edit, which allows it by rules[0] of ClusterRole system:aggregate-to-edit',
    constructs: ['prod/team-binding'],
  });
});

test('two permissions of two bindings join to a capability that needs both', () => {
  const [group] = ['rbac.authorization.k8s.io'];
  expect(ids([
    role('binder', 'shop', [rule(`bind ${group}:clusterroles`)]), binding('b1', 'shop', 'binder', ['User', 'jane']),
    role('writer', 'shop', [rule(`create ${group}:rolebindings`)]), binding('b2', 'shop', 'writer', ['User', 'jane']),
  ])).toEqual(['access-bind']);
  expect(ids([
    role('binder', 'shop', [rule(`bind ${group}:clusterroles`)]), binding('b1', 'shop', 'binder', ['User', 'jane']),
    role('writer', 'shop', [rule(`create ${group}:rolebindings`)]), binding('b2', 'shop', 'writer', ['User', 'joe']),
  ])).toEqual([]);
});

test('a finding stands once a binding, with all of its subjects', () => {
  const found = findings([
    role('r', 'shop', [rule('get secrets')]), binding('b', 'shop', 'r', ['User', 'jane'], ['Group', 'dev'], ['ServiceAccount', 'web', 'shop']),
  ]);
  expect(found).toHaveLength(1);
  expect(found[0]!.message).toMatch(/^Group dev, ServiceAccount shop\/web, User jane may read secrets in shop/);
});

test('a binding that leaves its namespace open is judged as if it were applied somewhere', () => {
  const object = (kind: string, rest: object) => ({ object: { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata: { name: 'x' }, ...rest } });
  expect(ids([
    object('Role', { rules: [rule('get secrets')] }),
    object('RoleBinding', { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'x' }, subjects: [{ kind: 'User', name: 'jane' }] }),
  ])).toEqual(['access-secrets-read']);
});

test('a rule that aggregation brings into edit counts for whoever is bound to edit', () => {
  const aggregated = role('extra', undefined, [rule('create persistentvolumes')], { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' });
  expect(ids([aggregated, binding('b', undefined, 'cluster:edit', ['User', 'jane'])])).toContain('access-volume-create');
  expect(ids([binding('b', undefined, 'cluster:edit', ['User', 'jane'])])).not.toContain('access-volume-create');
});
