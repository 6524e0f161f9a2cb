import { canonical } from '../../decide/canonical';
import type { Intervals } from '../../decide/network/intervals';
import {
  ClusterPolicyRules, Direction, NetworkModel, NetworkPod, NetworkPolicyRules, Peer, PortMatch, rulesOf, TrafficRule,
} from '../../decide/network/model';
import { isNamed, PodClasses } from '../../decide/network/pod-classes';
import { isOpenLabel, NAMESPACE_NAME_LABEL, requirementsOf } from '../../decide/network/selectors';
import { peerWords, policyLabel } from '../../decide/network/words';
import type { LabelSelector } from '../../manifests/model';
import type { Problem } from '../../manifests/problem';
import type { Finding } from '../finding';

/**
 * What a policy says and cannot have been meant to say, judged only where all that decides it is among the manifests: pods of
 * namespaces of which none is here may be anywhere.
 */
export function lintPolicies(model: NetworkModel, classes: PodClasses): Finding[] {
  const found: Finding[] = [];
  for (const policies of model.policies.values()) {
    for (const policy of policies) {
      const problems = [...selection(policy, classes), ...(['Ingress', 'Egress'] as const).flatMap(direction => ofRules(policy, direction, classes))];
      found.push(...folded(problems).map(problem => placed(policy, problem)));
    }
  }
  return [...found, ...priorities(model.clusterPolicies)];
}

/** A finding at the place of its policy. */
export function placed(policy: NetworkPolicyRules | ClusterPolicyRules, problem: Omit<Problem, 'object'>): Finding {
  const { source, construct } = policy.origin;
  return { ...problem, object: policyLabel(policy), source, construct, constructs: construct === undefined ? [] : [construct] };
}

type Lint = Omit<Problem, 'object' | 'source' | 'construct'>;

/**
 * Of one policy, what is said of pods that are nowhere, once: a selection that several rules mean, and all of them where the policy itself
 * is about pods that are not there, as of a workload that was taken out or is made at run time. Every place is named. Policies are not
 * folded together: each may be acknowledged by itself.
 */
function folded(problems: readonly Lint[]): Lint[] {
  const nowhere = problems.filter(({ id }) => id === 'network-selects-nothing');
  const own = nowhere.find(({ field }) => field === 'spec.podSelector');
  const first = (problem: Lint) => own ?? nowhere.find(({ message }) => message === problem.message)!;
  return problems.flatMap((problem): Lint[] => {
    if (problem.id !== 'network-selects-nothing') return [problem];
    if (problem !== first(problem)) return [];
    const others = nowhere.filter(each => each !== problem && first(each) === problem);
    if (others.length === 0) return [problem];
    const places = own ? `; its rules mean others of which there are none: ${placesByMessage(others)}` : `; so ${others.map(({ field }) => field).join(', ')}`;
    return [{ ...problem, message: problem.message + places }];
  });
}

/** `pods app=web of the namespace shop (spec.ingress[0].from[0], spec.egress[0].to[0])`. */
function placesByMessage(problems: readonly Lint[]): string {
  const fields = new Map<string, string[]>();
  for (const { message, field } of problems) {
    const whom = message.replace(/^means /, '').replace(/, of which there are none$/, '');
    fields.set(whom, [...fields.get(whom) ?? [], field!]);
  }
  return [...fields].map(([whom, all]) => `${whom} (${all.join(', ')})`).join('; ');
}

