import type { ClusterPolicyRules, ClusterRule, Direction, NetworkOrigin, NetworkPolicyRules, Peer, PortMatch, TrafficRule } from './model';
import type {
  AdminNetworkPolicy, AdminNetworkPolicyPort, ClusterNetworkPolicy, ClusterNetworkPolicyProtocol, ClusterPolicyEgressPeer, ClusterPolicySubject,
} from '../../manifests/cluster-policies';
import type { LabelSelector, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec, ObjectMeta } from '../../manifests/model';
import { Cidr, parseCidr } from '../../manifests/validate';

/**
 * Policies that passed validation, their defaults filled in (pkg/apis/networking/v1/defaults.go). In lists of rules,
 * peers and ports an absent one and an empty one mean the same; in selectors they do not: an absent selector is no
 * selector, and an empty one selects everything.
 */

export function networkPolicyRules(policy: NetworkPolicy, namespace: string, origin: NetworkOrigin): NetworkPolicyRules {
  const spec = policy.spec ?? {};
  return {
    kind: 'NetworkPolicy',
    namespace,
    name: nameOf(policy.metadata),
    podSelector: spec.podSelector ?? {},
    isolates: isolationOf(spec),
    ingress: (spec.ingress ?? []).map(({ from, ports }, index) => trafficRule(index, from, ports)),
    egress: (spec.egress ?? []).map(({ to, ports }, index) => trafficRule(index, to, ports)),
    origin,
  };
}

/**
 * Without types (`[]` is without): Ingress, and Egress as well if there is an egress rule. Rules of a direction that is not
 * listed are never read.
 */
function isolationOf({ policyTypes = [], egress = [] }: NetworkPolicySpec): readonly Direction[] {
  return policyTypes.length > 0 ? policyTypes : egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

function trafficRule(index: number, peers: readonly NetworkPolicyPeer[] = [], ports: readonly NetworkPolicyPort[] = []): TrafficRule {
  return { index, peers: peers.map(peerOf), ports: ports.map(portOf) };
}

function peerOf({ podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer): Peer {
  return ipBlock ? { type: 'ipBlock', cidr: cidr(ipBlock.cidr), except: (ipBlock.except ?? []).map(cidr) }
    : { type: 'pods', podSelector, namespaceSelector };
}

/** The protocol is TCP unless given; without a port all of that protocol are meant. */
function portOf({ protocol = 'TCP', port, endPort }: NetworkPolicyPort): PortMatch {
  if (typeof port === 'string') return { protocol, name: port };
  return port === undefined ? { protocol, first: 1, last: 65535 } : { protocol, first: port, last: endPort ?? port };
}

export function clusterNetworkPolicyRules({ metadata, spec }: ClusterNetworkPolicy, origin: NetworkOrigin): ClusterPolicyRules {
  return {
    kind: 'ClusterNetworkPolicy',
    name: nameOf(metadata),
    tier: spec.tier,
    priority: spec.priority,
    subject: selectorsOf(spec.subject)!,
    ingress: (spec.ingress ?? []).map(({ from, protocols, ...rule }, index) => clusterRule(rule, index, from, (protocols ?? []).map(protocolPort))),
    egress: (spec.egress ?? []).map(({ to, protocols, ...rule }, index) => clusterRule(rule, index, to, (protocols ?? []).map(protocolPort))),
    origin,
  };
}

/** Beyond the priorities that a policy may have: the order between the two kinds of Baseline policies is nowhere defined. */
const BASELINE_PRIORITY = 1001;

export function adminNetworkPolicyRules({ kind, metadata, spec }: AdminNetworkPolicy, origin: NetworkOrigin): ClusterPolicyRules {
  const baseline = kind === 'BaselineAdminNetworkPolicy';
  return {
    kind: baseline ? 'BaselineAdminNetworkPolicy' : 'AdminNetworkPolicy',
    name: nameOf(metadata),
    tier: baseline ? 'Baseline' : 'Admin',
    priority: spec.priority ?? BASELINE_PRIORITY,
    subject: selectorsOf(spec.subject)!,
    ingress: (spec.ingress ?? []).map(({ from, ports, ...rule }, index) => clusterRule(rule, index, from, (ports ?? []).map(adminPort))),
    egress: (spec.egress ?? []).map(({ to, ports, ...rule }, index) => clusterRule(rule, index, to, (ports ?? []).map(adminPort))),
    origin,
  };
}

function clusterRule(
  { name, action }: { readonly name?: string; readonly action: ClusterRule['action'] | 'Accept' }, index: number,
  peers: readonly ClusterPolicyEgressPeer[], ports: readonly PortMatch[],
): ClusterRule {
  return { index, name, action: action === 'Accept' ? 'Allow' : action, peers: peers.flatMap(clusterPeers), ports };
}

function clusterPeers(peer: ClusterPolicyEgressPeer): Peer[] {
  const pods = selectorsOf(peer);
  if (pods) return [{ type: 'pods', ...pods }];
  if (peer.nodes) return [{ type: 'nodes', selector: peer.nodes }];
  if (peer.domainNames) return [{ type: 'domainNames', names: peer.domainNames }];
  return (peer.networks ?? []).map(text => ({ type: 'ipBlock', cidr: cidr(text), except: [] }));
}

function selectorsOf({ namespaces, pods }: ClusterPolicySubject): { namespaceSelector: LabelSelector; podSelector: LabelSelector } | undefined {
  if (namespaces) return { namespaceSelector: namespaces, podSelector: {} };
  return pods && { namespaceSelector: pods.namespaceSelector ?? {}, podSelector: pods.podSelector };
}

function protocolPort({ tcp, udp, sctp, destinationNamedPort }: ClusterNetworkPolicyProtocol): PortMatch {
  if (destinationNamedPort !== undefined) return { name: destinationNamedPort };
  const { number, range } = (tcp ?? udp ?? sctp)!.destinationPort!;
  return { protocol: tcp ? 'TCP' : udp ? 'UDP' : 'SCTP', first: number ?? range!.start, last: number ?? range!.end };
}

function adminPort({ portNumber, portRange, namedPort }: AdminNetworkPolicyPort): PortMatch {
  if (namedPort !== undefined) return { name: namedPort };
  const { protocol = 'TCP' } = (portNumber ?? portRange)!;
  return portNumber ? { protocol, first: portNumber.port, last: portNumber.port } : { protocol, first: portRange!.start, last: portRange!.end };
}

/** The server makes a name from `generateName`. */
function nameOf({ name, generateName }: Partial<ObjectMeta>): string {
  return name ?? generateName ?? '';
}

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed) throw new Error(`${text} passed validation and is no CIDR`);
  return parsed;
}
