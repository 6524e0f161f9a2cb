import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { labelsIn, only, problemOf, problemsOf, small, type Json, type Small } from '../support';
import {
  DatabaseEngine, IsolatedDatabase, type IsolatedDatabaseProps, NamespaceSelection, Peer, PodSecurityLevel, PodSelection, Port, SecuredNamespace,
} from 'cdk8s-bulwark';

const NAME = 'app.kubernetes.io/name';
const pods = (name: string) => ({ podSelector: { matchLabels: { [NAME]: name } } });
const tcp = (port: number) => ({ port, protocol: 'TCP' });

function workload(scope: Construct, id: string, ...ports: number[]): kplus.Deployment {
  return new kplus.Deployment(scope, id, { containers: [{ image: 'x', ports: ports.map((number, at) => ({ number, name: `p${at}` })) }] });
}

interface World extends Small {
  readonly db: kplus.Deployment;
  readonly web: kplus.Deployment;
}

function world(...ports: number[]): World {
  const made = small('1.34', { podSecurity: PodSecurityLevel.PRIVILEGED });
  return { ...made, db: workload(made.shop, 'db', ...ports.length > 0 ? ports : [5432]), web: workload(made.shop, 'web', 80) };
}

function specOf({ prod, shop, db, web }: World, props: Partial<IsolatedDatabaseProps> = {}): Json {
  new IsolatedDatabase(shop, 'orders', { pods: db, clients: [web], ...props });
  return only(prod, 'NetworkPolicy', 'orders').spec;
}

test('only clients come in, at the port that the container declares, and nothing goes out; the clients\' side is opened', () => {
  const made = world();
  expect(specOf(made)).toEqual({ ...pods('db'), policyTypes: ['Ingress', 'Egress'], ingress: [{ from: [pods('web')], ports: [tcp(5432)] }] });
  expect(only(made.prod, 'NetworkPolicy', 'web-traffic').spec).toEqual({ ...pods('web'), policyTypes: ['Egress'], egress: [{ to: [pods('db')], ports: [tcp(5432)] }] });
  expect(labelsIn(made.prod)).toContain('NetworkPolicy shop/orders');
});

test('no clients are nobody', () => {
  expect(specOf(world(), { clients: [] })).toEqual({ ...pods('db'), policyTypes: ['Ingress', 'Egress'] });
});

test.each([
  ['PostgreSQL', DatabaseEngine.POSTGRESQL, [5432], [5432]],
  ['MySQL', DatabaseEngine.MYSQL, [3306], [3306, 33061]],
  ['MongoDB', DatabaseEngine.MONGODB, [27017], [27017]],
  ['Redis', DatabaseEngine.REDIS, [6379], [16379, 6379]],
  ['Kafka', DatabaseEngine.KAFKA, [9092], [9092, 9093]],
  ['Elasticsearch', DatabaseEngine.ELASTICSEARCH, [9200], [9200, 9300]],
  ['etcd', DatabaseEngine.ETCD, [2379], [2379, 2380]],
])('%s says its ports, and those on which its own pods replicate', (_, engine, clients, peers) => {
  const { ingress, egress } = specOf(world(...clients), { engine, replication: true }) as { ingress: Json[]; egress: Json[] };
  const portsFor = (name: string, side: 'from' | 'to', rules: Json[]) => rules
    .filter(rule => (rule[side] as unknown[]).some(peer => JSON.stringify(peer) === JSON.stringify(pods(name))))
    .flatMap(rule => rule.ports as Json[]);
  expect(portsFor('web', 'from', ingress)).toEqual(clients.map(tcp));
  expect(portsFor('db', 'from', ingress)).toEqual(peers.map(tcp));
  expect(portsFor('db', 'to', egress)).toEqual(peers.map(tcp));
});

test('a backup target and a scraper are opened on both sides', () => {
  const made = world(5432, 9187);
  const [store, prometheus] = [workload(made.shop, 'store', 9000), workload(made.shop, 'prometheus')];
  expect(specOf(made, { backup: { to: store, ports: [Port.tcp(9000)] }, metrics: { from: prometheus, port: Port.tcp(9187) } })).toMatchObject({
    ingress: [{ from: [pods('prometheus')], ports: [tcp(9187)] }, { from: [pods('web')], ports: [tcp(5432)] }],
    egress: [{ to: [pods('store')], ports: [tcp(9000)] }],
  });
  expect(only(made.prod, 'NetworkPolicy', 'store-traffic').spec.ingress).toEqual([{ from: [pods('db')], ports: [tcp(9000)] }]);
  expect(only(made.prod, 'NetworkPolicy', 'prometheus-traffic').spec.egress).toEqual([{ to: [pods('db')], ports: [tcp(9187)] }]);
});

