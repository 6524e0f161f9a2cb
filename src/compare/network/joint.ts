import type { ConnectionSetId } from '../../decide/network/connection-sets';
import { ConnectionSets } from '../../decide/network/connection-sets';
import { endOfPod } from '../../decide/network/ends';
import type { Direction, NetworkModel, NetworkPod } from '../../decide/network/model';
import { NetworkIndex } from '../../decide/network/network-index';
import type { NetworkOptions } from '../../decide/network/options';
import { connectionsAt } from '../../decide/network/row';

/** A pod, or what workloads make pods from, as it was and as it is; absent where it was not or is no more. */
export interface Workload {
  readonly before?: NetworkPod;
  readonly after?: NetworkPod;
}

/** Workloads that neither of the two models tells apart. */
export interface WorkloadClass {
  readonly members: readonly Workload[];
}

/** Some addresses of one family with what is open to or from each of them. */
export interface AddressSegment {
  readonly first: bigint;
  readonly last: bigint;
  readonly connections: ConnectionSetId;
}

/** One of the two models, in the connection sets of both. */
export class Side {
  public readonly index: NetworkIndex;
  private readonly translated = new Map<ConnectionSetId, ConnectionSetId>();

  constructor(public readonly model: NetworkModel, options: NetworkOptions, private readonly sets: ConnectionSets) {
    this.index = new NetworkIndex(model, options);
  }

  /** The place of a pod by the address that it has in a family; undefined where there is no such pod. */
  public placeOf(pod: NetworkPod | undefined, family?: 4 | 6): number | undefined {
    return pod && this.index.placeOf(endOfPod(pod, family));
  }

  public between(source: number | undefined, destination: number | undefined): ConnectionSetId {
    return source === undefined || destination === undefined ? this.sets.EMPTY : this.shared(this.index.between(source, destination));
  }

  /** What a place may send to another (Egress), or receive from it (Ingress), whatever the other one's policies say. */
  public half(direction: Direction, place: number | undefined, other: number | undefined): ConnectionSetId {
    return place === undefined || other === undefined ? this.sets.EMPTY
      : this.shared(connectionsAt(this.index.row(direction, place), other, this.index.sets.EMPTY));
  }

  /** What is open between a place and each address outside the cluster: the gaps are closed. */
  public segments(direction: Direction, place: number | undefined, family: 4 | 6): AddressSegment[] {
    if (place === undefined) return [];
    const pods = this.index.classes.length;
    const { firsts, ends, connections } = this.index.row(direction, place);
    return firsts.flatMap((first, at) => ends[at]! <= pods ? []
      : this.index.atoms.ranges(Math.max(first, pods) - pods, ends[at]! - pods).filter(range => range.family === family)
        .map(range => ({ first: range.first, last: range.last, connections: this.shared(connections[at]!) })));
  }

  private shared(own: ConnectionSetId): ConnectionSetId {
    let id = this.translated.get(own);
    if (id === undefined) {
      id = this.sets.ofPorts(this.index.sets.ranges(own));
      this.translated.set(own, id);
    }
    return id;
  }
}

/** The workloads of both models by kind, namespace and name. Pods that have come to their end are not among them. */
export function workloadsOf(before: NetworkModel, after: NetworkModel): Workload[] {
  const found = new Map<string, { before?: NetworkPod; after?: NetworkPod }>();
  for (const side of ['before', 'after'] as const) {
    for (const pod of (side === 'before' ? before : after).pods) {
      if (pod.terminated) continue;
      const key = JSON.stringify([pod.namespace, pod.name, pod.kind]);
      const workload = found.get(key) ?? {};
      found.set(key, workload);
      workload[side] = pod;
    }
  }
  return [...found].sort(([a], [b]) => a < b ? -1 : 1).map(([, workload]) => workload);
}

/** Workloads in classes: those whose places are the same in both models. */
export function classesOf(workloads: readonly Workload[], before: Side, after: Side): WorkloadClass[] {
  const classes = new Map<string, { members: Workload[] }>();
  for (const workload of workloads) {
    const places = ([[before, workload.before], [after, workload.after]] as const).map(([side, pod]) =>
      pod && [pod.template, pod.addresses.map(({ family }) => family), side.placeOf(pod, 4), side.placeOf(pod, 6)]);
    const key = JSON.stringify([workload.before?.namespace ?? workload.after?.namespace, ...places.map(each => each ?? null)]);
    const known = classes.get(key);
    if (known) known.members.push(workload);
    else classes.set(key, { members: [workload] });
  }
  return [...classes.values()];
}
