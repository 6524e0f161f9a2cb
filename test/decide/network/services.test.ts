import { deployment, labels, namespace, Obj, pod, policy, world } from './support';
import { NetworkIndex } from '../../../src/decide/network/network-index';
import { leadsOf } from '../../../src/decide/network/services';

const service = (name: string, spec: Obj): Obj => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'x' }, spec });
const ingress = (name: string, ...backends: Obj[]): Obj => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, namespace: 'x' },
  spec: { rules: [{ http: { paths: backends.map(backend => ({ path: '/', backend: { service: backend } })) } }] },
});
const base = [namespace('x'), deployment('x/web', { app: 'web' }, ['http=8080']), deployment('x/db', { app: 'db' })];
const web = { selector: { app: 'web' } };

function leads(...objects: Obj[]): string[] {
  const all = [...base, ...objects];
  return leadsOf(all.map(object => ({ object })), new NetworkIndex(world(all).model)).map(({ kind, name, port, targets, dangling }) =>
    `${kind} ${name} ${port}: ${dangling ?? targets.map(({ end, number, open }) => `${end.type === 'workload' ? end.name : ''} ${number} ${open}`).join()}`);
}

test.each<[string, Obj[], string[]]>([
  ['by number', [service('s', { ...web, ports: [{ port: 80, targetPort: 8080 }] })], ['Service s 80: web 8080 all']],
  ['by the port itself', [service('s', { ...web, ports: [{ port: 8080 }] })], ['Service s 8080: web 8080 all']],
  ['by name, which each pod gives a number', [service('s', { ...web, ports: [{ port: 80, targetPort: 'http' }] }), pod('x/web2', { app: 'web' }, { ports: ['http=81'] })], ['Service s 80: web 8080 all,web2 81 all']],
  ['nowhere by a name that no pod declares', [service('s', { ...web, ports: [{ port: 80, targetPort: 'htp' }] })], ['Service s 80: no-target-port']],
  ['nowhere where it selects nothing', [service('s', { selector: { app: 'wbe' }, ports: [{ port: 80 }] })], ['Service s 80: no-pods']],
  ['where somebody else says, without a selector', [service('s', { ports: [{ port: 80 }] }), service('e', { type: 'ExternalName', selector: { a: 'b' }, ports: [{ port: 1 }] })], []],
])('a Service leads %s', (_, objects, expected) => expect(leads(...objects)).toEqual(expected));

test('an Ingress leads where its Service does, by number or name of the port', () => {
  const s = service('s', { ...web, ports: [{ name: 'main', port: 80, targetPort: 'http' }] });
  expect(leads(s, ingress('i', { name: 's', port: { number: 80 } }, { name: 's', port: { name: 'main' } })).slice(1)).toEqual(['Ingress i 80: web 8080 all', 'Ingress i main: web 8080 all']);
  expect(leads(s, ingress('i', { name: 's', port: { number: 81 } }, { name: 't', port: { number: 80 } })).slice(1)).toEqual(['Ingress i 81: no-port', 'Ingress i 80: no-service']);
});

describe('whom policies let in is said of those who come that way', () => {
  const ports = [{ port: 8080 }];
  const closed = policy('x/p', { podSelector: labels({ app: 'web' }) });
  const fromDb = policy('x/q', { podSelector: labels({ app: 'web' }), ingress: [{ from: [{ podSelector: labels({ app: 'db' }) }] }] });
  const fromBlock = policy('x/q', { podSelector: labels({ app: 'web' }), ingress: [{ from: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }] });
  test.each<[string, Obj[], string]>([
    ['ClusterIP', [], 'all'], ['ClusterIP', [closed], 'none'], ['ClusterIP', [fromDb], 'all'], ['ClusterIP', [fromBlock], 'none'],
    ['LoadBalancer', [], 'all'], ['LoadBalancer', [fromDb], 'none'], ['NodePort', [fromBlock], 'some'],
  ])('%s %#', (type, policies, open) => {
    expect(leads(...policies, service('s', { ...web, type, ports }))).toEqual([`Service s 8080: web 8080 ${open}`]);
  });

  test('an Ingress may be led by a pod or from outside', () => {
    const s = service('s', { ...web, ports });
    const i = ingress('i', { name: 's', port: { number: 8080 } });
    expect([[], [fromDb], [fromBlock], [closed]].map(policies => leads(...policies, s, i)[1])).toEqual(['all', 'some', 'some', 'none'].map(open => `Ingress i 8080: web 8080 ${open}`));
  });
});

test('who comes from outside has an address of the family of the pod', () => {
  const v4 = { ...pod('x/v4', { app: 'v4' }, { ips: ['10.0.0.1'] }) };
  const fromAll = policy('x/p', { podSelector: labels({ app: 'v4' }), ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] });
  const open = (...more: Obj[]) => leads(...more, fromAll, service('s', { selector: { app: 'v4' }, type: 'NodePort', ports: [{ port: 80 }] }));
  expect(open(v4)).toEqual(['Service s 80: v4 80 all']);
  expect(open(deployment('x/v4', { app: 'v4' }))).toEqual(['Service s 80: v4 80 some']);
});

test('what is malformed leads nowhere, and breaks nothing', () => {
  expect(leads(service('s', { ...web, ports: 'x' }), service('t', { selector: 'y', ports: [{ port: '80' }] }), ingress('i', { name: 3, port: 'x' }))).toEqual([]);
});
