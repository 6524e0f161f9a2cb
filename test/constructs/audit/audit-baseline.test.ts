import * as fc from 'fast-check';
import { decideAudit, type AuditAttributes } from '../../../src/decide/audit';
import { AuditQuestions } from '../../../src/decide/audit/questions';
import { proveModel } from '../../../src/engine/prove';
import { SUPPORTED_MINORS } from '../../../src/kubernetes';
import type { AuditPolicy as Policy } from '../../../src/manifests/model';
import { readAuditPolicy } from '../../../src/prove/audit/read';
import { modelOf, problemOf, small } from '../support';
import {
  AuditBaseline, AuditLevel, AuditLogBackend, AuditPolicy, AuditProfile, AuditWebhookBackend, BreakGlass, Cluster, ClusterTarget, Guarantee,
  Guarantees, KubernetesResource, PolicyApp, Subject, Verb, type AuditBaselineProps,
} from 'cdk8s-bulwark';

const SEALED = KubernetesResource.of({ group: 'bitnami.com', resource: 'sealedsecrets', namespaced: true });

interface Proved {
  readonly policy: Policy;
  readonly verdicts: readonly string[];
  readonly problems: readonly object[];
}

function policyOf(props: AuditBaselineProps = {}, kubernetes = '1.34'): Proved {
  const { prod } = small(kubernetes);
  new AuditBaseline(prod, 'audit', props);
  const model = modelOf(prod);
  const { verdicts, problems } = proveModel(model);
  const { content, path } = model.hosts.controlPlane.files[0]!;
  return { policy: readAuditPolicy(content, path, model.target.minor), verdicts: verdicts.map(({ verdict }) => verdict), problems };
}

const level = fc.constantFrom(...Object.values(AuditLevel).filter(each => each !== AuditLevel.NONE));
const who = (names: readonly string[]) =>
  fc.option(fc.subarray([...names], { minLength: 1 }).map(list => list.map(name => Subject.user(name))), { nil: undefined });
const props: fc.Arbitrary<AuditBaselineProps> = fc.record({
  sensitive: fc.option(fc.constantFrom(
    [SEALED], [SEALED, KubernetesResource.CLUSTER_ROLES], [KubernetesResource.PODS, KubernetesResource.PODS_EXEC],
  ), { nil: undefined }),
  watched: who(['ceo', 'system:kube-proxy', 'robot']),
  noisy: who(['system:serviceaccount:flux-system:kustomize-controller', 'prometheus']),
  levels: fc.option(
    fc.record({ policy: level, interactive: level, workloads: level, everythingElse: level }, { requiredKeys: [] }), { nil: undefined },
  ),
}).map(given => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));

test('every promise holds, on every supported minor', () => {
  for (const minor of SUPPORTED_MINORS) {
    const { verdicts, problems } = policyOf({}, `1.${minor}`);
    expect(problems).toEqual([]);
    expect(verdicts.length).toBeGreaterThanOrEqual(8);
    expect(new Set(verdicts)).toEqual(new Set(['holds']));
  }
});

test('every promise holds, whatever the options', () => {
  fc.assert(fc.property(props, fc.constantFrom(undefined, ...Object.values(AuditProfile)), (given, profile) => {
    const { levels, ...rest } = given;
    const { verdicts, problems } = policyOf(profile === undefined ? given : { ...rest, profile });
    expect(problems).toEqual([]);
    expect(new Set(verdicts)).toEqual(new Set(['holds']));
  }), { numRuns: 25 });
});

const REQUEST: AuditAttributes = {
  user: { name: 'jane', groups: ['system:authenticated'] }, verb: 'get', resourceRequest: true, apiGroup: '', resource: 'pods', subresource: '', namespace: 'shop', name: '', path: '',
};
const levelOf = (policy: Policy, request: Partial<AuditAttributes>) => decideAudit(policy, { ...REQUEST, ...request }, 34).level;

test('options say what they mean', () => {
  const flux = 'system:serviceaccount:flux-system:kustomize-controller';
  const { policy } = policyOf({
    sensitive: [SEALED],
    watched: [Subject.user('ceo')],
    noisy: [Subject.serviceAccount('flux-system', 'kustomize-controller')],
    levels: { workloads: AuditLevel.METADATA, everythingElse: AuditLevel.REQUEST },
  });
  const controller = { user: { name: flux, groups: ['system:authenticated', 'system:serviceaccounts'] } };
  expect(levelOf(policy, { apiGroup: 'bitnami.com', resource: 'sealedsecrets', verb: 'create' })).toBe('Metadata');
  expect(levelOf(policy, controller)).toBe('None');
  expect(levelOf(policy, { ...controller, resource: 'secrets' })).toBe('Metadata');
  expect(levelOf(policy, { ...controller, verb: 'delete' })).toBe('Metadata');
  expect(levelOf(policy, { user: { name: 'ceo', groups: ['system:authenticated'] }, resourceRequest: false, path: '/healthz' })).toBe('Request');
  expect(levelOf(policy, { resourceRequest: false, path: '/healthz' })).toBe('None');
  expect(levelOf(policy, { apiGroup: 'example.com', resource: 'widgets', verb: 'create' })).toBe('Request');
});

