import * as fc from 'fast-check';
import type { Obj } from './support';
import { endAt, endOfPod, podsByAddress } from '../../../src/decide/network/ends';
import type { NetworkEnd, NetworkModel } from '../../../src/decide/network/model';
import type { NetworkOptions } from '../../../src/decide/network/options';
import { readNetwork } from '../../../src/decide/network/read';
import { parseCidr, parseIp } from '../../../src/manifests/validate';

/**
 * Clusters of up to 4 namespaces, 9 pods, 8 NetworkPolicies and 3 cluster-scoped ones, drawn from few labels, ports and
 * addresses so that they meet: two pods of one label, ranges that overlap, blocks that hold pods. More objects draw longer
 * and find nothing that these do not, for a decision looks at two pods and the policies of their namespaces.
 */
const KEYS = ['app', 'tier'];
const VALUES = ['a', 'b', ''];
const NAMESPACES = ['n0', 'n1', 'n2', 'n3'];
const PORT_NAMES = ['http', 'dns', 'admin'];
const PORTS = [1, 53, 79, 80, 81, 443, 65535];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const ADDRESSES = ['10.0.0.1', '10.0.0.2', '10.0.1.3', '10.1.0.4', '10.1.0.5', '10.1.255.6', 'fd00::1', 'fd00::2', 'fd00:1::3'];
const OUTSIDE = ['10.0.0.255', '10.2.0.1', '192.0.2.7', '0.0.0.0', '255.255.255.255', '2001:db8::1', '::'];
const BLOCKS = ['0.0.0.0/0', '10.0.0.0/8', '10.0.0.0/24', '10.0.0.2/31', '10.1.0.0/16', '192.0.2.0/24', '::/0', 'fd00::/16', 'fd00::/127', '2001:db8::/32'];

const labelMap = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), { maxKeys: 2 });
const requirement = fc.record({
  key: fc.constantFrom(...KEYS, 'job-name'),
  operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
  values: fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 2 }),
}).map(({ values, ...rest }) => ({ ...rest, ...rest.operator.endsWith('In') ? { values } : {} }));
const selector = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  { weight: 3, arbitrary: labelMap.map(matchLabels => ({ matchLabels })) },
  { weight: 2, arbitrary: fc.record({ matchLabels: labelMap, matchExpressions: fc.array(requirement, { maxLength: 2 }) }, { requiredKeys: ['matchExpressions'] }) },
);
const namespaceSelector = fc.oneof(selector, fc.constantFrom(...NAMESPACES).map(name => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })));

const port = fc.oneof(
  fc.constant({}),
  fc.record({ protocol: fc.constantFrom(...PROTOCOLS) }),
  fc.record({ protocol: fc.constantFrom(...PROTOCOLS), port: fc.constantFrom(...PORTS) }, { requiredKeys: ['port'] }),
  fc.record({ protocol: fc.constantFrom(...PROTOCOLS), port: fc.constantFrom(...PORT_NAMES) }, { requiredKeys: ['port'] }),
  fc.tuple(fc.constantFrom(...PORTS), fc.constantFrom(...PORTS)).map(bounds => ({ port: Math.min(...bounds), endPort: Math.max(...bounds) })),
);
const HOLES = [...BLOCKS, '10.0.0.0/25', '10.1.0.4/30', 'fd00::1/128'];
const holes = fc.array(fc.constantFrom(...HOLES), { maxLength: 2 });
const ipBlock = fc.record({ cidr: fc.constantFrom(...BLOCKS), except: holes }).map(({ cidr, except }) => {
  const outer = parseCidr(cidr)!;
  const inside = except.filter(text => {
    const hole = parseCidr(text)!;
    return hole.family === outer.family && hole.first >= outer.first && hole.last <= outer.last && hole.prefix > outer.prefix;
  });
  return { ipBlock: { cidr, except: inside } };
});
const peer = fc.oneof(
  fc.record({ podSelector: selector }), fc.record({ namespaceSelector }), fc.record({ podSelector: selector, namespaceSelector }), ipBlock);
const rule = (peers: string) => fc.record({
  [peers]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }),
}, { requiredKeys: [] });
const spec = fc.record({
  podSelector: selector,
  policyTypes: fc.constantFrom(['Ingress'], ['Egress'], ['Ingress', 'Egress'], []),
  ingress: fc.array(rule('from'), { maxLength: 2 }),
  egress: fc.array(rule('to'), { maxLength: 2 }),
}, { requiredKeys: [] });

const containerPort = fc.record({
  name: fc.constantFrom(...PORT_NAMES), containerPort: fc.constantFrom(...PORTS), protocol: fc.constantFrom(...PROTOCOLS),
}, { requiredKeys: ['name', 'containerPort'] });

interface PodShape {
  readonly namespace: string;
  readonly labels: object;
  readonly ports: object[];
  readonly template: boolean;
  readonly host: boolean;
  readonly node?: string;
  readonly phase: string;
  readonly addresses: number;
}

const pod: fc.Arbitrary<PodShape> = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  labels: labelMap,
  ports: fc.array(containerPort, { maxLength: 3 }),
  template: fc.boolean(),
  host: fc.integer({ min: 0, max: 9 }).map(each => each === 0),
  node: fc.constantFrom(undefined, 'm1', 'm2'),
  phase: fc.integer({ min: 0, max: 19 }).map(each => each === 0 ? 'Failed' : 'Running'),
  addresses: fc.constantFrom(0, 1, 1, 2),
});

