import { serviceAccountName, type UserInfo } from '../access';

/** Every user who was authenticated is in this group, every other one in the next. */
export const AUTHENTICATED = 'system:authenticated';
export const UNAUTHENTICATED = 'system:unauthenticated';

/** Namespaces that every cluster has (pkg/controlplane/controller/systemnamespaces), and the one of who names none. */
export const SYSTEM_NAMESPACES: readonly string[] = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** The user of a request without credentials. */
export const ANONYMOUS = 'system:anonymous';

/**
 * The groups that Kubernetes itself gives a user of this name, in its order: those of a service account, of a
 * node, of a bootstrap token, and `system:authenticated` for all but the anonymous user
 * (apiserver/pkg/authentication/serviceaccount/util.go, .../group/authenticated_group_adder.go,
 * pkg/kubelet client certificates, plugin/pkg/auth/authenticator/token/bootstrap).
 */
export function impliedGroups(name: string): readonly string[] {
  if (name === ANONYMOUS) {
    return [UNAUTHENTICATED];
  }
  const account = serviceAccountOf(name);
  return [
    ...account ? ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`] : [],
    ...name.startsWith('system:node:') ? ['system:nodes'] : [],
    ...name.startsWith('system:bootstrap:') ? ['system:bootstrappers'] : [],
    AUTHENTICATED,
  ];
}

/**
 * A user with the groups that are named and those that are implied. Who is said to be unauthenticated gets
 * no `system:authenticated` on top (apiserver/pkg/endpoints/filters/impersonation).
 */
export function userWithImpliedGroups(name: string, groups: readonly string[] = []): UserInfo {
  const implied = impliedGroups(name).filter(group => group !== AUTHENTICATED || !groups.includes(UNAUTHENTICATED));
  return { name, groups: [...new Set([...groups, ...implied])] };
}

/** Namespace and name of a service account's user name; undefined for any other user. */
export function serviceAccountOf(user: string): { readonly namespace: string; readonly name: string } | undefined {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  return namespace !== undefined && name !== undefined && serviceAccountName(namespace, name) === user ? { namespace, name } : undefined;
}

/** A user name that nothing names: what holds for it holds for every member of a group. */
export const ANY_USER = 'bulwark:any-user';

/** A member of a group of whom nothing else is known. Service accounts and the anonymous user are told by their groups. */
export function memberOf(group: string): UserInfo {
  if (group === UNAUTHENTICATED) {
    return { name: ANONYMOUS, groups: [UNAUTHENTICATED] };
  }
  const accounts = /^system:serviceaccounts(?::(.+))?$/.exec(group);
  return accounts
    ? userWithImpliedGroups(serviceAccountName(accounts[1] ?? 'bulwark-any-namespace', 'bulwark-any-account'))
    : { name: ANY_USER, groups: [...new Set([group, AUTHENTICATED])] };
}
