import { RESOURCES, SUBRESOURCES } from './data/resources';
import { MinorRange, parseMinorRange } from './minors';

/** A subresource of a built-in resource, such as `log` of `pods`. */
export interface BuiltInSubresource extends MinorRange {
  readonly name: string;
  readonly verbs: readonly string[];
}

/** A resource that the API server itself serves, merged over the versions of its group. */
export interface BuiltInResource extends MinorRange {
  /** The empty text for the core group, as in RBAC. */
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  /** The lower-case kind, which kubectl takes for the plural. */
  readonly singular: string;
  /** Short names that kubectl takes, such as `po`. */
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly subresources: readonly BuiltInSubresource[];
}

/**
 * Well-known kinds that are not built in but cluster-scoped, so that a namespace that a chart hands down
 * can be taken off them.
 * @see https://network-policy-api.sigs.k8s.io/
 */
const CLUSTER_SCOPED_CUSTOM_KINDS: ReadonlySet<string> = new Set([
  'policy.networking.k8s.io/AdminNetworkPolicy',
  'policy.networking.k8s.io/BaselineAdminNetworkPolicy',
  'policy.networking.k8s.io/ClusterNetworkPolicy',
]);

interface Index {
  readonly all: readonly BuiltInResource[];
  readonly byPlural: ReadonlyMap<string, BuiltInResource>;
  /** By group, then by kind: as objects name them, so that no text has to be made to ask. */
  readonly byKind: ReadonlyMap<string, ReadonlyMap<string, BuiltInResource>>;
}

let cached: Index | undefined;

function index(): Index {
  if (cached) return cached;
  const subresources = new Map<string, BuiltInSubresource[]>();
  for (const [group, path, verbs, minors] of SUBRESOURCES) {
    const slash = path.indexOf('/');
    const parent = `${group}/${path.slice(0, slash)}`;
    const fact = { name: path.slice(slash + 1), verbs: verbs.split(' '), ...parseMinorRange(minors) };
    const siblings = subresources.get(parent);
    if (siblings) siblings.push(fact);
    else subresources.set(parent, [fact]);
  }
  const all = RESOURCES.map(([group, plural, kind, namespaced, verbs, shortNames, minors]): BuiltInResource => ({
    group,
    plural,
    kind,
    singular: kind.toLowerCase(),
    shortNames: shortNames ? shortNames.split(' ') : [],
    namespaced,
    verbs: verbs.split(' '),
    subresources: subresources.get(`${group}/${plural}`) ?? [],
    ...parseMinorRange(minors),
  }));
  const byKind = new Map<string, Map<string, BuiltInResource>>();
  for (const resource of all) {
    byKind.set(resource.group, (byKind.get(resource.group) ?? new Map<string, BuiltInResource>()).set(resource.kind, resource));
  }
  cached = { all, byPlural: new Map(all.map(resource => [`${resource.group}/${resource.plural}`, resource])), byKind };
  return cached;
}

/**
 * Every resource that discovery lists in some supported minor, by group and plural. What RBAC knows
 * beside them (users and groups to impersonate, signers, the kubelet's nodes/metrics) is no API resource.
 */
export function builtInResources(): readonly BuiltInResource[] {
  return index().all;
}

/** A built-in resource by its plural, without a subresource. */
export function findResource(group: string, plural: string): BuiltInResource | undefined {
  return index().byPlural.get(`${group}/${plural}`);
}

/** A built-in resource by its kind. */
export function findByKind(group: string, kind: string): BuiltInResource | undefined {
  return index().byKind.get(group)?.get(kind);
}

/** Whether objects of a kind live in namespaces; undefined for kinds that are not known. */
export function isNamespaced(group: string, kind: string): boolean | undefined {
  return findByKind(group, kind)?.namespaced ?? (CLUSTER_SCOPED_CUSTOM_KINDS.has(`${group}/${kind}`) ? false : undefined);
}
