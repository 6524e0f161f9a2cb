import { deployment, labels, namespace, Obj, pod, policy, world } from './support';
import { analyzerDifferences, analyzerRows } from '../../../src/decide/network/netpol-analyzer';
import { NetworkIndex } from '../../../src/decide/network/network-index';
import { leadsOf } from '../../../src/decide/network/services';

function lines(...objects: Obj[]): string[] {
  const index = new NetworkIndex(world(objects).model);
  return analyzerRows(index, leadsOf(objects.map(object => ({ object })), index)).map(({ src, dst, conn }) => `${src} => ${dst} : ${conn}`);
}

test('every range that policies tell apart in a direction is a line of its own, equal neighbours too', () => {
  const block = (cidr: string) => ({ ipBlock: { cidr } });
  expect(lines(namespace('x'), pod('x/a'), policy('x/p', { policyTypes: ['Ingress', 'Egress'], ingress: [{ from: [block('128.0.0.0/1')] }], egress: [{ to: [block('0.0.0.0/2'), block('64.0.0.0/2')] }] }))).toEqual([
    '128.0.0.0-255.255.255.255[External] => x/a[Pod] : All Connections',
    'x/a[Pod] => 0.0.0.0-63.255.255.255[External] : All Connections',
    'x/a[Pod] => 64.0.0.0-127.255.255.255[External] : All Connections',
  ]);
});

test('without a block all addresses are one, and a workload is left out to itself', () => {
  expect(lines(namespace('x'), deployment('x/a', { app: 'a' }))).toEqual([
    '0.0.0.0-255.255.255.255[External] => x/a[Deployment] : All Connections', 'x/a[Deployment] => 0.0.0.0-255.255.255.255[External] : All Connections',
  ]);
});

test('ports are joined by protocol in alphabetical order, and exact where the tool errs', () => {
  // Its own answer to this is no connection at all: https://github.com/np-guard/netpol-analyzer, pkg/netpol/internal/common/augmented_intervalset.go.
  const objects = [
    namespace('x'), pod('x/a', { app: 'a' }), pod('x/b', { app: 'b' }),
    policy('x/e', { podSelector: labels({ app: 'a' }), policyTypes: ['Egress'], egress: [{ to: [{ podSelector: labels({ app: 'b' }) }], ports: [{ port: 15, endPort: 25 }, { protocol: 'SCTP' }, { port: 53, protocol: 'UDP' }, { port: 9, protocol: 'UDP' }] }] }),
    policy('x/i', { podSelector: labels({ app: 'b' }), ingress: [{ ports: [{ port: 10, endPort: 20 }, { protocol: 'UDP' }, { protocol: 'SCTP' }] }] }),
  ];
  expect(lines(...objects)).toContain('x/a[Pod] => x/b[Pod] : SCTP 1-65535,TCP 15-20,UDP 9,53');
});

test('what an Ingress leads to is open from {ingress-controller}, on ports that are declared, as far as policies let a stranger in', () => {
  const service = (name: string, port: number, app: string) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'x' }, spec: { selector: { app }, ports: [{ port }] } });
  const ingress = (...names: Array<[string, number]>) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'i', namespace: 'x' }, spec: { rules: [{ http: { paths: names.map(([name, number]) => ({ backend: { service: { name, port: { number } } } })) } }] } });
  const base = [namespace('x'), deployment('x/a', { app: 'a' }, ['http=80']), deployment('x/b', { app: 'b' }, ['http=80']), service('a', 80, 'a'), service('a9', 9, 'a'), service('b', 80, 'b'), ingress(['a', 80], ['a9', 9], ['b', 80])];
  const found = lines(...base, policy('x/p', { podSelector: labels({ app: 'b' }), ingress: [{ from: [{ podSelector: {} }] }] }));
  expect(found.filter(line => line.startsWith('{'))).toEqual(['{ingress-controller} => x/a[Deployment] : TCP 80']);
});

test('where the tool answers otherwise is said', () => {
  const told = (...objects: Obj[]) => analyzerDifferences(new NetworkIndex(world([namespace('x'), ...objects]).model)).length;
  expect(told(pod('x/a'))).toBe(0);
  expect(told(pod('x/a', {}, { spec: { hostNetwork: true } }))).toBe(1);
  expect(told(pod('x/a', {}, { ips: ['10.0.0.1'] }), policy('x/p', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }, { ipBlock: { cidr: 'fd00::/8' } }], ports: [{ port: 1 }] }] }))).toBe(3);
  const named = (protocol: string) => policy('x/p', { ingress: [{ ports: [{ port: 'http', protocol }] }] });
  expect(told(pod('x/a', {}, { ports: ['http=80'] }), named('UDP'))).toBe(2);
  expect(told(pod('x/a', {}, { ports: ['http=80'] }), named('TCP'))).toBe(1);
});
