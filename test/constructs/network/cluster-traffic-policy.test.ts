import * as kplus from 'cdk8s-plus-27';
import { only, problemOf, problemsOf, small } from '../support';
import {
  ClusterPolicyApi, ClusterTrafficPolicy, NamespaceSelection, Peer, PodSelection, PolicyTier, Port, Protocol, TrafficAction,
  type ClusterTrafficPolicyProps, type ClusterTrafficRule,
} from 'cdk8s-bulwark';

const TENANTS = NamespaceSelection.labelled({ tenant: 'a' });
const DENY: ClusterTrafficRule = { action: TrafficAction.DENY, peers: [Peer.namespaces(NamespaceSelection.all())], ports: [Port.all()] };

function policyOf(props: Partial<ClusterTrafficPolicyProps>, kind = 'ClusterNetworkPolicy') {
  const { prod, shop } = small();
  new ClusterTrafficPolicy(shop, 'tenants', { namespaces: TENANTS, priority: 10, ...props });
  return only(prod, kind);
}

const RULES: ClusterTrafficRule[] = [
  { action: TrafficAction.ALLOW, name: 'dns', peers: [Peer.clusterDns()], ports: [Port.udp(53), Port.range(1, 9, Protocol.SCTP)] },
  { action: TrafficAction.PASS, peers: [Peer.namespaces(TENANTS)], ports: [Port.named('http')] },
  { action: TrafficAction.DENY, peers: [Peer.anywhere(), Peer.ipBlock('10.0.0.0/8')], ports: [Port.allOf(Protocol.TCP)] },
];
const DNS_PODS = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };

test('as ClusterNetworkPolicy, the rules in their order, without a namespace', () => {
  const policy = policyOf({ egress: RULES });
  expect(policy.metadata).toEqual({ name: 'tenants' });
  expect(policy).toMatchObject({ apiVersion: 'policy.networking.k8s.io/v1alpha2' });
  expect(policy.spec).toEqual({
    tier: 'Admin',
    priority: 10,
    subject: { namespaces: { matchLabels: { tenant: 'a' } } },
    egress: [
      { action: 'Accept', name: 'dns', to: [{ pods: DNS_PODS }], protocols: [{ udp: { destinationPort: { number: 53 } } }, { sctp: { destinationPort: { range: { start: 1, end: 9 } } } }] },
      { action: 'Pass', to: [{ namespaces: { matchLabels: { tenant: 'a' } } }], protocols: [{ destinationNamedPort: 'http' }] },
      { action: 'Deny', to: [{ networks: ['0.0.0.0/0', '::/0'] }, { networks: ['10.0.0.0/8'] }], protocols: [{ tcp: { destinationPort: { range: { start: 1, end: 65535 } } } }] },
    ],
  });
});

test('as AdminNetworkPolicy', () => {
  const policy = policyOf({ egress: RULES, api: ClusterPolicyApi.ADMIN_NETWORK_POLICY, pods: PodSelection.labelled({ app: 'x' }) }, 'AdminNetworkPolicy');
  expect(policy).toMatchObject({ apiVersion: 'policy.networking.k8s.io/v1alpha1', metadata: { name: 'tenants' } });
  expect(policy.spec).toEqual({
    priority: 10,
    subject: { pods: { namespaceSelector: { matchLabels: { tenant: 'a' } }, podSelector: { matchLabels: { app: 'x' } } } },
    egress: [
      { action: 'Allow', name: 'dns', to: [{ pods: DNS_PODS }], ports: [{ portNumber: { protocol: 'UDP', port: 53 } }, { portRange: { protocol: 'SCTP', start: 1, end: 9 } }] },
      { action: 'Pass', to: [{ namespaces: { matchLabels: { tenant: 'a' } } }], ports: [{ namedPort: 'http' }] },
      { action: 'Deny', to: [{ networks: ['0.0.0.0/0', '::/0'] }, { networks: ['10.0.0.0/8'] }], ports: [{ portRange: { protocol: 'TCP', start: 1, end: 65535 } }] },
    ],
  });
});

