import * as yaml from 'yaml';
import { modelOf, problemOf, problemsOf, small, type Json } from '../support';
import { AuditLevel, AuditPolicy, AuditStage, KubernetesResource as R, Subject, Verb, type AuditPolicyProps, type AuditRule } from 'cdk8s-bulwark';

const PATH = '/etc/kubernetes/policies/audit-policy.yaml';

function hostsOf(props: AuditPolicyProps, kubernetes?: string) {
  const { prod } = small(kubernetes);
  new AuditPolicy(prod, 'audit', props);
  return modelOf(prod).hosts.controlPlane;
}

/** The policy as the API server reads it. */
function written(props: AuditPolicyProps): Json {
  return yaml.parse(hostsOf(props).files[0]!.content) as Json;
}

function ruleOf(rule: Partial<AuditRule>): Json {
  return written({ rules: [{ level: AuditLevel.METADATA, ...rule }] }).rules[0];
}

test('rules keep their order: the first that matches decides', () => {
  const levels = [AuditLevel.NONE, AuditLevel.REQUEST_RESPONSE, AuditLevel.METADATA, AuditLevel.REQUEST, AuditLevel.NONE];
  const rules = levels.map((level, at) => ({ level, namespaces: [`n${at}`] }));
  expect(written({ rules })).toEqual({ apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules });
});

test.each<[string, Partial<AuditRule>[], string, string]>([
  ['an earlier one takes every request', [{}, { verbs: [Verb.GET] }], 'rules[1]', 'rules[0] takes all that it could'],
  ['an earlier one takes more', [{ resources: [R.allInGroup('')] }, { resources: [R.SECRETS], names: ['a'] }, {}], 'rules[1]', 'rules[0] takes all'],
  ['earlier ones take it together', [
    { verbs: [Verb.GET, Verb.LIST, Verb.WATCH], resources: [R.PODS] }, { namespaces: ['a', 'b'] }, { verbs: [Verb.GET], resources: [R.PODS] }, {},
  ], 'rules[2]', 'rules[0] takes all'],
  ['its verb is none of a request', [{ verbs: [Verb.APPROVE], resources: [R.PODS] }, {}], 'rules[0]', 'hold for no request'],
])('a rule that no request comes to is refused: %s', (_, rules, field, message) => {
  expect(problemOf(() => written({ rules: rules.map(rule => ({ level: AuditLevel.METADATA, ...rule })) }))).toMatchObject({
    id: 'audit-rule-unreachable', construct: 'prod/audit', field, message: expect.stringContaining(message),
  });
});

test('resources stand in one entry a group', () => {
  expect(ruleOf({ resources: [R.DEPLOYMENTS, R.SECRETS, R.PODS_LOG, R.DEPLOYMENTS_SCALE, R.SECRETS] })).toEqual({
    level: 'Metadata', resources: [{ group: '', resources: ['pods/log', 'secrets'] }, { group: 'apps', resources: ['deployments', 'deployments/scale'] }],
  });
});

test('a whole group lists no resource, which includes its subresources', () => {
  expect(ruleOf({ resources: [R.allInGroup(''), R.PODS, R.allInGroup('apps')] }).resources).toEqual([{ group: '' }, { group: 'apps' }]);
});

test('names stand in every entry', () => {
  expect(ruleOf({ resources: [R.SECRETS, R.DEPLOYMENTS], names: ['b', 'a', 'b'] }).resources).toEqual([
    { group: '', resources: ['secrets'], resourceNames: ['a', 'b'] }, { group: 'apps', resources: ['deployments'], resourceNames: ['a', 'b'] },
  ]);
});

test('service accounts are written by their user names', () => {
  expect(ruleOf({ subjects: [Subject.user('zoe'), Subject.serviceAccount('shop', 'web'), Subject.group('ops')] }))
    .toEqual({ level: 'Metadata', users: ['system:serviceaccount:shop:web', 'zoe'], userGroups: ['ops'] });
});

test('every other condition', () => {
  expect(ruleOf({ verbs: [Verb.LIST, Verb.GET], namespaces: ['b', ''], omitStages: [AuditStage.REQUEST_RECEIVED], omitManagedFields: true }))
    .toEqual({ level: 'Metadata', verbs: ['get', 'list'], namespaces: ['', 'b'], omitStages: ['RequestReceived'], omitManagedFields: true });
  expect(ruleOf({ nonResourceUrls: ['/metrics*', '/healthz'] })).toEqual({ level: 'Metadata', nonResourceURLs: ['/healthz', '/metrics*'] });
});

test('the policy file, the log, and the flags that name them', () => {
  const { files, apiServerFlags, mounts } = hostsOf({ rules: [{ level: AuditLevel.METADATA }], log: { maxAgeDays: 7 } });
  expect(files.map(({ path }) => path)).toEqual([PATH]);
  expect(apiServerFlags).toEqual({
    'audit-policy-file': PATH, 'audit-log-path': '/var/log/kubernetes/audit/audit.log', 'audit-log-maxage': '7', 'audit-log-maxbackup': '10', 'audit-log-maxsize': '100',
  });
  expect(mounts).toEqual([
    { name: 'audit-policy', path: '/etc/kubernetes/policies', readOnly: true }, { name: 'audit-log', path: '/var/log/kubernetes/audit', readOnly: false },
  ]);
});

