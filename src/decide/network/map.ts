import type { AddressRange } from './address-atoms';
import type { ConnectionSetId } from './connection-sets';
import { eachConnection } from './connectivity';
import { includes, Intervals, intervalsOf } from './intervals';
import type { MapEnd } from './map-end';
import { MapGroup, mapGroups } from './map-groups';
import type { Direction, NumberedPorts } from './model';
import type { NetworkIndex } from './network-index';

export type { MapEnd } from './map-end';

/** Connections that are open from one end to another. */
export interface MapConnection {
  readonly from: MapEnd;
  readonly to: MapEnd;
  readonly ports: readonly NumberedPorts[];
  /** True where some pods of the two ends have fewer of these ports open. */
  readonly partly: boolean;
}

export interface NetworkMap {
  /** Every workload or namespace that has pods, connected or not. */
  readonly ends: readonly MapEnd[];
  readonly connections: readonly MapConnection[];
}

export interface MapOptions {
  /** Whether workloads are shown by themselves, or those of a namespace as one. Default: workload. */
  readonly by?: 'workload' | 'namespace';
  /** Only connections from or to these, as `namespace/name`. Default: all. */
  readonly only?: (end: MapEnd) => boolean;
  /** With `only`: what is sent by those alone, or received. Default: both. */
  readonly direction?: Direction;
  /** Only these ports. Default: all. */
  readonly ports?: readonly NumberedPorts[];
  /** Addresses outside: those that are alike as one end, each range by itself, or left out. Default: merged. */
  readonly outside?: 'merged' | 'ranges' | 'none';
  /** Whether connections between the pods of one end are shown. Default: false, as for one pod they always are. */
  readonly within?: boolean;
}

/** What is open, by the chosen options; ends and connections are sorted by namespace, name and kind, addresses outside last. */
export function mapOf(index: NetworkIndex, options: MapOptions = {}): NetworkMap {
  const { groups, ofClass } = mapGroups(index, options.by ?? 'workload');
  const wanted = groups.map(({ end }) => options.only?.(end) ?? true);
  const asked = options.ports ? index.sets.ofPorts(options.ports) : index.sets.ALL;
  const between = new Map<number, Entry>();
  const outside = { Ingress: groups.map((): Segment[] => []), Egress: groups.map((): Segment[] => []) };
  const families = index.classes.map(({ atom }) => atom < 0 ? 0 : index.atoms.range(atom, atom + 1).family);
  const pods = index.classes.length;
  const meets = (a: number, b: number) => families[a] === 0 || families[b] === 0 || families[a] === families[b];
  const isWanted = (from: number, to: number) =>
    (options.direction !== 'Ingress' && wanted[from]!) || (options.direction !== 'Egress' && wanted[to]!);

  eachConnection(index, (fromFirst, fromEnd, toFirst, toEnd, all) => {
    const set = index.sets.intersection(all, asked);
    if (set === index.sets.EMPTY) return;
    if (fromFirst >= pods || toFirst >= pods) {
      if (options.outside === 'none') return;
      const [direction, place, first, end] = fromFirst >= pods ? ['Ingress' as const, toFirst, fromFirst, fromEnd]
        : ['Egress' as const, fromFirst, toFirst, toEnd];
      for (const group of ofClass[place]!) {
        if (!wanted[group] || (options.direction ?? direction) !== direction) continue;
        outside[direction][group]!.push({ place, first: first - pods, end: end - pods, set });
      }
      return;
    }
    for (let from = fromFirst; from < fromEnd; from += 1) {
      for (let to = toFirst; to < toEnd; to += 1) {
        if (!meets(from, to)) continue;
        for (const one of ofClass[from]!) {
          for (const other of ofClass[to]!) {
            if (one === other && (!options.within || (from === to && groups[one]!.alone.has(from)))) continue;
            if (!isWanted(one, other)) continue;
            const key = one * groups.length + other;
            const entry = between.get(key);
            if (!entry) between.set(key, { set, same: true, count: 1 });
            else Object.assign(entry, { set: index.sets.union(entry.set, set), same: entry.same && entry.set === set, count: entry.count + 1 });
          }
        }
      }
    }
  });

  const connections: MapConnection[] = [...between].sort(([a], [b]) => a - b).map(([key, { set, same, count }]) => {
    const [from, to] = [Math.floor(key / groups.length), key % groups.length];
    const partly = !same || count < pairs(groups[from]!, groups[to]!, families);
    return { from: groups[from]!.end, to: groups[to]!.end, ports: index.sets.ranges(set), partly };
  });
  groups.forEach((group, at) => {
    for (const direction of ['Egress', 'Ingress'] as const) {
      connections.push(...outsideOf(index, group, outside[direction][at]!, families, options.outside === 'ranges').map(({ end, ports, partly }) =>
        direction === 'Egress' ? { from: group.end, to: end, ports, partly } : { from: end, to: group.end, ports, partly }));
    }
  });
  return { ends: groups.map(({ end }) => end), connections };
}

