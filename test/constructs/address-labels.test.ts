import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { objectsIn, ofKind, only, rawPolicy, small, type Json } from './support';
import { replaceAddressLabels } from '../../src/constructs/address-labels';
import { Peer, PodSelection, Port, SecuredNamespace, TrafficPolicy } from 'cdk8s-bulwark';

const NAME = 'app.kubernetes.io/name';
const INSTANCE = 'app.kubernetes.io/instance';
const containers = [{ image: 'x', portNumber: 80 }];

function labels(object: Json): Json {
  return object.spec.template.metadata.labels;
}

test('a workload is selected by its name', () => {
  const { prod, shop } = small();
  new kplus.Deployment(shop, 'web', { containers }).exposeViaService();
  const { spec } = only(prod, 'Deployment');
  expect(spec.selector).toEqual({ matchLabels: { [NAME]: 'web' } });
  expect(spec.template.metadata.labels).toEqual({ [NAME]: 'web' });
  expect(only(prod, 'Service').spec.selector).toEqual({ [NAME]: 'web' });
});

test('the author\'s own name stays, and the instance tells workloads apart', () => {
  const { prod, shop } = small();
  new kplus.Deployment(shop, 'web', { containers, podMetadata: { labels: { [NAME]: 'frontend' } } });
  expect(labels(only(prod, 'Deployment'))).toEqual({ [NAME]: 'frontend', [INSTANCE]: 'web' });
});

test('where name and instance are the author\'s, the address label stays with a readable value', () => {
  const { prod, shop } = small();
  new kplus.Deployment(shop, 'web', { containers, podMetadata: { labels: { [NAME]: 'frontend', [INSTANCE]: 'a' } } });
  expect(labels(only(prod, 'Deployment'))).toEqual({ [NAME]: 'frontend', [INSTANCE]: 'a', [kplus.Pod.ADDRESS_LABEL]: 'web' });
});

test('an address that nothing selects by is dropped', () => {
  const { prod, shop } = small();
  new kplus.Job(shop, 'once', { containers });
  expect(labels(only(prod, 'Job'))).toEqual({});
});

test('two workloads of one name in a namespace get two values, and the same name elsewhere is free', () => {
  const { prod, shop } = small();
  const back = new SecuredNamespace(prod, 'back', { defaultDeny: false });
  new kplus.Deployment(shop, 'web', { containers });
  new kplus.DaemonSet(new kplus.Namespace(shop, 'x', { metadata: { name: 'x' } }), 'web', { containers, metadata: { name: 'web' } });
  new kplus.Deployment(back, 'web', { containers });
  expect(ofKind(prod, 'Deployment').map(labels)).toEqual([{ [NAME]: 'web' }, { [NAME]: 'web-deployment' }]);
  expect(ofKind(prod, 'DaemonSet').map(labels)).toEqual([{ [NAME]: 'web' }]);
});

test('what an author selects by an address stays the author\'s, whatever a synthesis makes of it', () => {
  const { prod, shop } = small();
  const web = new kplus.Deployment(shop, 'web', { containers });
  const pods = PodSelection.labelled(web.matchLabels as Record<string, string>);
  const { policy } = new TrafficPolicy(shop, 'p', { pods, ingress: [{ from: [Peer.pods(pods)], ports: [Port.all()] }] });
  const before = JSON.stringify(policy.toJson());
  expect(only(prod, 'NetworkPolicy').spec.podSelector).toEqual({ matchLabels: { [NAME]: 'web' } });
  expect(JSON.stringify(policy.toJson())).toBe(before);
  expect(before).toContain(kplus.Pod.ADDRESS_LABEL);
});

test('a value that is no text is no address: it stays, and is refused', () => {
  const { prod, shop } = small();
  const web = new kplus.Deployment(shop, 'web', { containers });
  rawPolicy(shop, 'p', { podSelector: { matchLabels: { [kplus.Pod.ADDRESS_LABEL]: Object.values(web.matchLabels) } }, ingress: [{}] });
  expect(() => objectsIn(prod)).toThrow(/matchLabels.*must be a string/s);
});

test('where a selector looks beyond the namespace, the value is unique in the cluster', () => {
  const { prod, shop } = small();
  const web = new kplus.Deployment(shop, 'web', { containers });
  rawPolicy(shop, 'p', { podSelector: {}, ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: web.matchLabels } }] }] });
  expect(labels(only(prod, 'Deployment'))).toEqual({ [NAME]: 'shop.web' });
  expect(only(prod, 'NetworkPolicy').spec.ingress[0].from[0].podSelector).toEqual({ matchLabels: { [NAME]: 'shop.web' } });
});

