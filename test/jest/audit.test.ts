import { failure } from './support';
import { small } from '../constructs/support';
import { AuditBaseline, AuditLevel, AuditPolicy, AuditStage, KubernetesResource as R, PolicyApp, Cluster, ClusterTarget, Subject, Verb, type AuditRule } from 'cdk8s-bulwark';
import 'cdk8s-bulwark/jest';

function withRules(...rules: AuditRule[]): Cluster {
  const { prod } = small();
  new AuditPolicy(prod, 'audit', { rules });
  return prod;
}

function baseline(): Cluster {
  const { prod } = small();
  new AuditBaseline(prod, 'audit');
  return prod;
}

test('a level holds when every request that is meant has it', () => {
  const prod = baseline();
  expect(prod).toAuditAt('Metadata', { verb: 'get', resource: 'secrets' });
  expect(prod).toAuditAt('RequestResponse', { verb: 'create', resource: 'clusterrolebindings', user: 'jane' });
  expect(prod).toAuditAt('None', { verb: 'get', resource: '/healthz', user: 'jane' });
  expect(prod).toAuditAt('Metadata', { verb: 'get', resource: '/healthz', failedLogin: true });
  expect(prod).toAuditAtLeast('Metadata', { resource: 'pods', subresource: 'exec' });
  expect(prod).toAuditAtLeast('Metadata', { resource: '/healthz', user: 'system:anonymous' });
  expect(prod).toAuditAtLeast('Metadata', { resource: '/healthz', user: 'root', groups: ['system:masters'] });
  expect(prod).not.toAuditAtLeast('Request', { resource: 'secrets' });
  expect(prod).not.toAuditAt('Request', { resource: 'secrets', name: 'a', namespace: 'shop' });
  expect(prod).toNeverLogBody('secrets');
  expect(prod).toNeverLogBody('serviceaccounts/token');
});

test('what has the level in part fails both ways, with a request that shows it', () => {
  const prod = withRules({ level: AuditLevel.NONE, subjects: [Subject.group('ops')], verbs: [Verb.GET] }, { level: AuditLevel.REQUEST });
  expect(failure(() => expect(prod).toAuditAt('Request', { resource: 'pods' }))).toContain('get pods in any namespace by any user in ops\n  is logged at None, by rules[0]');
  expect(failure(() => expect(prod).not.toAuditAt('Request', { resource: 'pods' }))).toContain('is logged at Request, by rules[1]');
  expect(prod).toAuditAt('Request', { resource: 'pods', user: 'jane' });
  expect(prod).toAuditAt('None', { resource: 'pods', verb: 'get', user: 'jane', groups: ['ops'] });
  expect(failure(() => expect(prod).toNeverLogBody('secrets'))).toMatch(/secrets in any namespace by .*\n {2}is logged at Request/);
  expect(failure(() => expect(prod).not.toNeverLogBody('secrets'))).toContain('is logged at None');
});

test('groups that the app declares for a user count', () => {
  const app = new PolicyApp({ name: 'groups' });
  const prod = new Cluster(app, 'prod', { target: ClusterTarget.generic({ kubernetes: '1.34' }), groups: { jane: ['ops'] } });
  new AuditPolicy(prod, 'audit', { rules: [{ level: AuditLevel.METADATA, subjects: [Subject.group('ops')] }, { level: AuditLevel.REQUEST, resources: [R.PODS] }] });
  expect(prod).toAuditAt('Metadata', { resource: 'pods', user: 'jane' });
  expect(prod).toAuditAt('Request', { resource: 'pods', user: 'joe' });
});

test.each<[string, () => void, string]>([
  ['a cluster without a policy', () => expect(small().prod).toAuditAt('None', { resource: 'pods' }), 'this one has none'],
  ['an unknown resource', () => expect(baseline()).toNeverLogBody('secretz'), 'secretz'],
  ['an unknown level', () => expect(baseline()).toAuditAt('Everything' as 'None', { resource: 'pods' }), 'no level'],
  ['an unknown verb', () => expect(baseline()).not.toAuditAt('None', { resource: 'pods', verb: 'gte' }), 'cannot be meant'],
  ['a failed login of somebody', () => expect(baseline()).toAuditAt('None', { resource: 'pods', user: 'a', failedLogin: true }), 'no user'],
])('%s is an error both ways', (_, expectation, message) => {
  expect(failure(expectation)).toContain(message);
});

test('a tree can be asked by its path', () => {
  expect('dist/manifests/kubernetes-1-8').toAuditAt('Metadata', { resource: 'secrets', verb: 'get' });
});

describe('a star is no question, which could otherwise be about nothing at all', () => {
  test.each<[what: string, ask: (prod: Cluster) => void]>([
    ['every resource', prod => expect(prod).toNeverLogBody('*')],
    ['every resource of every group', prod => expect(prod).toNeverLogBody('*.*')],
    ['every subresource of everything', prod => expect(prod).toNeverLogBody('*/*')],
    ['a verb', prod => expect(prod).toAuditAtLeast('Metadata', { resource: 'pods', verb: '*' })],
    ['a namespace', prod => expect(prod).toAuditAtLeast('Metadata', { resource: 'pods', namespace: '*' })],
    ['a name', prod => expect(prod).toAuditAtLeast('Metadata', { resource: 'pods/*' })],
    ['a user', prod => expect(prod).toAuditAtLeast('Metadata', { resource: 'pods', user: '*' })],
    ['nobody', prod => expect(prod).toAuditAtLeast('Metadata', { resource: 'pods', user: '' })],
    ['nothing', prod => expect(prod).toNeverLogBody(undefined as unknown as string)],
  ])('%s', (_, ask) => {
    const prod = withRules({ level: AuditLevel.REQUEST_RESPONSE });
    expect(() => ask(prod)).toThrow(/asks what cannot be meant|wants a resource/);
    expect(failure(() => expect(prod).toNeverLogBody('*.apps'))).toMatch(/is logged at RequestResponse/);
  });
});

test('a body that would come with an omitted stage is not said to be logged', () => {
  const { prod } = small();
  new AuditPolicy(prod, 'audit', { rules: [{ level: AuditLevel.REQUEST_RESPONSE }], omitStages: [AuditStage.RESPONSE_COMPLETE] });
  for (const level of ['RequestResponse', 'Metadata'] as const) {
    expect(() => expect(prod).toAuditAt(level, { resource: 'secrets', verb: 'get' })).toThrow();
    expect(() => expect(prod).not.toAuditAt(level, { resource: 'secrets', verb: 'get' })).toThrow();
  }
  expect(() => expect(prod).toAuditAtLeast('Request', { resource: 'clusterroles' })).toThrow();
  expect(prod).toAuditAtLeast('Metadata', { resource: 'clusterroles', user: 'jane' });
});
