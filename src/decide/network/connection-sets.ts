import { difference, includes, intersection, Intervals, intervalsOf, union } from './intervals';
import type { NumberedPorts } from './model';
import type { Protocol } from '../../manifests/model';

/** Names a set of one `ConnectionSets`: equal sets have equal numbers. */
export type ConnectionSetId = number;

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
const SPAN = 65536;
const CACHED = 2 ** 15;

/**
 * Sets of ports of the three protocols, each held once. All ports stand on one axis, `protocol · 65536 + port`; there is no
 * port 0, so that the ranges of two protocols never touch. A cluster has few distinct sets and combines them often: the
 * results are remembered.
 */
export class ConnectionSets {
  readonly EMPTY: ConnectionSetId;
  readonly ALL: ConnectionSetId;
  private readonly sets: Intervals[] = [];
  private readonly ids = new Map<string, ConnectionSetId>();
  private readonly unions = new Map<number, ConnectionSetId>();
  private readonly intersections = new Map<number, ConnectionSetId>();
  private readonly differences = new Map<number, ConnectionSetId>();
  /** The latest intersections by a hash of their sets: most are asked for again and again. */
  private readonly cachedPairs = new Float64Array(CACHED).fill(-1);
  private readonly cachedResults = new Int32Array(CACHED);

  constructor() {
    this.EMPTY = this.intern([]);
    this.ALL = this.intern(PROTOCOLS.flatMap((_, at) => [at * SPAN + 1, (at + 1) * SPAN]));
  }

  get size(): number {
    return this.sets.length;
  }

  /** The set of some numbered ports; without any it is empty. */
  ofPorts(ports: readonly NumberedPorts[]): ConnectionSetId {
    return this.intern(intervalsOf(ports.map(({ protocol, first, last }) => {
      const base = PROTOCOLS.indexOf(protocol) * SPAN;
      return [base + first, base + last + 1];
    })));
  }

  union(a: ConnectionSetId, b: ConnectionSetId): ConnectionSetId {
    if (a === b || b === this.EMPTY || a === this.ALL) return a;
    if (a === this.EMPTY || b === this.ALL) return b;
    return this.remembered(this.unions, Math.min(a, b), Math.max(a, b), union);
  }

  intersection(a: ConnectionSetId, b: ConnectionSetId): ConnectionSetId {
    if (a === b || b === this.ALL || a === this.EMPTY) return a;
    if (a === this.ALL || b === this.EMPTY) return b;
    const pair = pairOf(Math.min(a, b), Math.max(a, b));
    const slot = pair % (CACHED - 1);
    if (this.cachedPairs[slot] !== pair) {
      this.cachedResults[slot] = this.remembered(this.intersections, Math.min(a, b), Math.max(a, b), intersection);
      this.cachedPairs[slot] = pair;
    }
    return this.cachedResults[slot]!;
  }

  /** What is in `a` and not in `b`. */
  minus(a: ConnectionSetId, b: ConnectionSetId): ConnectionSetId {
    if (a === b || b === this.ALL) return this.EMPTY;
    return a === this.EMPTY || b === this.EMPTY ? a : this.remembered(this.differences, a, b, difference);
  }

  has(set: ConnectionSetId, protocol: Protocol, port: number): boolean {
    return port >= 1 && port < SPAN && includes(this.sets[set]!, PROTOCOLS.indexOf(protocol) * SPAN + port);
  }

  /** The ranges of a set, by protocol (TCP, UDP, SCTP) and port. */
  ranges(set: ConnectionSetId): NumberedPorts[] {
    const intervals = this.sets[set]!;
    return intervals.flatMap((first, at) => at % 2 === 1 ? [] : [{
      protocol: PROTOCOLS[Math.floor(first / SPAN)]!, first: first % SPAN, last: (intervals[at + 1]! - 1) % SPAN,
    }]);
  }

  private remembered(
    known: Map<number, ConnectionSetId>, a: ConnectionSetId, b: ConnectionSetId, combine: (a: Intervals, b: Intervals) => Intervals,
  ): ConnectionSetId {
    const pair = pairOf(a, b);
    let found = known.get(pair);
    if (found === undefined) {
      found = this.intern(combine(this.sets[a]!, this.sets[b]!));
      known.set(pair, found);
    }
    return found;
  }

  private intern(intervals: Intervals): ConnectionSetId {
    const key = intervals.join();
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.sets.push(intervals) - 1;
      this.ids.set(key, id);
    }
    return id;
  }
}

function pairOf(a: ConnectionSetId, b: ConnectionSetId): number {
  return a * 2 ** 26 + b;
}
