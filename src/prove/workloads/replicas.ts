import { mapAt, type Fields } from './fields';

/**
 * How many pods of a workload run at once at the least, as its manifest says: 0 for what runs to an end, for a DaemonSet, whose
 * number the nodes decide, and for what something else makes.
 *
 * @param least the smallest number that an autoscaler of the workload may choose; undefined where there is none
 */
export function replicasOf(object: Fields, least: number | undefined): bigint {
  const owners = mapAt(object, 'metadata').ownerReferences;
  if (Array.isArray(owners) && owners.length > 0) return 0n;
  const { replicas } = mapAt(object, 'spec');
  const said = typeof replicas === 'number' && Number.isInteger(replicas) && replicas >= 0 ? replicas : undefined;
  switch (object.kind) {
    case 'Pod': return 1n;
    case 'Deployment': case 'StatefulSet': case 'ReplicaSet': case 'ReplicationController':
      return BigInt(Math.min(said ?? 1, least ?? Infinity));
    default: return BigInt(Math.min(said ?? 0, least ?? Infinity));
  }
}

/** The least of each autoscaler among some objects, by `Kind/name` of what it scales. */
export function autoscaled(objects: readonly Fields[]): Map<string, number> {
  return new Map(objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').map((object): [string, number] => {
    const { minReplicas, scaleTargetRef } = mapAt(object, 'spec');
    const { kind, name } = mapAt({ scaleTargetRef }, 'scaleTargetRef');
    return [`${String(kind)}/${String(name)}`, typeof minReplicas === 'number' ? minReplicas : 1];
  }));
}
