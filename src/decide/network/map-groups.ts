import type { MapEnd } from './map-end';
import type { NetworkPod } from './model';
import type { NetworkIndex } from './network-index';

/** What a map shows as one: the pods of a workload, or of a namespace. */
export interface MapGroup {
  readonly end: MapEnd;
  /** The classes of its pods, in order. */
  readonly classes: number[];
  /** Classes of which it has a single pod, which has no other of its kind to talk to. */
  readonly alone: Set<number>;
}

/** The groups in their order, and those to which each class of pods belongs: alike pods may be of several workloads. */
export interface MapGroups {
  readonly groups: readonly MapGroup[];
  readonly ofClass: ReadonlyArray<readonly number[]>;
}

export function mapGroups({ classes }: NetworkIndex, by: 'workload' | 'namespace'): MapGroups {
  const found = new Map<string, MapGroup>();
  classes.forEach(({ pods }, place) => {
    for (const pod of pods) {
      const end = endOfGroup(pod, by);
      const key = sortKey(end);
      const group = found.get(key) ?? { end, classes: [], alone: new Set() };
      found.set(key, group);
      if (group.classes.at(-1) === place) {
        group.alone.delete(place);
        continue;
      }
      group.classes.push(place);
      if (!pod.template) group.alone.add(place);
    }
  });
  const sorted = [...found].sort(([a], [b]) => a < b ? -1 : 1).map(([, group]) => group);
  const ofClass = classes.map((): number[] => []);
  sorted.forEach((group, at) => group.classes.forEach(place => ofClass[place]!.push(at)));
  return { groups: sorted, ofClass };
}

function endOfGroup(pod: NetworkPod, by: 'workload' | 'namespace'): MapEnd {
  const { kind, name } = pod.owner ?? pod;
  return by === 'namespace' ? { type: 'namespace', name: pod.namespace } : { type: 'workload', kind, namespace: pod.namespace, name };
}

/** No name of Kubernetes has a space, which sorts before everything that names have. */
function sortKey(end: MapEnd): string {
  return end.type === 'workload' ? `${end.namespace} ${end.name} ${end.kind}` : end.type === 'namespace' ? end.name : '';
}
