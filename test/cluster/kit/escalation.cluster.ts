import * as fc from 'fast-check';
import { attemptAll, type Attempt, impersonatedGroups, missingRules, writersOf } from './escalation';
import { attemptOf, escalationWorld } from './escalation-world';
import { RbacServer } from './rbac-server';
import { API_VERSION } from './rbac-world';
import type { JsonObject } from '../generate/json';
import { ControlPlane } from '../harness/control-plane';
import { RUNS, SEED } from '../harness/differential';
import { assetsFromEnvironment } from '../harness/environment';

const WORLDS = Math.max(4, Math.ceil(RUNS / 500));
const ATTEMPTS_EACH = 100;
jest.setTimeout(120_000 + WORLDS * 10_000);

let plane: ControlPlane;
let server: RbacServer;

beforeAll(async () => {
  plane = await ControlPlane.start(assetsFromEnvironment(), { controllerManagerFlags: {} });
  server = await RbacServer.on(plane);
});
afterAll(() => plane?.finish());

const labels = { 'kit/world': 'true' };
const made = (kind: string, name: string, rest: JsonObject, namespace?: string): JsonObject =>
  ({ apiVersion: API_VERSION, kind, metadata: { name, labels, ...(namespace ? { namespace } : {}) }, ...rest });
const pods = (...verbs: string[]) => ({ rules: [{ apiGroups: [''], resources: ['pods'], verbs }] });
const byJane = (object: JsonObject, operation: Attempt['operation'] = 'create'): Attempt => ({ user: 'jane', groups: [], operation, object });

test('known writes have their known outcomes', async () => {
  const subjects = [{ kind: 'User', name: 'carol' }];
  const binding = (name: string) => made('RoleBinding', 'new', { roleRef: { kind: 'ClusterRole', name }, subjects }, 'one');
  await server.become([
    ...writersOf(['jane', 'system:anonymous', 'system:serviceaccount:one:robot'], labels),
    made('ClusterRole', 'reader', pods('get', 'list')), made('ClusterRole', 'writer', pods('get', 'delete')),
    made('ClusterRole', 'lifter', { rules: [{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['bind'], resourceNames: ['cluster-admin'] }] }),
    made('RoleBinding', 'jane', { roleRef: { kind: 'ClusterRole', name: 'reader' }, subjects: [{ kind: 'User', name: 'jane' }] }, 'one'),
    made('RoleBinding', 'jane-lifts', { roleRef: { kind: 'ClusterRole', name: 'lifter' }, subjects: [{ kind: 'User', name: 'jane' }] }, 'one'),
  ]);
  const refused = { kind: 'not-held', missing: [{ apiGroups: [''], resources: ['pods'], verbs: ['delete'] }] };
  const outcomes = await attemptAll(plane.admin, [
    byJane(made('Role', 'new', pods('list'), 'one')), byJane(made('Role', 'new', pods('list', 'delete'), 'one')),
    byJane(binding('reader')), byJane(binding('writer')), byJane(binding('cluster-admin')), byJane(binding('nobody-has-it')),
    byJane(made('ClusterRole', 'reader', pods('get', 'list', 'delete')), 'update'),
    byJane({ ...made('ClusterRole', 'new', {}), aggregationRule: { clusterRoleSelectors: [{}] } }),
    byJane(made('Role', 'new', { rules: [{ verbs: [] }] }, 'one')),
    { ...byJane(made('Role', 'new', pods('delete'), 'two')), groups: ['system:masters'] },
    { ...byJane(made('Role', 'new', pods('get'), 'one')), user: 'bob' },
  ]);
  expect(outcomes).toMatchObject([
    { kind: 'allowed' }, refused,
    { kind: 'allowed' }, refused, { kind: 'allowed' }, { kind: 'no-role' },
    { kind: 'not-held', missing: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'delete'] }] },
    { kind: 'aggregation' },
    { kind: 'other', status: 422 },
    { kind: 'allowed' },
    { kind: 'other', status: 403, message: expect.stringContaining('cannot create resource "roles"') },
  ]);
});

test('nothing that was tried was written', async () => {
  expect((await plane.admin.send('GET', `/apis/${API_VERSION}/namespaces/one/roles/new`)).status).toBe(404);
});

test.each([
  ['jane', []], ['jane', ['team']], ['jane', ['team', 'system:authenticated']], ['jane', ['system:unauthenticated']],
  ['system:anonymous', []], ['system:anonymous', ['system:unauthenticated', 'team']],
  ['system:serviceaccount:one:robot', []], ['system:serviceaccount:one:robot', ['team']],
])('%s with %j has the groups that the server completes', async (user, groups) => {
  // The refusal names the user as the check sees it.
  const [outcome] = await attemptAll(plane.admin, [{ user, groups, operation: 'create', object: made('Role', 'new', pods('watch'), 'one') }]);
  const completed = impersonatedGroups(user, groups).map(one => `"${one}"`).join(' ');
  expect(outcome).toMatchObject({ kind: 'not-held', message: expect.stringContaining(`user "${user}" (groups=[${completed}]) is attempting`) });
});

test('generated writes are allowed or refused by the check, and by nothing before it', async () => {
  const size = { minLength: ATTEMPTS_EACH, maxLength: ATTEMPTS_EACH };
  const worlds = fc.sample(
    escalationWorld.chain(world => fc.tuple(fc.constant(world), fc.array(attemptOf(world), size))), { seed: SEED, numRuns: WORLDS });
  const kinds: Record<string, number> = {};
  let asking = 0;
  for (const [world, attempts] of worlds) {
    await server.become(world);
    const before = Date.now();
    const outcomes = await attemptAll(plane.admin, attempts);
    asking += Date.now() - before;
    outcomes.forEach((outcome, at) => {
      kinds[outcome.kind] = (kinds[outcome.kind] ?? 0) + 1;
      expect({ outcome, attempt: attempts[at] }).not.toMatchObject({ outcome: { kind: 'other' } });
      if (outcome.kind === 'not-held') {
        expect(outcome.missing.length).toBeGreaterThan(0);
        outcome.missing.forEach(rule => expect((rule.verbs as string[]).length).toBeGreaterThan(0));
      }
    });
  }
  process.stderr.write(`escalation: ${WORLDS} worlds, ${WORLDS * ATTEMPTS_EACH} writes, ${Math.round(WORLDS * ATTEMPTS_EACH / asking * 1000)} a second, `
    + `${Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`).join(', ')}, BULWARK_SEED=${SEED}\n`);
  expect(kinds.allowed).toBeGreaterThan(WORLDS * ATTEMPTS_EACH / 10);
  expect(kinds['not-held']).toBeGreaterThan(WORLDS * ATTEMPTS_EACH / 10);
});

test('every field of a missing rule is read', () => {
  expect(missingRules('… not currently held:\n{APIGroups:["" "apps"], Resources:["pods/log"], ResourceNames:["a\\"b" "c]"], Verbs:["get"]}\n'
    + '{NonResourceURLs:["/x*"], Verbs:["*"]}; resolution errors: [clusterroles.rbac.authorization.k8s.io "x" not found]')).toEqual([
    { apiGroups: ['', 'apps'], resources: ['pods/log'], resourceNames: ['a"b', 'c]'], verbs: ['get'] },
    { nonResourceURLs: ['/x*'], verbs: ['*'] },
  ]);
});
