import { peersMatch, portsMatch, Traffic } from './matches';
import { NetworkModel, rulesOf } from './model';
import { DEFAULT_NETWORK_OPTIONS, NetworkOptions } from './options';
import type { ConnectionQuery, RuleReference, SideDecision } from '../network';

/** A rule that does not admit a connection, and would if it said more about one thing. */
export interface NetworkNearMiss extends RuleReference {
  /** `ports`: it admits this peer on others. `peers`: it admits others on this port. */
  readonly differs: 'ports' | 'peers';
}

/**
 * What almost admitted a connection on a side that the NetworkPolicies deny: their rules that match in the peer or in
 * the port. Those that know the peer come first: a port is the likelier slip.
 *
 * @param most how many are told. Default: 5
 */
export function networkNearMisses(
  model: NetworkModel, query: ConnectionQuery, side: SideDecision, options: NetworkOptions = DEFAULT_NETWORK_OPTIONS, most = 5,
): NetworkNearMiss[] {
  if (side.decision === 'allow' || side.settledBy !== 'network-policies') return [];
  const { direction } = side;
  const traffic: Traffic = { ...query, peer: direction === 'Egress' ? query.to : query.from, destination: query.to };
  const found = side.isolatedBy.flatMap(policy => rulesOf(policy, direction).flatMap((rule): NetworkNearMiss[] => {
    const peers = peersMatch(rule.peers, traffic.peer, { namespace: policy.namespace, namespaces: model.namespaces, options }).yes;
    const ports = portsMatch(rule.ports, traffic, options).yes;
    return peers === ports ? [] : [{ policy, direction, index: rule.index, differs: peers ? 'ports' : 'peers' }];
  }));
  return [...found.filter(({ differs }) => differs === 'ports'), ...found.filter(({ differs }) => differs === 'peers')].slice(0, most);
}
