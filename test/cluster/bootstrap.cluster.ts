import { ControlPlane } from './harness/control-plane';
import { assetsFromEnvironment, minorFromEnvironment } from './harness/environment';
import { BOOTSTRAP_LABEL, bootstrapPolicy } from '../../src/kubernetes';

/**
 * The server writes its default roles before it calls itself ready (its hook rbac/bootstrap-roles). No controller
 * manager runs here, so that aggregated roles are still without rules.
 */
const minor = minorFromEnvironment();
const expected = bootstrapPolicy(minor)!;
const SERVER_METADATA = ['uid', 'resourceVersion', 'creationTimestamp', 'managedFields'];

interface Listed {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly rules?: readonly unknown[] | null;
}

let plane: ControlPlane;

beforeAll(async () => plane = await ControlPlane.start(assetsFromEnvironment()));
afterAll(() => plane?.finish());

test('the data knows the minor that runs', async () => {
  expect((await plane.admin.send('GET', '/version')).body.minor).toBe(String(minor));
  expect(expected).toBeDefined();
});

test.each([
  ['clusterroles', 'ClusterRole', expected.clusterRoles],
  ['clusterrolebindings', 'ClusterRoleBinding', expected.clusterRoleBindings],
  ['roles', 'Role', expected.roles],
  ['rolebindings', 'RoleBinding', expected.roleBindings],
] as const)('%s of the server, field for field and in the order of their rules', async (plural, kind, ours) => {
  const listed = await list(plural, `?labelSelector=${encodeURIComponent(`${BOOTSTRAP_LABEL}=rbac-defaults`)}`);
  expect(listed.length).toBeGreaterThan(0);
  expect(listed.map(object => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind, ...withoutServerFields(object) }))).toEqual(ours);
});

test.each([
  ['clusterroles', expected.clusterRoles],
  ['clusterrolebindings', expected.clusterRoleBindings],
  ['roles', expected.roles],
  ['rolebindings', expected.roleBindings],
] as const)('a new server has no other %s', async (plural, ours) => {
  expect((await list(plural)).map(({ metadata }) => metadata.name).sort()).toEqual(ours.map(({ metadata }) => metadata.name).sort());
});

async function list(plural: string, query = ''): Promise<readonly Listed[]> {
  const { status, body } = await plane.admin.send('GET', `/apis/rbac.authorization.k8s.io/v1/${plural}${query}`);
  expect(status).toBe(200);
  return body.items as Listed[];
}

/** What the server adds to every object, and the null that it writes for the rules of an aggregated role. */
function withoutServerFields({ rules, ...object }: Listed): object {
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([field]) => !SERVER_METADATA.includes(field)));
  return { ...object, metadata, ...(rules ? { rules } : {}) };
}
