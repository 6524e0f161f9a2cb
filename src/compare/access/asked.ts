import type { AccessAttributes } from '../../decide/access';
import { findAuthorizable, isAskedInNamespaces, isBuiltInGroup, isKeyed, REQUEST_VERBS, resourcesWithVerb } from '../../kubernetes';

/** Words that no policy has, each standing for all that is not named. */
export const ANY = {
  verb: 'bulwark-any-verb',
  group: 'bulwark-any-group',
  resource: 'bulwark-any-resource',
  namespace: 'bulwark-any-namespace',
};

/**
 * Whether any API server, or anybody who asks one, can come to ask this. Of groups that are not built in everything may
 * be asked. Of a built-in group only what some supported minor serves or asks: so a wildcard that is spelled out is no
 * change, nor is a rule for a resource that is not there. Verbs that Kubernetes never asks about may be somebody else's.
 */
export function isAsked(request: AccessAttributes): boolean {
  const { resourceRequest, verb, apiGroup, resource, subresource, namespace } = request;
  if (!resourceRequest || !isBuiltInGroup(apiGroup)) {
    return true;
  }
  const served = servedAt(apiGroup, subresource === '' ? resource : `${resource}/${subresource}`);
  return served !== undefined && (served.verbs.has(verb) || isForeign(verb)) && (namespace === '' || isInNamespaces(served, apiGroup, resource, verb));
}

interface Served {
  readonly verbs: ReadonlySet<string>;
  readonly namespaced: boolean;
  /** Verbs by whether they are asked with a namespace all the same. */
  readonly inNamespaces: Map<string, boolean>;
}

/** What can be asked of a resource of a built-in group; undefined for one that is not there. */
function servedAt(group: string, path: string): Served | undefined {
  const key = `${group}/${path}`;
  if (!SERVED.has(key)) {
    const found = findAuthorizable(group, path);
    SERVED.set(key, found && { verbs: new Set(found.verbs), namespaced: found.namespaced, inNamespaces: new Map() });
  }
  return SERVED.get(key);
}

const SERVED = new Map<string, Served | undefined>();

function isInNamespaces({ namespaced, inNamespaces }: Served, group: string, resource: string, verb: string): boolean {
  if (namespaced || carriesItsName(group, resource)) {
    return true;
  }
  let asked = inNamespaces.get(verb);
  if (asked === undefined) {
    asked = isAskedInNamespaces(group, resource, verb);
    inNamespaces.set(verb, asked);
  }
  return asked;
}

/** A request for `namespaces/shop` is one in the namespace shop (apiserver, pkg/endpoints/request/requestinfo.go). */
function carriesItsName(group: string, resource: string): boolean {
  return group === '' && resource === 'namespaces';
}

/** A verb that somebody wrote and Kubernetes never asks about. */
function isForeign(verb: string): boolean {
  let foreign = FOREIGN.get(verb);
  if (foreign === undefined) {
    foreign = verb !== ANY.verb && !REQUEST_VERBS.includes(verb) && resourcesWithVerb(verb).length === 0;
    FOREIGN.set(verb, foreign);
  }
  return foreign;
}

const FOREIGN = new Map<string, boolean>();

/** A resource that stands for those that no rule names: of a built-in group there are such only where a key follows. */
export function otherResources(group: string): ReadonlyArray<readonly [resource: string, subresource: string]> {
  return [[ANY.resource, ''], ...isKeyed(group, 'userextras') ? [['userextras', ANY.resource] as const] : []];
}
