import { decideAudit, loggedStages, type AuditAttributes } from '../../src/decide/audit';
import type { AuditPolicyRule } from '../../src/manifests/model';

const NOTHING = { verb: 'get', resourceRequest: true, apiGroup: '', resource: 'pods', subresource: '', namespace: 'shop', name: '', path: '' };
const JANE = { name: 'jane', groups: ['dev', 'system:authenticated'] };

function request(of: Partial<AuditAttributes>): AuditAttributes {
  return { ...NOTHING, user: JANE, ...of };
}

function ruleOf(rules: readonly AuditPolicyRule[], of: Partial<AuditAttributes>, minor = 36): number | null {
  return decideAudit({ apiVersion: 'audit.k8s.io/v1', rules }, request(of), minor).rule;
}

const only = (rule: Omit<AuditPolicyRule, 'level'>): AuditPolicyRule[] => [{ level: 'Metadata', ...rule }];
const resources = (...names: string[]) => only({ resources: [{ group: '', resources: names }] });

// The traps of the evaluator, each with the answer that surprises.
test.each<[string, AuditPolicyRule[], Partial<AuditAttributes>, boolean]>([
  ['a verb * is an ordinary word', only({ verbs: ['*'] }), {}, false],
  ['a user * is an ordinary word', only({ users: ['*'] }), {}, false],
  ['a namespace * is an ordinary word', only({ namespaces: ['*'] }), {}, false],
  ['pods is not pods/log', resources('pods'), { subresource: 'log' }, false],
  ['pods/* is pods/log', resources('pods/*'), { subresource: 'log' }, true],
  ['pods/* is pods as well', resources('pods/*'), {}, true],
  ['* is pods/log', resources('*'), { subresource: 'log' }, true],
  ['*/log is pods/log', resources('*/log'), { subresource: 'log' }, true],
  ['*/log is not pods', resources('*/log'), {}, false],
  ['*/* is nothing', resources('*/*'), { subresource: 'log' }, false],
  ['a group without resources is all of it', only({ resources: [{ group: '' }] }), { subresource: 'log' }, true],
  ['the namespace "" is a list over all namespaces', only({ namespaces: [''] }), { namespace: '' }, true],
  ['the namespace "" is not GET namespaces/foo', only({ namespaces: [''] }), { resource: 'namespaces', name: 'foo', namespace: 'foo' }, false],
  ['namespaces are not for paths', only({ namespaces: [''] }), { resourceRequest: false, path: '/healthz', namespace: '' }, false],
  ['paths are not for resources', only({ nonResourceURLs: ['*'] }), {}, false],
  ['/healthz* is /healthz/ping', only({ nonResourceURLs: ['/healthz*'] }), { resourceRequest: false, path: '/healthz/ping' }, true],
  ['/healthz/* is not /healthz', only({ nonResourceURLs: ['/healthz/*'] }), { resourceRequest: false, path: '/healthz' }, false],
  ['a name in the list is not a request without one', only({ resources: [{ group: '', resources: ['pods'], resourceNames: ['a'] }] }), { verb: 'create' }, false],
  ['the name "" is a request without one', only({ resources: [{ group: '', resources: ['pods'], resourceNames: [''] }] }), { verb: 'create' }, true],
  ['a failed login is in no group', only({ userGroups: ['system:unauthenticated'] }), { user: null }, false],
  ['a failed login is no user', only({ users: [''] }), { user: null }, false],
  ['a failed login is taken by a rule for everyone', only({}), { user: null }, true],
  ['a rule without conditions takes paths', only({}), { resourceRequest: false, path: '/x' }, true],
  ['an empty list is no condition', only({ users: [], verbs: [], resources: [], namespaces: [], nonResourceURLs: [] }), {}, true],
])('%s', (_, rules, of, matches) => {
  expect(ruleOf(rules, of)).toBe(matches ? 0 : null);
});

test('the group * is every group from 1.36 on alone', () => {
  const rules = only({ resources: [{ group: '*', resources: ['pods'] }] });
  expect([35, 36].map(minor => ruleOf(rules, { apiGroup: 'metrics.k8s.io' }, minor))).toEqual([null, 0]);
});

test('what no rule takes has the level None, with the stages and fields of the policy', () => {
  const policy = { apiVersion: 'audit.k8s.io/v1', rules: [], omitStages: ['RequestReceived'] as const, omitManagedFields: true };
  expect(decideAudit(policy, request({}), 36)).toEqual({ level: 'None', omitStages: ['RequestReceived'], omitManagedFields: true, rule: null });
});

test.each<[string, Partial<AuditAttributes>, readonly string[]]>([
  ['an ordinary request has two stages', {}, ['RequestReceived', 'ResponseComplete']],
  ['a watch has three', { verb: 'watch' }, ['RequestReceived', 'ResponseStarted', 'ResponseComplete']],
  ['so has exec', { verb: 'create', subresource: 'exec' }, ['RequestReceived', 'ResponseStarted', 'ResponseComplete']],
  ['so has a profile', { resourceRequest: false, path: '/debug/pprof/heap' }, ['RequestReceived', 'ResponseStarted', 'ResponseComplete']],
  ['a failed login has one', { user: null }, ['ResponseStarted']],
])('%s', (_, of, stages) => {
  expect(loggedStages(request(of), { level: 'Metadata', omitStages: [] })).toEqual(stages);
});
