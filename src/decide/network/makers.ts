import { peersMatch, type PolicyScope } from './matches';
import type { ClusterPolicyRules, Direction, NetworkEnd, NetworkOrigin, NetworkPolicyRules, TrafficRule } from './model';

/** A rule, and who of several makers of its policy asked for what matters of it. */
export interface Made {
  readonly policy: NetworkPolicyRules | ClusterPolicyRules;
  readonly direction: Direction;
  readonly index: number;
  readonly madeBy?: readonly NetworkOrigin[];
}

/** The makers of those peers of a rule that an end is; nothing where one construct made the whole policy. */
export function makersOfPeers(
  { origin: { makers } }: NetworkPolicyRules, direction: Direction, rule: TrafficRule, end: NetworkEnd, scope: PolicyScope,
): Pick<Made, 'madeBy'> {
  if (!makers) return {};
  const [list, side] = direction === 'Ingress' ? ['ingress', 'from'] : ['egress', 'to'];
  const own = `spec.${list}[${rule.index}]`;
  const parts = new Set([own, ...rule.peers.flatMap((peer, at) => peersMatch([peer], end, scope).yes ? [`${own}.${side}[${at}]`] : [])]);
  return { madeBy: distinct(makers.filter(({ part }) => parts.has(part))) };
}

/** Where a rule comes from: whoever asked for what matters of it, else for any of it, else who made the policy. The first asked first. */
export function originsOf({ policy, direction, index, madeBy = [] }: Made): readonly NetworkOrigin[] {
  const own = `spec.${direction.toLowerCase()}[${index}]`;
  const ofRule = () => distinct((policy.origin.makers ?? []).filter(({ part }) => part === own || part.startsWith(`${own}.`)));
  const found = madeBy.length > 0 ? madeBy : ofRule();
  return found.length > 0 ? found : [policy.origin];
}

/** Where it comes from that a policy isolates in a direction: all who asked for any of its rules there. */
export function originsOfPolicy({ origin }: Made['policy'], direction: Direction): readonly NetworkOrigin[] {
  const makers = (origin.makers ?? []).filter(({ part }) => part.startsWith(`spec.${direction.toLowerCase()}[`));
  return makers.length > 0 ? distinct(makers) : [origin];
}

function distinct(makers: readonly NetworkOrigin[]): NetworkOrigin[] {
  return [...new Map(makers.map(({ construct, source }) => [construct, { construct, source }])).values()];
}