test('the group of a BreakGlass is watched, whichever stands first', () => {
  for (const first of ['audit', 'emergency']) {
    const { prod } = small();
    const make = {
      audit: () => new AuditBaseline(prod, 'audit'),
      emergency: () => new BreakGlass(prod, 'emergency', { group: 'sre', expires: '2099-12-31', reason: 'emergencies' }),
    };
    Object.entries(make).sort(([name]) => name === first ? -1 : 1).forEach(([, create]) => create());
    const { hosts } = modelOf(prod);
    expect(hosts.controlPlane.files[0]!.content).toContain('- sre');
  }
});

test('a baseline does without RequestReceived and managed fields, and keeps failed logins', () => {
  const { policy } = policyOf();
  expect(policy).toMatchObject({ omitStages: ['RequestReceived'], omitManagedFields: true });
  expect(new AuditQuestions(policy, 34).below('Metadata', undefined, { sender: user => user === null })).toBeUndefined();
  expect(new AuditQuestions(policy, 34).redundant()).toEqual([]);
});

test.each<[string, AuditBaselineProps, object]>([
  ['nothing of an area is logged', { levels: { policy: AuditLevel.NONE } }, { field: 'levels.policy' }],
  ['less than the profile asks for', { profile: AuditProfile.STIG, levels: { workloads: AuditLevel.REQUEST } }, { field: 'levels.workloads' }],
  ['a profile that there is not', { profile: 'PCI' as AuditProfile }, { field: 'profile' }],
  ['everybody is noise', { noisy: [Subject.authenticated()] }, { field: 'noisy' }],
  ['administrators are noise', { noisy: [Subject.group('system:masters')] }, { field: 'noisy' }],
  ['somebody is watched and noise', { watched: [Subject.user('a')], noisy: [Subject.user('a')] }, { field: 'noisy' }],
  ['a whole group is sensitive', { sensitive: [KubernetesResource.allInGroup('apps')] }, { field: 'sensitive[0]' }],
  ['no sensitive resource is listed', { sensitive: [] }, { field: 'sensitive' }],
  ['no backend is listed', { backends: [] }, { field: 'backends' }],
  ['files of CIS are fewer', { profile: AuditProfile.CIS, log: { maxBackups: 9 } }, { field: 'maxBackups', construct: 'prod/audit/Log' }],
])('refused: %s', (_, given, problem) => {
  expect(problemOf(() => new AuditBaseline(small().prod, 'audit', given))).toMatchObject({ id: 'construct-invalid', construct: 'prod/audit', ...problem });
});

test('a profile that asks for a log is refused a webhook alone', () => {
  const { prod } = small();
  const backends = [new AuditWebhookBackend(prod, 'hook', { kubeconfig: '/etc/kubernetes/audit/hook.conf' })];
  expect(problemOf(() => new AuditBaseline(prod, 'audit', { backends, profile: AuditProfile.CIS }))).toMatchObject({ field: 'backends' });
  new AuditBaseline(small().prod, 'audit', { profile: AuditProfile.NSA });
});

test('an audit policy of somebody else that breaks a promise is told with a request', () => {
  const { prod } = small();
  new AuditPolicy(prod, 'audit', { rules: [{ level: AuditLevel.NONE, subjects: [Subject.user('mallory')] }, { level: AuditLevel.REQUEST_RESPONSE }] });
  const promises = Guarantees.of(prod);
  promises.add(Guarantee.neverLogsBody([KubernetesResource.SECRETS]));
  promises.add(Guarantee.logsAtLeast(AuditLevel.METADATA, { verbs: [Verb.CREATE], resources: [KubernetesResource.ROLE_BINDINGS] }));
  promises.add(Guarantee.logsAtLeast(AuditLevel.REQUEST, { subjects: [Subject.user('jane')], namespaces: [''] }));
  promises.add(Guarantee.logsFailedLogins());
  promises.add(Guarantee.auditRulesReachable());
  const { verdicts, problems } = proveModel(modelOf(prod));
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['broken', 'broken', 'holds', 'holds', 'holds']);
  expect(problems.map(({ message }) => message)).toEqual([
    'promises that no body of secrets/* is ever logged, but rules[1] logs get secrets in any namespace by any user at RequestResponse',
    'promises that create of rolebindings is logged at Metadata or more, but rules[0] logs create rolebindings of rbac.authorization.k8s.io in any namespace by mallory at None',
    // Of tokens nothing was promised, so that they are a finding.
    'bodies with credentials are written to the log, such as of get serviceaccounts/token in any namespace by any user at the level RequestResponse',
  ]);
});

