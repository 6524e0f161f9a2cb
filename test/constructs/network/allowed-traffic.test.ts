import { ApiObject, App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { labelsIn, only, problemOf, problemsOf, rawDeployment, small, type Json, type Small } from '../support';
import {
  AllowedTraffic, Cluster, ClusterTarget, DefaultDeny, NamespaceSelection, Peer, PodSecurityLevel, PolicyApp, Port, SecuredNamespace,
} from 'cdk8s-bulwark';

const NAME = 'app.kubernetes.io/name';

function workload(scope: Construct, id: string, port?: number): kplus.Deployment {
  return new kplus.Deployment(scope, id, { containers: [{ image: 'x', ...port === undefined ? {} : { portNumber: port } }] });
}

/** In a namespace that isolates every pod and opens name resolution to each. */
function closed(): Small {
  return small('1.34', { podSecurity: PodSecurityLevel.PRIVILEGED });
}

const pods = (name: string) => ({ podSelector: { matchLabels: { [NAME]: name } } });
const podsIn = (namespace: string, name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, ...pods(name) });
const tcp = (port: number) => ({ port, protocol: 'TCP' });

test('both sides are opened, at the port that the destination declares', () => {
  const { prod, shop } = closed();
  new AllowedTraffic(shop, 'web-to-db', { from: workload(shop, 'web'), to: workload(shop, 'db', 5432) });
  expect(only(prod, 'NetworkPolicy', 'web-traffic').spec).toEqual({ ...pods('web'), policyTypes: ['Egress'], egress: [{ to: [pods('db')], ports: [tcp(5432)] }] });
  expect(only(prod, 'NetworkPolicy', 'db-traffic').spec).toEqual({ ...pods('db'), policyTypes: ['Ingress'], ingress: [{ from: [pods('web')], ports: [tcp(5432)] }] });
});

test('however many connections a workload has, it has one policy', () => {
  const { prod, shop } = closed();
  const [web, api, db] = [workload(shop, 'web', 80), workload(shop, 'api', 80), workload(shop, 'db', 5432)];
  new AllowedTraffic(shop, 'a', { from: web, to: db });
  new AllowedTraffic(shop, 'b', { from: api, to: db });
  new AllowedTraffic(shop, 'c', { from: web, to: api });
  new AllowedTraffic(shop, 'd', { from: Peer.anywhere(), to: web });
  const own = labelsIn(prod).filter(label => label.startsWith('NetworkPolicy') && label.endsWith('-traffic'));
  expect(own).toEqual(['NetworkPolicy shop/api-traffic', 'NetworkPolicy shop/db-traffic', 'NetworkPolicy shop/web-traffic']);
  expect(only(prod, 'NetworkPolicy', 'db-traffic').spec.ingress).toEqual([{ from: [pods('api'), pods('web')], ports: [tcp(5432)] }]);
  expect(only(prod, 'NetworkPolicy', 'web-traffic').spec).toMatchObject({
    ingress: [{ ports: [tcp(80)] }],
    egress: [{ to: [pods('api')], ports: [tcp(80)] }, { to: [pods('db')], ports: [tcp(5432)] }],
  });
});

test('the order of declaration makes no difference, and repetitions none either', () => {
  const specs = (order: readonly number[]) => {
    const { prod, shop } = closed();
    const [web, api, db] = [workload(shop, 'web', 80), workload(shop, 'api', 80), workload(shop, 'db', 5432)] as const;
    const pairs = [[web, db], [api, db], [web, api]] as const;
    order.forEach((pair, at) => new AllowedTraffic(shop, `t${at}`, { from: pairs[pair]![0], to: pairs[pair]![1] }));
    return ['web', 'api', 'db'].map(name => only(prod, 'NetworkPolicy', `${name}-traffic`));
  };
  expect(specs([2, 0, 1, 0])).toEqual(specs([0, 1, 2]));
});

