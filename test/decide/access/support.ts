import type { AccessAttributes, AccessRequest } from '../../../src/decide/access';
import { policyOf, type PolicyOptions } from '../../../src/decide/access/build';
import type { AccessPolicy } from '../../../src/decide/access/policy';
import { userWithImpliedGroups } from '../../../src/decide/access/users';
import type { LabelSelector, PolicyRule, Subject } from '../../../src/manifests/model';

export type Objects = ReadonlyArray<Record<string, unknown>>;

const API = { apiVersion: 'rbac.authorization.k8s.io/v1' };

export function role(namespace: string, name: string, ...rules: PolicyRule[]): Record<string, unknown> {
  return { ...API, kind: 'Role', metadata: { name, namespace }, rules };
}

export function clusterRole(name: string, ...rules: PolicyRule[]): Record<string, unknown> {
  return { ...API, kind: 'ClusterRole', metadata: { name }, rules };
}

export function aggregated(name: string, selectors: readonly LabelSelector[], labels: Record<string, string> = {}, ...rules: PolicyRule[]) {
  return { ...API, kind: 'ClusterRole', metadata: { name, labels }, aggregationRule: { clusterRoleSelectors: selectors }, rules };
}

/** @param to `Role/reader` or `ClusterRole/edit` */
export function roleBinding(namespace: string, name: string, to: string, ...subjects: Subject[]): Record<string, unknown> {
  return { ...API, kind: 'RoleBinding', metadata: { name, namespace }, roleRef: roleRef(to), subjects };
}

export function clusterRoleBinding(name: string, to: string, ...subjects: Subject[]): Record<string, unknown> {
  return { ...API, kind: 'ClusterRoleBinding', metadata: { name }, roleRef: roleRef(to), subjects };
}

function roleRef(to: string) {
  const [kind, name] = to.split('/');
  return { apiGroup: 'rbac.authorization.k8s.io', kind, name };
}

export const user = (name: string): Subject => ({ kind: 'User', name });
export const group = (name: string): Subject => ({ kind: 'Group', name });
export const account = (name: string, namespace?: string): Subject => ({ kind: 'ServiceAccount', name, ...namespace === undefined ? {} : { namespace } });

export function policy(objects: Objects, options?: PolicyOptions): AccessPolicy {
  return policyOf(objects.map(object => ({ object })), options);
}

/** Attributes from words: `get pods/log x -n shop`, `create deployments.apps -n shop`, `get /healthz`. */
export function attributes(words: string): AccessAttributes {
  const [, verb, what, name = '', namespace = ''] = /^(\S+) (\S+?)(?: (?!-n)(\S+))?(?: -n (\S+))?$/.exec(words)!;
  const none = { verb: verb!, apiGroup: '', resource: '', subresource: '', name, namespace, path: '' };
  if (what!.startsWith('/')) {
    return { ...none, resourceRequest: false, path: what! };
  }
  const [, resource, apiGroup = '', subresource = ''] = /^([^./]+)(?:\.([^/]+))?(?:\/(.+))?$/.exec(what!)!;
  return { ...none, resourceRequest: true, apiGroup, resource: resource!, subresource };
}

/** The request of a user with implied groups. */
export function request(who: string, words: string, groups: readonly string[] = []): AccessRequest {
  return { ...attributes(words), user: userWithImpliedGroups(who, groups) };
}
