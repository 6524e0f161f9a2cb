import { exampleOutside, meets, type Conditions } from './label-conditions';
import type { NetworkEnd, NetworkModel, NetworkNamespace, NetworkPod, Peer } from '../../decide/network/model';
import { NAMESPACE_NAME_LABEL, requirementsOf } from '../../decide/network/selectors';
import type { StringMap } from '../../manifests/model';
import type { Cidr, IpAddress } from '../../manifests/validate';

/** Some end of traffic, and the model in which it stands: one that nobody declared is added to it. */
export interface Example {
  readonly end: NetworkEnd;
  readonly model: NetworkModel;
}

/** What a peer is, worked out for a policy of one namespace; undefined stands for everything. */
export interface PeerSet {
  readonly pods?: { readonly namespace: Conditions; readonly labels: Conditions };
  readonly block?: { readonly cidr: Cidr; readonly except: readonly Cidr[] };
  /** Nodes and domain names: nobody here knows their addresses. */
  readonly unknown?: true;
}

/** @param namespace that of the policy; undefined for a cluster-scoped one */
export function peerSet(peer: Peer, namespace: string | undefined): PeerSet {
  switch (peer.type) {
    case 'pods': {
      const own: Conditions = namespace === undefined ? [] : [{ key: NAMESPACE_NAME_LABEL, operator: 'In', values: [namespace] }];
      const there = peer.namespaceSelector ? requirementsOf(peer.namespaceSelector) : own;
      return { pods: { namespace: there, labels: requirementsOf(peer.podSelector ?? {}) } };
    }
    case 'ipBlock': return { block: peer };
    default: return { unknown: true };
  }
}

/**
 * Something that is in one set and in none of the others, or undefined where there is nothing: then the one lies within
 * the others together. Whatever may come to be counts: pods with any labels, namespaces that nobody declared, and any address.
 *
 * @param inside undefined stands for everything
 * @param others none of them is everything
 * @param self the pod that is asked about, which always reaches itself
 */
export function exampleBeyond(inside: PeerSet | undefined, others: readonly PeerSet[], model: NetworkModel, self: NetworkPod): Example | undefined {
  const blocks = others.flatMap(({ block }) => block ?? []);
  const pods = others.flatMap(each => each.pods ?? []);
  if (inside === undefined) {
    return addressBeyond(EVERY_ADDRESS, blocks, model) ?? podBeyond({ namespace: [], labels: [] }, pods, model, self);
  }
  return inside.block ? addressBeyond([inside.block], blocks, model) : inside.pods ? podBeyond(inside.pods, pods, model, self) : undefined;
}

type PodSet = NonNullable<PeerSet['pods']>;

/** A workload of the manifests if there is one, else a pod that somebody could make: in a namespace that is there, or in a new one. */
function podBeyond(inside: PodSet, others: readonly PodSet[], model: NetworkModel, self: NetworkPod): Example | undefined {
  const isIn = (pod: NetworkPod, set: PodSet) => meets(model.namespaces.get(pod.namespace)!.labels, set.namespace) && meets(pod.labels, set.labels);
  const known = model.pods.find(pod => !pod.hostNetwork && !pod.terminated && (pod !== self || pod.template)
    && isIn(pod, inside) && !others.some(other => isIn(pod, other)));
  if (known) {
    return { end: { pod: known, address: known.addresses[0] }, model };
  }
  const declared = [...model.namespaces.values()].filter(namespace => namespace.declared);
  for (const namespace of declared.filter(({ labels }) => meets(labels, inside.namespace))) {
    const labels = exampleOutside(inside.labels, others.filter(other => meets(namespace.labels, other.namespace)).map(other => other.labels));
    if (labels) {
      return { end: { pod: madeUp(namespace.name, labels) }, model };
    }
  }
  return podElsewhere(inside, others, declared, model);
}