test('the Baseline tier of v1alpha1 is one policy, called default, without priority', () => {
  const policy = policyOf({ ingress: [DENY], api: ClusterPolicyApi.ADMIN_NETWORK_POLICY, tier: PolicyTier.BASELINE, priority: undefined }, 'BaselineAdminNetworkPolicy');
  expect(policy.metadata).toEqual({ name: 'default' });
  expect(policy.spec).toEqual({ subject: { namespaces: { matchLabels: { tenant: 'a' } } }, ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }] });
});

test('a workload is a peer together with its namespace', () => {
  const { prod, shop } = small();
  const web = new kplus.Deployment(shop, 'web', { containers: [{ image: 'x' }] });
  new ClusterTrafficPolicy(prod, 'p', { namespaces: NamespaceSelection.all(), priority: 1, ingress: [{ action: TrafficAction.ALLOW, peers: [web], ports: [Port.all()] }] });
  expect(only(prod, 'ClusterNetworkPolicy').spec.ingress[0].from).toEqual([
    { pods: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }, podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } } } },
  ]);
});

test.each<[string, Partial<ClusterTrafficPolicyProps>, string]>([
  ['no namespaces', { namespaces: undefined as never, ingress: [DENY] }, 'namespaces'],
  ['no rule', {}, 'ingress'],
  ['no priority', { ingress: [DENY], priority: undefined }, 'priority'],
  ['a priority beyond 1000', { ingress: [DENY], priority: 1001 }, 'priority'],
  ['a priority in the Baseline tier of v1alpha1', { ingress: [DENY], api: ClusterPolicyApi.ADMIN_NETWORK_POLICY, tier: PolicyTier.BASELINE }, 'priority'],
  ['a Baseline policy that passes', { ingress: [{ ...DENY, action: TrafficAction.PASS }], tier: PolicyTier.BASELINE }, 'ingress[0].action'],
  ['no peers', { ingress: [{ ...DENY, peers: [] }] }, 'ingress[0].peers'],
  ['no ports', { ingress: [{ ...DENY, ports: [] }] }, 'ingress[0].ports'],
  ['another action', { ingress: [{ ...DENY, action: 'Drop' as never }] }, 'ingress[0].action'],
])('%s: refused', (_, props, field) => {
  expect(problemOf(() => policyOf(props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/tenants', field });
});

test.each<[string, Partial<ClusterTrafficPolicyProps>, object]>([
  ['addresses as a source', { ingress: [{ ...DENY, peers: [Peer.ipBlock('10.0.0.0/8')] }] }, { field: 'ingress[0].peers[0]' }],
  ['anywhere as a source', { ingress: [{ ...DENY, peers: [Peer.anywhere()] }] }, { field: 'ingress[0].peers[0]' }],
  ['pods of no namespace', { ingress: [{ ...DENY, peers: [Peer.pods(PodSelection.all())] }] }, { field: 'ingress[0].peers[0]' }],
  ['a block with exceptions', { egress: [{ ...DENY, peers: [Peer.ipBlock('10.0.0.0/8', ['10.1.0.0/16'])] }] }, { field: 'egress[0].peers[0]' }],
])('%s: refused at synth', (_, props, problem) => {
  expect(problemsOf(() => policyOf(props))).toEqual([expect.objectContaining({ id: 'construct-invalid', ...problem })]);
});

test('what the definition of the kind refuses is an error, also of rules that others write', () => {
  expect(problemsOf(() => policyOf({ ingress: Array.from({ length: 26 }, () => DENY) }))).toEqual([expect.objectContaining({ id: 'object-invalid', field: 'spec.ingress' })]);
  expect(problemsOf(() => policyOf({ egress: [{ ...DENY, peers: [Peer.ipBlock('10.0.0.0/33')] }] }))).toEqual([expect.objectContaining({ id: 'object-invalid', field: 'spec.egress[0].to[0].networks[0]' })]);
});
