import { AddressAtoms } from './address-atoms';
import { Intervals, intersection, intervalsOfSorted, union } from './intervals';
import { LabelIndex } from './label-index';
import type { NamedPort, NetworkModel, NetworkPod, Peer, PortMatch, TrafficRule } from './model';
import { countBelow } from './search';
import { requirementsOf } from './selectors';
import type { LabelSelector } from '../../manifests/model';

/** Pods that no policy can tell apart, and no address of theirs either. */
export interface PodClass {
  /** One of them, which stands for all. */
  readonly pod: NetworkPod;
  /** The piece of the address space in which they all are; -1 where no address is known. */
  readonly atom: number;
  readonly pods: NetworkPod[];
}

/**
 * The pods of a model in classes, those of one namespace side by side: what is said of a namespace is one interval. A pod
 * with two addresses is in one class for each.
 */
export class PodClasses {
  readonly classes: readonly PodClass[];
  /** The places of the classes of a namespace, from first to before end. */
  readonly ofNamespace: ReadonlyMap<string, readonly [first: number, end: number]>;
  private readonly places: ReadonlyMap<NetworkPod, readonly number[]>;
  private readonly labels: LabelIndex;
  private readonly namespaces: LabelIndex;
  private readonly namespaceNames: readonly string[];
  /** Places by the piece of the address space, and those pieces. */
  private readonly byAtom: readonly number[];
  private readonly atomsOf: readonly number[];

  constructor(model: NetworkModel, atoms: AddressAtoms) {
    const { classes, places, ofNamespace } = classify(model, atoms);
    this.classes = classes;
    this.places = places;
    this.ofNamespace = ofNamespace;
    this.labels = new LabelIndex(classes.map(({ pod }) => pod.labels));
    this.namespaceNames = [...ofNamespace.keys()];
    this.namespaces = new LabelIndex(this.namespaceNames.map(name => model.namespaces.get(name)!.labels));
    const withAddress = classes.flatMap(({ atom }, place) => atom < 0 ? [] : [place]).sort((a, b) => classes[a]!.atom - classes[b]!.atom || a - b);
    this.byAtom = withAddress;
    this.atomsOf = withAddress.map(place => classes[place]!.atom);
  }

  /** The class of a pod by the index of its address; undefined for one that is no endpoint. */
  placeOf(pod: NetworkPod, address: number): number | undefined {
    const places = this.places.get(pod);
    return places && (places[address] ?? places[0]);
  }

  /** The pods of a namespace that a selector matches. */
  selectIn(namespace: string, selector: LabelSelector): Intervals {
    const [first, end] = this.ofNamespace.get(namespace) ?? [0, 0];
    return this.labels.selectWithin(selector, first, end);
  }

  /** The pods that a selector matches in the namespaces that another one matches. */
  select(namespaceSelector: LabelSelector, podSelector: LabelSelector): Intervals {
    const chosen = this.namespaces.select(namespaceSelector);
    const ranges: Array<readonly [number, number]> = [];
    for (let at = 0; at < chosen.length; at += 2) {
      // Namespaces side by side have their classes side by side.
      ranges.push([this.ofNamespace.get(this.namespaceNames[chosen[at]!]!)![0], this.ofNamespace.get(this.namespaceNames[chosen[at + 1]! - 1]!)![1]]);
    }
    if (requirementsOf(podSelector).length === 0) return ranges.flat();
    // A few namespaces are looked through; many are cut from what matches anywhere.
    if (ranges.length > 8) return intersection(ranges.flat(), this.labels.select(podSelector));
    return ranges.flatMap(([first, end]) => this.labels.selectWithin(podSelector, first, end));
  }

  /** The pods with an address in some pieces of the address space. */
  atAddresses(atoms: Intervals): Intervals {
    let found: Intervals = [];
    for (let at = 0; at < atoms.length; at += 2) {
      const places = this.byAtom.slice(countBelow(this.atomsOf, atoms[at]!), countBelow(this.atomsOf, atoms[at + 1]!));
      found = union(found, intervalsOfSorted(places.sort((a, b) => a - b)));
    }
    return found;
  }

