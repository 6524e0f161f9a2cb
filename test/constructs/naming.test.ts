import { ApiObject, Cron } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { labelsIn, problemOf, small } from './support';
import { Cluster, PodSecurityLevel, type PolicyApp, SecuredNamespace } from 'cdk8s-bulwark';

const containers = [{ image: 'x', portNumber: 80 }];

/** The name of an object with these ids between the namespace and it. */
function nameOf(kind: string, ...ids: string[]): string {
  const { shop } = small();
  const scope = ids.slice(0, -1).reduce<Construct>((outer, id) => new Construct(outer, id), shop);
  return new ApiObject(scope, ids.at(-1)!, { apiVersion: kind.endsWith('Role') ? 'rbac.authorization.k8s.io/v1' : 'v1', kind }).name;
}

test.each([
  ['ConfigMap', ['settings'], 'settings'],
  ['ConfigMap', ['web', 'settings', 'Resource'], 'web-settings'],
  ['ConfigMap', ['web', 'Default', 'settings'], 'web-settings'],
  ['ConfigMap', ['My_Settings.v1'], 'my-settings-v1'],
  ['ConfigMap', ['a/b'], 'a-b'],
  ['ConfigMap', ['../x'], 'x'],
  ['ConfigMap', ['--a--b--'], 'a-b'],
  ['ConfigMap', ['Übung'], 'bung'],
  ['ConfigMap', ['a', 'b', 'c'], 'a-b-c'],
  ['Role', ['team:reader'], 'team:reader'],
  ['ClusterRole', ['System.Reader'], 'system.reader'],
  ['ConfigMap', ['team:reader'], 'team-reader'],
  ['constructor', ['a'], 'a'],
  ['ConfigMap', [`release-${'c8'.repeat(21)}`], `release-${'c8'.repeat(21)}`],
  ['ConfigMap', ['日本'], 'x-cf2abf0c'],
  ['ConfigMap', ['x'.repeat(63)], 'x'.repeat(63)],
  ['ConfigMap', ['x'.repeat(64)], `${'x'.repeat(54)}-7ce10097`],
  ['CronJob', ['x'.repeat(53)], `${'x'.repeat(43)}-8a04a39a`],
  ['StatefulSet', ['x'.repeat(53)], `${'x'.repeat(43)}-8a04a39a`],
])('%s at %j is called %s', (kind, ids, expected) => {
  expect(nameOf(kind, ...ids)).toBe(expected);
});

test('like-named workloads of two namespaces may both be connected with one of a third', () => {
  const { prod, shop } = small();
  const api = new kplus.Deployment(shop, 'api', { containers });
  for (const name of ['back', 'ops']) {
    new kplus.Deployment(new SecuredNamespace(prod, name, { podSecurity: PodSecurityLevel.PRIVILEGED, defaultDeny: false }), 'web', { containers }).connections.allowTo(api);
  }
  expect(labelsIn(prod).filter(label => label.startsWith('NetworkPolicy shop/'))).toEqual([
    'NetworkPolicy shop/back-web-allow-ingress-shop-shop-api',
    'NetworkPolicy shop/ops-web-allow-ingress-shop-shop-api',
  ]);
});

test('children of cdk8s-plus have names that a reviewer can read', () => {
  const { prod, shop } = small();
  const back = new SecuredNamespace(prod, 'back', { podSecurity: PodSecurityLevel.PRIVILEGED, defaultDeny: false });
  const web = new kplus.Deployment(shop, 'web', { containers });
  const db = new kplus.StatefulSet(back, 'db', { containers });
  const cache = new kplus.Deployment(shop, 'cache', { containers });
  web.exposeViaService();
  web.connections.allowTo(db);
  web.connections.allowTo(cache);
  web.connections.isolate();
  new kplus.CronJob(shop, 'Nightly', { containers, schedule: Cron.daily() });
  expect(labelsIn(prod)).toEqual([
    'CronJob shop/nightly',
    'Deployment shop/cache',
    'Deployment shop/web',
    'NetworkPolicy back/shop-web-allow-ingress-back-back-db',
    'NetworkPolicy shop/web-allow-egress-back-db',
    'NetworkPolicy shop/web-allow-egress-cache',
    'NetworkPolicy shop/web-allow-ingress-shop-cache',
    'NetworkPolicy shop/web-defaultdenyall',
    'Service back/db-service',
    'Service shop/web-service',
    'StatefulSet back/db',
  ]);
});

test('two bindings of one role are told apart by their subjects, and the cluster\'s name is in none', () => {
  const { prod, shop } = small();
  const role = new kplus.Role(shop, 'reader');
  role.allowGet(kplus.ApiResource.PODS);
  role.bind(kplus.User.fromName(prod, 'jane', 'jane'));
  role.bind(kplus.User.fromName(shop, 'zoe', 'zoe'), kplus.Group.fromName(shop, 'ops', 'ops'));
  expect(labelsIn(prod)).toEqual(['Role shop/reader', 'RoleBinding shop/reader-jane', 'RoleBinding shop/reader-ops-zoe']);
});

test('two objects of one identity are an error that names both constructs', () => {
  const { prod, shop } = small();
  new ApiObject(shop, 'a-b', { apiVersion: 'v1', kind: 'ConfigMap' });
  new ApiObject(new Construct(shop, 'a'), 'B', { apiVersion: 'v1', kind: 'ConfigMap' });
  expect(problemOf(() => labelsIn(prod))).toMatchObject({
    id: 'object-duplicate', construct: 'prod/shop/a/B', object: 'ConfigMap shop/a-b', message: 'is also made by prod/shop/a-b; one would overwrite the other',
  });
});

test('versions of one group are one object', () => {
  const { prod, shop } = small();
  new ApiObject(shop, 'a', { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', metadata: { name: 'x' } });
  new ApiObject(shop, 'b', { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'x' } });
  expect(problemOf(() => labelsIn(prod)).id).toBe('object-duplicate');
});

test('the same program names everything the same in every cluster', () => {
  const names = ['staging', 'prod'].map(id => {
    const { prod } = small();
    const cluster = new Cluster(prod.node.root as PolicyApp, `${id}-2`, { target: prod.target });
    const role = new kplus.Role(new SecuredNamespace(cluster, 'shop', { podSecurity: PodSecurityLevel.PRIVILEGED, defaultDeny: false }), 'r'.repeat(70));
    role.allowGet(kplus.ApiResource.PODS);
    role.bind(kplus.User.fromName(cluster, 'jane', 'jane'));
    return labelsIn(cluster);
  });
  expect(names[0]).toEqual(names[1]);
  expect(names[0]).toHaveLength(2);
});

test('a name that the author sets is kept', () => {
  const { prod, shop } = small();
  new ApiObject(shop, 'a', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'Kept.Name'.toLowerCase() } });
  expect(labelsIn(prod)).toEqual(['ConfigMap shop/kept.name']);
});