const ANY = { level: AuditLevel.METADATA };
test.each<[string, AuditPolicyProps, object]>([
  ['no rules', { rules: [] }, { field: 'rules' }],
  ['a policy path that climbs', { rules: [ANY], path: '/etc/../shadow/x' }, { field: 'path' }],
  ['a relative policy path', { rules: [ANY], path: 'audit.yaml' }, { field: 'path' }],
  ['a log in a folder that others use', { rules: [ANY], log: { path: '/var/log/audit.log' } }, { field: 'path', construct: 'prod/audit/Log' }],
  ['a log at the root', { rules: [ANY], log: { path: '/audit.log' } }, { field: 'path', construct: 'prod/audit/Log' }],
  ['a log beside the policy, whose folder is read-only', { rules: [ANY], path: '/a/policy.yaml', log: { path: '/a/audit.log' } }, { field: 'path' }],
  ['zero days', { rules: [ANY], log: { maxAgeDays: 0 } }, { field: 'maxAgeDays', value: '0', construct: 'prod/audit/Log' }],
  ['NaN megabytes', { rules: [ANY], log: { maxSizeMegabytes: NaN } }, { field: 'maxSizeMegabytes', construct: 'prod/audit/Log' }],
])('%s: refused at once', (_, props, problem) => {
  expect(problemOf(() => new AuditPolicy(small().prod, 'audit', props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/audit', ...problem });
});

test.each<[string, Partial<AuditRule>, object]>([
  ['Verb.ALL', { verbs: [Verb.GET, Verb.ALL] }, { field: 'rules[1].verbs', value: '"*"' }],
  ['no verbs', { verbs: [] }, { field: 'rules[1].verbs' }],
  ['no subjects', { subjects: [] }, { field: 'rules[1].subjects' }],
  ['no resources', { resources: [] }, { field: 'rules[1].resources' }],
  ['no namespaces', { namespaces: [] }, { field: 'rules[1].namespaces' }],
  ['names without resources', { names: ['a'] }, { field: 'rules[1].names' }],
])('a rule with %s: refused, by its index', (_, rule, problem) => {
  expect(problemOf(() => hostsOf({ rules: [ANY, { ...ANY, ...rule }] }))).toMatchObject({ id: 'construct-invalid', construct: 'prod/audit', ...problem });
});

test.each<[string, Partial<AuditRule>, string, string]>([
  ['a level that there is not', { level: 'Everything' as AuditLevel }, 'rules[0].level', 'construct-invalid'],
  ['a level that is undefined', { level: undefined }, 'rules[0].level', 'construct-invalid'],
  ['a stage that there is not', { omitStages: ['Later' as AuditStage] }, 'rules[0].omitStages', 'construct-invalid'],
  ['paths beside resources', { resources: [R.PODS], nonResourceUrls: ['/x'] }, 'rules[0].nonResourceURLs', 'host-file-invalid'],
  ['every group, which matches none', { resources: [R.all()] }, 'rules[0].resources.group', 'host-file-invalid'],
])('a rule with %s: refused as the API server would, which else drops it without a word', (_, rule, field, id) => {
  const problems = problemsOf(() => ruleOf(rule));
  expect(problems.map(problem => problem.field)).toEqual(expect.arrayContaining([expect.stringContaining(field) as string]));
  expect(problems[0]).toMatchObject({ id, construct: 'prod/audit' });
});

test('two policies in one cluster are an error that names both', () => {
  const { prod } = small();
  new AuditPolicy(prod, 'one', { rules: [ANY] });
  expect(problemOf(() => new AuditPolicy(prod, 'two', { rules: [ANY] }))).toMatchObject({ construct: 'prod/two', message: 'prod/one asks for another value of the same setting' });
});

test('resources with their subresources stand beside those without, and a subresource or a wildcard has none', () => {
  const { prod } = small();
  const policy = new AuditPolicy(prod, 'audit', {
    rules: [{ level: AuditLevel.METADATA, resources: [R.PODS_EXEC], withSubresources: [R.SECRETS, R.DEPLOYMENTS], names: ['a'] }],
  });
  expect(policy.toManifest().rules).toEqual([{
    level: 'Metadata',
    resources: [
      { group: '', resources: ['pods/exec', 'secrets/*'], resourceNames: ['a'] },
      { group: 'apps', resources: ['deployments/*'], resourceNames: ['a'] },
    ],
  }]);
  for (const resource of [R.PODS_EXEC, R.allInGroup('apps')]) {
    const other = new AuditPolicy(small().prod, 'audit', { rules: [{ level: AuditLevel.METADATA, withSubresources: [resource] }] });
    expect(problemOf(() => other.toManifest())).toMatchObject({ id: 'construct-invalid', field: 'rules[0].withSubresources[0]' });
  }
  const none = new AuditPolicy(small().prod, 'audit', { rules: [{ level: AuditLevel.METADATA, withSubresources: [] }] });
  expect(problemOf(() => none.toManifest())).toMatchObject({ field: 'rules[0].withSubresources' });
});
