import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct, type IConstruct } from 'constructs';
import { only, problemOf, small, type Small } from '../support';
import { Cluster, KubernetesResource as R, ReadOnlyRole, SecuredNamespace, Subject } from 'cdk8s-bulwark';

const containers = [{ image: 'x' }];

function subjectsOf(make: (world: Small) => Array<IConstruct | Subject>): unknown {
  const world = small();
  new ReadOnlyRole(world.shop, 'reader', { resources: [R.PODS], subjects: make(world) });
  return only(world.prod, 'RoleBinding', 'reader').subjects;
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
  ['a Deployment', scope => new kplus.Deployment(scope, 'web', { containers, serviceAccount: new kplus.ServiceAccount(scope, 'robot') })],
  ['a Pod', scope => new kplus.Pod(scope, 'web', { containers, serviceAccount: new kplus.ServiceAccount(scope, 'robot') })],
  ['a raw CronJob', scope => new ApiObject(scope, 'web', {
    apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template: { spec: { serviceAccountName: 'robot', containers } } } } },
  })],
  ['a construct that holds a workload and its account', scope => {
    const both = new Construct(scope, 'both');
    new kplus.Deployment(both, 'web', { containers, serviceAccount: new kplus.ServiceAccount(both, 'account', { metadata: { name: 'robot' } }) });
    return both;
  }],
])('%s stands for its account, with its namespace', (_, make) => {
  expect(subjectsOf(({ shop }) => [make(shop)])).toEqual([ACCOUNT]);
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
  ['a text', () => 'jane', { value: '"jane"', message: 'is no construct' }],
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