test('across namespaces, each policy stands with its own pods and names the other namespace', () => {
  const { prod, shop } = closed();
  const bank = new SecuredNamespace(prod, 'bank');
  new AllowedTraffic(shop, 'pay', { from: workload(shop, 'web'), to: workload(bank, 'ledger', 7000) });
  expect(only(prod, 'NetworkPolicy', 'web-traffic')).toMatchObject({ metadata: { namespace: 'shop' }, spec: { egress: [{ to: [podsIn('bank', 'ledger')] }] } });
  expect(only(prod, 'NetworkPolicy', 'ledger-traffic')).toMatchObject({ metadata: { namespace: 'bank' }, spec: { ingress: [{ from: [podsIn('shop', 'web')] }] } });
});

test('a workload that a chart without namespace holds is met where its own metadata says it is', () => {
  const { prod, shop } = closed();
  const raw = new ApiObject(prod, 'raw', {
    apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'shop', labels: { app: 'raw' } }, spec: { containers: [{ name: 'c', image: 'x', ports: [{ containerPort: 1 }] }] },
  });
  new AllowedTraffic(prod, 'in', { from: workload(shop, 'web'), to: raw });
  expect(only(prod, 'NetworkPolicy', 'raw-traffic')).toMatchObject({ metadata: { namespace: 'shop' }, spec: { podSelector: { matchLabels: { app: 'raw' } } } });
});

test('it works in any chart of a plain app', () => {
  const chart = new Chart(new App(), 'plain', { namespace: 'n', disableResourceNameHashes: true });
  new AllowedTraffic(chart, 'a', { from: workload(chart, 'web'), to: workload(chart, 'db', 5432) });
  const policies = (Testing.synth(chart) as Json[]).filter(({ kind }) => kind === 'NetworkPolicy');
  expect(policies.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual(['n/plain-web-traffic', 'n/plain-db-traffic']);
});

describe('name resolution is opened beside outgoing traffic', () => {
  const DNS = { ports: [{ port: 53, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }] };
  const egress = (world: Small) => {
    new AllowedTraffic(world.shop, 'a', { from: workload(world.shop, 'web'), to: workload(world.shop, 'db', 5432) });
    return only(world.prod, 'NetworkPolicy', 'web-traffic').spec.egress as Json[];
  };

  test('where nobody decided about it: the workload was not isolated before', () => {
    expect(egress(small())).toEqual([expect.objectContaining(DNS), expect.anything()]);
  });

  test('not where the namespace opens it to every pod', () => {
    expect(egress(closed())).toHaveLength(1);
    const world = small();
    const rules = egress(world);
    new DefaultDeny(world.shop, 'deny');
    expect(rules).toHaveLength(2);
    expect(only(world.prod, 'NetworkPolicy', 'web-traffic').spec.egress).toHaveLength(1);
  });

  test('not where the namespace refuses it', () => {
    expect(egress(small('1.34', { dns: false, podSecurity: PodSecurityLevel.PRIVILEGED }))).toHaveLength(1);
  });
});

test('a connection that one end is no workload of is opened on the other side alone', () => {
  const { prod, shop } = closed();
  const web = workload(shop, 'web', 80);
  new AllowedTraffic(shop, 'in', { from: Peer.namespaces(NamespaceSelection.labelled({ team: 'front' })), to: web });
  new AllowedTraffic(shop, 'out', { from: web, to: Peer.ipBlock('198.51.100.0/24'), ports: [Port.tcp(443)] });
  expect(only(prod, 'NetworkPolicy', 'web-traffic').spec).toEqual({
    ...pods('web'),
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'front' } } }], ports: [tcp(80)] }],
    egress: [{ to: [{ ipBlock: { cidr: '198.51.100.0/24' } }], ports: [tcp(443)] }],
  });
});

