import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { failure } from './support';
import { synthesize } from '../../src/deliver/synthesize';
import { rawPolicy, small, type Json, type Small } from '../constructs/support';
import { AllowedTraffic, IsolatedDatabase, NamespaceSelection, Peer, PodSelection, Port, SecuredNamespace, TrafficPolicy } from 'cdk8s-bulwark';
import 'cdk8s-bulwark/jest';

interface World extends Small {
  readonly web: kplus.Deployment;
  readonly db: kplus.StatefulSet;
}

/** web is open to everybody and reaches the database; batch reaches nothing. */
function world(): World {
  const made = small('1.34', {});
  const { shop } = made;
  const web = new kplus.Deployment(shop, 'web', { containers: [{ image: 'web:1', ports: [{ number: 8080, name: 'http' }] }] });
  const db = new kplus.StatefulSet(shop, 'orders-db', { containers: [{ image: 'postgres:17', portNumber: 5432 }] });
  new kplus.Deployment(new SecuredNamespace(made.prod, 'other'), 'batch', { containers: [{ image: 'x' }] });
  new IsolatedDatabase(shop, 'orders', { pods: db, clients: [web] });
  new AllowedTraffic(shop, 'customers', { from: Peer.anywhere(), to: web });
  return { ...made, web, db };
}

describe('toReach', () => {
  test('of nothing from 0.0.0.0/0 means nothing from outside, in either family', () => {
    const made = world();
    expect(made.prod).not.toReach('outside', 'shop/orders-db');
    expect(made.prod).toReach('outside', 'shop/web', 8080);
    const open = world();
    rawPolicy(open.shop, 'more', { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '2001:db8::/32' } }] }] });
    expect(failure(() => expect(open.prod).not.toReach('0.0.0.0/0', 'shop/orders-db'))).toContain('partly: outside reaches shop/orders-db');
    expect(failure(() => expect(open.prod).not.toReach('outside', 'shop/orders-db'))).toContain('partly: outside reaches shop/orders-db');
  });

  test('what is open holds, what is closed holds with .not', () => {
    const { prod, shop, web, db } = world();
    expect(prod).toReach('shop/web', 'shop/orders-db', 5432);
    expect(prod).toReach(web, db, '5432/TCP');
    expect(shop).toReach('shop/Deployment/web', 'shop/orders-db', 5432);
    expect(prod).toReach('0.0.0.0/0', 'shop/web', 'http');
    expect(prod).not.toReach('0.0.0.0/0', 'shop/orders-db');
    expect(prod).not.toReach('shop/web', 'shop/orders-db', '5432/UDP');
    expect(prod).not.toReach('shop/web', 'shop/orders-db', 5433);
    expect(prod).not.toReach('other/*', 'shop/*');
    expect(prod).not.toReach(db, web);
    expect(prod).not.toReach('shop/web', '169.254.169.254');
  });

  test('what is open in part fails both ways, with what is', () => {
    const { prod } = world();
    expect(failure(() => expect(prod).toReach('shop/web', 'shop/orders-db'))).toContain('partly: shop/web reaches shop/orders-db on TCP 5432');
    expect(failure(() => expect(prod).not.toReach('shop/web', 'shop/orders-db'))).toContain('partly: shop/web reaches shop/orders-db on TCP 5432');
    expect(failure(() => expect(prod).toReach('shop/web', 'shop/*', 5432))).toMatch(/denied|no/);
  });

  test('what rests on a fact that is not there fails both ways', () => {
    const { prod, shop, web } = world();
    new TrafficPolicy(shop, 'old', { pods: web, ingress: [{ from: [Peer.ipBlock('10.0.0.0/8')], ports: [Port.tcp(9090)] }] });
    new TrafficPolicy(shop, 'out', { pods: web, egress: [{ to: [Peer.anywhere()], ports: [Port.tcp(9090)] }] });
    // The address of the pod, of which there is a template alone, may be in the block.
    expect(failure(() => expect(prod).toReach('shop/web', 'shop/web', 9090))).toContain('undecided');
    expect(failure(() => expect(prod).not.toReach('shop/web', 'shop/web', 9090))).toContain('undecided');
  });

  test('an unknown place or port is an error both ways', () => {
    const { prod } = world();
    for (const [from, to, port] of [['shop/wbe', 'shop/web', 80], ['shp/web', 'shop/web', 80], ['shop/web', 'shop/orders-db', 'pgsql'], ['shop/web', 'shop/orders-db', 0]] as const) {
      expect(failure(() => expect(prod).toReach(from, to, port))).toMatch(/workload-unknown|port-unknown/);
      expect(failure(() => expect(prod).not.toReach(from, to, port))).toMatch(/workload-unknown|port-unknown/);
    }
  });

  test('a workload of another cluster is refused: its namesake would answer', () => {
    expect(failure(() => expect(world().prod).toReach(world().web, 'shop/orders-db', 5432))).toContain('does not stand in the cluster');
  });

  test('a chart of a plain app, and manifests on disk, can be asked', () => {
    const chart = new Chart(new App(), 'plain', { namespace: 'n', disableResourceNameHashes: true });
    const [web, db] = ['web', 'db'].map(id => new kplus.Deployment(chart, id, { containers: [{ image: 'x', portNumber: 80 }] })) as [kplus.Deployment, kplus.Deployment];
    new AllowedTraffic(chart, 'a', { from: web, to: db });
    expect(chart).toReach(web, db, 80);
    expect(chart).not.toReach('n/plain-web', '0.0.0.0/0');
    const outdir = mkdtempSync(`${tmpdir()}/bulwark-`);
    try {
      synthesize(world().app._register(), { outdir });
      expect(outdir).toReach('shop/web', 'shop/orders-db', 5432);
      expect(outdir).not.toReach('0.0.0.0/0', 'shop/orders-db');
    } finally {
      rmSync(outdir, { recursive: true });
    }
  });
});

