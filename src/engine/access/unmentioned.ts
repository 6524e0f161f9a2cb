import type { PolicyObject } from '../../decide/access/build';
import type { AccessBinding, AccessPolicy } from '../../decide/access/policy';
import { AUTHENTICATED, serviceAccountOf, SYSTEM_NAMESPACES, UNAUTHENTICATED } from '../../decide/access/users';
import { closest } from '../../decide/resembles';
import { metadataOf } from '../../manifests/identity';

/** What a question names. */
export interface Named {
  /** The namespace of the request; empty for none. */
  readonly namespace?: string;
  /** The user as whom it is asked. */
  readonly user?: string;
  /** Groups that were named, not those that Kubernetes adds. */
  readonly groups?: readonly string[];
}

/** Groups that Kubernetes gives by itself. */
const GIVEN = ['system:masters', 'system:nodes', 'system:bootstrappers', 'system:serviceaccounts', AUTHENTICATED, UNAUTHENTICATED];

/**
 * What a question names and nothing among the objects mentions, a sentence each: the answer is as it stands, and a slip of
 * the pen would make it a wrong one. Said only where the objects do mention others of its kind. Of users nothing is said,
 * since anybody may be one; of a group, which may be anybody's too, only where it resembles one that is mentioned.
 */
export function unmentioned(named: Named, objects: readonly PolicyObject[], policy: AccessPolicy): string[] {
  const account = named.user === undefined ? undefined : serviceAccountOf(named.user);
  const ofGroup = (named.groups ?? []).flatMap(group => /^system:serviceaccounts:(.+)$/.exec(group)?.[1] ?? []);
  const places = [named.namespace, account?.namespace, ...ofGroup].filter((each): each is string => each !== undefined && each !== '');
  const namespaces = namespacesOf(objects, policy);
  const missing = namespaces.size === 0 ? []
    : [...new Set(places)].filter(each => !namespaces.has(each) && !SYSTEM_NAMESPACES.includes(each) && !isSaid(objects, each) && !isSaid(objects, `system:serviceaccounts:${each}`));
  return [
    ...missing.map(each => sentence(`the namespace ${each}`, closest(each, [...namespaces, ...SYSTEM_NAMESPACES]))),
    ...account && !missing.includes(account.namespace) ? missingAccount(account, objects, policy) : [],
    ...(named.groups ?? []).flatMap(group => missingGroup(group, objects, policy)),
  ];
}

function sentence(what: string, meant: readonly string[]): string {
  return `nothing among the manifests mentions ${what}${meant.length > 0 ? `; did you mean ${meant.join(' or ')}?` : ''}`;
}

/** Those that objects live in, that they are, or whose service accounts they bind. */
function namespacesOf(objects: readonly PolicyObject[], policy: AccessPolicy): ReadonlySet<string> {
  const own = objects.flatMap(({ object }) => {
    const { name, namespace } = metadataOf(object);
    return [namespace, object.kind === 'Namespace' && object.apiVersion === 'v1' ? name : undefined].filter(each => each !== undefined);
  });
  return new Set([...own, ...accountsOf(policy).map(({ namespace }) => namespace)].filter(each => !SYSTEM_NAMESPACES.includes(each)));
}

interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** The service accounts that bindings name; with those of the defaults of Kubernetes, which are the control plane's. */
function accountsOf({ clusterRoleBindings, roleBindings }: AccessPolicy, counts: (binding: AccessBinding) => boolean = () => true): Account[] {
  const bindings = [...clusterRoleBindings, ...roleBindings].filter(counts);
  return bindings.flatMap(({ namespace: own, subjects }) => subjects.flatMap(({ kind, name, namespace }) => {
    const account = kind === 'ServiceAccount' ? { namespace: namespace || own, name } : kind === 'User' ? serviceAccountOf(name) : undefined;
    return account && account.namespace !== '' ? [account] : [];
  }));
}

/** Every namespace has `default`; others are made, bound, or used by pods. */
function missingAccount({ namespace, name }: Account, objects: readonly PolicyObject[], policy: AccessPolicy): string[] {
  const here = objects.filter(({ object }) => metadataOf(object).namespace === namespace).map(({ object }) => object);
  const isHere = (account: Account) => account.namespace === namespace;
  const own = [
    ...here.filter(({ kind }) => kind === 'ServiceAccount').map(object => metadataOf(object).name ?? ''), ...here.flatMap(usedBy),
    ...accountsOf(policy, ({ origin }) => origin.defaultOf === undefined).filter(isHere).map(each => each.name),
  ];
  const known = new Set([...own, ...accountsOf(policy).filter(isHere).map(each => each.name)]);
  return name === 'default' || own.length === 0 || known.has(name) || isSaid(objects, `system:serviceaccount:${namespace}:${name}`)
    || isSaid(objects.filter(({ object }) => metadataOf(object).namespace === namespace), name) ? []
    : [sentence(`the service account ${namespace}/${name}`, closest(name, known).map(each => `${namespace}/${each}`))];
}

/** The service accounts of pods, wherever a workload holds its template. */
function usedBy(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    (key === 'serviceAccountName' || key === 'serviceAccount') && typeof inner === 'string' ? [inner] : usedBy(inner));
}

function missingGroup(group: string, objects: readonly PolicyObject[], { clusterRoleBindings, roleBindings }: AccessPolicy): string[] {
  const bound = new Set([...clusterRoleBindings, ...roleBindings].flatMap(({ subjects }) => subjects.filter(({ kind }) => kind === 'Group').map(({ name }) => name)));
  if (bound.has(group) || GIVEN.includes(group) || group.startsWith('system:serviceaccounts:') || isSaid(objects, group)) {
    return [];
  }
  const meant = closest(group, [...bound, ...GIVEN]);
  return meant.length === 0 ? [] : [sentence(`the group ${group}`, meant)];
}

/** Whether any text of any object is this one, so that "nothing mentions it" is never said of what something does. */
function isSaid(objects: readonly PolicyObject[], word: string): boolean {
  const says = (value: unknown): boolean => value === word
    || (typeof value === 'object' && value !== null && Object.entries(value).some(([key, inner]) => key === word || says(inner)));
  return objects.some(({ object }) => says(object));
}
