import { and, Answer, any, either, NO, resting, when, YES } from './network/answer';
import { makersOfPeers } from './network/makers';
import { onHostNetwork, podLabel, PolicyScope, ruleMatches, Traffic } from './network/matches';
import { ClusterPolicyRules, Direction, NetworkEnd, NetworkModel, NetworkOrigin, NetworkPod, NetworkPolicyRules, rulesOf } from './network/model';
import { DEFAULT_NETWORK_OPTIONS, NetworkAssumption, NetworkOptions } from './network/options';
import { isSelf, mayBeNodeOf } from './network/same-place';
import { selectsPod } from './network/selectors';
import { decidersOf, decisiveRule, inTier } from './network/tiers';
import type { Protocol } from '../manifests/model';

/**
 * Network policies as one specification: which connections they leave open. What a rule says of peers and ports is in
 * network/matches.ts, of labels in network/selectors.ts. Everything that is faster is tested against this file.
 *
 * Sources: k8s.io/api networking/v1 types.go and kubernetes.io, "Network Policies"; the reachability tests of
 * test/e2e/network/netpol; kubernetes-sigs/network-policy-api apis/v1alpha1 and apis/v1alpha2.
 */

/** One connection that somebody opens; the port is that of the destination, behind any Service. */
export interface ConnectionQuery {
  readonly from: NetworkEnd;
  readonly to: NetworkEnd;
  readonly protocol: Protocol;
  /** From 1 to 65535. */
  readonly port: number;
}

/** One rule of a policy; its index is its place in `ingress` or `egress`. */
export interface RuleReference {
  readonly policy: NetworkPolicyRules | ClusterPolicyRules;
  readonly direction: Direction;
  readonly index: number;
  /** Where several constructs made the policy together: those that asked for the peers by which this rule admits the connection. */
  readonly madeBy?: readonly NetworkOrigin[];
}

/**
 * What settled one side: a rule of a tier; no rule of the NetworkPolicies that isolate the pod; nothing, so that the
 * default holds; or what the pod is.
 */
export type Settled = 'admin-tier' | 'network-policies' | 'baseline-tier' | 'no-policy' | 'host-network' | 'node-traffic' | 'outside' | 'terminated' | 'self';

/** What the source may send (egress), or the destination may receive (ingress). */
export interface SideDecision {
  readonly direction: Direction;
  readonly decision: 'allow' | 'deny';
  readonly settledBy: Settled;
  /** The NetworkPolicies that select the pod in this direction: without any it is not isolated. */
  readonly isolatedBy: readonly NetworkPolicyRules[];
  /** Every rule of theirs that admits the connection, or the one rule of another tier that decides. */
  readonly because: readonly RuleReference[];
  readonly assumptions: readonly NetworkAssumption[];
}

/** A connection is allowed where both sides allow it. With assumptions the answer could be the other one. */
export interface NetworkDecision {
  readonly decision: 'allow' | 'deny';
  readonly egress: SideDecision;
  readonly ingress: SideDecision;
  readonly assumptions: readonly NetworkAssumption[];
}

/** Whether a connection is allowed, and because of what. */
export function decideConnection(model: NetworkModel, query: ConnectionQuery, options: NetworkOptions = DEFAULT_NETWORK_OPTIONS): NetworkDecision {
  const { from, to, protocol, port } = query;
  const context: Context = { model, options };
  const sides = [
    side('Egress', from, { peer: to, destination: to, protocol, port }, context),
    side('Ingress', to, { peer: from, destination: to, protocol, port }, context),
  ] as const;
  const [egress, ingress] = isSelf(from, to) ? [ofItself(sides[0], from.pod!, options), ofItself(sides[1], from.pod!, options)] : sides;
  const answer = and(egress.answer, () => ingress.answer);
  return {
    decision: word(answer),
    egress: sideDecision('Egress', egress),
    ingress: sideDecision('Ingress', ingress),
    assumptions: answer.rests,
  };
}

interface Context {
  readonly model: NetworkModel;
  readonly options: NetworkOptions;
}

interface Side {
  readonly answer: Answer;
  readonly settledBy: Settled;
  readonly isolatedBy: readonly NetworkPolicyRules[];
  readonly because: readonly RuleReference[];
}

/** The side of its subject: policies are about pods, and an address outside the cluster is none. */
function side(direction: Direction, { pod }: NetworkEnd, traffic: Traffic, context: Context): Side {
  if (!pod) return { answer: YES, settledBy: 'outside', isolatedBy: [], because: [] };
  if (pod.terminated) return { answer: NO, settledBy: 'terminated', isolatedBy: [], because: [] };
  const found = byPolicies(direction, pod, traffic, context);
  if (pod.hostNetwork) return ofHost(found, pod, context);
  return direction === 'Ingress' && mayBeNodeOf(traffic.peer.pod, pod) ? fromNode(found, traffic.peer.pod!, context) : found;
}

/** No policy isolates a node, and a pod on the host's network is one to most implementations. */
function ofHost(found: Side, pod: NetworkPod, { model, options }: Context): Side {
  const answer = onHostNetwork(YES, () => found.answer, pod, scopeOf(model, options, pod.namespace));
  return options.hostNetwork === 'node' ? { answer, settledBy: 'host-network', isolatedBy: [], because: [] } : { ...found, answer };
}

