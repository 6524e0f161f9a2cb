import type { AllowVerdict } from './allow';
import { networkIn, numberedPort, placeText, type Place } from './place';
import { textOf } from './reach';
import { ConnectionSets } from '../decide/network/connection-sets';
import type { NetworkPod, NumberedPorts } from '../decide/network/model';
import { isMissingFact } from '../decide/network/options';
import { FAMILIES, type MeantPlace } from '../decide/network/place-names';
import type { ReachQuestion } from '../decide/network/reach';
import type { ClusterNetwork } from '../engine/network';
import { placeOf } from '../engine/network/question';
import type { Cidr } from '../manifests/validate';

/** A place alone means all ports; with ports, `['shop/web', 5432, '53/UDP']`, these. */
export type AllowedPlace = Place | readonly [place: Place, ...ports: Array<number | string>];

/** What is let through, each way. */
export interface IsolationOptions {
  /** Who gets in. Default: nobody. */
  readonly from?: readonly AllowedPlace[];
  /** Where it gets. Default: nowhere. */
  readonly to?: readonly AllowedPlace[];
}

interface Listed {
  readonly place: MeantPlace;
  readonly ports: readonly NumberedPorts[];
}

interface Asked {
  readonly question: ReachQuestion;
  readonly expected: 'allow' | 'deny';
}

const ALL_PORTS: readonly NumberedPorts[] = (['TCP', 'UDP', 'SCTP'] as const).map(protocol => ({ protocol, first: 1, last: 65535 }));

/**
 * Whether what is listed gets through to some pods and from them, and nothing else does: no other pod of the manifests, on
 * no port, and no address outside the cluster. With `none`, whether something else certainly does. Nodes, and pods on
 * their network, are not asked about.
 */
export function isolatedVerdict(received: unknown, pods: Place, options: IsolationOptions, none: boolean): AllowVerdict {
  const network = networkIn(received, 'toBeIsolated');
  const target = placeOf(network.model, placeText(pods, received, 'toBeIsolated'));
  if (target.pods.length === 0 || target.addresses) {
    throw new Error(`toBeIsolated wants a workload or a pod, and ${target.text} stands for addresses`);
  }
  const listed = (side: 'from' | 'to') => (options[side] ?? []).map((each): Listed => {
    const [place, ...ports] = (Array.isArray(each) ? each : [each]) as [Place, ...Array<number | string>];
    return {
      place: placeOf(network.model, placeText(place, received, 'toBeIsolated')),
      ports: ports.length === 0 ? ALL_PORTS : ports.map(port => numberedPort(port, 'toBeIsolated')),
    };
  });
  const asked = [...questions(network, target, listed('from'), 'from'), ...questions(network, target, listed('to'), 'to')];
  const answers = asked.map(({ question, expected }) => ({ question, expected, answer: network.verdict(question) }));
  const wrong = none ? answers.find(({ expected, answer: { allowed } }) => expected === 'deny' && allowed && !network.decide(allowed).assumptions.some(isMissingFact))
    : answers.find(({ expected, answer }) => answer.verdict !== expected && !answer.undecided) ?? answers.find(({ answer }) => answer.undecided);
  return wrong ? { holds: none, explanation: textOf(network.answer([wrong.question])) }
    : { holds: !none, explanation: `${target.text} is isolated: nothing but what is listed gets in or out` };
}

/** What must be allowed, and all the rest, which must be denied. */
function questions({ model }: ClusterNetwork, target: MeantPlace, listed: readonly Listed[], side: 'from' | 'to'): Asked[] {
  const ask = (other: MeantPlace, ports: readonly NumberedPorts[], expected: Asked['expected']): Asked =>
    ({ question: side === 'from' ? { from: other, to: target, ports } : { from: target, to: other, ports }, expected });
  const sets = new ConnectionSets();
  const groups = new Map<number, NetworkPod[]>();
  for (const pod of model.pods.filter(({ terminated, hostNetwork }) => !terminated && !hostNetwork)) {
    const open = sets.ofPorts(listed.filter(({ place }) => place.pods.includes(pod)).flatMap(({ ports }) => ports));
    groups.set(open, [...groups.get(open) ?? [], pod]);
  }
  const otherPods = [...groups].flatMap(([open, pods]): Asked[] => {
    const rest = sets.ranges(sets.minus(sets.ALL, open));
    const isOnlyItself = pods.length === 1 && target.pods.length === 1 && pods[0] === target.pods[0] && !pods[0]!.template;
    return rest.length === 0 || isOnlyItself ? [] : [ask({ text: open === sets.EMPTY ? 'every other pod' : namesOf(pods), pods }, rest, 'deny')];
  });
  const outside = addressesBeside(listed).flatMap(({ range, open }) => {
    const rest = sets.ranges(sets.minus(sets.ALL, sets.ofPorts(open)));
    return rest.length === 0 ? [] : [ask({ text: 'addresses outside the cluster', pods: [], addresses: [range] }, rest, 'deny')];
  });
  return [...listed.map(({ place, ports }) => ask(place, ports, 'allow')), ...otherPods, ...outside];
}

/** The whole address space in pieces that no listed block tells apart, with the ports that are open there. */
function addressesBeside(listed: readonly Listed[]): Array<{ readonly range: Cidr; readonly open: readonly NumberedPorts[] }> {
  return FAMILIES.flatMap(all => {
    const blocks = listed.flatMap(({ place: { addresses = [] }, ports }) => addresses.map(block => ({ block, ports })))
      .filter(({ block }) => block.family === all.family);
    const cuts = [...new Set([all.first, ...blocks.flatMap(({ block }) => [block.first, block.last + 1n])])]
      .filter(cut => cut <= all.last).sort((a, b) => a < b ? -1 : 1);
    return cuts.map((first, at) => ({
      range: { ...all, first, last: (cuts[at + 1] ?? all.last + 1n) - 1n },
      open: blocks.filter(({ block }) => block.first <= first && first <= block.last).flatMap(({ ports }) => ports),
    }));
  });
}

function namesOf(pods: readonly NetworkPod[]): string {
  return pods.map(({ namespace, name }) => `${namespace}/${name}`).join(', ');
}
