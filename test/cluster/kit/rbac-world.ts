import * as fc from 'fast-check';
import {
  AGGREGATED_NAMES, gatheringLabel, GROUPS, MISSING_ROLE, NAMES, NAMESPACES, PLAIN_LABEL, ROLE_NAMES, RULE_RESOURCES, RULE_URLS, USER_GROUPS, USERS,
  VERBS, WORLD_LABEL,
} from './rbac-tokens';
import { Json, JsonObject } from '../generate/json';
import { object } from '../generate/object';

const GROUP = 'rbac.authorization.k8s.io';
export const API_VERSION = `${GROUP}/v1`;

/** One to three different words, or `*`, which stands beside others now and then. */
const words = (list: readonly string[], star = 1) => fc.uniqueArray(
  fc.oneof({ weight: 9 - star, arbitrary: fc.constantFrom(...list) }, { weight: star, arbitrary: fc.constant('*') }), { minLength: 1, maxLength: 3 });

const resourceRule: fc.Arbitrary<JsonObject> = object({
  verbs: words(VERBS),
  apiGroups: words(GROUPS, 2),
  resources: words(RULE_RESOURCES, 0),
  resourceNames: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: words([...NAMES, ''], 0) }),
}, ['verbs', 'apiGroups', 'resources']);

const urlRule: fc.Arbitrary<JsonObject> = object({ verbs: words(['get', 'post', 'delete']), nonResourceURLs: words(RULE_URLS, 0) });

export const rules = fc.array(resourceRule, { maxLength: 3 });
export const clusterRules = fc.array(fc.oneof({ weight: 3, arbitrary: resourceRule }, { weight: 1, arbitrary: urlRule }), { maxLength: 3 });

/** By a label, which also has other values; or by an expression, over the roles that are not aggregated themselves. */
const selectors = (aggregated: string) => fc.array(fc.oneof<fc.Arbitrary<JsonObject>[]>(
  fc.constant({ matchLabels: { [gatheringLabel(aggregated)]: 'true' } }),
  fc.constantFrom('Exists', 'DoesNotExist', 'In', 'NotIn').map(operator => ({
    matchLabels: { [PLAIN_LABEL]: 'true' },
    matchExpressions: [{ key: gatheringLabel(aggregated), operator, ...(operator.endsWith('In') ? { values: ['true', 'maybe'] } : {}) }],
  })),
), { minLength: 1, maxLength: 2 });

const subject = (mayOmitNamespace: boolean): fc.Arbitrary<JsonObject> => fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...USERS).map(name => ({ kind: 'User', apiGroup: GROUP, name })) },
  { weight: 2, arbitrary: fc.constantFrom(...USER_GROUPS).map(name => ({ kind: 'Group', apiGroup: GROUP, name })) },
  {
    weight: 2,
    arbitrary: object({ kind: fc.constant('ServiceAccount'), name: fc.constantFrom('robot', 'jane'), namespace: fc.constantFrom(...NAMESPACES) },
      mayOmitNamespace ? ['kind', 'name'] : ['kind', 'name', 'namespace']),
  },
);

type Kind = 'Role' | 'ClusterRole' | 'RoleBinding' | 'ClusterRoleBinding';

function made(kind: Kind, name: string, namespace: string | undefined, rest: JsonObject, extra: JsonObject = {}): JsonObject {
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), labels: { [WORLD_LABEL]: 'true', ...extra } };
  return { apiVersion: API_VERSION, kind, metadata, ...rest };
}

const roles: fc.Arbitrary<JsonObject[]> = fc.tuple(...NAMESPACES.flatMap(namespace => ROLE_NAMES.map(name =>
  fc.option(rules, { freq: 2 }).map(list => list && made('Role', name, namespace, { rules: list }))))).map(present);

const labels = (...aggregated: readonly string[]) => fc.dictionary(
  fc.constantFrom(...aggregated.map(gatheringLabel)), fc.constantFrom('true', 'true', 'no'), { maxKeys: 2, noNullPrototype: true });

const plainClusterRoles: fc.Arbitrary<JsonObject[]> = fc.tuple(...ROLE_NAMES.map(name =>
  fc.option(fc.tuple(clusterRules, labels(...AGGREGATED_NAMES)), { freq: 5 }).map(one => one
    && made('ClusterRole', name, undefined, { rules: one[0] }, { [PLAIN_LABEL]: 'true', ...one[1] })))).map(present);

/** The rules that an author writes into them are lost as soon as the controller gathers any. */
const aggregatedClusterRoles: fc.Arbitrary<JsonObject[]> = fc.tuple(...AGGREGATED_NAMES.map((name, at) =>
  fc.option(fc.tuple(fc.option(clusterRules, { nil: [] }), at === 0 ? labels('y') : fc.constant({}), selectors(name)), { freq: 2 }).map(one => one
    && made('ClusterRole', name, undefined, { rules: one[0], aggregationRule: { clusterRoleSelectors: one[2] } }, one[1])))).map(present);

const roleName = fc.constantFrom(...ROLE_NAMES, ...ROLE_NAMES, ...AGGREGATED_NAMES, MISSING_ROLE);

function bindings(kind: 'RoleBinding' | 'ClusterRoleBinding', namespaces: readonly (string | undefined)[], most: number): fc.Arbitrary<JsonObject[]> {
  const roleKinds = kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const one = fc.record({
    namespace: fc.constantFrom(...namespaces),
    role: fc.record({ apiGroup: fc.constant(GROUP), kind: fc.constantFrom(...roleKinds), name: roleName }, { noNullPrototype: true }),
    subjects: fc.array(subject(kind === 'RoleBinding'), { maxLength: 3 }),
  });
  return fc.array(one, { maxLength: most }).map(list => list.map(({ namespace, role: roleRef, subjects }, at) =>
    made(kind, `binding-${at}`, namespace, { roleRef, subjects })));
}

/**
 * Roles, cluster roles (some of them aggregated, also from one that is) and bindings, some of them to roles that are
 * missing. All are valid, and belong to the namespaces of `NAMESPACES`.
 */
export const rbacWorld: fc.Arbitrary<JsonObject[]> = fc.tuple(
  roles, plainClusterRoles, aggregatedClusterRoles, bindings('RoleBinding', NAMESPACES, 8), bindings('ClusterRoleBinding', [undefined], 5),
).map(lists => lists.flat());

function present(list: readonly (Json | null)[]): JsonObject[] {
  return list.filter(one => one !== null) as JsonObject[];
}