function selection(policy: NetworkPolicyRules, classes: PodClasses): Lint[] {
  const { namespace, podSelector } = policy;
  const selected = placesIn(classes, namespace, podSelector);
  if (!selected) return [];
  if (selected.length === 0) {
    return [{
      id: 'network-selects-nothing',
      severity: 'medium',
      field: 'spec.podSelector',
      message: `selects none of the pods of the namespace ${namespace}, so that it protects nothing`,
      fix: 'correct the selector or take the policy out, or acknowledge it where something makes its pods at run time',
    }];
  }
  const hosts = podsOf(classes, selected).filter(({ hostNetwork }) => hostNetwork);
  return requirementsOf(podSelector).length === 0 || hosts.length === 0 ? [] : [{
    id: 'network-host-network',
    severity: 'medium',
    field: 'spec.podSelector',
    facts: hosts.map(labelOf).sort(),
    message: `selects ${labelOf(hosts[0]!)}, which is on the host's network, where most implementations isolate nothing`,
    fix: 'take the pod off the host\'s network, or acknowledge it with the reason',
  }];
}

function ofRules(policy: NetworkPolicyRules, direction: Direction, classes: PodClasses): Lint[] {
  const rules = rulesOf(policy, direction);
  const field = `spec.${direction.toLowerCase()}`;
  if (rules.length > 0 && !policy.isolates.includes(direction)) {
    return [{
      id: 'network-rules-ignored',
      severity: 'high',
      field,
      message: `has rules of ${direction.toLowerCase()}, which are ignored because policyTypes does not list ${direction}`,
      fix: `add ${direction} to spec.policyTypes, or take the rules out`,
    }];
  }
  return rules.flatMap((rule, at) => [
    ...rule.peers.flatMap((peer, index): Lint[] => {
      const places = peer.type === 'pods' ? peerPlaces(classes, policy.namespace, peer) : undefined;
      return !places || places.length > 0 ? [] : [{
        id: 'network-selects-nothing',
        severity: 'medium',
        field: `${field}[${at}].${direction === 'Ingress' ? 'from' : 'to'}[${index}]`,
        message: `means ${peerWords(peer, policy.namespace)}, of which there are none`,
        fix: 'correct the selector, or take it out',
      }];
    }),
    ...rule.ports.flatMap((port, index) => namedPort(policy, direction, rule, port, `${field}[${at}].ports[${index}]`, classes)),
    ...subsuming(rules, at).map((other): Lint => ({
      id: 'network-rule-subsumed',
      severity: 'low',
      field: `${field}[${at}]`,
      message: `adds nothing: ${field}[${other}] admits all of it`,
      fix: 'take one of the two out, or correct it',
    })),
  ]);
}

/** A name means the port that the destination declares: none, where nobody declares it. */
function namedPort(policy: NetworkPolicyRules, direction: Direction, rule: TrafficRule, port: PortMatch, field: string, classes: PodClasses): Lint[] {
  if (!isNamed(port)) return [];
  const { name, protocol } = port;
  const lint = (message: string, fix: string): Lint[] => [{ id: 'network-port-unmatched', severity: 'medium', field, value: JSON.stringify(name), message, fix }];
  if (direction === 'Egress' && rule.peers.length > 0 && rule.peers.every(({ type }) => type === 'ipBlock')) {
    return lint('is the name of a port, and addresses have none: it admits nothing', 'name the port by its number');
  }
  const places = direction === 'Ingress' ? [placesIn(classes, policy.namespace, policy.podSelector)]
    : rule.peers.map(peer => peer.type === 'pods' ? peerPlaces(classes, policy.namespace, peer) : undefined);
  if (places.length === 0 || places.some(each => each === undefined || each.length === 0)) return [];
  const pods = places.flatMap(each => podsOf(classes, each!));
  const declared = pods.flatMap(({ ports }) => ports.filter(each => each.name === name && each.protocol === protocol));
  if (declared.length > 0) return [];
  const named = pods.flatMap(({ ports }) => ports.filter(each => each.name !== undefined)).map(each => `${each.name} (${each.protocol} ${each.number})`);
  return lint(`is a ${protocol} port that none of the pods declares: it admits nothing`,
    named.length > 0 ? `they declare ${[...new Set(named)].slice(0, 5).join(', ')}` : 'name the port by its number');
}