describe('toBeIsolated', () => {
  const BUT = { from: [['shop/web', 5432]] as const };

  test('holds where nothing but what is listed gets in or out', () => {
    const { prod, web, db } = world();
    expect(prod).toBeIsolated('shop/orders-db', BUT);
    expect(prod).toBeIsolated(db, { from: [[web, 5432]] });
    expect(prod).toBeIsolated('other/batch');
    expect(prod).not.toBeIsolated('shop/orders-db');
    expect(prod).not.toBeIsolated('shop/web', { from: [['0.0.0.0/0', 8080]], to: [['shop/orders-db', 5432]] });
  });

  const ingress = (from: Json[], port: number) => (made: World) =>
    rawPolicy(made.shop, 'more', { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'orders-db' } }, ingress: [{ from, ports: [{ port }] }] });
  const client = { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } } };
  test.each<[string, (made: World) => unknown, string]>([
    ['another pod', ingress([{ namespaceSelector: {} }], 5432), 'partly: every other pod (2 pods) reaches shop/orders-db'],
    ['an address', ingress([{ ipBlock: { cidr: '192.0.2.0/24' } }], 5432), 'partly: addresses outside the cluster reaches shop/orders-db'],
    ['a client on another port', ingress([client], 22), 'partly: shop/web reaches shop/orders-db on TCP 22'],
  ])('%s that gets in breaks it', (_, more, text) => {
    const made = world();
    more(made);
    const anywhere = [{ to: [Peer.anywhere()], ports: [Port.all()] }];
    new TrafficPolicy(made.shop, 'web-out', { pods: made.web, egress: anywhere });
    new TrafficPolicy(made.prod, 'other-out', { namespace: 'other', pods: PodSelection.all(), egress: anywhere });
    expect(failure(() => expect(made.prod).toBeIsolated('shop/orders-db', BUT))).toContain(text);
    expect(made.prod).not.toBeIsolated('shop/orders-db', BUT);
  });

  test('what is listed and does not get through breaks it, and is no witness for .not', () => {
    const { prod } = world();
    const but = { from: [['shop/web', 5432], ['other/batch', 5432]] as const };
    expect(failure(() => expect(prod).toBeIsolated('shop/orders-db', but))).toContain('no: other/batch does not reach shop/orders-db on TCP 5432');
    expect(failure(() => expect(prod).not.toBeIsolated('shop/orders-db', but))).toContain('is isolated');
  });

  test('what goes out counts as well', () => {
    const made = world();
    new TrafficPolicy(made.shop, 'out', { pods: made.db, egress: [{ to: [Peer.ipBlock('198.51.100.0/24')], ports: [Port.tcp(443)] }] });
    expect(failure(() => expect(made.prod).toBeIsolated('shop/orders-db', BUT))).toContain('addresses outside the cluster');
    expect(made.prod).not.toBeIsolated('shop/orders-db', BUT);
    expect(made.prod).toBeIsolated('shop/orders-db', { ...BUT, to: [['198.51.100.0/24', 443]] });
    expect(made.prod).not.toBeIsolated('shop/orders-db', { ...BUT, to: [['198.51.100.0/25', 443]] });
  });

  test('what is undecided fails both ways', () => {
    const made = world();
    const open = new TrafficPolicy(made.shop, 'team', { pods: made.db, ingress: [{ from: [Peer.namespaces(NamespaceSelection.labelled({ team: 'x' }))], ports: [Port.tcp(5432)] }] });
    new kplus.Deployment(new Chart(made.prod, 'loose', { namespace: 'loose', disableResourceNameHashes: true }), 'job', { containers: [{ image: 'x' }] });
    expect(open.policy.kind).toBe('NetworkPolicy');
    expect(failure(() => expect(made.prod).toBeIsolated('shop/orders-db', BUT))).toContain('undecided');
    expect(failure(() => expect(made.prod).not.toBeIsolated('shop/orders-db', BUT))).toContain('is isolated');
  });

  test('addresses and names of ports are refused', () => {
    const { prod } = world();
    expect(failure(() => expect(prod).toBeIsolated('0.0.0.0/0'))).toContain('wants a workload');
    expect(failure(() => expect(prod).toBeIsolated('shop/web', { from: [['0.0.0.0/0', 'http']] }))).toContain('wants the number');
    expect(failure(() => expect(prod).toBeIsolated('shop/wbe'))).toContain('workload-unknown');
  });
});