  /** The classes for which something holds. */
  where(holds: (each: PodClass) => boolean): Intervals {
    return intervalsOfSorted(this.classes.flatMap((each, place) => holds(each) ? [place] : []));
  }
}

interface Classification {
  readonly classes: PodClass[];
  readonly places: Map<NetworkPod, number[]>;
  readonly ofNamespace: Map<string, readonly [number, number]>;
}

function classify(model: NetworkModel, atoms: AddressAtoms): Classification {
  const byNamespace = new Map<string, NetworkPod[]>();
  for (const pod of model.pods) {
    if (pod.terminated) continue;
    const siblings = byNamespace.get(pod.namespace);
    if (siblings) siblings.push(pod);
    else byNamespace.set(pod.namespace, [pod]);
  }
  const mentioned = mentionedBy(model);
  // Where a host-network pod runs decides which pods it may be the node of.
  const nodesMatter = model.pods.some(({ hostNetwork, node }) => hostNetwork && node !== undefined);
  const out: Classification = { classes: [], places: new Map(), ofNamespace: new Map() };
  for (const [namespace, pods] of byNamespace) {
    const first = out.classes.length;
    const own = mentioned.inNamespace.get(namespace);
    const keys = [...own ? new Set([...mentioned.anywhere, ...own]) : mentioned.anywhere];
    const found = new Map<string, number>();
    for (const pod of pods) {
      const features = JSON.stringify([
        keys.map(key => Object.hasOwn(pod.labels, key) ? pod.labels[key] : null),
        pod.ports.filter(({ name }) => name !== undefined && mentioned.portNames.has(name)),
        pod.hostNetwork,
        pod.claimed === true,
        nodesMatter ? pod.node : undefined,
      ]);
      const pieces = pod.addresses.length === 0 ? [-1] : pod.addresses.map(address => atoms.of(address));
      out.places.set(pod, pieces.map(atom => {
        const key = `${atom} ${features}`;
        const place = found.get(key) ?? out.classes.push({ pod, atom, pods: [] }) - 1;
        found.set(key, place);
        out.classes[place]!.pods.push(pod);
        return place;
      }));
    }
    out.ofNamespace.set(namespace, [first, out.classes.length]);
  }
  return out;
}

interface Mentioned {
  /** Label keys of pods that a policy may read in any namespace. */
  readonly anywhere: ReadonlySet<string>;
  /** Those that the policies of a namespace read in it alone. */
  readonly inNamespace: ReadonlyMap<string, ReadonlySet<string>>;
  readonly portNames: ReadonlySet<string>;
}

/** What policies read of pods; pods that differ in nothing of it are alike. */
function mentionedBy(model: NetworkModel): Mentioned {
  const anywhere = new Set<string>();
  const inNamespace = new Map<string, Set<string>>();
  const portNames = new Set<string>();
  const read = (keys: Set<string>, selector: LabelSelector | undefined) => requirementsOf(selector ?? {}).forEach(({ key }) => keys.add(key));
  const readRules = (own: Set<string>, rules: readonly TrafficRule[]) => {
    for (const { peers, ports } of rules) {
      for (const peer of peers) if (isPods(peer)) read(peer.namespaceSelector ? anywhere : own, peer.podSelector);
      for (const port of ports) if (isNamed(port)) portNames.add(port.name);
    }
  };
  for (const [namespace, policies] of model.policies) {
    const own = new Set<string>();
    inNamespace.set(namespace, own);
    for (const policy of policies) {
      read(own, policy.podSelector);
      readRules(own, policy.ingress);
      readRules(own, policy.egress);
    }
  }
  for (const { subject, ingress, egress } of model.clusterPolicies) {
    read(anywhere, subject.podSelector);
    readRules(anywhere, ingress);
    readRules(anywhere, egress);
  }
  return { anywhere, inNamespace, portNames };
}

function isPods(peer: Peer): peer is Peer & { readonly type: 'pods' } {
  return peer.type === 'pods';
}

export function isNamed(port: PortMatch): port is NamedPort {
  return 'name' in port;
}