/** The rule that admits all that another one does; of two equal ones the first counts. */
function subsuming(rules: readonly TrafficRule[], at: number): number[] {
  const rule = rules[at]!;
  const other = rules.findIndex((each, index) => index !== at && admitsAll(each, rule) && (index < at || !admitsAll(rule, each)));
  return other < 0 ? [] : [other];
}

/**
 * By what is written: equal peers, and ports inside others. What holds by labels of today alone is no reason to take a rule out,
 * and a rule for somebody beside one for everybody says who is known to come.
 */
function admitsAll(outer: TrafficRule, inner: TrafficRule): boolean {
  const peers = new Set(outer.peers.map(peerKey));
  const hasPeers = outer.peers.length === 0 ? inner.peers.length === 0
    : inner.peers.length > 0 && inner.peers.every(peer => peers.has(peerKey(peer)));
  return hasPeers && (outer.ports.length === 0 || (inner.ports.length > 0 && inner.ports.every(port => outer.ports.some(each => holds(each, port)))));
}

function holds(outer: PortMatch, inner: PortMatch): boolean {
  return isNamed(outer) || isNamed(inner) ? canonical(outer) === canonical(inner)
    : outer.protocol === inner.protocol && outer.first <= inner.first && inner.last <= outer.last;
}

function peerKey(peer: TrafficRule['peers'][number]): string {
  return peerWords(peer);
}

/** Policies of one tier and priority: which of them comes first is left open, so that it matters where one denies what the other allows. */
function priorities(policies: readonly ClusterPolicyRules[]): Finding[] {
  return policies.flatMap((policy, at) => {
    const actions = (of: ClusterPolicyRules) => new Set([...of.ingress, ...of.egress].map(({ action }) => action));
    const twin = policies.slice(0, at).find(each => each.tier === policy.tier && each.priority === policy.priority && each.kind === policy.kind
      && new Set([...actions(each), ...actions(policy)]).size > 1);
    return twin ? [placed(policy, {
      id: 'network-priority-equal',
      severity: 'medium',
      field: 'spec.priority',
      value: String(policy.priority),
      message: `is the priority of ${policyLabel(twin)}, too, and which of the two comes first is left open`,
      fix: 'give each a priority of its own',
    })] : [];
  });
}

type PodPeer = Peer & { readonly type: 'pods' };

/** The pods that a peer means; undefined where they may be elsewhere. */
function peerPlaces(classes: PodClasses, own: string, { namespaceSelector, podSelector = {} }: PodPeer): Intervals | undefined {
  if (!namespaceSelector) return placesIn(classes, own, podSelector);
  const [only, ...more] = requirementsOf(namespaceSelector);
  const isName = only?.key === NAMESPACE_NAME_LABEL && only.operator === 'In' && only.values?.length === 1 && more.length === 0;
  return isName ? placesIn(classes, only.values[0]!, podSelector) : undefined;
}

/** The classes that a selector takes in a namespace; undefined where the namespace has no pods here, or a controller gives them labels. */
export function placesIn(classes: PodClasses, namespace: string, selector: LabelSelector): Intervals | undefined {
  const [first, end] = classes.ofNamespace.get(namespace) ?? [0, 0];
  if (first === end) return undefined;
  const found = classes.selectIn(namespace, selector);
  const anyPod = { ...classes.classes[first]!.pod, template: true, labels: {} };
  return found.length === 0 && requirementsOf(selector).some(({ key }) => isOpenLabel(anyPod, key)) ? undefined : found;
}

export function podsOf({ classes }: PodClasses, places: Intervals): NetworkPod[] {
  const pods: NetworkPod[] = [];
  for (let at = 0; at < places.length; at += 2) for (let place = places[at]!; place < places[at + 1]!; place += 1) pods.push(...classes[place]!.pods);
  return pods;
}

export function labelOf({ kind, namespace, name }: NetworkPod): string {
  return `${kind} ${namespace}/${name}`;
}