test('an author who writes the readable name into a selector means the workload', () => {
  const { prod, shop } = small();
  new kplus.Deployment(shop, 'web', { containers });
  rawPolicy(shop, 'p', { podSelector: { matchLabels: { [NAME]: 'web' } } });
  expect(labels(only(prod, 'Deployment'))).toEqual({ [NAME]: 'web' });
});

test.each(['Exists', 'DoesNotExist'])('a workload does not start to carry a label whose presence decides: %s', operator => {
  const { prod, shop } = small();
  new kplus.Deployment(shop, 'web', { containers });
  rawPolicy(shop, 'p', { podSelector: { matchExpressions: [{ key: NAME, operator }] } });
  expect(labels(only(prod, 'Deployment'))).toEqual({ [INSTANCE]: 'web' });
});

test('labels of objects that are no pods take nothing from a workload', () => {
  const { prod, shop } = small();
  const web = new kplus.Deployment(shop, 'web', { containers, metadata: { labels: { [NAME]: 'web' } } });
  web.exposeViaService().metadata.addLabel(NAME, 'web');
  expect(labels(only(prod, 'Deployment'))).toEqual({ [NAME]: 'web' });
});

test('an author\'s expression about the address itself keeps every address as it is', () => {
  const { prod, shop } = small();
  const web = new kplus.Deployment(shop, 'web', { containers });
  rawPolicy(shop, 'p', { podSelector: { matchExpressions: [{ key: kplus.Pod.ADDRESS_LABEL, operator: 'Exists' }] } });
  expect(labels(only(prod, 'Deployment'))).toEqual(web.matchLabels);
  expect(only(prod, 'Deployment').spec.selector).toEqual({ matchLabels: web.matchLabels });
});

test('an address that an author copied to a second workload stays one value, and the labels beside it stay', () => {
  const pods = (kind: string, name: string, beside: Json): Json => ({
    kind,
    apiVersion: 'apps/v1',
    metadata: { name, namespace: 'shop' },
    spec: { template: { metadata: { labels: { ...beside, [kplus.Pod.ADDRESS_LABEL]: 'hash' } }, spec: { containers: [] } } },
  });
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'shop' }, spec: { selector: { [kplus.Pod.ADDRESS_LABEL]: 'hash' } } };
  const objects = [pods('Deployment', 'a', {}), pods('Deployment', 'b', { [NAME]: 'mine' }), service];
  replaceAddressLabels(objects);
  expect(objects.map(object => object.spec.selector ?? labels(object))).toEqual([{ [INSTANCE]: 'a' }, { [NAME]: 'mine', [INSTANCE]: 'a' }, { [INSTANCE]: 'a' }]);
});

test('the author\'s own selectors are not touched', () => {
  const { prod, shop } = small();
  const web = new kplus.Deployment(shop, 'web', { containers, select: false, podMetadata: { labels: { app: 'web' } } });
  web.select(kplus.LabelSelector.of({ labels: { app: 'web' } }));
  expect(only(prod, 'Deployment').spec.selector).toEqual({ matchLabels: { app: 'web' } });
  expect(labels(only(prod, 'Deployment'))).toEqual({ app: 'web' });
});

test('a long name is cut with a digest', () => {
  const { prod, shop } = small();
  const web = new kplus.Deployment(shop, 'a'.repeat(60), { containers });
  rawPolicy(shop, 'p', { podSelector: {}, ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: web.matchLabels } }] }] });
  const value = labels(only(prod, 'Deployment'))[NAME];
  expect(value).toBe(`shop.${'a'.repeat(49)}-593c97a2`);
  expect(value).toHaveLength(63);
  expect(JSON.stringify(objectsIn(prod))).not.toContain(kplus.Pod.ADDRESS_LABEL);
});

test('an address that no construct of the program has stays: its selector may already be in a cluster, where it cannot be changed', () => {
  const { prod, shop } = small();
  const matchLabels = { [kplus.Pod.ADDRESS_LABEL]: 'old-web-c8d2d375' };
  new ApiObject(shop, 'web', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { selector: { matchLabels }, template: { metadata: { labels: matchLabels }, spec: { containers: [{ name: 'web', image: 'x' }] } } },
  });
  new kplus.Deployment(shop, 'api', { containers });
  const [web, api] = ['web', 'api'].map(name => objectsIn(prod).find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name)!);
  expect(web!.spec.selector).toEqual({ matchLabels });
  expect(labels(web!)).toEqual(matchLabels);
  expect(labels(api!)).toEqual({ [NAME]: 'api' });
});
