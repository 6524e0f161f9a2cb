import { KEYED_RESOURCES, SPECIAL_VERBS, SUBRESOURCES_OF_ALL, VIRTUAL_RESOURCES } from './data/virtual-resources';
import { MinorRange, parseMinorRange } from './minors';
import { builtInResources } from './resources';

/** A resource or subresource of a built-in group that the authorizer can be asked about. */
export interface Authorizable extends MinorRange {
  /** The empty text for the core group. */
  readonly group: string;
  /** `pods`, `pods/log`. */
  readonly path: string;
  /** Whether requests carry a namespace. */
  readonly namespaced: boolean;
  /** All verbs that can be asked, sorted: `bind` of `roles` among them. */
  readonly verbs: readonly string[];
  /** True for a right without stored objects, such as `users` or `nodes/metrics`. */
  readonly virtual: boolean;
}

/** By group, then by path: as rules name them, so that no text has to be made to ask. */
let cached: ReadonlyMap<string, ReadonlyMap<string, Authorizable>> | undefined;

function index(): ReadonlyMap<string, ReadonlyMap<string, Authorizable>> {
  if (cached) return cached;
  const all = new Map<string, Map<string, Authorizable>>();
  const add = (each: Authorizable) => all.set(each.group, (all.get(each.group) ?? new Map<string, Authorizable>()).set(each.path, each));
  for (const { group, plural, namespaced, verbs, subresources, firstMinor, lastMinor } of builtInResources()) {
    const special = SPECIAL_VERBS.find(row => row[0] === group && row[1] === plural)?.[2].split(' ') ?? [];
    const parent = { group, namespaced, virtual: false };
    add({ ...parent, path: plural, verbs: [...verbs, ...special].sort(), firstMinor, lastMinor });
    for (const subresource of subresources) {
      add({ ...parent, ...subresource, path: `${plural}/${subresource.name}` });
    }
  }
  for (const [group, path, namespaced, verbs, minors] of VIRTUAL_RESOURCES) {
    add({ group, path, namespaced, verbs: verbs.split(' '), virtual: true, ...parseMinorRange(minors) });
  }
  return cached = all;
}

/** Everything of the built-in groups that a rule can name, in some supported minor. */
export function authorizables(): readonly Authorizable[] {
  return [...index().values()].flatMap(group => [...group.values()]);
}

/**
 * What the authorizer can be asked about a resource or subresource; undefined where no supported minor asks,
 * and for groups that are not built in.
 *
 * @param path `pods`, `pods/log`, `userextras/scopes`
 */
export function findAuthorizable(group: string, path: string): Authorizable | undefined {
  const found = index().get(group)?.get(path);
  if (found) return found;
  const slash = path.indexOf('/');
  if (slash < 0) return undefined;
  const [plural, name] = [path.slice(0, slash), path.slice(slash + 1)];
  const keyed = KEYED_RESOURCES.find(row => row[0] === group && row[1] === plural);
  if (keyed) return { group, path, namespaced: false, verbs: keyed[2].split(' '), virtual: true };
  const parent = index().get(group)?.get(plural);
  const shared = SUBRESOURCES_OF_ALL.find(row => row[0] === name);
  return parent && !parent.virtual && shared
    ? { ...parent, path, verbs: shared[1].split(' '), virtual: true }
    : undefined;
}

/** Whether only subresources of it are ever asked about, one a key: `userextras` of authentication.k8s.io. */
export function isKeyed(group: string, plural: string): boolean {
  return KEYED_RESOURCES.some(row => row[0] === group && row[1] === plural);
}

/** The resources that a verb other than those of requests is asked of: `roles` and `clusterroles` of `bind`. */
export function resourcesWithVerb(verb: string): Authorizable[] {
  return authorizables().filter(({ verbs }) => verbs.includes(verb));
}

/** Verbs of requests for resources, as the API server takes them from a request. */
export const REQUEST_VERBS: readonly string[] = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

/**
 * Whether the authorizer can be asked with a namespace about what lives in none. Requests for such objects carry
 * none, and neither do the other questions of Kubernetes, but one: `bind` of a ClusterRole is asked in the namespace
 * of the RoleBinding that is to name it (pkg/registry/rbac/escalation_check.go, BindingAuthorized). Of a verb that
 * Kubernetes itself never asks, such as `use`, whoever asks decides.
 */
export function isAskedInNamespaces(group: string, plural: string, verb: string): boolean {
  if (verb === 'bind') {
    return group === 'rbac.authorization.k8s.io' && plural === 'clusterroles';
  }
  return verb !== '*' && !REQUEST_VERBS.includes(verb) && resourcesWithVerb(verb).length === 0;
}