interface Entry {
  set: ConnectionSetId;
  same: boolean;
  count: number;
}

/** Pieces of the address space, from `first` to before `end`, that one class of pods is connected with. */
interface Segment {
  readonly place: number;
  readonly first: number;
  readonly end: number;
  readonly set: ConnectionSetId;
}

/** How many pairs of classes of two ends there are between which a connection is possible at all. */
function pairs(from: MapGroup, to: MapGroup, families: ReadonlyArray<4 | 6 | 0>): number {
  const meets = (one: number, other: number) => (families[one] === 0 || families[other] === 0 || families[one] === families[other])
    && !(from === to && one === other && from.alone.has(one));
  return from.classes.reduce((sum, one) => sum + to.classes.filter(other => meets(one, other)).length, 0);
}

/** What one end is connected with outside: for each set of ports the addresses for which it is open. */
function outsideOf(
  index: NetworkIndex, { classes }: MapGroup, segments: readonly Segment[], families: ReadonlyArray<4 | 6 | 0>, split: boolean,
): Array<{ readonly end: MapEnd; readonly ports: readonly NumberedPorts[]; readonly partly: boolean }> {
  if (segments.length === 0) return [];
  const { atoms, sets } = index;
  const { border } = atoms;
  const speaks = (place: number, atom: number) => families[place] === 0 || families[place] === (atom < border ? 4 : 6);
  const cuts = [...new Set([...segments.flatMap(({ first, end }) => [first, end]), border])].sort((a, b) => a - b);
  const bySet = new Map<string, { set: ConnectionSetId; partly: boolean; pieces: Array<readonly [number, number]> }>();
  cuts.slice(0, -1).forEach((first, at) => {
    const end = cuts[at + 1]!;
    const here = classes.filter(place => speaks(place, first)).map(place => segments
      .filter(each => each.place === place && each.first <= first && end <= each.end)
      .reduce((all, { set }) => sets.union(all, set), sets.EMPTY));
    const set = here.reduce((all, each) => sets.union(all, each), sets.EMPTY);
    if (set === sets.EMPTY) return;
    const partly = here.some(each => each !== set);
    const key = `${set} ${partly}${split ? ` ${first}` : ''}`;
    const entry = bySet.get(key) ?? { set, partly, pieces: [] };
    bySet.set(key, entry);
    entry.pieces.push([first, end]);
  });
  return [...bySet.values()].map(({ set, partly, pieces }) => ({ end: endOf(index, intervalsOf(pieces)), ports: sets.ranges(set), partly }));
}

function endOf({ atoms }: NetworkIndex, pieces: Intervals): MapEnd {
  const ranges: AddressRange[] = [];
  for (let at = 0; at < pieces.length; at += 2) ranges.push(...atoms.ranges(pieces[at]!, pieces[at + 1]!));
  return { type: 'outside', ranges, everywhere: pieces.length === 2 && includes(pieces, 0) && includes(pieces, atoms.count - 1) };
}
