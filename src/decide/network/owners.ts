import type { NetworkPod } from './model';
import { canonical } from '../canonical';

/** An object among others: by group, kind and name, and by its uid where a cluster gave it one. */
export interface OwnerIdentity {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly uid?: string;
}

/** A pod as it was read, and who says to be its controller. */
export interface ReadPod {
  readonly pod: NetworkPod;
  readonly identity: OwnerIdentity;
  readonly controller?: OwnerIdentity;
  /** A workload that wants no pods: `replicas: 0`. */
  readonly idle: boolean;
}

/**
 * What the controllers of Kubernetes make (kubernetes.io, "Workload Management"); they make nothing else, and no Pod makes
 * anything. Who makes what of other groups is not known here.
 */
const MADE_BY: ReadonlyMap<string, string | undefined> = new Map([
  ['apps/Deployment', 'apps/ReplicaSet'], ['batch/CronJob', 'batch/Job'],
  ['apps/ReplicaSet', '/Pod'], ['apps/StatefulSet', '/Pod'], ['apps/DaemonSet', '/Pod'], ['batch/Job', '/Pod'], ['/ReplicationController', '/Pod'],
  ['/Pod', undefined],
]);

const GROUP_OF_KIND: ReadonlyMap<string, string> = new Map([...MADE_BY.keys()].map(key => key.split('/') as [string, string]).map(([group, kind]) => [kind, group]));

/** The group of the workloads of Kubernetes of a kind, for an ownerReference that does not say it. */
export function groupOfWorkloads(kind: string): string {
  return GROUP_OF_KIND.get(kind) ?? '';
}

/** Labels that a template has only since its own controller took it (pkg/controller/deployment, pkg/registry/batch/job/strategy.go). */
const ADDED_LABELS = ['pod-template-hash', 'controller-uid', 'job-name', 'batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name'];

/**
 * The pods with their outermost known controllers. An ownerReference is a claim that anybody may write: what it says is
 * taken only where the owner makes such objects and is not known under another uid. The ReplicaSets of a Deployment and
 * the Jobs of a CronJob are left out where that makes no difference to any policy: their templates say what the owner's
 * says, or they want no pods.
 */
export function withOwners(read: readonly ReadPod[]): NetworkPod[] {
  const byKey = new Map(read.map(each => [keyOf(each.pod.namespace, each.identity), each]));
  const parentOf = (each: ReadPod) => each.controller && byKey.get(keyOf(each.pod.namespace, each.controller));
  return read.flatMap(each => {
    if (!isCredible(each, parentOf(each))) return [each.pod];
    const parent = parentOf(each);
    if (parent && isMade(each) && (each.idle || saysTheSame(each.pod, parent.pod))) return [];
    let owner = each.controller!;
    let at = parent;
    for (let depth = 0; depth < DEEPEST_OWNER && at; depth += 1) {
      const next = parentOf(at);
      if (!isCredible(at, next)) break;
      owner = at.controller!;
      at = next;
    }
    return [{ ...each.pod, owner: { kind: owner.kind, name: owner.name } }];
  });
}

/** Deeper than controllers nest, so that owners that own each other come to an end. */
const DEEPEST_OWNER = 8;

function keyOf(namespace: string, { group, kind, name }: OwnerIdentity): string {
  return `${namespace}/${group}/${kind}/${name}`;
}

function kindOf({ group, kind }: OwnerIdentity): string {
  return `${group}/${kind}`;
}

/** Whether there is a controller, and it can be. */
function isCredible(each: ReadPod, parent: ReadPod | undefined): boolean {
  const { controller, identity } = each;
  if (!controller || parent === each) return false;
  const owner = kindOf(controller);
  // A kind of another group that is called like one of Kubernetes would be taken for it, by people and by promises.
  if (!MADE_BY.has(owner) && GROUP_OF_KIND.has(controller.kind) && !parent) return false;
  if (MADE_BY.has(owner) && MADE_BY.get(owner) !== kindOf(identity)) return false;
  const known = parent?.identity.uid;
  return known === undefined || controller.uid === undefined || known === controller.uid;
}

/** Whether it is a ReplicaSet of a Deployment or a Job of a CronJob, its controller being credible. */
function isMade({ pod, controller }: ReadPod): boolean {
  return pod.template && MADE_BY.has(kindOf(controller!));
}

/** Whether no policy can tell the pods of two templates apart. */
function saysTheSame(pod: NetworkPod, owner: NetworkPod): boolean {
  const labels = Object.entries(pod.labels).filter(([key]) => !ADDED_LABELS.includes(key) || Object.hasOwn(owner.labels, key));
  const read = ({ ports, hostNetwork, node }: NetworkPod) => ({ ports, hostNetwork, node });
  return canonical({ ...read(pod), labels: Object.fromEntries(labels) }) === canonical({ ...read(owner), labels: { ...owner.labels } });
}
