import type { ShowFile } from './access-words';
import { originJson } from './network-origin';
import type { ConnectionQuery, NetworkDecision, RuleReference, SideDecision } from '../decide/network';
import { originsOf } from '../decide/network/makers';
import type { ClusterPolicyRules, NetworkEnd, NetworkPolicyRules } from '../decide/network/model';
import { isMissingFact, type NetworkAssumption } from '../decide/network/options';
import type { Explained, Reachability } from '../decide/network/reachability';
import { formatIp } from '../manifests/validate';

/** An answer with its examples, as one line of JSON. */
export function reachJson(answer: Reachability, context: object, show: ShowFile): string {
  const { from, to, ports, pods, verdict, undecided, always, sometimes, assumptions, examples } = answer;
  return `${JSON.stringify({
    ...context,
    from,
    to,
    ...ports ? { ports } : {},
    pods,
    verdict,
    undecided,
    always,
    sometimes,
    assumptions: assumptions.map(assumptionOf),
    examples: examples.map(each => exampleOf(each, show)),
  })}\n`;
}

/** The answer to one line of a batch: `decision` is `allow` or `deny`, or `partly` where a workload's pods differ. */
export function reachLine(verdict: Reachability['verdict'], undecided: boolean, decision: NetworkDecision, show: ShowFile): string {
  return `${JSON.stringify({ decision: verdict, undecided, ...sidesOf(decision, show) })}\n`;
}

function exampleOf({ query, decision, nearMisses }: Explained, show: ShowFile): object {
  return {
    ...queryOf(query),
    decision: decision.decision,
    ...sidesOf(decision, show),
    nearMisses: nearMisses.map(({ differs, ...rule }) => ({ differs, ...ruleOf(rule, show) })),
  };
}

function sidesOf({ egress, ingress, assumptions }: NetworkDecision, show: ShowFile): object {
  return { egress: sideOf(egress, show), ingress: sideOf(ingress, show), assumptions: assumptions.map(assumptionOf) };
}

function sideOf({ decision, settledBy, isolatedBy, because }: SideDecision, show: ShowFile): object {
  return { decision, settledBy, isolatedBy: isolatedBy.map(policy => policyOf(policy, show)), because: because.map(rule => ruleOf(rule, show)) };
}

function ruleOf(rule: RuleReference, show: ShowFile): object {
  const { policy, direction, index, madeBy } = rule;
  const makers = madeBy ? { madeBy: originsOf(rule).map(origin => originJson(origin, show)) } : {};
  return { policy: policyOf(policy, show), field: `spec.${direction.toLowerCase()}[${index}]`, ...makers };
}

function policyOf(policy: NetworkPolicyRules | ClusterPolicyRules, show: ShowFile): object {
  return {
    kind: policy.kind,
    ...policy.kind === 'NetworkPolicy' ? { namespace: policy.namespace } : {},
    name: policy.name,
    ...originJson(policy.origin, show),
  };
}

function queryOf({ from, to, protocol, port }: ConnectionQuery): object {
  return { from: endOf(from), to: endOf(to), protocol, port };
}

function endOf({ pod, address }: NetworkEnd): object {
  return { ...pod ? { kind: pod.kind, namespace: pod.namespace, name: pod.name } : {}, ...address ? { address: formatIp(address) } : {} };
}

function assumptionOf(assumption: NetworkAssumption): object {
  return { ...assumption, missing: isMissingFact(assumption) };
}
