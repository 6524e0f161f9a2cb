import { readNetwork } from '../../../src/decide/network/read';
import { ACKNOWLEDGEABLE } from '../../../src/prove/acknowledge';
import { NETWORK_FINDINGS } from '../../../src/prove/network/finding-ids';
import { networkFindings } from '../../../src/prove/network/findings';
import { deployment, labels, namespace, Obj, pod, policy } from '../../decide/network/support';

const base = [namespace('x'), deployment('x/web', { app: 'web' }, ['http=80']), deployment('x/db', { app: 'db' }, ['sql=5432'])];

function findings(...objects: Obj[]): string[] {
  const all = [...base, ...objects].map(object => ({ object }));
  const { model, problems } = readNetwork(all);
  expect(problems).toEqual([]);
  return networkFindings(all, model).map(({ id, object, field }) => [id.replace('network-', ''), object, field].filter(Boolean).join(' '));
}
const deny = policy('x/deny', { policyTypes: ['Ingress', 'Egress'] });
const web = (spec: Obj) => policy('x/p', { podSelector: labels({ app: 'web' }), ...spec });
const service = (spec: Obj): Obj => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'x' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec } });
const anp = (name: string, priority: number, action: string) => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata: { name }, spec: { priority, subject: { namespaces: {} }, ingress: [{ action, from: [{ namespaces: {} }] }] },
});

test.each<[string, Obj[], string[]]>([
  ['a policy that selects none of the pods that are there', [deny, policy('x/p', { podSelector: labels({ app: 'wbe' }) })], ['selects-nothing NetworkPolicy x/p spec.podSelector']],
  ['a peer that is nobody, in its namespace or in one that is named', [deny, web({ ingress: [{ from: [{ podSelector: labels({ app: 'dbb' }) }, { namespaceSelector: labels({ 'kubernetes.io/metadata.name': 'x' }), podSelector: labels({ a: 'b' }) }] }] })],
    ['selects-nothing NetworkPolicy x/p spec.ingress[0].from[0]', 'selects-nothing NetworkPolicy x/p spec.ingress[0].from[1]']],
  ['a peer that is nobody in several rules, once, with every place', [deny, web({
    policyTypes: ['Ingress', 'Egress'], ingress: [{ from: [{ podSelector: labels({ app: 'dbb' }) }] }], egress: [{ to: [{ podSelector: labels({ app: 'dbb' }) }] }],
  })], ['selects-nothing NetworkPolicy x/p spec.ingress[0].from[0]']],
  ['a policy of nobody whose peers are nobody, once', [deny, policy('x/p', {
    podSelector: labels({ app: 'wbe' }), ingress: [{ from: [{ podSelector: labels({ app: 'dbb' }) }] }, { from: [{ podSelector: labels({ app: 'web' }) }, { podSelector: labels({ a: 'b' }) }] }],
  })], ['selects-nothing NetworkPolicy x/p spec.podSelector']],
  ['two policies of nobody, each by itself', [deny, policy('x/p', { podSelector: labels({ app: 'wbe' }) }), policy('x/q', { podSelector: labels({ app: 'wbe' }) })],
    ['selects-nothing NetworkPolicy x/p spec.podSelector', 'selects-nothing NetworkPolicy x/q spec.podSelector']],
  ['the name of a port that no pod declares', [deny, web({ ingress: [{ ports: [{ port: 'htp' }, { port: 'http', protocol: 'UDP' }] }] })], ['port-unmatched NetworkPolicy x/p spec.ingress[0].ports[0]', 'port-unmatched NetworkPolicy x/p spec.ingress[0].ports[1]']],
  ['the name of a port at addresses, or at pods that do not declare it', [deny, web({ policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 'http' }] }, { to: [{ podSelector: labels({ app: 'db' }) }], ports: [{ port: 'http' }, { port: 53, protocol: 'UDP' }] }] })],
    ['port-unmatched NetworkPolicy x/p spec.egress[0].ports[0]', 'port-unmatched NetworkPolicy x/p spec.egress[1].ports[0]']],
  ['rules of a direction that is not listed', [deny, web({ policyTypes: ['Ingress'], egress: [{}] })], ['rules-ignored NetworkPolicy x/p spec.egress']],
  ['an empty egress without types', [deny, web({ egress: [] })], ['egress-open NetworkPolicy x/p spec.egress']],
  ['a rule that another one admits', [deny, web({ ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }, { from: [{ podSelector: {} }, { namespaceSelector: {} }], ports: [{ port: 1, endPort: 99 }] }] })], ['rule-subsumed NetworkPolicy x/p spec.ingress[0]']],
  ['the second of two equal rules', [deny, web({ ingress: [{ ports: [{ port: 80 }] }, { ports: [{ port: 80 }] }] })], ['rule-subsumed NetworkPolicy x/p spec.ingress[1]']],
  ['one priority for two that disagree', [anp('a', 1, 'Allow'), anp('b', 1, 'Deny')], ['priority-equal AdminNetworkPolicy b spec.priority']],
  ['a pod on the host\'s network that is selected by its labels', [deny, pod('x/h', { app: 'h' }, { spec: { hostNetwork: true } }), policy('x/p', { podSelector: labels({ app: 'h' }) })], ['host-network NetworkPolicy x/p spec.podSelector']],
  ['a workload that was passed over', [web({})], ['unprotected Deployment x/db']],
  ['connections to pods without their names', [deny, web({ policyTypes: ['Egress'], egress: [{ to: [{ podSelector: labels({ app: 'db' }) }], ports: [{ port: 5432 }] }] })], ['dns-blocked Deployment x/web']],
  ['a Service on a port that no rule opens', [deny, web({ ingress: [{ ports: [{ port: 8080 }] }] }), service({})], ['service-blocked Service x/s']],
  ['a name that two containers give a port', [deny, pod('x/two', { app: 'two' }, { ports: ['p=1', 'p=2'] }), policy('x/p', { podSelector: labels({ app: 'two' }), ingress: [{ ports: [{ port: 'p' }] }] })], ['port-duplicate Pod x/two']],
])('%s is found', (_, objects, expected) => expect(findings(...objects)).toEqual(expected));

