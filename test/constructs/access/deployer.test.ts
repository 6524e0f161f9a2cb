import { labelsIn, only, problemOf, small } from '../support';
import { Deployer, KubernetesResource as R, Subject, type DeployerProps } from 'cdk8s-bulwark';

const FLUX = [Subject.serviceAccount('flux-system', 'kustomize-controller')];

function rulesOf(props: Partial<DeployerProps>): unknown {
  const { prod, shop } = small();
  new Deployer(shop, 'ci', { resources: [R.DEPLOYMENTS], subjects: FLUX, ...props });
  return only(prod, props.clusterWide ? 'ClusterRole' : 'Role').rules;
}

test('it may apply its kinds and remove them', () => {
  expect(rulesOf({ resources: [R.SERVICES, R.DEPLOYMENTS, R.CONFIG_MAPS, R.custom({ group: 'argoproj.io', resource: 'rollouts', namespaced: true })] })).toEqual([
    { apiGroups: [''], resources: ['configmaps', 'services'], verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'] },
    { apiGroups: ['apps'], resources: ['deployments'], verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'] },
    { apiGroups: ['argoproj.io'], resources: ['rollouts'], verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'] },
  ]);
});

test('without pruning, it may remove nothing', () => {
  expect(rulesOf({ prune: false })).toEqual([{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['create', 'get', 'list', 'patch', 'update', 'watch'] }]);
});

test('of namespaces, within one, it may change and remove that one', () => {
  expect(rulesOf({ resources: [R.NAMESPACES] })).toEqual([{ apiGroups: [''], resources: ['namespaces'], verbs: ['delete', 'get', 'patch', 'update'] }]);
  expect(rulesOf({ resources: [R.NAMESPACES], clusterWide: true })).toEqual([
    { apiGroups: [''], resources: ['namespaces'], verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'] },
  ]);
});

test('roles are applied where that is said, and still nobody is bound or escalated', () => {
  const text = JSON.stringify(rulesOf({ resources: [R.ROLES, R.ROLE_BINDINGS], rbac: true }));
  expect(text).toContain('rolebindings');
  expect(text).not.toMatch(/"bind"|escalate|impersonate|\*/);
});

test('in several namespaces it is one ClusterRole', () => {
  const { prod } = small();
  new Deployer(prod, 'ci', { resources: [R.DEPLOYMENTS], subjects: FLUX, namespaces: ['a', 'b'] });
  expect(labelsIn(prod)).toEqual(['ClusterRole ci', 'RoleBinding a/clusterrole-ci', 'RoleBinding b/clusterrole-ci']);
});

test.each<[string, Partial<DeployerProps>, object]>([
  ['nothing', { resources: [] }, { field: 'resources' }],
  ['resources that are undefined', { resources: undefined }, { field: 'resources' }],
  ['nobody', { subjects: [] }, { field: 'subjects' }],
  ['a text', { resources: ['deployments'] as unknown as R[] }, { field: 'resources[0]', message: 'must be a KubernetesResource, not a text' }],
  ['everything', { resources: [R.all()] }, { field: 'resources[0]', value: '"*.*"' }],
  ['a group', { resources: [R.DEPLOYMENTS, R.allInGroup('apps')] }, { field: 'resources[1]' }],
  ['a subresource', { resources: [R.PODS_EXEC] }, { value: '"pods/exec"', fix: 'leave it out, or grant it by an AccessRole' }],
  ['tokens', { resources: [R.SERVICE_ACCOUNTS_TOKEN] }, { value: '"serviceaccounts/token"' }],
  ['roles', { resources: [R.ROLES] }, { fix: 'say rbac: true if that is meant, or apply it with another identity' }],
  ['roles, by a text in place of true', { resources: [R.ROLES], rbac: 'false' as unknown as boolean }, { field: 'rbac' }],
  ['webhooks', { clusterWide: true, resources: [R.MUTATING_WEBHOOK_CONFIGURATIONS] }, { message: 'whoever writes it decides over requests and credentials of others' }],
  ['certificate requests', { clusterWide: true, resources: [R.CERTIFICATE_SIGNING_REQUESTS] }, {}],
  ['users', { clusterWide: true, resources: [R.USERS] }, {}],
  ['what cannot be applied', { resources: [R.BINDINGS] }, { message: 'cannot be applied; it has create' }],
  ['what is cluster-scoped, within a namespace', { resources: [R.STORAGE_CLASSES] }, { value: '"storageclasses.storage.k8s.io"' }],
])('%s: refused', (_, props, problem) => {
  expect(problemOf(() => rulesOf(props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/ci', ...problem });
});
