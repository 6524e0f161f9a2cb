import { AddressAtoms } from './address-atoms';
import { someOfEachSort, twoOfEach } from './alike';
import { commonFamilies, endOfPod, podsByAddress } from './ends';
import type { NetworkEnd, NetworkModel, NetworkPod, NumberedPorts, TrafficRule } from './model';
import type { NetworkIndex } from './network-index';
import { DEFAULT_NETWORK_OPTIONS, isMissingFact, NetworkAssumption, NetworkOptions } from './options';
import type { MeantPlace } from './place-names';
import { isNamed } from './pod-classes';
import { isSelf } from './same-place';
import type { Protocol } from '../../manifests/model';
import { Cidr, formatIp } from '../../manifests/validate';
import { ConnectionQuery, decideConnection } from '../network';

/** Whether some places reach others, on some ports; without ports on all of the three protocols. */
export interface ReachQuestion {
  readonly from: MeantPlace;
  readonly to: MeantPlace;
  /** @default every port of every protocol */
  readonly ports?: readonly NumberedPorts[];
}

/**
 * `allow` if every connection that is meant is allowed, `deny` if none is, else `partly`. While `undecided`, a fact that
 * nobody stated could make it another answer; whoever needs a yes or a no must not take it for either.
 */
export interface ReachAnswer {
  readonly verdict: 'allow' | 'deny' | 'partly';
  readonly undecided: boolean;
  readonly assumptions: readonly NetworkAssumption[];
  /** One connection that is allowed, one that is not, and one that is undecided, where there are such. */
  readonly allowed?: ConnectionQuery;
  readonly denied?: ConnectionQuery;
  readonly open?: ConnectionQuery;
}

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/**
 * Asks the specification about one pod of each class, one address of each range that no policy tells apart, and one port of
 * each range likewise: what holds of them holds of all that is meant. Nothing meant is an answer to nothing, and throws.
 */
export function reach(index: NetworkIndex, question: ReachQuestion, options: NetworkOptions = DEFAULT_NETWORK_OPTIONS): ReachAnswer {
  const { from, to, ports } = question;
  const { model } = index;
  const answer: { allowed?: ConnectionQuery; denied?: ConnectionQuery; open?: ConnectionQuery } = {};
  const assumptions = new Map<string, NetworkAssumption>();
  for (const [source, destination] of pairsOf(index, question, options)) {
    for (const { protocol, first: port } of portAtoms(model, source, destination, ports)) {
      const query = { from: source, to: destination, protocol, port };
      const decision = decideConnection(model, query, options);
      if (decision.decision === 'allow') answer.allowed ??= query;
      else answer.denied ??= query;
      if (decision.assumptions.some(isMissingFact)) answer.open ??= query;
      for (const each of decision.assumptions) assumptions.set(`${each.id} ${each.about}`, each);
    }
  }
  if (!answer.allowed && !answer.denied) throw new Error(`the question whether ${from.text} reaches ${to.text} means no connection`);
  const verdict = !answer.denied ? 'allow' : !answer.allowed ? 'deny' : 'partly';
  return { verdict, undecided: answer.open !== undefined, assumptions: [...assumptions.values()], ...answer };
}

/** Ports that are open between every pair of ends that is meant, and between some pair, by the chosen options. */
export interface OpenPorts {
  readonly always: readonly NumberedPorts[];
  readonly sometimes: readonly NumberedPorts[];
}

/** On which of the asked ports the places reach each other. */
export function openPorts(index: NetworkIndex, question: ReachQuestion): OpenPorts {
  const { sets } = index;
  const asked = question.ports ? sets.ofPorts(question.ports) : sets.ALL;
  let [always, sometimes] = [asked, sets.EMPTY];
  for (const [source, destination] of pairsOf(index, question, index.options)) {
    const open = index.connections(source, destination);
    always = sets.intersection(always, open);
    sometimes = sets.union(sometimes, sets.intersection(asked, open));
  }
  return { always: sets.ranges(always), sometimes: sets.ranges(sometimes) };
}

/** Ports by the name that destinations give them. Every pod that is meant must declare it, or the question has no answer: undefined. */
export function portsNamed({ pods, addresses }: MeantPlace, name: string, protocol: Protocol): ReadonlyMap<NetworkPod, number> | undefined {
  const numbers = pods.map(pod => [pod, pod.ports.find(port => port.name === name && port.protocol === protocol)?.number] as const);
  const missing = addresses !== undefined || pods.length === 0 || numbers.some(([, number]) => number === undefined);
  return missing ? undefined : new Map(numbers as Array<[NetworkPod, number]>);
}

type Pair = readonly [NetworkEnd, NetworkEnd];

/** Both ends of the connections that are meant, one after the other. Traffic of a pod to itself is only meant where nothing else is. */
function* pairsOf(index: NetworkIndex, question: ReachQuestion, options: NetworkOptions): Generator<Pair> {
  const { from, to } = question;
  const [sources, destinations] = somePods(index, question, options);
  const toItself: Pair[] = [];
  let found = false;
  for (const source of sources) {
    for (const destination of destinations) {
      const families = commonFamilies(source, destination);
      for (const family of families.length === 0 ? [undefined] : families) {
        const pair = [endOfPod(source, family), endOfPod(destination, family)] as const;
        if (isSelf(...pair)) {
          toItself.push(pair);
          continue;
        }
        found = true;
        yield pair;
      }
    }
  }
  for (const pair of pairsOutside(index.model, [from, sources], [to, destinations])) {
    found = true;
    yield pair;
  }
  if (!found) yield* toItself;
}

