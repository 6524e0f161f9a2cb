import { BitSet } from './bit-set';
import type { ConnectionSetId } from './connection-sets';
import type { NetworkIndex } from './network-index';

/**
 * Open connections: from every place of one stretch to every place of another, all alike. Places are those of the index;
 * one stretch is a single class of pods, the other holds classes only, or addresses only.
 */
export type Visit = (fromFirst: number, fromEnd: number, toFirst: number, toEnd: number, connections: ConnectionSetId) => void;

/**
 * The whole map, of what is open alone: pods to pods, then pods to addresses outside, then addresses outside to pods. From
 * a class to itself are the connections between two of its pods. Nothing is held but the rows: in a cluster that denies by
 * default the map is a few per cent of all pairs, and a namespace or a range of addresses is one stretch.
 */
export function eachConnection(index: NetworkIndex, visit: Visit): void {
  betweenPods(index, visit);
  const pods = index.classes.length;
  for (let pod = 0; pod < pods; pod += 1) {
    const { firsts, ends, connections } = index.row('Egress', pod);
    firsts.forEach((first, at) => {
      if (ends[at]! > pods) visit(pod, pod + 1, Math.max(first, pods), ends[at]!, connections[at]!);
    });
  }
  for (let pod = 0; pod < pods; pod += 1) {
    const { firsts, ends, connections } = index.row('Ingress', pod);
    firsts.forEach((first, at) => {
      if (ends[at]! > pods) visit(Math.max(first, pods), ends[at]!, pod, pod + 1, connections[at]!);
    });
  }
}

/**
 * Goes through the sources in order and keeps, for each destination, what it receives from the present source. That
 * changes where a segment of a destination's row begins or ends, so all changes are as many as all segments. What a source
 * sends is then cut with the destinations that receive anything from it, of which a bit set knows the next.
 */
function betweenPods(index: NetworkIndex, visit: Visit): void {
  const { sets } = index;
  const pods = index.classes.length;
  const changes = changesBySource(index, pods);
  const received = new Int32Array(pods).fill(sets.EMPTY);
  const receiving = new BitSet(pods);
  for (let source = 0; source < pods; source += 1) {
    for (let at = changes.starts[source]!; at < changes.starts[source + 1]!; at += 1) {
      const destination = changes.destinations[at]!;
      const connections = changes.connections[at]!;
      received[destination] = connections;
      if (connections === sets.EMPTY) receiving.delete(destination);
      else receiving.add(destination);
    }
    const { firsts, ends, connections } = index.row('Egress', source);
    for (let at = 0; at < firsts.length && firsts[at]! < pods; at += 1) {
      visitSegment(source, firsts[at]!, Math.min(ends[at]!, pods), connections[at]!);
    }
  }

  function visitSegment(source: number, first: number, end: number, sent: ConnectionSetId): void {
    let runFirst = -1;
    let runEnd = -1;
    let run = sets.EMPTY;
    for (let destination = receiving.next(first); destination >= 0 && destination < end; destination = receiving.next(destination + 1)) {
      const connections = sets.intersection(sent, received[destination]!);
      if (connections === run && destination === runEnd) {
        runEnd += 1;
        continue;
      }
      if (run !== sets.EMPTY) visit(source, source + 1, runFirst, runEnd, run);
      [runFirst, runEnd, run] = [destination, destination + 1, connections];
    }
    if (run !== sets.EMPTY) visit(source, source + 1, runFirst, runEnd, run);
  }
}

interface Changes {
  /** Where the changes at each source start. */
  readonly starts: Uint32Array;
  readonly destinations: Int32Array;
  readonly connections: Int32Array;
}

/** The bounds of the segments of all ingress rows, by source: at one source ends come before beginnings. */
function changesBySource(index: NetworkIndex, pods: number): Changes {
  const starts = new Uint32Array(pods + 2);
  const eachBound = (visit: (source: number, destination: number, connections: ConnectionSetId) => void) => {
    for (const opening of [false, true]) {
      for (let destination = 0; destination < pods; destination += 1) {
        const { firsts, ends, connections } = index.row('Ingress', destination);
        for (let at = 0; at < firsts.length && firsts[at]! < pods; at += 1) {
          if (opening) visit(firsts[at]!, destination, connections[at]!);
          else if (ends[at]! < pods) visit(ends[at]!, destination, index.sets.EMPTY);
        }
      }
    }
  };
  eachBound(source => void (starts[source + 1]! += 1));
  for (let source = 0; source <= pods; source += 1) starts[source + 1]! += starts[source]!;
  const next = starts.slice();
  const destinations = new Int32Array(starts[pods]!);
  const connections = new Int32Array(starts[pods]!);
  eachBound((source, destination, set) => {
    const at = next[source]!;
    next[source] = at + 1;
    destinations[at] = destination;
    connections[at] = set;
  });
  return { starts, destinations, connections };
}
