import type { MapConnection, MapEnd } from './map';
import { mapGroups } from './map-groups';
import type { Direction, NetworkModel, NetworkNamespace, NetworkPod, NetworkPolicyRules, Peer } from './model';
import { NetworkIndex } from './network-index';
import type { NetworkOptions } from './options';
import { isNamed } from './pod-classes';
import { connectionsAt } from './row';
import { NAMESPACE_NAME_LABEL, requirementsOf, selectsNamespace, selectsPod } from './selectors';
import type { LabelSelector, StringMap } from '../../manifests/model';

/** What is open to and from pods that are not among the manifests. */
export interface Exposure {
  /** For any pod at all, and for pods with the labels that some policy asks for, where those have more. */
  readonly connections: readonly MapConnection[];
  /** The workloads that nothing isolates, by direction. */
  readonly unprotected: Readonly<Record<Direction, readonly MapEnd[]>>;
  /**
   * Egress rules that name a port: which number it is, the pods that are not here would say.
   */
  readonly namedPorts: readonly string[];
}

/**
 * Asks the index about pods that might come: one without any label in a namespace without any, and one for each selector
 * of a peer, with just the labels that it wants. Only what the workloads themselves send and receive is asked: the policies
 * about those pods are unknown, too.
 *
 * @param text a peer in words
 */
export function exposureOf(model: NetworkModel, options: NetworkOptions, text: (peer: Peer, namespace?: string) => string): Exposure {
  const strangers = strangersOf(model, text);
  const names = strangers.map(({ namespace }) => [namespace.name, namespace] as const);
  const index = new NetworkIndex({
    ...model,
    pods: [...model.pods, ...strangers.map(({ pod }) => pod)],
    namespaces: new Map([...model.namespaces, ...names.filter(([name]) => !model.namespaces.has(name))]),
  }, options);
  const isStranger = new Set(strangers.map(({ pod }) => pod));
  const { groups } = mapGroups(index, 'workload');
  const places = strangers.map(({ pod }) => index.placeOf({ pod })!);
  const connections: MapConnection[] = [];
  const unprotected: Record<Direction, MapEnd[]> = { Ingress: [], Egress: [] };
  for (const { end, classes } of groups) {
    const own = classes.filter(place => index.classes[place]!.pods.some(pod => !isStranger.has(pod)));
    if (own.length === 0 || (end.type === 'workload' && end.kind === STRANGER)) continue;
    for (const direction of ['Ingress', 'Egress'] as const) {
      const { sets } = index;
      const toAny = places.map(stranger => own.map(place => connectionsAt(index.row(direction, place), stranger, sets.EMPTY)));
      const unions = toAny.map(each => each.reduce((all, set) => sets.union(all, set), sets.EMPTY));
      const everything = own.every(place => isOpen(index, direction, place));
      if (everything) unprotected[direction].push(end);
      strangers.forEach(({ words }, at) => {
        const more = at === 0 ? unions[0]! : sets.minus(unions[at]!, unions[0]!);
        if (more === sets.EMPTY) return;
        const other: MapEnd = { type: 'unknown-pods', text: words };
        const rest = { ports: sets.ranges(more), partly: toAny[at]!.some(set => sets.intersection(set, more) !== more) };
        connections.push(direction === 'Ingress' ? { from: other, to: end, ...rest } : { from: end, to: other, ...rest });
      });
    }
  }
  return { connections, unprotected, namedPorts: namedPortsOf(model) };
}

/** Whether nothing isolates it: everything is open, from and to everything. */
function isOpen(index: NetworkIndex, direction: Direction, place: number): boolean {
  const { firsts, ends, connections } = index.row(direction, place);
  return firsts.length === 1 && firsts[0] === 0 && ends[0] === index.classes.length + index.atoms.count && connections[0] === index.sets.ALL;
}

interface Stranger {
  readonly pod: NetworkPod;
  readonly namespace: NetworkNamespace;
  readonly words: string;
}

/** No kind of Kubernetes. */
const STRANGER = '(not among the manifests)';

function strangersOf(model: NetworkModel, text: (peer: Peer, namespace?: string) => string): Stranger[] {
  const found: Stranger[] = [strangerOf(0, 'any pod', {}, { [NAMESPACE_NAME_LABEL]: '*0' })];
  const seen = new Set<string>();
  const add = (peer: Peer, own: string | undefined) => {
    if (peer.type !== 'pods') return;
    const words = text(peer, own);
    if (seen.has(words)) return;
    seen.add(words);
    const labels = satisfying(peer.podSelector ?? {});
    const wanted = peer.namespaceSelector ? satisfying(peer.namespaceSelector) : {};
    if (!labels || !wanted) return;
    const name = peer.namespaceSelector ? wanted[NAMESPACE_NAME_LABEL] ?? `*${found.length}` : own!;
    const known = model.namespaces.get(name);
    const stranger = strangerOf(found.length, words, labels, known?.labels ?? { ...wanted, [NAMESPACE_NAME_LABEL]: name });
    const there = !peer.namespaceSelector || selectsNamespace(peer.namespaceSelector, stranger.namespace).yes;
    if (there && selectsPod(peer.podSelector ?? {}, stranger.pod).yes) found.push(stranger);
  };
  const addAll = ({ ingress, egress }: Pick<NetworkPolicyRules, Lowercase<Direction>>, own: string | undefined) =>
    [...ingress, ...egress].forEach(({ peers }) => peers.forEach(peer => add(peer, own)));
  model.policies.forEach((policies, namespace) => policies.forEach(policy => addAll(policy, namespace)));
  model.clusterPolicies.forEach(policy => addAll(policy, undefined));
  return found;
}

function strangerOf(at: number, words: string, labels: StringMap, namespaceLabels: StringMap): Stranger {
  const name = namespaceLabels[NAMESPACE_NAME_LABEL]!;
  const pod: NetworkPod = {
    kind: STRANGER, namespace: name, name: `*${at}`, template: true, labels, ports: [], addresses: [], hostNetwork: false, terminated: false, origin: {},
  };
  return { pod, words, namespace: { name, labels: namespaceLabels, declared: true, origin: {} } };
}

/** Labels that a selector matches, as few as can be; undefined where it contradicts itself. */
function satisfying(selector: LabelSelector): Record<string, string> | undefined {
  const requirements = requirementsOf(selector);
  const labels: Record<string, string> = Object.create(null);
  for (const { key, operator } of requirements) {
    if (operator !== 'In' && operator !== 'Exists') continue;
    const allowed = requirements.filter(each => each.key === key && each.operator === 'In').map(({ values = [] }) => values);
    const refused = new Set(requirements.filter(each => each.key === key && each.operator === 'NotIn').flatMap(({ values = [] }) => values));
    const candidates = allowed.length > 0 ? allowed[0]!.filter(value => allowed.every(list => list.includes(value))) : ['any', 'other', 'x'];
    const value = candidates.find(each => !refused.has(each));
    if (value === undefined || requirements.some(each => each.key === key && each.operator === 'DoesNotExist')) return undefined;
    labels[key] = value;
  }
  return labels;
}

function namedPortsOf(model: NetworkModel): string[] {
  const policies = [...[...model.policies.values()].flat(), ...model.clusterPolicies];
  return [...new Set(policies.flatMap(policy => policy.egress.flatMap(rule => rule.ports.filter(isNamed).map(({ name }) => name))))].sort();
}