test('a sidecar\'s port counts, that of an init container that ends does not', () => {
  const { prod, shop } = closed();
  const spec = {
    containers: [{ name: 'main', image: 'x' }],
    initContainers: [
      { name: 'proxy', image: 'x', restartPolicy: 'Always', ports: [{ containerPort: 15001 }] },
      { name: 'setup', image: 'x', ports: [{ containerPort: 9 }] },
    ],
  };
  const db = new ApiObject(shop, 'db', { apiVersion: 'v1', kind: 'Pod', metadata: { labels: { app: 'db' } }, spec });
  new AllowedTraffic(shop, 'a', { from: workload(shop, 'web'), to: db });
  expect(only(prod, 'NetworkPolicy', 'db-traffic').spec.ingress[0].ports).toEqual([tcp(15001)]);
});

test.each<[string, (world: Small) => unknown, object]>([
  ['two ends that are Peers', ({ shop }) => new AllowedTraffic(shop, 'a', { from: Peer.anywhere(), to: Peer.anywhere(), ports: [Port.all()] }), { field: 'from' }],
  ['an end that is undefined', ({ shop }) => new AllowedTraffic(shop, 'a', { from: undefined as never, to: workload(shop, 'db', 1) }), { field: 'from' }],
  ['a Peer as destination without ports', ({ shop }) => new AllowedTraffic(shop, 'a', { from: workload(shop, 'web'), to: Peer.ipBlock('198.51.100.0/24') }), { field: 'ports' }],
  ['an empty list of ports', ({ shop }) => new AllowedTraffic(shop, 'a', { from: workload(shop, 'web'), to: workload(shop, 'db', 1), ports: [] }), { field: 'ports' }],
])('%s: refused', (_, make, problem) => {
  expect(problemOf(() => make(small()))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/a', ...problem });
});

test('a destination that declares no port is refused at synth, once and by name', () => {
  const { prod, shop } = small();
  new AllowedTraffic(shop, 'a', { from: workload(shop, 'web'), to: workload(shop, 'db') });
  expect(problemsOf(() => only(prod, 'NetworkPolicy'))).toEqual([
    expect.objectContaining({ id: 'construct-invalid', construct: 'prod/shop/a', field: 'ports', message: 'the containers of prod/shop/db declare no port' }),
  ]);
});

test('a workload on its node\'s network is refused: no policy selects it, and none isolates it', () => {
  const { prod, shop } = small();
  const host = new ApiObject(shop, 'host', {
    apiVersion: 'v1', kind: 'Pod', metadata: { labels: { app: 'host' } }, spec: { hostNetwork: true, containers: [{ name: 'c', image: 'x', ports: [{ containerPort: 1 }] }] },
  });
  new AllowedTraffic(shop, 'a', { from: host, to: rawDeployment(shop, 'db', { app: 'db' }), ports: [Port.tcp(1)] });
  expect(problemsOf(() => only(prod, 'NetworkPolicy'))).toContainEqual(expect.objectContaining({ id: 'workload-unresolved', construct: 'prod/shop/a', value: 'prod/shop/host' }));
});

test('workloads of two clusters cannot be connected by it', () => {
  const app = new PolicyApp({ name: 'two' });
  const [one, two] = ['one', 'two'].map(id => new Cluster(app, id, { target: ClusterTarget.generic({ kubernetes: '1.34' }) })) as [Cluster, Cluster];
  const from = workload(new SecuredNamespace(one, 'a', { podSecurity: PodSecurityLevel.PRIVILEGED }), 'web', 80);
  new AllowedTraffic(one, 'across', { from, to: workload(new SecuredNamespace(two, 'b', { podSecurity: PodSecurityLevel.PRIVILEGED }), 'db', 5432) });
  expect(problemsOf(() => only(one, 'NetworkPolicy'))[0]).toMatchObject({ id: 'workload-unresolved', construct: 'one/across' });
});

test('a child that has the name of the gathered policy is told of', () => {
  const { shop } = small();
  const web = workload(shop, 'web', 80);
  new Construct(web, 'traffic');
  expect(problemOf(() => new AllowedTraffic(shop, 'a', { from: Peer.anywhere(), to: web }))).toMatchObject({ field: 'to', value: '"prod/shop/web"' });
});
