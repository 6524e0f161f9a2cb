import * as fc from 'fast-check';
import { cluster, modelOf, options } from './arbitrary';
import { deployment, labels, namespace, Obj, policy, world } from './support';
import { exposureOf } from '../../../src/decide/network/exposure';
import { DEFAULT_NETWORK_OPTIONS } from '../../../src/decide/network/options';
import { peerWords, portsWords } from '../../../src/decide/network/words';

const name = (end: { readonly type: string }) => 'name' in end ? String(end.name) : 'text' in end ? String(end.text) : '';
const exposure = (...objects: Obj[]) => exposureOf(world([namespace('x'), deployment('x/a', { app: 'a' }), ...objects]).model, DEFAULT_NETWORK_OPTIONS, peerWords);
const ingressOf = (...objects: Obj[]) => exposure(...objects).connections.filter(({ to }) => name(to) === 'a').map(({ from, ports }) => `${name(from)}: ${portsWords(ports)}`);
const a = (...ingress: Obj[]) => policy('x/p', { podSelector: labels({ app: 'a' }), ingress });

test('without a policy everything is open, and said to be unprotected', () => {
  expect(ingressOf()).toEqual(['any pod: all ports']);
  const { unprotected } = exposure(a());
  expect([unprotected.Ingress, unprotected.Egress.map(name)]).toEqual([[], ['a']]);
});

test('what a selector asks for is open to pods that have it, though none is here', () => {
  expect(ingressOf(a({ from: [{ podSelector: labels({ app: 'b' }) }], ports: [{ port: 80 }] }))).toEqual(['pods app=b of the namespace x: TCP 80']);
  expect(ingressOf(a({ from: [{ namespaceSelector: labels({ team: 't' }), podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['z'] }, { key: 'b', operator: 'Exists' }] } }] }))).toEqual(['pods app!=z,b of namespaces with team=t: all ports']);
  expect(ingressOf(a({ from: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: 'UDP' }] }, { from: [{ podSelector: labels({ app: 'b' }) }] })))
    .toEqual(['any pod: UDP 53', 'pods app=b of the namespace x: all TCP ports, UDP 1-52, UDP 54-65535, all SCTP ports']);
});

test('a selector that nothing can match opens nothing, and neither does a block', () => {
  expect(ingressOf(a({ from: [{ podSelector: { matchLabels: { app: 'b' }, matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['b'] }] } }, { ipBlock: { cidr: '10.0.0.0/8' } }] }))).toEqual([]);
});

test('what the tiers deny is not open', () => {
  const deny = { apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata: { name: 'd' }, spec: { priority: 1, subject: { namespaces: {} }, ingress: [{ action: 'Deny', from: [{ namespaces: labels({ team: 't' }) }] }] } };
  expect(ingressOf(a({ from: [{ namespaceSelector: labels({ team: 't' }) }, { podSelector: labels({ app: 'b' }) }] }), deny)).toEqual(['pods app=b of the namespace x: all ports']);
});

test('egress rules that name a port are told, since the pods that are not here say which it is', () => {
  expect(exposure(policy('x/e', { policyTypes: ['Egress'], egress: [{ ports: [{ port: 'sql' }] }] })).namedPorts).toEqual(['sql']);
});

test('who is unprotected is open to any pod at all, on every port', () => {
  fc.assert(fc.property(cluster, options, (objects, chosen) => {
    const { unprotected, connections } = exposureOf(modelOf(objects), chosen, peerWords);
    for (const direction of ['Ingress', 'Egress'] as const) {
      for (const end of unprotected[direction].map(name)) {
        const found = connections.find(({ from, to }) => (direction === 'Ingress' ? [to, from] : [from, to]).map(name).join() === `${end},any pod`);
        expect(found && portsWords(found.ports)).toBe('all ports');
      }
    }
  }), { numRuns: 200 });
});
