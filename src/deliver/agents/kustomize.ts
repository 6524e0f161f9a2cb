import { isBuiltInGroup } from '../../kubernetes';
import { groupOf } from '../../manifests/identity';
import { isConstraint } from '../stages';

type Json = Readonly<Record<string, unknown>>;

/** The name by which kustomize, and Flux, find what a folder holds. */
export const KUSTOMIZATION_FILE = 'kustomization.yaml';

/** What others stand in or refer to, in this order; `kubectl apply -k` sends objects as they are listed. */
const FIRST = [
  'Namespace', 'CustomResourceDefinition', 'PriorityClass', 'RuntimeClass', 'StorageClass', 'ServiceAccount', 'ResourceQuota', 'LimitRange',
  'NetworkPolicy', 'ClusterRole', 'Role', 'ClusterRoleBinding', 'RoleBinding', 'PersistentVolume', 'Secret', 'ConfigMap', 'PersistentVolumeClaim', 'Service',
];

/** What calls a server that others of the same folder start. */
const LAST = new Set(['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration', 'APIService']);

/**
 * The file that makes a folder one for kustomize: everything in it, named one by one, so that a file that somebody drops
 * there is not applied. In the order of the list, which is kustomize's own default of old turned off; without any
 * resource it makes nothing, which kustomize takes only where the file says something else (`sortOptions`).
 *
 * @param resources paths from the folder
 */
export function kustomization(resources: readonly string[]): Json {
  return { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources, sortOptions: { order: 'fifo' } };
}

/** Paths in the order in which their objects can be applied; equals by path. */
export function inApplyOrder(objects: ReadonlyMap<string, Json>): string[] {
  const ranked = [...objects].map(([path, object]) => ({ path, rank: rankOf(object) }));
  return ranked.sort((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1)).map(({ path }) => path);
}

function rankOf(object: Json): number {
  const group = groupOf(object);
  const kind = String(object.kind);
  if (!isBuiltInGroup(group)) {
    return FIRST.length + (isConstraint(object) ? 2 : 1);
  }
  const first = FIRST.indexOf(kind);
  return first >= 0 ? first : FIRST.length + (LAST.has(kind) ? 3 : 0);
}
