/** Kinds of other groups that decide about traffic and are not called after NetworkPolicy. */
const FOREIGN_POLICIES: ReadonlyMap<string, readonly string[]> = new Map([
  ['k8s.ovn.org', ['EgressFirewall']],
  ['security.istio.io', ['AuthorizationPolicy']],
]);

/**
 * Whether an object of another group may open what a NetworkPolicy closes, or the other way round. Plugins call theirs after
 * NetworkPolicy: CiliumNetworkPolicy, GlobalNetworkPolicy of Calico, FQDNNetworkPolicy of GKE, ClusterNetworkPolicy and
 * ApplicationNetworkPolicy of EKS. A staged one of Calico is not in force.
 */
export function isForeignPolicy(group: string, kind: string): boolean {
  return FOREIGN_POLICIES.get(group)?.includes(kind) === true || (/Network(Policy|Policies)$/.test(kind) && !kind.startsWith('Staged'));
}
