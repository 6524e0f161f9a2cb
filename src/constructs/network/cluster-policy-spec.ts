import type { IConstruct } from 'constructs';
import type { ClusterTrafficRule } from './cluster-traffic-rule';
import { Peer } from './peer';
import { NamespaceSelection } from './selection';
import { policedPods } from './workload-end';
import type {
  AdminNetworkPolicyPort, ClusterNetworkPolicyProtocol, ClusterPolicyEgressPeer,
} from '../../manifests/cluster-policies';
import type { NetworkPolicyPort } from '../../manifests/model';
import { invalid } from '../errors';
import { isConstruct } from '../types/kinds';

/**
 * The rules of a cluster-scoped policy in the words of either version (kubernetes-sigs/network-policy-api
 * apis/v1alpha1 and apis/v1alpha2). Their order decides, so it is kept.
 */

type Rules = readonly ClusterTrafficRule[] | undefined;

/** `ingress` and `egress` of a ClusterNetworkPolicy. */
export function clusterPolicySpec(asked: IConstruct, ingress: Rules, egress: Rules): object {
  return spec(asked, ingress, egress, ({ action, ports }) => ({
    action: action === 'Allow' ? 'Accept' : action, ...list('protocols', ports.map(({ _entry }) => _entry && protocolOf(_entry))),
  }));
}

/** `ingress` and `egress` of an AdminNetworkPolicy or the BaselineAdminNetworkPolicy. */
export function adminPolicySpec(asked: IConstruct, ingress: Rules, egress: Rules): object {
  return spec(asked, ingress, egress, ({ action, ports }) => ({ action, ...list('ports', ports.map(({ _entry }) => _entry && portOf(_entry))) }));
}

function spec(asked: IConstruct, ingress: Rules, egress: Rules, body: (rule: ClusterTrafficRule) => object): object {
  const rules = (direction: 'ingress' | 'egress', of: Rules) => of && of.length > 0 ? {
    [direction]: of.map((rule, at) => ({
      ...rule.name === undefined ? {} : { name: rule.name },
      ...body(rule),
      [direction === 'ingress' ? 'from' : 'to']: rule.peers.flatMap((peer, index) => peersOf(asked, `${direction}[${at}].peers[${index}]`, direction, peer)),
    })),
  } : {};
  return { ...rules('ingress', ingress), ...rules('egress', egress) };
}

/** An absent list is every port, which an undefined entry stands for. */
function list(field: string, entries: readonly unknown[]): object {
  return entries.includes(undefined) ? {} : { [field]: entries };
}

function peersOf(asked: IConstruct, field: string, direction: 'ingress' | 'egress', peer: IConstruct | Peer): ClusterPolicyEgressPeer[] {
  if (isConstruct(peer)) {
    const { namespace, selector } = policedPods(peer, asked, field);
    return [{ pods: { namespaceSelector: NamespaceSelection.named(namespace)._selector, podSelector: selector } }];
  }
  const entry = peer._entry;
  if (direction === 'ingress' && (entry === undefined || entry.ipBlock)) {
    throw invalid(asked, field, entry?.ipBlock?.cidr, 'incoming traffic of a cluster-scoped policy knows pods alone', 'every pod is Peer.namespaces(NamespaceSelection.all())');
  }
  if (entry === undefined) {
    return [{ networks: ['0.0.0.0/0', '::/0'] }];
  }
  const { ipBlock, namespaceSelector, podSelector } = entry;
  if (ipBlock) {
    if (ipBlock.except && ipBlock.except.length > 0) {
      throw invalid(asked, field, ipBlock.except, 'a cluster-scoped policy knows no exceptions of a block', 'decide about them by a rule before this one');
    }
    return [{ networks: [ipBlock.cidr] }];
  }
  if (!namespaceSelector) {
    throw invalid(asked, field, undefined, 'says no namespaces, and the policy stands in none', 'pass them: Peer.pods(pods, NamespaceSelection.named(…))');
  }
  return [podSelector ? { pods: { namespaceSelector, podSelector } } : { namespaces: namespaceSelector }];
}

/** Of v1alpha2. Without a number every port of the protocol is meant, which it says as a range. */
function protocolOf({ port, endPort, protocol = 'TCP' }: NetworkPolicyPort): ClusterNetworkPolicyProtocol {
  if (typeof port === 'string') {
    return { destinationNamedPort: port };
  }
  const destinationPort = port !== undefined && endPort === undefined ? { number: port } : { range: { start: port ?? 1, end: endPort ?? 65535 } };
  return { [protocol.toLowerCase()]: { destinationPort } };
}

/** Of v1alpha1. */
function portOf({ port, endPort, protocol = 'TCP' }: NetworkPolicyPort): AdminNetworkPolicyPort {
  if (typeof port === 'string') {
    return { namedPort: port };
  }
  return port !== undefined && endPort === undefined
    ? { portNumber: { protocol, port } } : { portRange: { protocol, start: port ?? 1, end: endPort ?? 65535 } };
}
