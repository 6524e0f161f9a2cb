import type { Answer } from './answer';
import { commonFamilies, endOfPod } from './ends';
import { peersMatch, PolicyScope } from './matches';
import type { ClusterPolicyRules, Direction, NetworkModel, NetworkPod, NetworkPolicyRules, TrafficRule } from './model';
import type { NetworkOptions } from './options';
import { isNamed } from './pod-classes';
import { selectsNamespace, selectsPod } from './selectors';

/**
 * Of many pods on either side of a question two of each sort that it cannot tell apart: pods of one sort may talk to each
 * other. A sort is all that the specification reads of a pod in this question: which of its namespace's policies and of the
 * cluster-scoped ones select it, which rules about the other side mean it as a peer, its families of addresses, what it is
 * on its node, and of a destination its ports. What is uncertain of one is uncertain of all of its sort.
 *
 * Undefined where that would take longer than it saves.
 */
export function someOfEachSort(
  { model, options, anyPort }: Asked, sources: readonly NetworkPod[], destinations: readonly NetworkPod[],
): readonly [NetworkPod[], NetworkPod[]] | undefined {
  const sides = [sidesOf(model, sources, destinations, 'Ingress'), sidesOf(model, destinations, sources, 'Egress')] as const;
  if (sides.reduce((sum, { effort }) => sum + effort, 0) > MOST_EFFORT) return undefined;
  const ports = portNamesIn([...sides[0].policies, ...sides[1].policies, ...model.clusterPolicies]);
  const nodesMatter = [...sources, ...destinations].some(({ hostNetwork, node }) => hostNetwork && node !== undefined);
  const sortOf = (pod: NetworkPod, side: Side): string => JSON.stringify([
    model.policies.has(pod.namespace) || model.unread.some(({ namespace }) => namespace === pod.namespace) ? pod.namespace : '',
    selections(model, pod), asPeer(pod, side, model, options),
    pod.template, pod.terminated, pod.hostNetwork, pod.claimed === true, pod.addresses.map(({ family }) => family),
    nodesMatter ? pod.node : undefined,
    side.direction === 'Ingress' ? [] : pod.ports.filter(({ name }) => anyPort || (name !== undefined && ports.has(name))),
  ]);
  return [twoOfEach(sources, pod => sortOf(pod, sides[0])), twoOfEach(destinations, pod => sortOf(pod, sides[1]))];
}

/** What the question is asked of; `anyPort` where a range of ports is meant, which the ports of a destination cut. */
export interface Asked {
  readonly model: NetworkModel;
  readonly options: NetworkOptions;
  readonly anyPort: boolean;
}

/** So many answers of selectors take about five seconds. */
const MOST_EFFORT = 5_000_000;

interface Side {
  /** The direction in which the policies of the other side mean these pods as peers. */
  readonly direction: Direction;
  readonly policies: readonly NetworkPolicyRules[];
  readonly effort: number;
}

function sidesOf(model: NetworkModel, pods: readonly NetworkPod[], others: readonly NetworkPod[], direction: Direction): Side {
  const namespaces = [...new Set(others.map(({ namespace }) => namespace))];
  const policies = namespaces.flatMap(namespace => model.policies.get(namespace) ?? []);
  const rules = [...policies, ...model.clusterPolicies].flatMap(policy => rulesIn(policy, direction));
  const peers = rules.reduce((sum, rule) => sum + rule.peers.length + 1, 0);
  const own = [...new Set(pods.map(({ namespace }) => namespace))].map(namespace => model.policies.get(namespace)?.length ?? 0);
  return { direction, policies, effort: pods.length * (peers + Math.max(0, ...own)) };
}

/** Which policies select a pod, and how certainly. */
function selections({ policies, clusterPolicies, namespaces }: NetworkModel, pod: NetworkPod): string[] {
  const namespace = namespaces.get(pod.namespace)!;
  return [
    ...(policies.get(pod.namespace) ?? []).map(({ podSelector }) => mark(selectsPod(podSelector, pod))),
    ...clusterPolicies.flatMap(({ subject: { namespaceSelector, podSelector } }) =>
      [mark(selectsNamespace(namespaceSelector, namespace)), mark(selectsPod(podSelector, pod))]),
  ];
}

/** Which rules about the other side mean a pod as a peer, at each of its addresses. */
function asPeer(pod: NetworkPod, { direction, policies }: Side, { namespaces, clusterPolicies }: NetworkModel, options: NetworkOptions): string[] {
  return commonFamilies(pod, pod).flatMap(family => {
    const end = endOfPod(pod, family);
    const marks = (of: Policy, scope: PolicyScope) => rulesIn(of, direction).map(({ peers }) => mark(peersMatch(peers, end, scope)));
    return [
      ...policies.flatMap(policy => marks(policy, { namespace: policy.namespace, namespaces, options })),
      ...clusterPolicies.flatMap(policy => marks(policy, { namespaces, options })),
    ];
  });
}

/** An answer without whom it is about. */
function mark({ yes, rests }: Answer): string {
  return `${yes ? '+' : '-'}${[...new Set(rests.map(({ id }) => id))].sort().join()}`;
}

function portNamesIn(policies: readonly Policy[]): ReadonlySet<string> {
  const rules = policies.flatMap(({ ingress, egress }) => [...ingress, ...egress]);
  return new Set(rules.flatMap(({ ports }) => ports.flatMap(port => isNamed(port) ? [port.name] : [])));
}

type Policy = NetworkPolicyRules | ClusterPolicyRules;

function rulesIn(policy: Policy, direction: Direction): readonly TrafficRule[] {
  return direction === 'Ingress' ? policy.ingress : policy.egress;
}

/** The first two of each sort, in their order. */
export function twoOfEach(pods: readonly NetworkPod[], sortOf: (pod: NetworkPod) => string): NetworkPod[] {
  const counts = new Map<string, number>();
  return pods.filter(pod => {
    const sort = sortOf(pod);
    const count = counts.get(sort) ?? 0;
    counts.set(sort, count + 1);
    return count < 2;
  });
}
