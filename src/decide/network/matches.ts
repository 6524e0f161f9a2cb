import { and, Answer, any, assumed, certain, either, NO, YES } from './answer';
import type { NetworkEnd, NetworkNamespace, NetworkPod, Peer, PortMatch, TrafficRule } from './model';
import type { NetworkAssumption, NetworkOptions } from './options';
import { selectsNamespace, selectsPod } from './selectors';
import type { Protocol } from '../../manifests/model';
import { Cidr, contains, IpAddress } from '../../manifests/validate';

/** What a rule is asked about: the end that is not the subject, the destination, and the port there. */
export interface Traffic {
  readonly peer: NetworkEnd;
  readonly destination: NetworkEnd;
  readonly protocol: Protocol;
  readonly port: number;
}

/** The policy that a rule stands in. */
export interface PolicyScope {
  /** Its namespace; absent for a cluster-scoped policy. */
  readonly namespace?: string;
  readonly namespaces: ReadonlyMap<string, NetworkNamespace>;
  readonly options: NetworkOptions;
}

/** Whether a rule is about this traffic: one of its ports and one of its peers (k8s.io/api networking/v1 types.go). */
export function ruleMatches(rule: TrafficRule, traffic: Traffic, scope: PolicyScope): Answer {
  return and(portsMatch(rule.ports, traffic, scope.options), () => peersMatch(rule.peers, traffic.peer, scope));
}

/** No port listed is every port of every protocol. */
export function portsMatch(ports: readonly PortMatch[], traffic: Traffic, options: NetworkOptions): Answer {
  return ports.length === 0 ? YES : any(ports, port => portMatches(port, traffic, options));
}

/** No peer listed is everything, addresses outside the cluster and nodes included. */
export function peersMatch(peers: readonly Peer[], end: NetworkEnd, scope: PolicyScope): Answer {
  return peers.length === 0 ? YES : any(peers, peer => peerMatches(peer, end, scope));
}

/**
 * A named port is the one that the destination pod declares, of that name and protocol; without a pod it is none, and
 * without such a port it is none of that pod (kubernetes/kubernetes#125285 for the init containers that keep running).
 */
function portMatches(match: PortMatch, { destination, protocol, port }: Traffic, options: NetworkOptions): Answer {
  if (match.protocol !== undefined && match.protocol !== protocol) return NO;
  if ('first' in match) return certain(match.first <= port && port <= match.last);
  const named = (destination.pod?.ports ?? []).filter(each => each.name === match.name && each.protocol === protocol);
  const [first, union] = [certain(named[0]?.number === port), certain(named.some(each => each.number === port))];
  const duplicate: NetworkAssumption = { id: 'duplicate-port-name', about: `${podLabel(destination.pod)} port ${match.name}` };
  return options.duplicatePortNames === 'union' ? either(union, first, [duplicate]) : either(first, union, [duplicate]);
}

function peerMatches(peer: Peer, end: NetworkEnd, scope: PolicyScope): Answer {
  switch (peer.type) {
    case 'pods': return end.pod ? podPeerMatches(peer, end.pod, scope) : NO;
    case 'ipBlock': return end.pod ? blockSelectsPod(peer, end.pod, end.address ?? end.pod.addresses[0], scope) : certain(blockContains(peer, end.address));
    case 'nodes': return nodesMatch(Object.keys(peer.selector).length === 0, end);
    case 'domainNames': return end.pod ? NO : assumed(false, 'domain-addresses', peer.names.join(', '));
  }
}

/** Both selectors must match where both are there. No selector of a cluster-scoped policy takes a pod on the host's network. */
function podPeerMatches(peer: Peer & { readonly type: 'pods' }, pod: NetworkPod, scope: PolicyScope): Answer {
  const { podSelector, namespaceSelector } = peer;
  const inNamespace = namespaceSelector
    ? selectsNamespace(namespaceSelector, namespaceOf(pod, scope.namespaces))
    : certain(pod.namespace === scope.namespace);
  const selected = () => and(inNamespace, () => podSelector ? selectsPod(podSelector, pod) : YES);
  return pod.hostNetwork ? onHostNetwork(NO, selected, pod, scope) : selected();
}

/** How a pod on the host's network is judged: as its node, or as a pod; cluster-scoped policies leave no choice (v1alpha2 types). */
export function onHostNetwork(asNode: Answer, asPod: () => Answer, pod: NetworkPod, { namespace, options }: PolicyScope): Answer {
  if (namespace === undefined) return asNode;
  const between: NetworkAssumption[] = [{ id: 'host-network', about: podLabel(pod) }];
  return options.hostNetwork === 'node' ? either(asNode, asPod(), between) : either(asPod(), asNode, between);
}

function blockSelectsPod(block: Peer & { readonly type: 'ipBlock' }, pod: NetworkPod, address: IpAddress | undefined, scope: PolicyScope): Answer {
  const known = address && (blockContains(block, address) ? blockAndPod(pod, scope) : NO);
  if (known && !pod.claimed) return known;
  const cidrs = pod.hostNetwork ? [] : scope.options.podCidrs;
  if (cidrs.length > 0 && cidrs.every(cidr => !blockTouches(block, cidr))) return NO;
  if (cidrs.length > 0 && cidrs.every(cidr => blockContainsAll(block, cidr))) return blockAndPod(pod, scope);
  const otherwise = assumed(false, 'pod-address', podLabel(pod));
  return known ? either(known, known.yes ? NO : YES, [{ id: 'pod-address', about: podLabel(pod) }]) : otherwise;
}

function blockAndPod(pod: NetworkPod, { namespace, options }: PolicyScope): Answer {
  return namespace === undefined ? YES : assumed(options.ipBlocksSelectPods, 'ip-blocks-and-pods', podLabel(pod));
}

type Block = Peer & { readonly type: 'ipBlock' };

export function blockContains({ cidr, except }: Block, address: IpAddress): boolean {
  return contains(cidr, address) && !except.some(hole => contains(hole, address));
}

/** Whether every address of a CIDR is in a block. */
export function blockContainsAll({ cidr, except }: Block, inner: Cidr): boolean {
  return contains(cidr, inner) && !except.some(hole => overlap(hole, inner));
}

/** Whether any address of a CIDR is in a block, as far as no holes together cover it. */
export function blockTouches({ cidr, except }: Block, other: Cidr): boolean {
  return overlap(cidr, other) && !except.some(hole => contains(hole, other));
}

/** Blocks are aligned: two of them overlap only where one holds the other. */
function overlap(one: Cidr, other: Cidr): boolean {
  return contains(one, other) || contains(other, one);
}

/** Nodes are not read: an address may be one of theirs, and a pod on the host's network has one. */
function nodesMatch(everyNode: boolean, end: NetworkEnd): Answer {
  if (end.pod && !end.pod.hostNetwork) return NO;
  if (end.pod) return everyNode ? YES : assumed(false, 'node-addresses', podLabel(end.pod));
  return assumed(false, 'node-addresses', 'addresses outside the cluster');
}

/** A namespace that nobody declares has the label of its name, and others that are not known. */
export function namespaceOf({ namespace }: NetworkPod, namespaces: ReadonlyMap<string, NetworkNamespace>): NetworkNamespace {
  const found = namespaces.get(namespace);
  if (!found) throw new Error(`the model has no namespace ${namespace}`);
  return found;
}

/** `Deployment shop/web`. */
export function podLabel(pod: NetworkPod | undefined): string {
  return pod ? `${pod.kind} ${pod.namespace}/${pod.name}` : '';
}