test('clients of another namespace are named together with it, on both sides', () => {
  const made = world();
  const client = workload(new SecuredNamespace(made.prod, 'front'), 'api');
  expect(specOf(made, { clients: [client] }).ingress[0].from).toEqual([{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'front' } }, ...pods('api') }]);
  expect(only(made.prod, 'NetworkPolicy', 'api-traffic')).toMatchObject({
    metadata: { namespace: 'front' },
    spec: { egress: [{ to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }, ...pods('db') }] }] },
  });
});

test('pods that are selected by labels', () => {
  const { prod, shop, web } = world();
  new IsolatedDatabase(shop, 'orders', { pods: PodSelection.labelled({ app: 'pg' }), engine: DatabaseEngine.POSTGRESQL, clients: [web, Peer.namespaces(NamespaceSelection.named('etl'))] });
  expect(only(prod, 'NetworkPolicy', 'orders').spec).toMatchObject({
    podSelector: { matchLabels: { app: 'pg' } },
    ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'etl' } } }, pods('web')], ports: [tcp(5432)] }],
  });
  expect(only(prod, 'NetworkPolicy', 'web-traffic').spec.egress).toEqual([{ to: [{ podSelector: { matchLabels: { app: 'pg' } } }], ports: [tcp(5432)] }]);
});

test('name resolution is opened where nobody decided about it, unless it is refused', () => {
  const open = (props: Partial<IsolatedDatabaseProps>) => {
    const made = small();
    return specOf({ ...made, db: workload(made.shop, 'db', 5432), web: workload(made.shop, 'web') }, props).egress as unknown;
  };
  expect(open({})).toEqual([expect.objectContaining({ ports: [{ port: 53, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }] })]);
  expect(open({ dns: false })).toBeUndefined();
});

test.each<[string, Partial<IsolatedDatabaseProps>, object]>([
  ['no list of clients', { clients: undefined as never }, { field: 'clients' }],
  ['everybody as client', { clients: [Peer.anywhere()] }, { field: 'clients[0]' }],
  ['a client that is undefined', { clients: [undefined as never] }, { field: 'clients[0]' }],
  ['everywhere as backup target', { backup: { to: Peer.anywhere(), ports: [Port.tcp(443)] } }, { field: 'backup.to' }],
  ['a backup without ports', { backup: { to: Peer.ipBlock('192.0.2.0/24'), ports: [] } }, { field: 'backup.ports' }],
  ['an empty list of ports', { ports: [] }, { field: 'ports' }],
  ['an engine that is a text', { engine: 'postgres' as never }, { field: 'engine' }],
  ['replication ports without replication', { replicationPorts: [Port.tcp(1)] }, { field: 'replicationPorts' }],
  ['labelled pods without ports', { pods: PodSelection.labelled({ app: 'pg' }) }, { field: 'ports' }],
])('%s: refused', (_, props, problem) => {
  expect(problemOf(() => specOf(world(), props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/orders', ...problem });
});

describe('refused at synth', () => {
  const problem = (made: World, props: Partial<IsolatedDatabaseProps> = {}) => problemsOf(() => specOf(made, props)).filter(({ construct }) => construct === 'prod/shop/orders');

  test('which of several ports is for clients must be said; the one of metrics is not', () => {
    expect(problem(world(5432, 8008))).toEqual([expect.objectContaining({ field: 'ports', message: expect.stringContaining('TCP 5432, TCP 8008') })]);
    expect(specOf(world(5432, 9187), { metrics: { from: Peer.namespaces(NamespaceSelection.named('monitoring')), port: Port.tcp(9187) } }).ingress).toHaveLength(2);
  });

  test('an engine whose ports the containers do not have', () => {
    expect(problem(world(6380), { engine: DatabaseEngine.REDIS })).toEqual([expect.objectContaining({ field: 'engine', value: '"Redis"' })]);
  });

  test('names refused by the database and opened by its namespace', () => {
    expect(problem(world(), { dns: false })).toEqual([expect.objectContaining({ field: 'dns' })]);
  });

  test('a database on its node\'s network, which nothing isolates', () => {
    const made = world();
    const db = new ApiObject(made.shop, 'host', {
      apiVersion: 'v1', kind: 'Pod', metadata: { labels: { app: 'host' } }, spec: { hostNetwork: true, containers: [{ name: 'c', image: 'x', ports: [{ containerPort: 1 }] }] },
    });
    new IsolatedDatabase(made.shop, 'orders', { pods: db, clients: [made.web] });
    expect(problemsOf(() => only(made.prod, 'NetworkPolicy'))).toContainEqual(expect.objectContaining({ id: 'workload-unresolved', construct: 'prod/shop/orders' }));
  });
});
