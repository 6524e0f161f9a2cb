import type { Entry } from './compiled-rules';
import type { ConnectionSetId, ConnectionSets } from './connection-sets';
import { Intervals } from './intervals';
import type { ClusterRule } from './model';
import { countUpTo } from './search';

/**
 * What one subject may send to, or receive from, every other end: sorted segments of places, each with its connections.
 * Places in no segment have none, so that the row of an isolated pod is as long as what its rules say.
 */
export interface Row {
  readonly firsts: readonly number[];
  readonly ends: readonly number[];
  readonly connections: readonly ConnectionSetId[];
}

/** A rule of a tier, in the order in which the tier is evaluated. */
export interface TierEntry extends Entry {
  readonly action: ClusterRule['action'];
}

/** All that decides a row. */
export interface RowSources {
  readonly admin: readonly TierEntry[];
  /** The rules of the NetworkPolicies that isolate; undefined where none does. */
  readonly networkPolicies: readonly Entry[] | undefined;
  readonly baseline: readonly TierEntry[];
}

export const EMPTY_ROW: Row = { firsts: [], ends: [], connections: [] };

/** The same connections for some places and none for others. */
export function uniformRow(places: Intervals, connections: ConnectionSetId): Row {
  return {
    firsts: places.filter((_, at) => at % 2 === 0),
    ends: places.filter((_, at) => at % 2 === 1),
    connections: Array<ConnectionSetId>(places.length / 2).fill(connections),
  };
}

/** The connections to one place. */
export function connectionsAt({ firsts, ends, connections }: Row, place: number, none: ConnectionSetId): ConnectionSetId {
  const at = countUpTo(firsts, place) - 1;
  return at >= 0 && place < ends[at]! ? connections[at]! : none;
}

/** The tiers in their order, as sets: what a rule decides is taken out of what is left for the next (design of the tiers: `tiers.ts`). */
export function rowOf({ admin, networkPolicies, baseline }: RowSources, everything: Intervals, sets: ConnectionSets): Row {
  if (admin.length === 0 && (networkPolicies || baseline.length === 0)) {
    if (!networkPolicies) return uniformRow(everything, sets.ALL);
    const entries = networkPolicies.filter(({ connections }) => connections !== sets.EMPTY);
    if (entries.length === 0) return EMPTY_ROW;
    if (entries.length === 1) return uniformRow(entries[0]!.ends, entries[0]!.connections);
    return swept([entries], sets, ([active]) => unionOf(active!, entries, sets));
  }
  const whole: Entry = { ends: everything, connections: sets.ALL };
  return swept([admin, networkPolicies ?? [], baseline, [whole]], sets, ([inAdmin, inPolicies, inBaseline]) => {
    const next = networkPolicies ? unionOf(inPolicies!, networkPolicies, sets)
      : firstMatch(inBaseline!, baseline, sets.ALL, sets);
    return firstMatch(inAdmin!, admin, next, sets);
  });
}

function unionOf(active: readonly number[], entries: readonly Entry[], sets: ConnectionSets): ConnectionSetId {
  return active.reduce((all, at) => sets.union(all, entries[at]!.connections), sets.EMPTY);
}

/** What a tier allows; `next` decides what it passes on or says nothing about. */
function firstMatch(active: readonly number[], entries: readonly TierEntry[], next: ConnectionSetId, sets: ConnectionSets): ConnectionSetId {
  let open = sets.ALL;
  let allowed = sets.EMPTY;
  let passed = sets.EMPTY;
  for (const at of active) {
    const { action, connections } = entries[at]!;
    const decided = sets.intersection(open, connections);
    if (action === 'Allow') allowed = sets.union(allowed, decided);
    if (action === 'Pass') passed = sets.union(passed, decided);
    open = sets.minus(open, decided);
  }
  return sets.union(allowed, sets.intersection(next, sets.union(open, passed)));
}

/** Goes along the places, and asks at each stretch for the connections there: `decide` gets the entries of each layer that hold it, in order. */
function swept(
  layers: ReadonlyArray<readonly Entry[]>, sets: ConnectionSets, decide: (active: ReadonlyArray<readonly number[]>) => ConnectionSetId,
): Row {
  const bounds: Bound[] = [];
  layers.forEach((entries, layer) => entries.forEach(({ ends }, entry) => {
    ends.forEach((place, at) => bounds.push({ place, layer, entry, opens: at % 2 === 0 }));
  }));
  bounds.sort((a, b) => a.place - b.place);
  const active = layers.map((): number[] => []);
  const row = { firsts: [] as number[], ends: [] as number[], connections: [] as ConnectionSetId[] };
  for (let at = 0; at < bounds.length;) {
    const { place } = bounds[at]!;
    for (; at < bounds.length && bounds[at]!.place === place; at += 1) toggle(active[bounds[at]!.layer]!, bounds[at]!);
    const next = bounds[at]?.place;
    const connections = next === undefined || active.every(({ length }) => length === 0) ? sets.EMPTY : decide(active);
    if (connections === sets.EMPTY) continue;
    const last = row.ends.length - 1;
    if (row.ends[last] === place && row.connections[last] === connections) {
      row.ends[last] = next!;
    } else {
      row.firsts.push(place);
      row.ends.push(next!);
      row.connections.push(connections);
    }
  }
  return row;
}

interface Bound {
  readonly place: number;
  readonly layer: number;
  readonly entry: number;
  readonly opens: boolean;
}

/** Keeps the entries in order: in a tier the first one decides. */
function toggle(active: number[], { entry, opens }: Bound): void {
  if (!opens) {
    active.splice(active.indexOf(entry), 1);
    return;
  }
  let at = active.length;
  while (at > 0 && active[at - 1]! > entry) at -= 1;
  active.splice(at, 0, entry);
}
