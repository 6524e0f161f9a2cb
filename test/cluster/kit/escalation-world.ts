import * as fc from 'fast-check';
import { type Attempt, writersOf } from './escalation';
import { AGGREGATED_NAMES, gatheringLabel, MISSING_ROLE, NAMES, NAMESPACES, ROLE_NAMES, WORLD_LABEL } from './rbac-tokens';
import { API_VERSION, clusterRules, rbacWorld, rules } from './rbac-world';
import type { JsonObject } from '../generate/json';

/**
 * Covered: roles and bindings made and replaced, in namespaces and in the cluster; rules that are held, held in part, by
 * several rules together, or not; `escalate` and `bind`, also for one name; aggregation rules; missing roles; changes that
 * only the garbage collector cares for; members of system:masters.
 *
 * Not covered: writes by patch and by apply, and what stands before the check: authorization of the write itself (all may
 * write), validation (all objects are valid), and the roleRef of a binding, which cannot be changed.
 */
const GROUP = 'rbac.authorization.k8s.io';
const USERS = ['jane', 'bob', 'system:serviceaccount:one:robot', 'system:anonymous'];
const labels = { [WORLD_LABEL]: 'true' };

/** Rules that lift the check, or nearly. */
const lifting: fc.Arbitrary<JsonObject> = fc.record({
  verbs: fc.constantFrom(['escalate'], ['bind'], ['escalate', 'bind'], ['*']),
  apiGroups: fc.constantFrom([GROUP], [GROUP], ['*'], ['']),
  resources: fc.constantFrom(['roles'], ['clusterroles'], ['roles', 'clusterroles'], ['*'], ['rolebindings'], ['*/status']),
  resourceNames: fc.constantFrom([], [], [ROLE_NAMES[0]!], [...NAMES]),
}, { noNullPrototype: true });

const lifted: fc.Arbitrary<JsonObject[]> = fc.record({
  list: fc.array(lifting, { minLength: 1, maxLength: 2 }),
  user: fc.constantFrom(...USERS),
  namespace: fc.constantFrom(undefined, ...NAMESPACES),
}).map(({ list, user, namespace }): JsonObject[] => {
  const metadata = { name: 'kit-lifted', labels };
  return [
    { apiVersion: API_VERSION, kind: 'ClusterRole', metadata, rules: list },
    {
      apiVersion: API_VERSION,
      kind: namespace ? 'RoleBinding' : 'ClusterRoleBinding',
      metadata: { ...metadata, ...(namespace ? { namespace } : {}) },
      roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: metadata.name },
      subjects: [{ apiGroup: GROUP, kind: 'User', name: user }],
    },
  ];
});

/** A world in which all of `USERS` may write roles and bindings, and some may more. */
export const escalationWorld: fc.Arbitrary<JsonObject[]> = fc.tuple(rbacWorld, fc.option(lifted, { nil: [], freq: 2 }))
  .map(([world, more]) => [...world, ...writersOf(USERS, labels), ...more]);

/** Writes near what the world's roles hold. */
export function attemptOf(world: readonly JsonObject[]): fc.Arbitrary<Attempt> {
  return fc.record({
    user: fc.constantFrom(...USERS),
    groups: fc.oneof({ weight: 9, arbitrary: fc.subarray(['team', 'system:serviceaccounts']) }, { weight: 1, arbitrary: fc.constant(['system:masters']) }),
    write: fc.oneof({ weight: 3, arbitrary: created(world) }, { weight: 2, arbitrary: updated(world) }),
  }).map(({ user, groups, write: [operation, object] }) => ({ user, groups, operation, object }));
}

type Write = readonly [operation: Attempt['operation'], object: JsonObject];

function created(world: readonly JsonObject[]): fc.Arbitrary<Write> {
  return fc.oneof(
    { weight: 3, arbitrary: rulesNear(world, rules).map(list => made('Role', list)) },
    { weight: 3, arbitrary: rulesNear(world, clusterRules).map(list => made('ClusterRole', list)) },
    { weight: 1, arbitrary: clusterRules.map(list => made('ClusterRole', list, { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [gatheringLabel('x')]: 'true' } }] } })) },
    { weight: 3, arbitrary: roleRef(['Role', 'ClusterRole']).map(ref => made('RoleBinding', undefined, ref)) },
    { weight: 2, arbitrary: roleRef(['ClusterRole']).map(ref => made('ClusterRoleBinding', undefined, ref)) },
  ).chain(object => inNamespace(object).map(placed => ['create', placed] as const));
}

function updated(world: readonly JsonObject[]): fc.Arbitrary<Write> {
  return fc.constantFrom(...world).chain(before => fc.oneof(
    { weight: 1, arbitrary: fc.constant({ ...before, metadata: { ...before.metadata as JsonObject, finalizers: ['kit/done'] } }) },
    { weight: 1, arbitrary: fc.constant({ ...before, metadata: { ...before.metadata as JsonObject, annotations: { changed: 'yes' } } }) },
    {
      weight: 3,
      arbitrary: before.roleRef ? fc.constant({ ...before, subjects: [{ apiGroup: GROUP, kind: 'User', name: 'carol' }] })
        : rulesNear(world, rules).map(list => ({ ...before, rules: list })),
    },
  )).map(object => ['update', object] as const);
}

/** Rules of the world, whole or with one verb each, or any. */
function rulesNear(world: readonly JsonObject[], any: fc.Arbitrary<JsonObject[]>): fc.Arbitrary<JsonObject[]> {
  const held = world.flatMap(({ rules: list }) => list as JsonObject[] ?? []).filter(({ resources }) => resources !== undefined);
  const near = fc.constantFrom(...held).chain(rule =>
    fc.constantFrom(rule, { ...rule, verbs: (rule.verbs as string[]).slice(0, 1) }, { ...rule, resourceNames: [NAMES[0]!] }));
  return fc.oneof({ weight: 3, arbitrary: fc.array(near, { minLength: 1, maxLength: 2 }) }, { weight: 1, arbitrary: any });
}

function roleRef(kinds: readonly string[]): fc.Arbitrary<JsonObject> {
  const name = fc.constantFrom(...ROLE_NAMES, ...AGGREGATED_NAMES, 'kit-lifted', MISSING_ROLE);
  return fc.record({ apiGroup: fc.constant(GROUP), kind: fc.constantFrom(...kinds), name }, { noNullPrototype: true })
    .map(ref => ({ roleRef: ref, subjects: [{ apiGroup: GROUP, kind: 'User', name: 'carol' }] }));
}

function made(kind: string, list: JsonObject[] | undefined, rest: JsonObject = {}): JsonObject {
  return { apiVersion: API_VERSION, kind, metadata: { name: 'kit-attempt' }, ...(list ? { rules: list } : {}), ...rest };
}

/** Names that `escalate` may be held for, too; none of the two is there. */
function inNamespace(object: JsonObject): fc.Arbitrary<JsonObject> {
  const isCluster = String(object.kind).startsWith('Cluster');
  return fc.tuple(fc.constantFrom('kit-attempt', NAMES[0]!), fc.constantFrom(...NAMESPACES)).map(([name, namespace]) =>
    ({ ...object, metadata: { name, ...(isCluster ? {} : { namespace }) } }));
}
