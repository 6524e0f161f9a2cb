import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Cron, Include } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct, type IConstruct } from 'constructs';
import { only, problemOf, rawDeployment, small, type Json, type Small } from '../support';
import { Cluster, Peer, PodSelection, Port, SecuredNamespace, TrafficPolicy } from 'cdk8s-bulwark';

const containers = [{ image: 'x', portNumber: 80 }];
const NAME = 'app.kubernetes.io/name';

/** The policy of a workload that lets a peer in. */
function policyOf(make: (world: Small) => { pods: IConstruct | PodSelection; peer: IConstruct | Peer }): Json {
  const world = small();
  const { pods, peer } = make(world);
  new TrafficPolicy(world.shop, 'policy', { pods, ingress: [{ from: [peer], ports: [Port.tcp(80)] }] });
  return only(world.prod, 'NetworkPolicy', 'policy').spec;
}

const LEGACY = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: legacy }
spec:
  selector: { matchLabels: { app: legacy } }
  template: { metadata: { labels: { app: legacy, x: y } }, spec: { containers: [{ name: a, image: b }] } }
`;

function included(scope: Construct): IConstruct {
  const folder = mkdtempSync(join(tmpdir(), 'bulwark-'));
  try {
    const url = join(folder, 'legacy.yaml');
    writeFileSync(url, LEGACY);
    return new Include(scope, 'legacy', { url });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const POD = { containers: [{ name: 'a', image: 'b' }] };
test.each<[string, (scope: SecuredNamespace) => IConstruct, object]>([
  ['a Deployment of cdk8s-plus', scope => new kplus.Deployment(scope, 'web', { containers }), { matchLabels: { [NAME]: 'web' } }],
  ['a CronJob of cdk8s-plus', scope => new kplus.CronJob(scope, 'web', { containers, schedule: Cron.daily() }), { matchLabels: { [NAME]: 'web' } }],
  ['a Pod of cdk8s-plus', scope => new kplus.Pod(scope, 'web', { containers }), { matchLabels: { [NAME]: 'web' } }],
  ['a raw Deployment', scope => rawDeployment(scope, 'web', { app: 'web', empty: '' }), { matchLabels: { app: 'web', empty: '' } }],
  ['a raw Pod', scope => new ApiObject(scope, 'web', { apiVersion: 'v1', kind: 'Pod', metadata: { labels: { app: 'web' } }, spec: POD }), { matchLabels: { app: 'web' } }],
  ['a raw ReplicationController', scope => new ApiObject(scope, 'web', {
    apiVersion: 'v1', kind: 'ReplicationController', spec: { selector: { app: 'web' }, template: { metadata: { labels: { app: 'web', x: 'y' } }, spec: POD } },
  }), { matchLabels: { app: 'web' } }],
  ['a custom resource with a pod template', scope => new ApiObject(scope, 'web', {
    apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: { selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: POD } },
  }), { matchLabels: { app: 'web' } }],
  ['included YAML', included, { matchLabels: { app: 'legacy' } }],
  ['a construct around a workload', scope => {
    const outer = new Construct(scope, 'outer');
    new kplus.Deployment(outer, 'web', { containers }).exposeViaService();
    return outer;
  }, { matchLabels: { [NAME]: 'outer-web' } }],
])('%s stands for its pods, on either side', (_, make, selector) => {
  expect(policyOf(({ shop }) => ({ pods: make(shop), peer: Peer.anywhere() })).podSelector).toEqual(selector);
  expect(policyOf(({ shop }) => ({ pods: PodSelection.all(), peer: make(shop) })).ingress[0].from).toEqual([{ podSelector: selector }]);
});

test('a workload of another namespace is a peer together with that namespace, in one entry', () => {
  expect(policyOf(({ prod }) => ({
    pods: PodSelection.all(), peer: new kplus.Deployment(new SecuredNamespace(prod, 'front', { defaultDeny: false }), 'web', { containers }),
  })).ingress[0].from).toEqual([{
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'front' } },
    podSelector: { matchLabels: { [NAME]: 'web' } },
  }]);
});

test('a component may hand itself to a policy inside it', () => {
  const { prod, shop } = small();
  const component = new Construct(shop, 'component');
  new kplus.Deployment(component, 'web', { containers });
  new TrafficPolicy(component, 'traffic', { pods: component, ingress: [{ from: [component], ports: [Port.tcp(80)] }] });
  const selector = { matchLabels: { [NAME]: 'component-web' } };
  expect(only(prod, 'NetworkPolicy').spec).toMatchObject({ podSelector: selector, ingress: [{ from: [{ podSelector: selector }] }] });
});

test.each<[string, (world: Small) => unknown, object]>([
  ['a construct without pods', ({ shop }) => new kplus.ConfigMap(shop, 'web'), { value: 'prod/shop/web', message: 'holds no object with a pod template' }],
  ['a construct with several workloads', ({ shop }) => {
    const outer = new Construct(shop, 'outer');
    new kplus.Deployment(outer, 'a', { containers });
    new kplus.Pod(outer, 'b', { containers });
    return outer;
  }, { message: 'holds several workloads: prod/shop/outer/a/Resource, prod/shop/outer/b/Resource' }],
  ['pods without labels', ({ shop }) => new ApiObject(shop, 'web', { apiVersion: 'v1', kind: 'Pod', spec: POD }), { fix: 'give its pods a label' }],
  ['a workload of another namespace', ({ prod }) => new kplus.Deployment(new SecuredNamespace(prod, 'front', { defaultDeny: false }), 'web', { containers }),
    { message: 'its pods are in the namespace front, and a policy in shop cannot select them' }],
  ['a workload of another cluster', ({ app, prod }) => new kplus.Deployment(
    new SecuredNamespace(new Cluster(app, 'staging', { target: prod.target }), 'shop'), 'web', { containers }), { value: 'staging/shop/web' }],
  ['undefined', () => undefined, { id: 'construct-invalid', message: 'must be a PodSelection or a construct, and is not given' }],
])('%s as the policy\'s pods: refused', (_, make, problem) => {
  expect(problemOf(() => policyOf(world => ({ pods: make(world) as IConstruct, peer: Peer.anywhere() })))).toMatchObject({
    id: 'workload-unresolved', construct: 'prod/shop/policy', field: 'pods', ...problem,
  });
});

test('a peer that cannot be resolved is named by its place', () => {
  expect(problemOf(() => policyOf(({ shop }) => ({ pods: PodSelection.all(), peer: new Construct(shop, 'nothing') })))).toMatchObject({
    id: 'workload-unresolved', construct: 'prod/shop/policy', field: 'ingress[0].from[0]', value: 'prod/shop/nothing',
  });
});
