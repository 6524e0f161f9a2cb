import * as kplus from 'cdk8s-plus-27';
import { proveModel } from '../../../src/engine/prove';
import { modelOf, only, problemOf, small, type Json, type Small } from '../support';
import {
  EgressAllowList, NamespaceSelection, Peer, PodSecurityLevel, PodSelection, Port, TrafficPolicy, type EgressAllowListProps,
} from 'cdk8s-bulwark';

const PODS = PodSelection.labelled({ app: 'web' });
const HTTPS = [Port.tcp(443)];

function specOf(props: Partial<EgressAllowListProps>, world: Small = small('1.34', { podSecurity: PodSecurityLevel.PRIVILEGED })): Json {
  new EgressAllowList(world.shop, 'out', { pods: PODS, ...props });
  return only(world.prod, 'NetworkPolicy', 'out').spec;
}

const blocksOf = (spec: Json) => (spec.egress as Json[]).flatMap(rule => (rule.to as Json[]).map(({ ipBlock }) => ipBlock as Json));

test('a list without anything closes everything', () => {
  expect(specOf({})).toEqual({ podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'] });
});

test('blocks with exceptions, and single addresses', () => {
  expect(specOf({
    destinations: [
      { cidr: '198.51.100.0/24', except: ['198.51.100.128/25'], ports: HTTPS },
      { cidr: '203.0.113.9', ports: [Port.tcp(5432)] },
      { cidr: '2001:DB8::/32', ports: HTTPS },
    ],
  }).egress).toEqual([
    { to: [{ ipBlock: { cidr: '198.51.100.0/24', except: ['198.51.100.128/25'] } }, { ipBlock: { cidr: '2001:db8::/32' } }], ports: [{ port: 443, protocol: 'TCP' }] },
    { to: [{ ipBlock: { cidr: '203.0.113.9/32' } }], ports: [{ port: 5432, protocol: 'TCP' }] },
  ]);
});

test('the addresses where a cloud hands out credentials are cut out of every block that holds them', () => {
  const v4 = ['100.100.100.200/32', '169.254.169.254/32', '169.254.170.2/32'];
  expect(blocksOf(specOf({ destinations: [{ cidr: '0.0.0.0/0', ports: HTTPS }] }))).toEqual([{ cidr: '0.0.0.0/0', except: v4 }]);
  expect(blocksOf(specOf({ destinations: [{ cidr: '::/0', ports: HTTPS }] }))).toEqual([{ cidr: '::/0', except: ['fd00:ec2::254/128', 'fd20:ce::254/128'] }]);
  expect(blocksOf(specOf({ destinations: [{ cidr: '0.0.0.0/0', except: ['169.254.0.0/16', '10.0.0.0/8'], ports: HTTPS }] })))
    .toEqual([{ cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '100.100.100.200/32', '169.254.0.0/16'] }]);
  expect(blocksOf(specOf({ apiServer: { cidrs: ['0.0.0.0/0'] } }))).toEqual([{ cidr: '0.0.0.0/0', except: v4 }]);
});

test.each(['169.254.169.254', '169.254.169.254/32', 'fd00:ec2::254/128'])('%s itself is refused', cidr => {
  expect(problemOf(() => specOf({ destinations: [{ cidr, ports: HTTPS }] }))).toMatchObject({ id: 'construct-invalid', field: 'destinations[0].cidr', construct: 'prod/shop/out' });
});

test('the API server is opened at its addresses, by default on the port of its Service and its own', () => {
  expect(specOf({ apiServer: { cidrs: ['10.96.0.1', '192.0.2.0/28'] } }).egress).toEqual([{
    to: [{ ipBlock: { cidr: '10.96.0.1/32' } }, { ipBlock: { cidr: '192.0.2.0/28' } }],
    ports: [{ port: 443, protocol: 'TCP' }, { port: 6443, protocol: 'TCP' }],
  }]);
  expect(specOf({ apiServer: { cidrs: ['10.96.0.1'], ports: [Port.tcp(8443)] } }).egress[0].ports).toEqual([{ port: 8443, protocol: 'TCP' }]);
});

test('name resolution is opened where nobody decided about it, and can be refused', () => {
  expect(specOf({}, small()).egress).toHaveLength(1);
  expect(specOf({ dns: false }, small()).egress).toBeUndefined();
  expect(specOf({ dns: true }).egress).toHaveLength(1);
});

test('a workload can be named, and without a namespace around it the policy stands in that of the workload', () => {
  const { prod, shop } = small();
  const web = new kplus.Deployment(shop, 'web', { containers: [{ image: 'x' }] });
  new EgressAllowList(prod, 'out', { pods: web, destinations: [{ cidr: '192.0.2.0/24', ports: HTTPS }] });
  expect(only(prod, 'NetworkPolicy')).toMatchObject({ metadata: { name: 'out', namespace: 'shop' }, spec: { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } } } });
});

test.each<[string, Partial<EgressAllowListProps>, string]>([
  ['a block that is none', { destinations: [{ cidr: '10.0.0.0/33', ports: HTTPS }] }, 'destinations[0].cidr'],
  ['bits beyond the prefix', { destinations: [{ cidr: '10.0.0.1/8', ports: HTTPS }] }, 'destinations[0].cidr'],
  ['an exception that is no block', { destinations: [{ cidr: '10.0.0.0/8', except: ['x'], ports: HTTPS }] }, 'destinations[0].except[0]'],
  ['an exception that is a text', { destinations: [{ cidr: '10.0.0.0/8', except: '10.1.0.0/16' as never, ports: HTTPS }] }, 'destinations[0].except'],
  ['no ports', { destinations: [{ cidr: '10.0.0.0/8', ports: [] }] }, 'destinations[0].ports'],
  ['no address of the API server', { apiServer: { cidrs: [] } }, 'apiServer.cidrs'],
])('%s: refused', (_, props, field) => {
  expect(problemOf(() => specOf(props))).toMatchObject({ id: 'construct-invalid', field });
});

test('an exception outside its block is refused', () => {
  expect(problemOf(() => specOf({ destinations: [{ cidr: '10.0.0.0/8', except: ['11.0.0.0/16'], ports: HTTPS }] }))).toMatchObject({ id: 'object-invalid', value: '"11.0.0.0/16"' });
});

test('it promises that no other policy opens the metadata addresses to its pods', () => {
  const { prod, shop } = small('1.34', {});
  const web = new kplus.Deployment(shop, 'web', { containers: [{ image: 'x' }] });
  new EgressAllowList(shop, 'out', { pods: web, destinations: [{ cidr: '0.0.0.0/0', ports: HTTPS }] });
  const problems = () => proveModel(modelOf(prod)).problems.filter(({ construct }) => construct === 'prod/shop/out').map(({ message }) => message);
  expect(problems()).toEqual([]);
  new TrafficPolicy(shop, 'pods', { pods: web, egress: [{ to: [Peer.namespaces(NamespaceSelection.all()), Peer.ipBlock('169.254.0.0/24')], ports: [Port.all()] }] });
  expect(problems()).toEqual([]);
  new TrafficPolicy(shop, 'open', { pods: PodSelection.all(), egress: [{ to: [Peer.anywhere()], ports: [Port.tcp(80)] }] });
  expect(problems()).toEqual([expect.stringContaining('NetworkPolicy shop/open, egress[0], lets it reach 100.100.100.200 on TCP 80')]);
});
