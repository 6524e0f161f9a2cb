import { uncovered } from './covers';
import type { AccessPolicy } from './policy';
import type { LabelSelector, PolicyRule, RoleRef } from '../../manifests/model';
import { authorize, roleOf, rulesFor, SYSTEM_MASTERS, type UserInfo } from '../access';
import { canonical } from '../canonical';

/**
 * The second gate of everybody who writes roles and bindings: nobody gives what he does not hold
 * (pkg/registry/rbac/{role,clusterrole,rolebinding,clusterrolebinding}/policybased/storage.go,
 * pkg/registry/rbac/escalation_check.go). The first gate, the right to create or update the object at
 * all, is asked of `authorize`.
 */
export type Escalation =
  | { readonly allowed: true; readonly via: 'system:masters' | 'escalate' | 'bind' | 'covers' }
  /** `missing` holds what would have to be held as well, one tuple a rule. */
  | { readonly allowed: false; readonly reason: 'not-held' | 'aggregation-needs-everything'; readonly missing: readonly PolicyRule[] }
  | { readonly allowed: false; readonly reason: 'role-not-found'; readonly missing: readonly [] };

/** A role as it is to be stored. */
export interface RoleWrite {
  readonly kind: 'Role' | 'ClusterRole';
  /** Empty for a ClusterRole. */
  readonly namespace: string;
  /** The name in the request's URL: empty for a POST; an update and a server-side apply carry one. */
  readonly name: string;
  readonly rules: readonly PolicyRule[];
  /** The selectors of the new or of the stored aggregationRule. */
  readonly selectors?: readonly LabelSelector[];
}

/** A binding as it is to be stored. */
export interface BindingWrite {
  /** Empty for a ClusterRoleBinding. */
  readonly namespace: string;
  readonly roleRef: RoleRef;
}

const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** What only somebody who holds everything may gather, because a selector can gather anything. */
const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** Whether a user may store a role with these rules. */
export function mayWriteRole(policy: AccessPolicy, user: UserInfo, { kind, namespace, name, rules, selectors }: RoleWrite): Escalation {
  const resource = kind === 'Role' ? 'roles' : 'clusterroles';
  if (user.groups.includes(SYSTEM_MASTERS)) {
    return { allowed: true, via: 'system:masters' };
  }
  if (may(policy, user, 'escalate', resource, name, namespace)) {
    return { allowed: true, via: 'escalate' };
  }
  const held = rulesFor(policy, user, namespace).map(({ rule }) => rule);
  const missing = uncovered(held, rules);
  if (missing.length > 0) {
    return { allowed: false, reason: 'not-held', missing };
  }
  const gathered = kind === 'ClusterRole' && selectors !== undefined && selectors.length > 0 ? uncovered(held, EVERYTHING) : [];
  return gathered.length > 0
    ? { allowed: false, reason: 'aggregation-needs-everything', missing: gathered }
    : { allowed: true, via: 'covers' };
}

/** Whether a user may store a binding to this role. */
export function mayWriteBinding(policy: AccessPolicy, user: UserInfo, { namespace, roleRef }: BindingWrite): Escalation {
  if (user.groups.includes(SYSTEM_MASTERS)) {
    return { allowed: true, via: 'system:masters' };
  }
  const resource = roleRef.kind === 'Role' ? 'roles' : 'clusterroles';
  if (may(policy, user, 'bind', resource, roleRef.name, namespace)) {
    return { allowed: true, via: 'bind' };
  }
  const role = roleOf(policy, { kind: 'RoleBinding', name: '', namespace, roleRef, subjects: [], origin: {} });
  if (!role) {
    return { allowed: false, reason: 'role-not-found', missing: [] };
  }
  const missing = uncovered(rulesFor(policy, user, namespace).map(({ rule }) => rule), role.rules.map(({ rule }) => rule));
  return missing.length > 0 ? { allowed: false, reason: 'not-held', missing } : { allowed: true, via: 'covers' };
}

function may(policy: AccessPolicy, user: UserInfo, verb: string, resource: string, name: string, namespace: string): boolean {
  return authorize(policy, {
    user, verb, resourceRequest: true, apiGroup: RBAC_GROUP, resource, subresource: '', name, namespace, path: '',
  }).decision === 'allow';
}

/**
 * True when an update changes only what the garbage collector changes, which nobody is asked to hold anything
 * for (pkg/registry/rbac/helpers.go, IsOnlyMutatingGCFields).
 */
export function changesOnlyGarbageCollection(stored: Readonly<Record<string, unknown>>, next: Readonly<Record<string, unknown>>): boolean {
  return canonical(withoutCollection(stored)) === canonical(withoutCollection(next));
}

function withoutCollection(object: Readonly<Record<string, unknown>>): unknown {
  const { ownerReferences, finalizers, managedFields, ...metadata } = object.metadata as Readonly<Record<string, unknown>> ?? {};
  return { ...object, metadata };
}
