import { gzipSync } from 'node:zlib';
import { Sandbox } from './support';
import { event as auditEvent } from '../adopt/audit-log/events';

// Each run of the command is a process of its own.
jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

const POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
- level: None
  nonResourceURLs: ["/healthz*"]
- level: Metadata
  resources:
  - group: ""
    resources: ["secrets/*"]
- level: Request
`;
const OLD = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n';
const event = (fields: object) => JSON.stringify(auditEvent({
  auditID: 'x1', verb: 'get', requestURI: '/api/v1/namespaces/shop/secrets/a', objectRef: { resource: 'secrets', namespace: 'shop', name: 'a' }, ...fields,
}));
const LOG = `${event({})}\n${event({ objectRef: undefined, requestURI: '/healthz' })}\n${event({ objectRef: { resource: 'pods' }, user: { username: 'zoe' } })}\n`;

beforeAll(() => box.put({
  'policy.yaml': POLICY,
  'old.yaml': OLD,
  'audit.log': LOG,
  'audit.log.gz': gzipSync(LOG),
  'bad.log': `${LOG}klog says hello\n${event({}).slice(0, 50)}`,
  'empty.yaml': 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: []\n',
  'star.yaml': `${OLD}  resources: [{ group: "*" }]\n`,
}));

test('the level of a request is told with its stages and its rule', async () => {
  const { code, out, err } = await box.run(['audit', 'level', 'get', 'secrets/a', '-n', 'shop', '--as', 'jane', '--policy', 'policy.yaml']);
  expect({ code, out, err }).toEqual({
    code: 0,
    err: '',
    out: 'Metadata: get secrets "a" in shop by jane is logged with who, what, when and the outcome, without bodies\n  at ResponseComplete\n'
      + '  by rules[1] of policy.yaml\n    level: Metadata\n    resources:\n    - group: ""\n      resources:\n      - secrets/*\n',
  });
});

test('what is not logged is exit 1', async () => {
  const { code, out } = await box.run(['audit', 'level', 'get', '/healthz/ping', '--as', 'jane', '--policy', 'policy.yaml']);
  expect([code, out.split('\n')[0]]).toEqual([1, 'None: get /healthz/ping by jane is not logged']);
});

test('a failed login is nobody\'s request', async () => {
  const { code, out } = await box.run(['audit', 'level', 'get', 'pods', '--failed-login', '--policy', 'policy.yaml', '--format', 'json']);
  expect([code, JSON.parse(out)]).toEqual([0, { level: 'Request', omitStages: ['RequestReceived'], omitManagedFields: false, rule: 2, stages: ['ResponseStarted'] }]);
});

test('a batch of events is answered in order, a line each', async () => {
  const { code, out } = await box.run(['audit', 'level', '--requests', '-', '--policy', 'policy.yaml'], { input: LOG });
  expect([code, out.trim().split('\n').map(line => (JSON.parse(line) as { rule: number }).rule)]).toEqual([0, [1, 0, 2]]);
  const bad = await box.run(['audit', 'level', '--requests', '-', '--policy', 'policy.yaml'], { input: `${LOG}nothing\n` });
  expect([bad.code, bad.out]).toEqual([2, '']);
  expect(bad.err).toContain('(standard input):4');
});

test.each([
  ['no user', ['audit', 'level', 'get', 'pods', '--policy', 'policy.yaml'], 'whose request it is must be said'],
  ['a policy without rules', ['audit', 'level', 'get', 'pods', '--as', 'a', '--policy', 'empty.yaml'], 'a policy with no rules is not loaded'],
  ['a policy that the target would refuse', ['audit', 'replay', '--policy', 'star.yaml', '--kubernetes', '1.35', 'audit.log'], 'rules[0].resources.group'],
  ['a log that is not there', ['audit', 'replay', '--policy', 'policy.yaml', 'missing.log'], 'ENOENT'],
  ['no log', ['audit', 'replay', '--policy', 'policy.yaml'], 'missing required argument'],
  ['standard input twice', ['audit', 'replay', '--policy', '-', '-'], 'can be read once'],
])('%s is exit 2', async (_, args, message) => {
  const { code, out, err } = await box.run(args);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
});

test('a replay of several logs tells what was logged, what would be, and what changes', async () => {
  const { code, out, err } = await box.run(['audit', 'replay', '--policy', 'policy.yaml', 'audit.log', 'audit.log.gz', '-'], { input: LOG });
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('9 events in 3 logs; 9 (');
  expect(out).toContain('3 events lost, 0 at a lower level, 0 gained, 3 at a higher level');
  expect(out).toMatch(/lost +get \/healthz +Metadata → None +0 +3 +x1/);
});

test('a log without events is replayed, too', async () => {
  const { code, out, err } = await box.run(['audit', 'replay', '--policy', 'policy.yaml', '-'], { input: '' });
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('0 events');
});

test('against another policy, as JSON and as Markdown', async () => {
  const args = ['audit', 'replay', '--policy', 'policy.yaml', '--against', 'old.yaml', 'audit.log', '--format'];
  const json = JSON.parse((await box.run([...args, 'json'])).out) as Record<string, unknown>;
  expect(json).toMatchObject({ policy: 'policy.yaml', against: 'old.yaml', changed: { lost: 1, lowered: 0, gained: 0, raised: 1 }, leftOut: 0 });
  const { out } = await box.run([...args, 'md']);
  expect(out).toContain('| lost | get /healthz | Metadata → None | 0 → 0 | 1 | x1 |');
});

test('bad lines are left out, counted and named, and the exit status says so; --strict stops', async () => {
  const { code, out, err } = await box.run(['audit', 'replay', '--policy', 'policy.yaml', 'bad.log']);
  expect(code).toBe(2);
  expect(out).toContain('2 lines left out, since they are no events');
  expect(err).toContain('bad.log:4');
  expect(err).toContain('bad.log:5');
  const strict = await box.run(['audit', 'replay', '--strict', '--policy', 'policy.yaml', 'bad.log']);
  expect([strict.code, strict.out]).toEqual([2, '']);
  expect(strict.err).toContain('bad.log:4');
});

test('names of a log cannot write to the terminal or into a table', async () => {
  const hostile = event({ user: { username: '\u001b[2J|<script>' } });
  const { out } = await box.run(['audit', 'replay', '--policy', 'policy.yaml', '-'], { input: hostile });
  expect(out).not.toContain('\u001b');
  const md = await box.run(['audit', 'replay', '--policy', 'policy.yaml', '--format', 'md', '-'], { input: hostile });
  expect(md.out).not.toMatch(/<script>|\u001b/);
});

describe('import audit-log', () => {
  const allowed = { annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': 'RBAC: allowed by RoleBinding "dev/shop" of Role "dev" to User "jane"' } };
  const log = `${event(allowed)}\n${event({ ...allowed, user: { username: 'system:serviceaccount:shop:web' }, verb: 'list', objectRef: { resource: 'pods', namespace: 'shop' } })}\n`;
  beforeAll(() => box.put({
    'use.log': log,
    'today.yaml': 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: too-much\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n'
      + '  kind: ClusterRole\n  name: view\nsubjects:\n- apiGroup: rbac.authorization.k8s.io\n  kind: User\n  name: jane\n',
  }));

  test('what is needed, with what is held today and bindings that allowed nothing', async () => {
    const { code, out, err } = await box.run(['import', 'audit-log', 'use.log', '--from', 'today.yaml']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('get on secrets named a');
    expect(out).toContain('used and not held today');
    expect(out).toContain('  ClusterRoleBinding too-much');
    expect(out).toContain('proved: every one of 2 requests');
  });

  test('as YAML that check takes, of one identity, and as TypeScript', async () => {
    const yaml = await box.run(['import', 'audit-log', 'use.log', '--serviceaccount', 'shop:web', '--format', 'yaml']);
    expect([yaml.code, yaml.err]).toEqual([0, '']);
    box.put({ 'needed.yaml': yaml.out });
    const can = await box.run(['can', 'list', 'pods', '-n', 'shop', '--as', 'system:serviceaccount:shop:web', '--from', 'needed.yaml']);
    expect([can.code, (await box.run(['check', 'needed.yaml'])).code]).toEqual([0, 0]);
    const { out } = await box.run(['import', 'audit-log', 'use.log', '--user', 'jane', '--format', 'ts']);
    expect(out).toContain("{ verbs: [Verb.GET], resources: [KubernetesResource.SECRETS], names: ['a'] },");
    expect(out).not.toContain('web');
  });

  test.each([
    ['somebody who did nothing', ['--user', 'nobody'], 'nobody of this name'], ['no service account', ['--serviceaccount', 'web'], 'NAMESPACE:NAME'],
    ['an unknown widening', ['--widen', 'all'], 'names, verbs and refused'],
  ])('%s is exit 2', async (_, args, message) => {
    const { code, out, err } = await box.run(['import', 'audit-log', 'use.log', ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});
