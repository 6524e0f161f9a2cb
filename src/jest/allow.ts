import type { IConstruct } from 'constructs';
import { createColors } from 'picocolors';
import { receivedCluster } from './received';
import { accountIn } from '../constructs/access/account-of';
import { Subject } from '../constructs/access/subject';
import { combinedResource, type AccessAttributes, type UserInfo } from '../decide/access';
import { AccessIndex } from '../decide/access/access-index';
import type { AccessAnswer } from '../decide/access/answer';
import { impliedGroups, SYSTEM_NAMESPACES } from '../decide/access/users';
import { accessOf, type ClusterAccess } from '../engine/access';
import { metadataOf } from '../manifests/identity';
import { ANY_NAME, ANY_NAMESPACE, ask } from '../prove/access/ask';
import { placed } from '../prove/access/placed';
import { personOf, type SubjectModel } from '../prove/subject';
import { canText } from '../report/can-text';

/** Where a request goes. */
export interface AllowOptions {
  /** The namespace. Default: every namespace; `.not` then means none of them. */
  readonly namespace?: string;
  /** The name of the object. Default: any object; `.not` then means none of them. */
  readonly name?: string;
  readonly subresource?: string;
  /** Groups of the user, beside those that Kubernetes and the app add. */
  readonly groups?: readonly string[];
}

/** A user by name, a Subject, or the workload or account that one stands for. */
export type Who = string | Subject | IConstruct;

/** The answer of both directions: neither may hold where only a part is allowed, or where nobody can tell. */
export interface AllowVerdict {
  readonly holds: boolean;
  readonly explanation: string;
}

/** Whether everything that is meant is allowed, or with `none` whether nothing of it is. */
export function allowVerdict(
  received: unknown, who: Who, verb: string, target: string, options: AllowOptions, none: boolean,
): AllowVerdict {
  const { objects, minor, groups } = receivedCluster(received, 'toAllow');
  const access = accessOf({ objects, minor });
  const user = userOf(who, groups, options.groups);
  const strange = Object.keys(options).find(key => !['namespace', 'name', 'subresource', 'groups'].includes(key));
  if (strange !== undefined) {
    throw new Error(`toAllow knows no option ${strange}; there are namespace, name, subresource and groups`);
  }
  const { namespace, name, subresource } = options;
  if (namespace !== undefined) {
    refuseUnknownNamespace(namespace, objects.map(({ object }) => object));
  }
  const meant = { verb, target: name === undefined ? target : `${target}/${name}`, subresource, namespace: namespace ?? '' };
  const { attributes, type, warnings } = access.understand(meant);
  if (warnings.length > 0) {
    throw new Error(`toAllow asks what cannot be meant: ${warnings.join('; ')}`);
  }
  const isAnywhere = namespace === undefined && attributes.resourceRequest && type?.namespaced !== false;
  const answer = access.answer({ ...attributes, ...isAnywhere ? { namespace: ANY_NAMESPACE } : {}, user });
  const verdict = (holds: boolean, of: AccessAnswer): AllowVerdict => ({ holds, explanation: textOf(of, type?.namespaced) });
  if (!none || answer.answer !== 'no') {
    return verdict(!none && answer.answer === 'yes', answer);
  }
  const witness = attributes.resourceRequest ? witnessOf(access, user, attributes, namespace) : undefined;
  return witness ? verdict(false, access.answer({ ...witness, user })) : verdict(true, answer);
}

/** Some request of those that are meant which is allowed: in one namespace of all, on one object of all. */
function witnessOf(access: ClusterAccess, user: UserInfo, attributes: AccessAttributes, namespace: string | undefined): AccessAttributes | undefined {
  const index = new AccessIndex(placed(access.index.policy));
  const { verb, apiGroup: group, resource, subresource, name } = attributes;
  const question = { verb, group, resource: combinedResource(resource, subresource), ...name === '' ? {} : { name } };
  const places = namespace === undefined ? ['', ANY_NAMESPACE, ...index.namespacesOf(user)] : [namespace];
  return places.flatMap(place => ask(index, user, question, place))[0]?.request;
}

/** Who is meant, with the groups that Kubernetes and the app add. */
export function userOf(who: Who, declared: Readonly<Record<string, readonly string[]>>, more: readonly string[] = []): UserInfo {
  const subject: { kind: string; name: string; namespace?: string } | undefined = typeof who === 'string' ? undefined
    : Subject._isSubject(who) ? who : accountIn(who, who).subject;
  if (who === '') {
    throw new Error('toAllow wants somebody: the name of a user, a Subject, or a workload');
  }
  const { kind, name, namespace } = subject ?? { kind: 'User', name: who as string, namespace: undefined };
  const person = personOf({ kind: kind as SubjectModel['kind'], name, ...namespace === undefined ? {} : { namespace } }, new Map(Object.entries(declared)));
  return { ...person, groups: [...new Set([...person.groups, ...more])] };
}

function refuseUnknownNamespace(namespace: string, objects: ReadonlyArray<Readonly<Record<string, unknown>>>): void {
  const named = objects.flatMap(object => (object.kind === 'Namespace' ? metadataOf(object).name : metadataOf(object).namespace) ?? []);
  const known = new Set([...SYSTEM_NAMESPACES, ...named]);
  if (!known.has(namespace)) {
    throw new Error(`toAllow knows no namespace ${JSON.stringify(namespace)}; there are ${[...known].sort().join(', ')}`);
  }
}

function textOf(answer: AccessAnswer, namespaced: boolean | undefined): string {
  const implied = impliedGroups(answer.request.user.name).filter(group => answer.request.user.groups.includes(group));
  return canText(answer, { colors: createColors(false), show: file => file, implied, namespaced })
    .replaceAll(` ${JSON.stringify(ANY_NAME)}`, '').replaceAll(`in the namespace ${ANY_NAMESPACE}`, 'in every namespace');
}