const subject = fc.oneof(fc.record({ namespaces: namespaceSelector }), fc.record({ pods: fc.record({ namespaceSelector, podSelector: selector }) }));
const clusterPort = fc.oneof(
  fc.record({ portNumber: fc.record({ protocol: fc.constantFrom(...PROTOCOLS), port: fc.constantFrom(...PORTS) }) }),
  fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 500 })).map(([start, more]) => ({ portRange: { start, end: start + more } })),
);
const namedPort = fc.constantFrom(...PORT_NAMES).map(name => ({ namedPort: name }));
const networks = fc.record({ networks: fc.uniqueArray(fc.constantFrom(...BLOCKS), { minLength: 1, maxLength: 2 }) });
const egressPeer = fc.oneof(subject, subject, networks, fc.constant({ nodes: {} }));
const clusterRule = (peers: string, egress: boolean, actions: string[]) => fc.record({
  action: fc.constantFrom(...actions),
  [peers]: fc.array(egress ? egressPeer : subject, { minLength: 1, maxLength: 2 }),
  ports: fc.array(fc.oneof(clusterPort, namedPort), { minLength: 1, maxLength: 2 }),
}, { requiredKeys: ['action', peers] }).map((each: any) => {
  // Named ports may not stand beside networks or nodes.
  const bare = each[peers].some((one: object) => 'networks' in one || 'nodes' in one) && each.ports?.some((one: object) => 'namedPort' in one);
  return bare ? { ...each, ports: [{ portNumber: { port: 80 } }] } : each as object;
});
const clusterSpec = (actions: string[]) => fc.record({
  subject, ingress: fc.array(clusterRule('from', false, actions), { maxLength: 3 }), egress: fc.array(clusterRule('to', true, actions), { maxLength: 3 }),
}, { requiredKeys: ['subject'] });
const admin = fc.record({ priority: fc.integer({ min: 0, max: 3 }), spec: clusterSpec(['Allow', 'Deny', 'Pass']) });

/** The objects of a cluster, all of them valid. */
export const cluster: fc.Arbitrary<Obj[]> = fc.record({
  declared: fc.uniqueArray(fc.constantFrom(...NAMESPACES)),
  namespaceLabels: fc.array(labelMap, { minLength: 4, maxLength: 4 }),
  pods: fc.array(pod, { minLength: 2, maxLength: 9 }),
  policies: fc.array(fc.record({ namespace: fc.constantFrom(...NAMESPACES), spec }), { maxLength: 8 }),
  admins: fc.option(fc.array(admin, { minLength: 1, maxLength: 2 }), { freq: 2 }),
  baseline: fc.option(clusterSpec(['Allow', 'Deny']), { freq: 3 }),
}).map(({ declared, namespaceLabels, pods, policies, admins, baseline }) => {
  const free = [...ADDRESSES];
  return [
    ...declared.map((name, at) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: namespaceLabels[at] } })),
    ...pods.map((each, at) => podObject(each, `p${at}`, free.splice(0, each.template ? 0 : each.addresses))),
    ...policies.map(({ namespace, spec: of }, at) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: `np${at}`, namespace }, spec: of })),
    ...(admins ?? []).map(({ priority, spec: of }, at) => ({ apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata: { name: `anp${at}` }, spec: { priority, ...of } })),
    ...baseline ? [{ apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'BaselineAdminNetworkPolicy', metadata: { name: 'default' }, spec: baseline }] : [],
  ];
});

function podObject({ namespace, labels, ports, template, host, node, phase }: PodShape, name: string, ips: string[]): Obj {
  const of = { containers: [{ name: 'main', ports }], hostNetwork: host, nodeName: node };
  return template
    ? { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec: { template: { metadata: { labels }, spec: of } } }
    : { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels, uid: name }, spec: of, status: { phase, podIPs: ips.map(ip => ({ ip })) } };
}

export const options: fc.Arbitrary<NetworkOptions> = fc.record({
  ipBlocksSelectPods: fc.boolean(),
  selfTraffic: fc.constantFrom('allowed' as const, 'by-policy' as const),
  hostNetwork: fc.constantFrom('node' as const, 'pod' as const),
  baseline: fc.constantFrom('per-direction' as const, 'unselected-pods' as const),
  duplicatePortNames: fc.constantFrom('union' as const, 'first' as const),
  podCidrs: fc.constantFrom([], [parseCidr('10.0.0.0/16')!], [parseCidr('10.0.0.0/16')!, parseCidr('fd00::/64')!]),
});

/** A model of valid objects. */
export function modelOf(objects: readonly Obj[]): NetworkModel {
  const { model, problems } = readNetwork(objects.map(object => ({ object })));
  if (problems.length > 0) throw new Error(`the generator made an invalid object: ${JSON.stringify(problems[0])}`);
  return model;
}

/** Every pod by each of its addresses, and addresses outside at the bounds of what policies say. */
export function endsOf(model: NetworkModel): NetworkEnd[] {
  const pods = podsByAddress(model);
  return [
    ...model.pods.flatMap(each => each.addresses.length === 0 ? [endOfPod(each)] : each.addresses.map(address => ({ pod: each, address }))),
    ...OUTSIDE.map(text => endAt(parseIp(text)!, pods)),
  ];
}

/** The ports at the bounds of what policies and pods say. */
export const QUERIED_PORTS: readonly number[] = [...new Set(PORTS.flatMap(each => [each, each + 1]).filter(each => each <= 65535))];

