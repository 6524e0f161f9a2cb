import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct, type IConstruct } from 'constructs';
import { only, problemOf, small, type Small } from '../support';
import { Cluster, KubernetesResource as R, ReadOnlyRole, SecuredNamespace, Subject } from 'cdk8s-bulwark';

const containers = [{ image: 'x' }];

function subjectsOf(make: (world: Small) => Array<IConstruct | Subject>): unknown {
  const world = small();
  new ReadOnlyRole(world.shop, 'reader', { resources: [R.PODS], subjects: make(world) });
  return only(world.prod, 'RoleBinding', 'role-reader').subjects;
}

const ACCOUNT = { kind: 'ServiceAccount', name: 'robot', namespace: 'shop' };

test('users, groups and service accounts are written sorted, each once', () => {
  expect(subjectsOf(() => [
    Subject.user('zoe'), Subject.user('jane'), Subject.serviceAccount('shop', 'robot'), Subject.group('ops'), Subject.user('jane'),
  ])).toEqual([
    { kind: 'Group', name: 'ops', apiGroup: 'rbac.authorization.k8s.io' },
    ACCOUNT,
    { kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' },
    { kind: 'User', name: 'zoe', apiGroup: 'rbac.authorization.k8s.io' },
  ]);
});

test.each<[string, (scope: Construct) => IConstruct]>([
  ['a ServiceAccount of cdk8s-plus', scope => new kplus.ServiceAccount(scope, 'robot')],
  ['a raw ServiceAccount', scope => new ApiObject(scope, 'robot', { apiVersion: 'v1', kind: 'ServiceAccount' })],
  ['a Deployment', scope => new kplus.Deployment(scope, 'web', { containers, automountServiceAccountToken: true, serviceAccount: new kplus.ServiceAccount(scope, 'robot') })],
  ['a Pod', scope => new kplus.Pod(scope, 'web', { containers, automountServiceAccountToken: true, serviceAccount: new kplus.ServiceAccount(scope, 'robot') })],
  ['a raw CronJob', scope => new ApiObject(scope, 'web', {
    apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec: { serviceAccountName: 'robot', containers } } } } },
  })],
  ['a construct that holds a workload and its account', scope => {
    const both = new Construct(scope, 'both');
    new kplus.Deployment(both, 'web', { containers, automountServiceAccountToken: true, serviceAccount: new kplus.ServiceAccount(both, 'account', { metadata: { name: 'robot' } }) });
    return both;
  }],
  ['an account of cdk8s-plus that stands elsewhere', scope => kplus.ServiceAccount.fromServiceAccountName(scope, 'elsewhere', 'robot', { namespaceName: 'shop' }) as unknown as IConstruct],
])('%s stands for its account, with its namespace', (_, make) => {
  expect(subjectsOf(({ shop }) => [make(shop)])).toEqual([ACCOUNT]);
});

