import * as fc from 'fast-check';
import { reviewOf } from './rbac-aim';
import { RbacServer } from './rbac-server';
import { API_VERSION, rbacWorld } from './rbac-world';
import { type Review, reviewAll } from './reviews';
import type { JsonObject } from '../generate/json';
import { ControlPlane } from '../harness/control-plane';
import { RUNS, SEED } from '../harness/differential';
import { assetsFromEnvironment } from '../harness/environment';

/** The kit's own proof: known answers come back as known, and what is generated is taken and answered. */

const WORLDS = Math.max(5, Math.ceil(RUNS / 400));
const REVIEWS_EACH = 400;
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
const asked = (user: string, verb: string, resource: string, namespace: string, groups: string[] = []): Review =>
  ({ user, groups, resourceAttributes: { verb, group: '', resource, subresource: '', namespace, name: '' } });

test('known questions have their known answers', async () => {
  await server.become([
    made('Role', 'reader', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }, { apiGroups: [''], resources: ['secrets/*', '*/*'], verbs: ['get'] }] }, 'one'),
    made('RoleBinding', 'jane', { roleRef: { kind: 'Role', name: 'reader' }, subjects: [{ kind: 'User', name: 'jane' }] }, 'one'),
    made('RoleBinding', 'view', { roleRef: { kind: 'ClusterRole', name: 'view' }, subjects: [{ kind: 'ServiceAccount', name: 'robot' }] }, 'two'),
    made('ClusterRoleBinding', 'gone', { roleRef: { kind: 'ClusterRole', name: 'missing' }, subjects: [{ kind: 'User', name: 'jane' }] }),
  ]);
  const questions = [
    asked('jane', 'list', 'pods', 'one'), asked('jane', 'list', 'pods', 'two'), asked('jane', 'delete', 'pods', 'one'),
    asked('jane', 'get', 'secrets', 'one'),
    // A service account without a namespace is that of the binding's.
    asked('system:serviceaccount:two:robot', 'list', 'configmaps', 'two'), asked('system:serviceaccount:one:robot', 'list', 'configmaps', 'two'),
    asked('anyone', 'delete', 'nodes', '', ['system:masters']),
  ];
  const answers = await reviewAll(plane.admin, questions);
  expect(answers.map(({ allowed }) => allowed)).toEqual([true, false, false, false, true, false, true]);
  expect(answers[0]!.reason).toContain('RoleBinding "jane/one" of Role "reader" to User "jane"');
  expect(answers[1]!.reason).toContain('clusterrole.rbac.authorization.k8s.io "missing" not found');
});

test('the world before leaves nothing behind', async () => {
  await server.become([]);
  expect((await reviewAll(plane.admin, [asked('jane', 'list', 'pods', 'one')]))[0]!.allowed).toBe(false);
});

test('aggregated roles have what was gathered, and what was gathered by those', async () => {
  const gatherer = (name: string, own: JsonObject) => {
    const { metadata, ...rest } = made('ClusterRole', name, {
      rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }], aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [`kit/to-${name}`]: 'true' } }] },
    });
    return { ...rest, metadata: { ...metadata as JsonObject, labels: { ...labels, ...own } } };
  };
  const plain = made('ClusterRole', 'reader', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] });
  await server.become([
    gatherer('y', {}), gatherer('x', { 'kit/to-y': 'true' }),
    { ...plain, metadata: { name: 'reader', labels: { ...labels, 'kit/to-x': 'true' } } },
    made('ClusterRoleBinding', 'jane', { roleRef: { kind: 'ClusterRole', name: 'y' }, subjects: [{ kind: 'User', name: 'jane' }] }),
  ]);
  const answers = await reviewAll(plane.admin, [asked('jane', 'get', 'pods', 'two'), asked('jane', 'get', 'nodes', '')]);
  expect(answers.map(({ allowed }) => allowed)).toEqual([true, false]);
  expect((await server.clusterRoles()).map(({ metadata, rules }) => [(metadata as JsonObject).name, (rules as JsonObject[])[0]!.resources]))
    .toEqual([['reader', ['pods']], ['x', ['pods']], ['y', ['pods']]]);
});

test('a question that the server does not take is an error', async () => {
  await expect(reviewAll(plane.admin, [{ user: 'jane', groups: [] }])).rejects.toThrow('answered with 422');
});

test('generated worlds are taken, generated questions answered, thousands a second', async () => {
  const size = { minLength: REVIEWS_EACH, maxLength: REVIEWS_EACH };
  const worlds = fc.sample(rbacWorld.chain(world => fc.tuple(fc.constant(world), fc.array(reviewOf(world), size))), { seed: SEED, numRuns: WORLDS });
  let [objects, reviews, allowed, asking] = [0, 0, 0, 0];
  const from = Date.now();
  for (const [world, questions] of worlds) {
    await server.become(world);
    const before = Date.now();
    const answers = await reviewAll(plane.admin, questions);
    asking += Date.now() - before;
    objects += world.length;
    reviews += answers.length;
    allowed += answers.filter(answer => answer.allowed).length;
  }
  const seconds = (asking / 1000).toFixed(1);
  process.stderr.write(`access: ${worlds.length} worlds with ${objects} objects, ${reviews} reviews, ${allowed} allowed, ${Math.round(reviews / asking * 1000)} a second `
    + `(${seconds} s of ${((Date.now() - from) / 1000).toFixed(1)} s), BULWARK_SEED=${SEED}\n`);
  expect(allowed / reviews).toBeGreaterThan(0.1);
  expect(allowed / reviews).toBeLessThan(0.9);
});
