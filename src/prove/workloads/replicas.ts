import { mapAt, type Fields } from '../../manifests/fields';

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
  // An autoscaler leaves a workload of 0 alone, and raises every other to its least.
  const scaled = said === 0 ? undefined : least;
  switch (object.kind) {
    // A quota counts no pod that has come to its end (pkg/quota/v1/evaluator/core/pods.go, QuotaV1Pod).
    case 'Pod': return hasEnded(object) ? 0n : 1n;
    case 'Deployment': case 'StatefulSet': case 'ReplicaSet': case 'ReplicationController':
      return BigInt(scaled ?? said ?? 1);
    default: return BigInt(scaled ?? said ?? 0);
  }
}

function hasEnded(object: Fields): boolean {
  const { phase } = mapAt(object, 'status');
  return phase === 'Succeeded' || phase === 'Failed';
}

/** The least of each autoscaler among some objects, by `Kind/name` of what it scales. */
export function autoscaled(objects: readonly Fields[]): Map<string, number> {
  return new Map(objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').map((object): [string, number] => {
    const { minReplicas, scaleTargetRef } = mapAt(object, 'spec');
    const { kind, name } = mapAt({ scaleTargetRef }, 'scaleTargetRef');
    return [`${String(kind)}/${String(name)}`, typeof minReplicas === 'number' ? minReplicas : 1];
  }));
}
