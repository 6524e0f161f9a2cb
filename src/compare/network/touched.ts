import type { Workload } from './joint';
import { canonical } from '../../decide/canonical';
import type { NetworkModel, NetworkPod, NetworkPolicyRules } from '../../decide/network/model';
import { selectsPod } from '../../decide/network/selectors';
import type { StringMap } from '../../manifests/model';

/**
 * For which workloads anything changed that a decision reads of its own two ends: what the pod is, its namespace's labels,
 * the NetworkPolicies that select it, and cluster-scoped policies, which are about all. A connection between two others is
 * decided as before, so that only theirs need to be compared.
 */
export function touchedBy(before: NetworkModel, after: NetworkModel): (workload: Workload) => Touch {
  if (textOf(before.clusterPolicies) !== textOf(after.clusterPolicies)) return () => 'seen';
  const policies = changedPolicies(before, after);
  const namespaces = new Set([...before.namespaces.keys(), ...after.namespaces.keys()].filter(name =>
    !sameLabels(before.namespaces.get(name)?.labels, after.namespaces.get(name)?.labels)));
  const isSelected = (pod: NetworkPod) => (policies.get(pod.namespace) ?? []).some(policy => selectsPod(policy.podSelector, pod).yes);
  return ({ before: was, after: is }) => !was || !is || namespaces.has(is.namespace) || !samePod(was, is) ? 'seen'
    : isSelected(was) || isSelected(is) ? 'rules' : 'no';
}

/** `seen`: others may see it otherwise than before. `rules`: nothing but the NetworkPolicies that select it changed. */
export type Touch = 'no' | 'rules' | 'seen';

/** No labels are not the same as an absent namespace. */
function sameLabels(was: StringMap | undefined, is: StringMap | undefined): boolean {
  if (was === is || !was || !is) return was === is;
  const keys = Object.keys(was);
  return keys.length === Object.keys(is).length && keys.every(key => Object.hasOwn(is, key) && was[key] === is[key]);
}

/** A pod that was read of an object on both sides is the same in all its parts; of others, what they say is compared. */
function samePod(was: NetworkPod, is: NetworkPod): boolean {
  const parts = Object.keys(was) as Array<keyof NetworkPod>;
  return (parts.length === Object.keys(is).length && parts.every(part => part === 'origin' || part === 'owner' || was[part] === is[part]))
    || podText(was) === podText(is);
}

/** NetworkPolicies that are in one of the models alone, by namespace. */
function changedPolicies(before: NetworkModel, after: NetworkModel): Map<string, NetworkPolicyRules[]> {
  const changed = new Map<string, NetworkPolicyRules[]>();
  for (const namespace of new Set([...before.policies.keys(), ...after.policies.keys()])) {
    const [was, is] = [before, after].map(model => model.policies.get(namespace) ?? []);
    if (was!.length === is!.length && was!.every(({ ingress }, at) => ingress === is![at]!.ingress)) continue;
    const [old, now] = [without(was!, is!), without(is!, was!)].map(policies => new Map(policies.map(policy => [policyText(policy), policy])));
    const different = [...[...old!].filter(([text]) => !now!.has(text)), ...[...now!].filter(([text]) => !old!.has(text))];
    if (different.length > 0) changed.set(namespace, different.map(([, policy]) => policy));
  }
  return changed;
}

/** Those that are not of an object that both sides share, and so equal. */
function without(policies: readonly NetworkPolicyRules[], others: readonly NetworkPolicyRules[]): NetworkPolicyRules[] {
  const shared = new Set(others.map(({ ingress }) => ingress));
  return policies.filter(({ ingress }) => !shared.has(ingress));
}

function policyText({ origin: _, name: __, ...rules }: NetworkPolicyRules): string {
  return textOf(rules);
}

function podText({ origin: _, owner: __, ...pod }: NetworkPod): string {
  return textOf(pod);
}

/** Where something stands plays no part in what it says; numbers of addresses have no JSON of their own. */
function textOf(value: unknown): string {
  return canonical(JSON.parse(JSON.stringify(value ?? null, (key, inner: unknown) => key === 'origin' ? undefined
    : typeof inner === 'bigint' ? inner.toString() : inner)));
}
