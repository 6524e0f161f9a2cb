import { App, ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { modelOf, only, problemOf, problemsOf, type Small } from '../support';
import {
  Cluster, ClusterPolicyApi, ClusterTarget, PodSecurityLevel, PolicyApp, SecuredNamespace,
  ClusterTrafficPolicy, NamespaceSelection, Peer, PodSelection, PolicyTier, Port, Protocol, TrafficAction,
  type ClusterTrafficPolicyProps, type ClusterTrafficRule,
} from 'cdk8s-bulwark';

const TENANTS = NamespaceSelection.labelled({ tenant: 'a' });
const DENY: ClusterTrafficRule = { action: TrafficAction.DENY, peers: [Peer.namespaces(NamespaceSelection.all())], ports: [Port.all()] };

const { ADMIN_NETWORK_POLICY, CLUSTER_NETWORK_POLICY } = ClusterPolicyApi;

/** A cluster that serves some APIs; undefined stands for a target that does not say. */
function serving(clusterPolicies?: ClusterPolicyApi[]): Small {
  const app = new PolicyApp({ name: 'small' });
  const prod = new Cluster(app, 'prod', { target: ClusterTarget.kind({ kubernetes: '1.34', clusterPolicies }) });
  return { app, prod, shop: new SecuredNamespace(prod, 'shop', { podSecurity: PodSecurityLevel.PRIVILEGED, defaultDeny: false }) };
}

function policyOf(props: Partial<ClusterTrafficPolicyProps>, kind = 'ClusterNetworkPolicy', served: ClusterPolicyApi[] | undefined = [CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY]) {
  const { prod, shop } = serving(served);
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
  const { prod, shop } = serving([CLUSTER_NETWORK_POLICY]);
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

test('a policy is written in what the target serves, the newer API where it serves both', () => {
  for (const [served, kind] of [
    [[CLUSTER_NETWORK_POLICY], 'ClusterNetworkPolicy'], [[ADMIN_NETWORK_POLICY], 'AdminNetworkPolicy'], [[ADMIN_NETWORK_POLICY, CLUSTER_NETWORK_POLICY], 'ClusterNetworkPolicy'],
  ] as const) {
    expect(policyOf({ ingress: [DENY] }, kind, [...served])).toMatchObject({ kind });
  }
});

test.each<[string, ClusterPolicyApi[] | undefined, ClusterPolicyApi | undefined, RegExp]>([
  ['a target that does not say what it serves', undefined, undefined, /does not say which/],
  ['such a target, and an API that is asked for', undefined, CLUSTER_NETWORK_POLICY, /does not say which/],
  ['a target that serves none', [], undefined, /serves no cluster-scoped policies/],
  ['an API that the target does not serve', [ADMIN_NETWORK_POLICY], CLUSTER_NETWORK_POLICY, /serves AdminNetworkPolicy alone/],
  ['an API that there is not', [ADMIN_NETWORK_POLICY], 'GlobalNetworkPolicy' as never, /must be a ClusterPolicyApi/],
])('%s: refused, with what to name', (_, served, api, message) => {
  const problem = problemOf(() => new ClusterTrafficPolicy(serving(served).shop, 'tenants', { namespaces: TENANTS, priority: 10, ingress: [DENY], api }));
  expect(problem).toMatchObject({ id: 'construct-invalid', construct: 'prod/shop/tenants', field: 'api', message: expect.stringMatching(message), fix: expect.stringMatching(/clusterPolicies|ClusterPolicyApi/) });
});

test('in a chart without a cluster the policy says its API', () => {
  const policy = (api?: ClusterPolicyApi) => new ClusterTrafficPolicy(new Chart(new App(), 'c'), 'p', { namespaces: TENANTS, priority: 1, ingress: [DENY], api }).policy.kind;
  expect(policy(ADMIN_NETWORK_POLICY)).toBe('AdminNetworkPolicy');
  expect(problemOf(() => policy())).toMatchObject({ field: 'api' });
});

test('a policy that others wrote in what the target says it does not serve is an error; where nothing is said it is let through', () => {
  const synth = (served?: ClusterPolicyApi[]) => {
    const { prod } = serving(served);
    new ApiObject(prod, 'raw', {
      apiVersion: 'policy.networking.k8s.io/v1alpha1',
      kind: 'AdminNetworkPolicy',
      metadata: { name: 'raw' },
      spec: { priority: 1, subject: { namespaces: {} }, ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }] },
    } as never);
    return modelOf(prod);
  };
  for (const served of [[CLUSTER_NETWORK_POLICY], []]) {
    expect(problemsOf(() => synth(served))).toEqual([expect.objectContaining({ id: 'object-unserved', construct: 'prod/raw', field: 'apiVersion' })]);
  }
  for (const served of [[ADMIN_NETWORK_POLICY], undefined]) expect(synth(served).objects.map(({ object }) => object.kind)).toContain('AdminNetworkPolicy');
});

test('what a target serves is a list of known APIs', () => {
  for (const clusterPolicies of [['NetworkPolicy'], [undefined], [null], 'ClusterNetworkPolicy', null]) {
    expect(problemOf(() => serving(clusterPolicies as never))).toMatchObject({ id: 'construct-invalid', field: expect.stringMatching(/^ClusterTarget\.kind\.clusterPolicies(\[0\])?$/) as string });
  }
});