/** "Traffic from the pod's local node is always allowed" (networking/v1 types.go), for the kubelet's probes. */
function fromNode(found: Side, host: NetworkPod, { options }: Context): Side {
  const between: NetworkAssumption[] = [{ id: 'node-traffic', about: podLabel(host) }];
  return options.hostNetwork === 'node'
    ? { answer: either(YES, found.answer, between), settledBy: 'node-traffic', isolatedBy: found.isolatedBy, because: [] }
    : { ...found, answer: either(found.answer, YES, between) };
}

/** kubernetes.io, "Network Policies": a pod cannot block access to itself; the upstream tests leave it out (kubernetes/kubernetes#95879). */
function ofItself(found: Side, pod: NetworkPod, { selfTraffic }: NetworkOptions): Side {
  const between: NetworkAssumption[] = [{ id: 'self-traffic', about: podLabel(pod) }];
  return selfTraffic === 'allowed'
    ? { answer: either(YES, found.answer, between), settledBy: 'self', isolatedBy: found.isolatedBy, because: [] }
    : { ...found, answer: either(found.answer, YES, between) };
}

/**
 * The tiers in their order: Admin, then the NetworkPolicies if they isolate the pod in this direction, else Baseline, and
 * without a word from any of them everything is allowed. NetworkPolicies have no order and deny nothing: a rule of any of
 * them is enough.
 */
function byPolicies(direction: Direction, pod: NetworkPod, traffic: Traffic, { model, options }: Context): Side {
  const own = model.policies.get(pod.namespace) ?? [];
  const inDirection = own.filter(policy => policy.isolates.includes(direction));
  const inNamespace = scopeOf(model, options, pod.namespace);
  const isolated = any(inDirection, policy => selectsPod(policy.podSelector, pod));
  const admitted = () => any(inDirection, policy => and(selectsPod(policy.podSelector, pod), () =>
    any(rulesOf(policy, direction), rule => ruleMatches(rule, traffic, inNamespace))));

  const inCluster = scopeOf(model, options);
  const admin = decidersOf('Admin', direction, pod, traffic, model, inCluster);
  const baseline = decidersOf('Baseline', direction, pod, traffic, model, inCluster);
  const selected = any(own, policy => selectsPod(policy.podSelector, pod));
  const last = () => baselineOf(inTier(baseline, YES), selected, pod, options);
  const answer = inTier(admin, when(isolated, admitted, last));

  const isolatedBy = inDirection.filter(policy => selectsPod(policy.podSelector, pod).yes);
  const because = (): Pick<Side, 'settledBy' | 'because'> => {
    const decisive = decisiveRule(admin);
    if (decisive) return { settledBy: 'admin-tier', because: [{ ...decisive, direction }] };
    if (isolated.yes) return { settledBy: 'network-policies', because: admitting(isolatedBy, direction, traffic, inNamespace) };
    const fallback = options.baseline === 'unselected-pods' && selected.yes ? undefined : decisiveRule(baseline);
    return fallback ? { settledBy: 'baseline-tier', because: [{ ...fallback, direction }] } : { settledBy: 'no-policy', because: [] };
  };
  return { ...because(), answer: resting(answer, unreadFor(model, pod)), isolatedBy };
}

/** A NetworkPolicy that selects the pod for the other direction only takes it out of the Baseline tier for some implementations. */
function baselineOf(perDirection: Answer, selected: Answer, pod: NetworkPod, { baseline }: NetworkOptions): Answer {
  const unselectedOnly = when(selected, () => YES, () => perDirection);
  const between: NetworkAssumption[] = [{ id: 'baseline-tier', about: podLabel(pod) }];
  return baseline === 'per-direction' ? either(perDirection, unselectedOnly, between) : either(unselectedOnly, perDirection, between);
}

/** Every rule that admits, of the policies that isolate. */
function admitting(policies: readonly NetworkPolicyRules[], direction: Direction, traffic: Traffic, scope: PolicyScope): RuleReference[] {
  return policies.flatMap(policy => rulesOf(policy, direction)
    .filter(rule => ruleMatches(rule, traffic, scope).yes)
    .map(rule => ({ policy, direction, index: rule.index, ...makersOfPeers(policy, direction, rule, traffic.peer, scope) })));
}

/** What could not be read may decide about the pods of its namespace, or about all. */
function unreadFor({ unread }: NetworkModel, { namespace }: NetworkPod): NetworkAssumption[] {
  return unread.filter(each => each.namespace === undefined || each.namespace === namespace).map(({ kind, namespace: of, name }) =>
    ({ id: 'unread-policy', about: `${kind} ${of === undefined ? '' : `${of}/`}${name}` }));
}

function scopeOf({ namespaces }: NetworkModel, options: NetworkOptions, namespace?: string): PolicyScope {
  return { namespace, namespaces, options };
}

function sideDecision(direction: Direction, { answer, settledBy, isolatedBy, because }: Side): SideDecision {
  return { direction, decision: word(answer), settledBy, isolatedBy, because, assumptions: answer.rests };
}

function word({ yes }: Answer): 'allow' | 'deny' {
  return yes ? 'allow' : 'deny';
}
