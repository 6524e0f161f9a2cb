import type { PolicyObject } from '../../decide/access/build';
import { groupOf, objectLabel } from '../../manifests/identity';

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const RBAC_KINDS: ReadonlySet<unknown> = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

/** Whether an object was meant for RBAC and misses its group by a slip: `rbac.authorization.k8s.io` without a version, or in other case. */
export function missesGroup({ object }: PolicyObject): boolean {
  return RBAC_KINDS.has(object.kind) && groupOf(object) !== RBAC_GROUP && /^rbac\.authorization/i.test(String(object.apiVersion));
}

/**
 * Roles and bindings of other groups, a sentence each: other API servers have their own, some of which a controller
 * turns into RBAC's.
 */
export function foreignRoles(objects: readonly PolicyObject[]): string[] {
  return objects.filter(({ object }) => RBAC_KINDS.has(object.kind) && groupOf(object) !== RBAC_GROUP)
    .map(({ object }) => `${objectLabel(object)} is of ${String(object.apiVersion)}, not of ${RBAC_GROUP}/v1, and plays no part`).sort();
}
