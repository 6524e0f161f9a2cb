import type { Question } from './capabilities';
import type { AccessAttributes, Grant, UserInfo } from '../../decide/access';
import type { AccessIndex, HeldRule } from '../../decide/access/access-index';
import { findAuthorizable, isKeyed } from '../../kubernetes';

/** A namespace and a name that nothing names: what is allowed there is allowed everywhere. */
export const ANY_NAMESPACE = 'bulwark-any-namespace';
export const ANY_NAME = 'bulwark-any-name';

/** A request that somebody may send, and the rules that allow it. */
export interface Allowed {
  readonly request: AccessAttributes;
  readonly grants: readonly Grant[];
}

/**
 * Every way in which a question is answered yes in one place, the most general first: without naming an
 * object, and then for each name that a rule of the person holds.
 *
 * @param place a namespace, or `''` for the cluster scope
 * @param held the rules that the user holds there
 */
export function ask(index: AccessIndex, user: UserInfo, question: Question, place: string, held = index.rulesFor(user, place)): Allowed[] {
  if (question.namespace !== undefined && place !== question.namespace && place !== ANY_NAMESPACE) {
    return [];
  }
  const names = question.name !== undefined ? [question.name] : ['', ANY_NAME, ...namesIn(held)];
  const allowed: Allowed[] = [];
  for (const resource of resourcesOf(question, held)) {
    for (const name of names) {
      const request = requestFor({ ...question, resource }, place, name);
      if (request && index.allows({ ...request, user })) {
        allowed.push({ request, grants: index.decide({ ...request, user }).because });
      }
    }
  }
  return allowed;
}

/** The request of a question, as an API server would see it; undefined where none of its requests looks like this. */
function requestFor({ verb, group, resource: path, namespace }: Question, place: string, name: string): AccessAttributes | undefined {
  const [resource = '', subresource = ''] = path.split('/');
  const fact = findAuthorizable(group, path);
  const request = { verb, resourceRequest: true, apiGroup: group, resource, subresource, name, namespace: namespace ?? place, path: '' };
  if (verb !== '*' && NAMELESS.has(verb) !== (name === '') && !(name !== '' && NAMED_TOO.has(verb))) {
    return undefined;
  }
  if (verb === 'bind') {
    // Asked where the binding is to stand, whatever the role's own scope (pkg/registry/rbac/escalation_check.go, BindingAuthorized).
    return request;
  }
  if (fact?.namespaced === false) {
    // GET, PATCH and DELETE of a namespace carry it as their namespace; other requests of the cluster scope carry none.
    return group === '' && resource === 'namespaces' && name !== '' ? place === '' ? undefined : { ...request, namespace: place, name: namedAs(place, name) }
      : place === '' ? request : undefined;
  }
  return fact?.namespaced === true && place === '' ? undefined : request;
}

/** In a namespace of its own only that one can be meant. */
function namedAs(place: string, name: string): string {
  return place === ANY_NAMESPACE ? name : place;
}

/** Verbs whose requests name no object … */
const NAMELESS = new Set(['create', 'list', 'watch', 'deletecollection']);
/** … though by a server-side apply, a PUT or a field selector these can. */
const NAMED_TOO = new Set(['create', 'list', 'watch']);

function namesIn(held: readonly HeldRule[]): Set<string> {
  return new Set(held.flatMap(({ rule: { rule } }) => rule.resourceNames ?? []));
}

/** A resource that is only asked about by its keys, such as `userextras/scopes`: any key, and those that rules name. */
function resourcesOf({ group, resource }: Question, held: readonly HeldRule[]): string[] {
  if (!isKeyed(group, resource)) {
    return [resource];
  }
  const keys = held.flatMap(({ rule: { rule } }) => rule.resources ?? []).filter(each => each.startsWith(`${resource}/`) && !each.endsWith('/*'));
  return [`${resource}/${ANY_NAME}`, ...new Set(keys)];
}