test('what is promised about a cluster without a policy, or where the provider decides, is not provable', () => {
  const { prod } = small();
  Guarantees.of(prod).add(Guarantee.logsFailedLogins());
  expect(proveModel(modelOf(prod)).verdicts.map(({ verdict }) => verdict)).toEqual(['not-provable']);
  const eks = new Cluster(new PolicyApp({ name: 'x' }), 'eks', { target: ClusterTarget.eks({ kubernetes: '1.34' }) });
  new AuditBaseline(eks, 'audit');
  const proved = proveModel(modelOf(eks));
  expect(new Set(proved.verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['not-provable']));
  expect(proved.problems[0]!.message).toContain('EKS has a policy of its own');
});

test('a backend that no policy uses is an error', () => {
  const { prod } = small();
  new AuditLogBackend(prod, 'log');
  expect(problemOf(() => modelOf(prod))).toMatchObject({ construct: 'prod/log', id: 'construct-invalid' });
});

test.each<[law: string, props: AuditBaselineProps]>([
  ['every node is watched', { watched: [Subject.nodes()] }],
  ['everybody is watched', { watched: [Subject.authenticated()] }],
  ['components are watched', { watched: [Subject.systemUser('system:kube-controller-manager'), Subject.systemUser('system:kube-proxy')] }],
  ['leases are sensitive', { sensitive: [KubernetesResource.LEASES] }],
])('rules that options leave nothing to are left out: %s', (_, options) => {
  const { policy, verdicts } = policyOf(options);
  expect(new AuditQuestions(policy, 34).unreachable()).toEqual([]);
  expect(new Set(verdicts)).toEqual(new Set(['holds']));
});

test('reads of whoever has no credential are not noise', () => {
  expect(problemOf(() => policyOf({ noisy: [Subject.systemUser('system:anonymous')] }))).toMatchObject({ field: 'noisy' });
});

test('the policy is not written over the credential of a receiver', () => {
  expect(problemOf(() => {
    const { prod } = small();
    const webhook = new AuditWebhookBackend(prod, 'hook', { kubeconfig: '/etc/kubernetes/audit/a.conf' });
    new AuditBaseline(prod, 'audit', { path: '/etc/kubernetes/audit/a.conf', backends: [webhook] });
  })).toMatchObject({ field: 'path' });
});

describe('a guarantee about nothing at all is refused', () => {
  const stated = (least: unknown, requests: object) => () => {
    const { prod } = small();
    new AuditBaseline(prod, 'audit');
    Guarantees.of(prod).add(Guarantee.logsAtLeast(least as AuditLevel, requests));
    return modelOf(prod);
  };
  test.each<[law: string, least: unknown, requests: object]>([
    ['a level in other case', 'metadata', { resources: [KubernetesResource.PODS] }],
    ['no level', undefined, { resources: [KubernetesResource.PODS] }],
    ['the level None', AuditLevel.NONE, { resources: [KubernetesResource.PODS] }],
    ['a star for a namespace', AuditLevel.METADATA, { resources: [KubernetesResource.PODS], namespaces: ['*'] }],
    ['a star for a user', AuditLevel.METADATA, { subjects: [Subject.user('*')] }],
    ['paths beside resources', AuditLevel.METADATA, { nonResourceUrls: ['/a*'], resources: [KubernetesResource.PODS] }],
  ])('%s', (_, least, requests) => {
    expect(stated(least, requests)).toThrow(/construct-invalid/);
  });

  test('but every verb is every verb', () => {
    const { prod } = small();
    new AuditPolicy(prod, 'audit', { rules: [{ level: AuditLevel.NONE, resources: [KubernetesResource.PODS] }, { level: AuditLevel.METADATA }] });
    Guarantees.of(prod).add(Guarantee.logsAtLeast(AuditLevel.METADATA, { resources: [KubernetesResource.PODS], verbs: [Verb.ALL] }));
    expect(proveModel(modelOf(prod)).verdicts.map(({ verdict }) => verdict)).toEqual(['broken']);
  });
});