test('a User and a Group of cdk8s-plus stand for themselves', () => {
  expect(subjectsOf(({ shop }) => [kplus.User.fromName(shop, 'u', 'jane'), kplus.Group.fromName(shop, 'g', 'ops')])).toEqual([
    { kind: 'Group', name: 'ops', apiGroup: 'rbac.authorization.k8s.io' },
    { kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' },
  ]);
});

test('an account of another namespace keeps its own', () => {
  expect(subjectsOf(({ prod }) => [new kplus.ServiceAccount(new SecuredNamespace(prod, 'ops'), 'robot')])).toEqual([{ ...ACCOUNT, namespace: 'ops' }]);
});

test('a construct may hand itself to a role inside it', () => {
  const { prod, shop } = small();
  const component = new Construct(shop, 'component');
  new kplus.ServiceAccount(component, 'robot');
  new ReadOnlyRole(component, 'reader', { resources: [R.PODS], subjects: [component] });
  expect(only(prod, 'RoleBinding').subjects).toEqual([{ ...ACCOUNT, name: 'component-robot' }]);
});

test.each<[string, (world: Small) => unknown, object]>([
  ['a workload that runs as the default account', ({ shop }) => new kplus.Deployment(shop, 'web', { containers }), { value: 'prod/shop/web' }],
  ['a construct with two accounts', ({ shop }) => {
    const both = new Construct(shop, 'both');
    new kplus.ServiceAccount(both, 'a');
    new kplus.ServiceAccount(both, 'b');
    return both;
  }, { message: 'holds several service accounts: shop/both-a, shop/both-b' }],
  ['an account that another cluster holds', ({ prod, app }) => new kplus.ServiceAccount(
    new SecuredNamespace(new Cluster(app, 'staging', { target: prod.target }), 'shop'), 'robot'),
  { value: 'staging/shop/robot' }],
  ['a text', () => 'jane', {
    field: 'subjects[0]', value: '"jane"', id: 'construct-invalid', message: 'must be a Subject or a construct, not a text', fix: expect.stringContaining('use Subject.user("jane")'),
  }],
  ['an object of another kind', () => ({ name: 'jane' }), { id: 'construct-invalid', field: 'subjects[0]', value: '{"name":"jane"}' }],
])('%s: refused', (_, make, problem) => {
  expect(problemOf(() => subjectsOf(world => [make(world) as IConstruct]))).toMatchObject({
    id: 'workload-unresolved', construct: 'prod/shop/reader', field: 'subjects', ...problem,
  });
});

test.each<[string, () => Subject]>([
  ['user', () => Subject.user('')], ['group', () => Subject.group('')], ['account', () => Subject.serviceAccount('shop', '')], ['namespace', () => Subject.serviceAccount('', 'a')],
  ['name that is undefined', () => Subject.user(undefined as unknown as string)],
])('an empty %s is refused', (_, make) => {
  expect(problemOf(make)).toMatchObject({ id: 'construct-invalid', message: 'must not be empty' });
});

describe('names that begin with system:', () => {
  test.each<[string, Subject, string, string]>([
    ['authenticated', Subject.authenticated(), 'Group', 'system:authenticated'],
    ['unauthenticated', Subject.unauthenticated('a public status page'), 'Group', 'system:unauthenticated'],
    ['serviceAccountsOf', Subject.serviceAccountsOf('shop'), 'Group', 'system:serviceaccounts:shop'],
    ['allServiceAccounts', Subject.allServiceAccounts(), 'Group', 'system:serviceaccounts'],
    ['nodes', Subject.nodes(), 'Group', 'system:nodes'],
    ['systemGroup', Subject.systemGroup('system:openshift:admins'), 'Group', 'system:openshift:admins'],
    ['systemUser', Subject.systemUser('system:admin'), 'User', 'system:admin'],
  ])('Subject.%s', (_, subject, kind, name) => expect(subject).toMatchObject({ kind, name }));

  test.each([
    ['user', 'system:kube-scheduler'], ['user', 'system:node:worker-1'], ['user', 'system:serviceaccount:shop:robot'], ['user', 'system:anonymous'],
    ['group', 'system:monitoring'], ['group', 'system:serviceaccounts:shop'], ['group', 'system:bootstrappers:kubeadm:default-node-token'], ['group', 'system:masters'],
  ] as const)('as a %s, %s is known', (factory, name) => expect(Subject[factory](name).name).toBe(name));

  test.each<[string, () => Subject, object]>([
    ['a group that Kubernetes does not know', () => Subject.group('system:authentificated'), { field: 'Subject.group', value: '"system:authentificated"', message: expect.stringContaining('it knows system:authenticated, system:bootstrappers') }],
    ['a user that it does not know', () => Subject.user('system:scheduler'), { fix: 'use one of these, or Subject.systemUser for one that a distribution adds' }],
    ['a group as a user', () => Subject.user('system:authenticated'), { fix: 'it is a group: use Subject.group' }],
    ['an account as a group', () => Subject.group('system:serviceaccount:shop:robot'), { fix: 'use Subject.serviceAccount("shop", "robot")' }],
    ['a prefix alone', () => Subject.user('system:node:'), {}],
    ['an explicit one without the prefix', () => Subject.systemGroup('ops'), { fix: 'use Subject.group' }],
    ['everyone on the network without a reason', () => Subject.unauthenticated(' '), { field: 'Subject.unauthenticated' }],
  ])('%s: refused', (_, make, problem) => expect(problemOf(make)).toMatchObject({ id: 'construct-invalid', ...problem }));

  test.each<[string, Subject]>([
    ['system:masters, whom no role restricts', Subject.group('system:masters')],
    ['the anonymous user', Subject.user('system:anonymous')],
    ['those without a credential, when no reason is given', Subject.group('system:unauthenticated')],
  ])('nothing can be granted to %s', (_, subject) => {
    expect(problemOf(() => subjectsOf(() => [Subject.user('jane'), subject]))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/reader', field: 'subjects[1]' });
  });

  test('the reason for a grant to everyone on the network stands in the binding', () => {
    const { prod } = small();
    new ReadOnlyRole(prod, 'reader', { clusterWide: true, resources: [R.NODES], subjects: [Subject.unauthenticated('a public status page')] });
    expect(only(prod, 'ClusterRoleBinding').metadata.annotations).toEqual({ 'bulwark.cdk8s.io/unauthenticated': 'a public status page' });
  });
});
