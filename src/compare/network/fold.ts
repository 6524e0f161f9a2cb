import type { Workload } from './joint';
import type { AddressRange } from '../../decide/network/address-atoms';
import type { NumberedPorts } from '../../decide/network/model';
import type { Direction } from '../access';
import type { ChangedEnd, NetworkChange } from '../network';

/** Several ends together. */
export interface Ends {
  readonly workloads: readonly Workload[];
  readonly addresses: readonly AddressRange[];
}

/** Connections on the same ports from each of some ends to each of others, which changed alike. */
export interface FoldedNetwork {
  readonly direction: Direction;
  readonly from: Ends;
  readonly to: Ends;
  readonly ports: readonly NumberedPorts[];
  /** The changes that are told of here; the first one's witness stands for all. */
  readonly changes: readonly NetworkChange[];
}

/** Joins changes into as few rectangles as two ways of joining give: first by where connections come from, or by where they go. */
export function foldNetwork(changes: readonly NetworkChange[]): FoldedNetwork[] {
  return groupBy(changes, ({ direction, ports }) => JSON.stringify([direction, ports])).flatMap(group => {
    const [bySource, byDestination] = [rectangles(group, 'from', 'to'), rectangles(group, 'to', 'from')];
    return bySource.length <= byDestination.length ? bySource : byDestination;
  });
}

/** First the ends on one side that go with one end of the other; then those of the other that have the same. */
function rectangles(changes: readonly NetworkChange[], one: 'from' | 'to', other: 'from' | 'to'): FoldedNetwork[] {
  const rows = groupBy(changes, change => keyOf(change[one]))
    .map(group => ({ group, key: JSON.stringify(group.map(change => keyOf(change[other])).sort()) }));
  return groupBy(rows, ({ key }) => key).map(same => {
    const all = same.flatMap(({ group }) => group);
    const { direction, ports } = all[0]!;
    return { direction, ports, from: endsOf(all.map(({ from }) => from)), to: endsOf(all.map(({ to }) => to)), changes: all };
  });
}

function endsOf(ends: readonly ChangedEnd[]): Ends {
  const distinct = [...new Map(ends.map(end => [keyOf(end), end])).values()];
  return { workloads: distinct.flatMap(({ workloads = [] }) => workloads), addresses: distinct.flatMap(({ addresses }) => addresses ?? []) };
}

const keys = new WeakMap<object, string>();

/** Members of one class come as one list, so that the list stands for them. */
function keyOf(end: ChangedEnd): string {
  if (end.addresses) {
    return `${end.addresses.family} ${end.addresses.first} ${end.addresses.last}`;
  }
  let key = keys.get(end.workloads);
  if (key === undefined) {
    key = end.workloads.map(({ before, after }) => [after ?? before].map(pod => `${pod!.namespace}/${pod!.name}/${pod!.kind}`)).join();
    keys.set(end.workloads, key);
  }
  return key;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const of = key(item);
    const group = groups.get(of);
    if (group) group.push(item);
    else groups.set(of, [item]);
  }
  return [...groups.values()];
}
