import type { Direction } from './access';
import { compareAddresses } from './network/addresses';
import { classesOf, Side, workloadsOf, type Workload, type WorkloadClass } from './network/joint';
import { touchedBy, type Touch } from './network/touched';
import { witnessBetween } from './network/witness';
import { decideConnection, type ConnectionQuery, type NetworkDecision } from '../decide/network';
import type { AddressRange } from '../decide/network/address-atoms';
import { ConnectionSets, type ConnectionSetId } from '../decide/network/connection-sets';
import { commonFamilies } from '../decide/network/ends';
import type { NetworkModel, NetworkPod, NumberedPorts } from '../decide/network/model';
import { DEFAULT_NETWORK_OPTIONS, type NetworkOptions } from '../decide/network/options';

/** One end of connections that changed: workloads that are alike, or addresses outside the cluster. */
export type ChangedEnd =
  | { readonly workloads: readonly Workload[]; readonly addresses?: undefined }
  | { readonly workloads?: undefined; readonly addresses: AddressRange };

/** Connections that are open now and were not, or the other way round. */
export interface NetworkChange {
  readonly direction: Direction;
  readonly from: ChangedEnd;
  readonly to: ChangedEnd;
  readonly ports: readonly NumberedPorts[];
  readonly witness: NetworkWitness;
}

/** One connection, with its ends as each model has them, and what each decides; undefined where an end is missing. */
export interface NetworkWitness {
  readonly before?: ConnectionQuery;
  readonly after?: ConnectionQuery;
  readonly decisionBefore?: NetworkDecision;
  readonly decisionAfter?: NetworkDecision;
}

/**
 * The exact difference of what two models leave open, by the chosen options: between all workloads, and between them and
 * every address outside. A workload that is in one model alone reaches nothing in the other. Traffic of a pod to itself is
 * left out, since policies have no say in it.
 */
export function compareNetwork(before: NetworkModel, after: NetworkModel, options: NetworkOptions = DEFAULT_NETWORK_OPTIONS): NetworkChange[] {
  return new Comparison(before, after, options).run();
}

class Comparison {
  private readonly sets = new ConnectionSets();
  private readonly before: Side;
  private readonly after: Side;
  private readonly changes: NetworkChange[] = [];

  constructor(before: NetworkModel, after: NetworkModel, private readonly options: NetworkOptions) {
    this.before = new Side(before, options, this.sets);
    this.after = new Side(after, options, this.sets);
  }

  public run(): NetworkChange[] {
    const touchOf = touchedBy(this.before.model, this.after.model);
    const touches = new Map(workloadsOf(this.before.model, this.after.model).map(workload => [workload, touchOf(workload)]));
    // Classes of the touched and of the others apart: what is said of one member then holds of all.
    const classes = (touch: Touch) =>
      classesOf([...touches].filter(([, each]) => each === touch).map(([workload]) => workload), this.before, this.after);
    const [seen, ruled] = [classes('seen'), classes('rules')];
    const some = [...seen, ...ruled];
    if (some.length === 0) return [];
    const others = classes('no');
    for (const one of some) {
      const isSeenAlike = ruled.includes(one);
      for (const other of some) this.comparePair(one, other);
      for (const other of others) {
        // What the other one's policies say is as before: only the rules of this one can make a difference.
        if (!isSeenAlike || this.differsAt('Egress', one, other)) this.comparePair(one, other);
        if (!isSeenAlike || this.differsAt('Ingress', one, other)) this.comparePair(other, one);
      }
      this.compareOutside(one);
    }
    return this.changes;
  }

  /** Whether what the policies of one say of another differs. */
  private differsAt(direction: 'Egress' | 'Ingress', one: WorkloadClass, other: WorkloadClass): boolean {
    const [from, to] = [one.members[0]!, other.members[0]!];
    return (familiesOf(from, to) ?? [4, 6, undefined]).some(family => {
      const [old, now] = ([[this.before, 'before'], [this.after, 'after']] as const)
        .map(([side, when]) => side.half(direction, side.placeOf(from[when], family), side.placeOf(to[when], family)));
      return old !== now;
    });
  }

  private comparePair(from: WorkloadClass, to: WorkloadClass): void {
    const source = from.members[0]!;
    const destination = from !== to ? to.members[0]! : to.members[1] ?? to.members[0]!;
    const pod = source.after ?? source.before!;
    if (source === destination && !pod.template) return;
    const families = familiesOf(source, destination);
    for (const family of families ?? [undefined]) {
      const open = (side: Side, one?: NetworkPod, other?: NetworkPod) => families ? openBetween(side, one, other, family)
        : this.openInAny(side, one, other);
      const old = open(this.before, source.before, destination.before);
      const now = open(this.after, source.after, destination.after);
      if (old !== now) {
        this.add(old, now, { workloads: from.members }, { workloads: to.members }, ports => witnessBetween(source, destination, ports, family));
      }
    }
  }

  private compareOutside(one: WorkloadClass): void {
    const workload = one.members[0]!;
    for (const { direction, family, range, old, now, address } of compareAddresses(workload, this.before, this.after)) {
      const outside: ChangedEnd = { addresses: { family, ...range } };
      const inside: ChangedEnd = { workloads: one.members };
      if (direction === 'Egress') this.add(old, now, inside, outside, ports => witnessBetween(workload, address, ports, family));
      else this.add(old, now, outside, inside, ports => witnessBetween(address, workload, ports, family));
    }
  }

  /** Where the addresses that are known differ, nothing can be compared family by family. */
  private openInAny(side: Side, source: NetworkPod | undefined, destination: NetworkPod | undefined): ConnectionSetId {
    return source && destination ? commonFamilies(source, destination)
      .reduce((all, family) => this.sets.union(all, openBetween(side, source, destination, family)), this.sets.EMPTY) : this.sets.EMPTY;
  }

  private add(
    old: ConnectionSetId, now: ConnectionSetId, from: ChangedEnd, to: ChangedEnd, witness: (ports: readonly NumberedPorts[]) => Queries,
  ): void {
    for (const [direction, set] of [['broadened', this.sets.minus(now, old)], ['narrowed', this.sets.minus(old, now)]] as const) {
      if (set === this.sets.EMPTY) continue;
      const ports = this.sets.ranges(set);
      const queries = witness(ports);
      const decide = (model: NetworkModel, query?: ConnectionQuery) => query && decideConnection(model, query, this.options);
      const said = { decisionBefore: decide(this.before.model, queries.before), decisionAfter: decide(this.after.model, queries.after) };
      this.changes.push({ direction, from, to, ports, witness: { ...queries, ...said } });
    }
  }
}

type Queries = Pick<NetworkWitness, 'before' | 'after'>;

function openBetween(side: Side, source: NetworkPod | undefined, destination: NetworkPod | undefined, family: 4 | 6 | undefined): ConnectionSetId {
  return side.between(side.placeOf(source, family), side.placeOf(destination, family));
}

/** The families in which two workloads may talk, if both models agree on them. */
function familiesOf(source: Workload, destination: Workload): ReadonlyArray<4 | 6 | undefined> | undefined {
  const [old, now] = (['before', 'after'] as const).map(side => {
    const [one, other] = [source[side], destination[side]];
    return one && other && commonFamilies(one, other);
  });
  return !old || !now ? now ?? old ?? [] : old.join() === now.join() ? old : undefined;
}