test.each<[string, Obj[]]>([
  ['no policy at all', []],
  ['a default deny, and a workload that may open nothing', [deny]],
  ['pods of a namespace of which none is here', [policy('other/p', { podSelector: labels({ app: 'a' }) }), deny, web({ ingress: [{ from: [{ namespaceSelector: labels({ 'kubernetes.io/metadata.name': 'monitoring' }), podSelector: labels({ a: 'b' }) }] }] })]],
  ['namespaces by other labels, which may be anywhere', [deny, web({ ingress: [{ from: [{ namespaceSelector: labels({ team: 't' }), podSelector: labels({ a: 'b' }) }] }] })]],
  ['labels that a controller will give', [deny, policy('x/p', { podSelector: labels({ 'job-name': 'j' }) })]],
  ['egress with DNS, by number, by name or to everywhere', [deny, web({ policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: 'UDP' }] }, { to: [{ podSelector: {} }], ports: [{ port: 5432 }] }] })]],
  ['egress to addresses alone', [deny, web({ policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }], ports: [{ port: 443 }] }] })]],
  ['a Service that pods from elsewhere are let in to', [deny, web({ ingress: [{ from: [{ namespaceSelector: labels({ team: 't' }) }], ports: [{ port: 'http' }] }] }), service({})]],
  ['a Service without a policy on its pods', [policy('x/p', { podSelector: labels({ app: 'db' }), policyTypes: ['Egress'] }), service({})]],
  ['rules that overlap in part', [deny, web({ ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }, { ports: [{ port: 81 }] }, { from: [{ namespaceSelector: {} }], ports: [{ port: 80 }] }] })]],
  ['a rule for somebody beside one for everybody, which tells who is known to come', [deny, web({ ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }, { ports: [{ port: 80 }] }] })]],
  ['one priority for two that agree, or in two tiers', [anp('a', 1, 'Deny'), anp('b', 1, 'Deny'), anp('c', 2, 'Allow')]],
  ['pods on the host\'s network that a policy of the whole namespace takes along', [deny, pod('x/h', {}, { spec: { hostNetwork: true } })]],
  ['a workload that only a policy of a tier isolates', [web({}), anp('a', 1, 'Deny')]],
])('%s is no finding', (_, objects) => expect(findings(...objects)).toEqual([]));

test('every finding may be acknowledged, and nothing else of this kind is reported', () => {
  expect(NETWORK_FINDINGS.filter(id => !ACKNOWLEDGEABLE.has(id))).toEqual([]);
});

test('nothing is lost where findings of one policy are one: every place and every selection is named', () => {
  const said = (spec: Obj) => {
    const { model } = readNetwork([...base, deny, policy('x/p', spec)].map(object => ({ object })));
    return networkFindings([], model).filter(({ id }) => id === 'network-selects-nothing').map(({ message }) => message);
  };
  const [dbb, ab] = [{ podSelector: labels({ app: 'dbb' }) }, { podSelector: labels({ a: 'b' }) }];
  const rules = { policyTypes: ['Ingress', 'Egress'], ingress: [{ from: [dbb] }, { from: [ab] }], egress: [{ to: [dbb] }] };
  expect(said({ podSelector: labels({ app: 'web' }), ...rules })).toEqual([
    'means pods app=dbb of the namespace x, of which there are none; so spec.egress[0].to[0]',
    'means pods a=b of the namespace x, of which there are none',
  ]);
  expect(said({ podSelector: labels({ app: 'wbe' }), ...rules })).toEqual([
    'selects none of the pods of the namespace x, so that it protects nothing; its rules mean others of which there are none: '
      + 'pods app=dbb of the namespace x (spec.ingress[0].from[0], spec.egress[0].to[0]); pods a=b of the namespace x (spec.ingress[1].from[0])',
  ]);
});