/** Pairs of which one end at least is outside the cluster. */
function pairsOutside(
  model: NetworkModel, [from, sources]: readonly [MeantPlace, NetworkPod[]], [to, destinations]: readonly [MeantPlace, NetworkPod[]],
): Pair[] {
  if (!from.addresses && !to.addresses) return [];
  const atoms = atomsFor(model, [...from.pods, ...to.pods]);
  const taken = podsByAddress(model);
  const outside = (of: MeantPlace) => (of.addresses ?? []).flatMap(block => addressesIn(atoms, block, taken));
  const [incoming, outgoing] = [outside(from), outside(to)];
  return [
    ...incoming.flatMap(end => destinations.map(pod => [end, endOfPod(pod, end.address!.family)] as const)),
    ...outgoing.flatMap(end => sources.map(pod => [endOfPod(pod, end.address!.family), end] as const)),
    ...incoming.flatMap(one => outgoing.filter(({ address }) => address!.family === one.address!.family).map(other => [one, other] as const)),
  ];
}

/** How many pairs of pods a question asks about, after those that no policy tells apart were taken together. */
export function pairsAsked(index: NetworkIndex, question: ReachQuestion): number {
  const [sources, destinations] = somePods(index, question, index.options);
  return sources.length * destinations.length;
}

/** So many pairs are asked about in less than half a second. */
const FEW_PAIRS = 10_000;

/**
 * Of the pods that are meant two of each class, which nothing in the cluster tells apart: pods of one class may talk to each
 * other. Where these are many, two of each sort that this question does not tell apart.
 */
function somePods(index: NetworkIndex, question: ReachQuestion, options: NetworkOptions): readonly [NetworkPod[], NetworkPod[]] {
  const known = SOME_PODS.get(question);
  if (known?.index === index && known.options === options) return known.pods;
  const classOf = (pod: NetworkPod) => (pod.addresses.length === 0 ? [undefined] : pod.addresses)
    .map(address => index.placeOf({ pod, address })).join();
  const ofClasses = [twoOfEach(question.from.pods, classOf), twoOfEach(question.to.pods, classOf)] as const;
  const anyPort = !question.ports?.every(({ first, last }) => first === last);
  const pods = ofClasses[0].length * ofClasses[1].length <= FEW_PAIRS ? ofClasses
    : someOfEachSort({ model: index.model, options, anyPort }, ...ofClasses) ?? ofClasses;
  SOME_PODS.set(question, { index, options, pods });
  return pods;
}

/** A question is asked for its size, its verdict and its ports. */
const SOME_PODS = new WeakMap<ReachQuestion, {
  readonly index: NetworkIndex; readonly options: NetworkOptions; readonly pods: readonly [NetworkPod[], NetworkPod[]];
}>();

/** Addresses as the policies about some pods tell them apart. */
function atomsFor({ policies, clusterPolicies }: NetworkModel, pods: readonly NetworkPod[]): AddressAtoms {
  const namespaces = new Set(pods.map(({ namespace }) => namespace));
  return new AddressAtoms({ policies: new Map([...policies].filter(([namespace]) => namespaces.has(namespace))), clusterPolicies });
}

/** One address of each range that is no pod's: those pods are asked about themselves. */
function addressesIn(atoms: AddressAtoms, { family, first, last }: Cidr, taken: ReadonlyMap<string, NetworkPod>): NetworkEnd[] {
  const out: NetworkEnd[] = [];
  for (let at = atoms.of({ family, value: first }); at <= atoms.of({ family, value: last }); at += 1) {
    const range = atoms.range(at, at + 1);
    const end = range.last < last ? range.last : last;
    let value = range.first < first ? first : range.first;
    while (value <= end && taken.has(formatIp({ family, value }))) value += 1n;
    if (value <= end) out.push({ address: { family, value } });
  }
  return out;
}

/** The asked ports, cut where a policy of either side, or a port that the destination declares, begins or ends. */
function portAtoms(model: NetworkModel, source: NetworkEnd, destination: NetworkEnd, asked: readonly NumberedPorts[] | undefined): NumberedPorts[] {
  const ranges = asked ?? PROTOCOLS.map(protocol => ({ protocol, first: 1, last: 65535 }));
  if (ranges.every(({ first, last }) => first === last)) return [...ranges];
  const policies = [source, destination].flatMap(({ pod }) => pod ? model.policies.get(pod.namespace) ?? [] : []);
  const rules: readonly TrafficRule[] = [...policies, ...model.clusterPolicies].flatMap(({ ingress, egress }) => [...ingress, ...egress]);
  const cuts = new Set((destination.pod?.ports ?? []).flatMap(({ number }) => [number, number + 1]));
  for (const port of rules.flatMap(rule => rule.ports)) if (!isNamed(port)) cuts.add(port.first).add(port.last + 1);
  const sorted = [...cuts].sort((a, b) => a - b);
  return ranges.flatMap(({ protocol, first, last }) => {
    const starts = [first, ...sorted.filter(cut => cut > first && cut <= last)];
    return starts.map((start, at) => ({ protocol, first: start, last: (starts[at + 1] ?? last + 1) - 1 }));
  });
}

/** An end in words: `Deployment shop/web`, `203.0.113.9`. */
export function endText({ pod, address }: NetworkEnd): string {
  return pod ? `${pod.kind} ${pod.namespace}/${pod.name}` : formatIp(address!);
}