/** In a namespace that no manifest declares: labels of both are open, and searched together. */
function podElsewhere(inside: PodSet, others: readonly PodSet[], declared: readonly NetworkNamespace[], model: NetworkModel): Example | undefined {
  const both = ({ namespace, labels }: PodSet): Conditions => [
    ...namespace.map(each => ({ ...each, key: `${NAMESPACE}${each.key}` })), ...labels.map(each => ({ ...each, key: `${POD}${each.key}` })),
  ];
  const unnamed: Conditions = declared.length === 0 ? []
    : [{ key: `${NAMESPACE}${NAMESPACE_NAME_LABEL}`, operator: 'NotIn', values: declared.map(({ name }) => name) }];
  const exists: Conditions = [{ key: `${NAMESPACE}${NAMESPACE_NAME_LABEL}`, operator: 'Exists' }];
  const found = exampleOutside([...both(inside), ...unnamed, ...exists], others.map(both));
  if (!found) {
    return undefined;
  }
  const labelsOf = (prefix: string) => Object.assign(Object.create(null) as Record<string, string>,
    Object.fromEntries(Object.entries(found).flatMap(([key, value]) => key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [])));
  const labels = labelsOf(NAMESPACE);
  const name = labels[NAMESPACE_NAME_LABEL]!;
  return {
    end: { pod: madeUp(name, labelsOf(POD)) },
    model: { ...model, namespaces: new Map([...model.namespaces, [name, { name, labels, declared: true, origin: {} }]]) },
  };
}

/** No label key begins so. */
const NAMESPACE = 'namespace ';
const POD = 'pod ';

/** The kind of a pod that no manifest shows. */
export const MADE_UP = 'a pod that somebody could make';

export function madeUp(namespace: string, labels: StringMap): NetworkPod {
  return { kind: MADE_UP, namespace, name: '', template: false, labels, ports: [], addresses: [], hostNetwork: false, terminated: false, origin: {} };
}

type Block = NonNullable<PeerSet['block']>;

const block = (family: 4 | 6, first: bigint, last: bigint): Block => ({ cidr: { family, first, last, prefix: 0, writtenPrefix: 0 }, except: [] });
/** First those for documentation (RFC 5737), which every reader knows to be outside. */
const EVERY_ADDRESS: readonly Block[] = [block(4, 0xcb007109n, 0xcb007109n), block(4, 0n, 2n ** 32n - 1n), block(6, 0n, 2n ** 128n - 1n)];

function addressBeyond(inside: readonly Block[], others: readonly Block[], model: NetworkModel): Example | undefined {
  for (const each of inside) {
    const holes = [...each.except, ...others.flatMap(restOf)];
    const value = firstBeyond(each.cidr, holes);
    if (value !== undefined) {
      return { end: { address: { family: each.cidr.family, value } satisfies IpAddress }, model };
    }
  }
  return undefined;
}

type Range = Pick<Cidr, 'family' | 'first' | 'last'>;

/** The addresses of a block as ranges, its exceptions taken out. */
function restOf({ cidr, except }: Block): Range[] {
  let rest: Range[] = [cidr];
  for (const hole of except) {
    rest = rest.flatMap(({ family, first, last }) => hole.first > last || hole.last < first ? [{ family, first, last }] : [
      ...hole.first > first ? [{ family, first, last: hole.first - 1n }] : [],
      ...hole.last < last ? [{ family, first: hole.last + 1n, last }] : [],
    ]);
  }
  return rest;
}

/** The first address of a range that is in none of the others. */
function firstBeyond({ family, first, last }: Range, holes: readonly Range[]): bigint | undefined {
  let value = first;
  for (const hole of holes.filter(each => each.family === family).sort((a, b) => a.first < b.first ? -1 : a.first > b.first ? 1 : 0)) {
    if (hole.first > value) {
      break;
    }
    value = hole.last >= value ? hole.last + 1n : value;
  }
  return value <= last ? value : undefined;
}
