import { and, Answer, certain, either, isCertain, NO, when, YES } from './answer';
import { namespaceOf, PolicyScope, ruleMatches, Traffic } from './matches';
import { ClusterPolicyRules, ClusterRule, Direction, NetworkModel, NetworkPod, rulesOf } from './model';
import { selectsNamespace, selectsPod } from './selectors';

/**
 * The tiers of cluster-scoped policies: in each, policies by priority and their rules in order, and the first rule that
 * matches decides (kubernetes-sigs/network-policy-api apis/v1alpha1 and apis/v1alpha2).
 */

/** A policy whose subject is the pod, and how its rules match the traffic. */
export interface Decider {
  readonly policy: ClusterPolicyRules;
  readonly selects: Answer;
  readonly rules: ReadonlyArray<{ readonly rule: ClusterRule; readonly matches: Answer }>;
}

/** The policies of a tier that are, or may be, about a pod. */
export function decidersOf(
  tier: ClusterPolicyRules['tier'], direction: Direction, pod: NetworkPod, traffic: Traffic, model: NetworkModel, scope: PolicyScope,
): Decider[] {
  return model.clusterPolicies.flatMap(policy => {
    const selects = policy.tier === tier ? subjectOf(policy, pod, model) : NO;
    return isCertain(selects) && !selects.yes ? []
      : [{ policy, selects, rules: rulesOf(policy, direction).map(rule => ({ rule, matches: ruleMatches(rule, traffic, scope) })) }];
  });
}

/** Pods on the host's network are no subjects (v1alpha2 types). */
function subjectOf({ subject }: ClusterPolicyRules, pod: NetworkPod, model: NetworkModel): Answer {
  return and(certain(!pod.hostNetwork), () => and(
    selectsNamespace(subject.namespaceSelector, namespaceOf(pod, model.namespaces)), () => selectsPod(subject.podSelector, pod)));
}

/** What a tier says; `next` for what it passes on or has no rule for. */
export function inTier(deciders: readonly Decider[], next: Answer): Answer {
  const priorities = [...new Set(deciders.map(({ policy }) => policy.priority))];
  return priorities.reduceRight((after, priority) => {
    const equal = deciders.filter(({ policy }) => policy.priority === priority);
    // "The implementation can apply any of the matching policies" (v1alpha2 types): each of them may come first.
    const [chosen, ...others] = equal.map(first => [first, ...equal.filter(each => each !== first)]
      .reduceRight((rest, decider) => ofPolicy(decider, rest, next), after));
    return others.reduce((answer, other) => either(answer, other, [{ id: 'equal-priority', about: String(priority) }]), chosen!);
  }, next);
}

function ofPolicy({ selects, rules }: Decider, after: Answer, next: Answer): Answer {
  const decided = { Allow: YES, Deny: NO, Pass: next };
  return when(selects, () => rules.reduceRight(
    (rest, { rule, matches }) => when(matches, () => decided[rule.action], () => rest), after), () => after);
}

/** The first rule that decides by itself; undefined where none matches or the first that does passes on. */
export function decisiveRule(deciders: readonly Decider[]): { readonly policy: ClusterPolicyRules; readonly index: number } | undefined {
  for (const { policy, selects, rules } of deciders) {
    const first = selects.yes ? rules.find(({ matches }) => matches.yes)?.rule : undefined;
    if (first) return first.action === 'Pass' ? undefined : { policy, index: first.index };
  }
  return undefined;
}
