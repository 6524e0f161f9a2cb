import type { PolicyObject } from './build';
import { compactRules, uncovered } from './covers';
import type { AccessPolicy, RoleRule } from './policy';
import { findByKind } from '../../kubernetes';
import { groupOf, identityOf, metadataOf, objectLabel } from '../../manifests/identity';
import type { PolicyRule } from '../../manifests/model';

/** What an identity needs to apply objects, by the place in which it needs it. */
export interface DeployerRights {
  /** Rules by namespace; `''` holds those of the cluster scope. */
  readonly rules: ReadonlyMap<string, readonly PolicyRule[]>;
  /** Objects that no right short of everything lets anybody apply, and why. */
  readonly beyond: ReadonlyArray<{ readonly object: string; readonly reason: string }>;
}

/** How they are applied. */
export interface DeployerOptions {
  /** Whether it also deletes what is no longer wanted. Default: true. */
  readonly prune?: boolean;
  /** The policy that the objects make together with the default roles. */
  readonly policy: AccessPolicy;
}

const RBAC_GROUP = 'rbac.authorization.k8s.io';

/**
 * A server-side apply is a patch, and a create beside it where the object is new; agents read, list and watch
 * what they compare with (apiserver/pkg/endpoints/handlers/patch.go).
 */
const APPLY = ['create', 'get', 'list', 'patch', 'watch'];

/**
 * The least that an identity must hold to apply all of some objects by server-side apply: the requests for
 * each kind, and whatever RBAC's escalation check asks for roles and bindings
 * (pkg/registry/rbac/{role,clusterrole,rolebinding,clusterrolebinding}/policybased/storage.go):
 *
 * 1. Who writes a role holds its rules there: those of a Role in its namespace, those of a ClusterRole everywhere.
 * 2. Who binds a role holds its rules where the binding counts, or may `bind` that role by name. The second is
 *    asked for, when the role is not among the objects: it is less, and it works for a role that nobody can see.
 */
export function deployerRights(objects: Iterable<PolicyObject>, { prune = true, policy }: DeployerOptions): DeployerRights {
  const wanted = new Map<string, PolicyRule[]>();
  const beyond: Array<{ object: string; reason: string }> = [];
  const add = (place: string, ...rules: PolicyRule[]) => void wanted.set(place, [...wanted.get(place) ?? [], ...rules]);
  const kinds = new Map<string, Set<string>>();
  const all = [...objects];
  const written = new Set(all.map(({ object }) => identityOf(object)));
  for (const { object } of all) {
    const type = resourceOf(object, all);
    if (!type) {
      beyond.push({ object: objectLabel(object), reason: 'nothing among the objects says what its resource is called' });
      continue;
    }
    const place = type.namespaced ? metadataOf(object).namespace ?? '' : '';
    const key = `${place}\n${type.group}`;
    kinds.set(key, (kinds.get(key) ?? new Set()).add(type.plural));
    if (type.group === RBAC_GROUP) {
      const reason = governs(object, policy, written, place, add);
      if (reason !== undefined) {
        beyond.push({ object: objectLabel(object), reason });
      }
    }
  }
  for (const [key, plurals] of kinds) {
    const [place = '', group = ''] = key.split('\n');
    add(place, { apiGroups: [group], resources: [...plurals].sort(), verbs: [...APPLY, ...prune ? ['delete'] : []].sort() });
  }
  return { rules: leastOf(wanted), beyond };
}

/** What the escalation check asks for one role or binding; a reason where nothing short of everything would do. */
function governs(
  object: PolicyObject['object'], policy: AccessPolicy, written: ReadonlySet<string>, place: string,
  add: (place: string, ...rules: PolicyRule[]) => void,
): string | undefined {
  const { name = '' } = metadataOf(object);
  if (object.kind === 'Role' || object.kind === 'ClusterRole') {
    const rules = object.kind === 'Role' ? policy.roles.get(`${place}/${name}`)?.rules : policy.clusterRoles.get(name)?.rules;
    if (object.aggregationRule !== undefined && object.aggregationRule !== null) {
      return 'an aggregationRule can gather anything, so only who holds everything, or the verb escalate, may write it';
    }
    add(place, ...(rules ?? []).map(withoutOrigin));
    return undefined;
  }
  const { kind, name: role } = object.roleRef as { kind: 'Role' | 'ClusterRole'; name: string };
  const own = identityOf({ apiVersion: `${RBAC_GROUP}/v1`, kind, metadata: { name: role, ...kind === 'Role' ? { namespace: place } : {} } });
  if (!written.has(own)) {
    add(place, { apiGroups: [RBAC_GROUP], resources: [kind === 'Role' ? 'roles' : 'clusterroles'], resourceNames: [role], verbs: ['bind'] });
  }
  return undefined;
}

function withoutOrigin({ rule }: RoleRule): PolicyRule {
  return rule;
}

/** What a namespace needs beside what is held everywhere, in as few rules as can be. */
function leastOf(wanted: ReadonlyMap<string, readonly PolicyRule[]>): Map<string, PolicyRule[]> {
  const everywhere = needed([], wanted.get('') ?? []);
  const own = [...wanted].filter(([place]) => place !== '').sort(([a], [b]) => a < b ? -1 : 1)
    .map(([place, rules]) => [place, needed(everywhere, rules)] as const);
  return new Map([['', everywhere] as const, ...own].filter(([, rules]) => rules.length > 0));
}

/** The tuples that are not held yet, and that no other of them includes, joined by their verbs and then by their resources. */
function needed(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  const tuples = uncovered(held, wanted);
  const kept = tuples.filter((tuple, at) => !tuples.some((other, index) => index !== at && uncovered([other], [tuple]).length === 0
    && (index < at || uncovered([tuple], [other]).length > 0)));
  const joined = new Map<string, PolicyRule>();
  for (const rule of compactRules(kept)) {
    const { resources, ...rest } = { ...rule, verbs: [...rule.verbs].sort() };
    const key = JSON.stringify(rest);
    joined.set(key, resources === undefined ? rest : { ...rest, resources: [...joined.get(key)?.resources ?? [], ...resources].sort() });
  }
  return [...joined].sort(([a], [b]) => a < b ? -1 : 1).map(([, rule]) => rule);
}

interface ResourceName {
  readonly group: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

/** A built-in resource, or one that a CustomResourceDefinition among the objects defines. */
function resourceOf(object: PolicyObject['object'], all: readonly PolicyObject[]): ResourceName | undefined {
  const group = groupOf(object);
  const builtIn = findByKind(group, String(object.kind));
  if (builtIn) {
    return builtIn;
  }
  for (const { object: other } of all) {
    const { group: of, names, scope } = (other.kind === 'CustomResourceDefinition' ? other.spec : undefined) as
      { group?: unknown; names?: { kind?: unknown; plural?: unknown }; scope?: unknown } | undefined ?? {};
    if (of === group && names?.kind === object.kind && typeof names?.plural === 'string') {
      return { group, plural: names.plural, namespaced: scope !== 'Cluster' };
    }
  }
  return undefined;
}
