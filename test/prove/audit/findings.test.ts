import type { AuditPolicy, AuditPolicyRule, AuditStage } from '../../../src/manifests/model';
import { auditFindings } from '../../../src/prove/audit/findings';

const CATCH_ALL: AuditPolicyRule = { level: 'Metadata' };

function findings(rules: readonly AuditPolicyRule[], omitStages?: readonly AuditStage[]) {
  const policy: AuditPolicy = { apiVersion: 'audit.k8s.io/v1', rules, ...omitStages ? { omitStages } : {} };
  return auditFindings({ policy, construct: 'prod/audit' }, 36);
}

function found(...of: Parameters<typeof findings>): string[] {
  return findings(...of).map(({ id, field }) => field === undefined ? id : `${id} ${field}`);
}

test('a policy that says what it means has no finding', () => {
  expect(found([{ level: 'Metadata', users: ['jane'] }, { level: 'None' }])).toEqual([]);
  expect(found([{ level: 'None', users: ['system:kube-proxy'], verbs: ['watch'], resources: [{ group: '', resources: ['endpoints', 'services/status'] }] }, CATCH_ALL], ['RequestReceived'])).toEqual([]);
});

test.each<[string, readonly AuditPolicyRule[], readonly AuditStage[] | undefined, string[]]>([
  ['nothing at all is logged', [{ level: 'None' }], undefined, ['audit-nothing-logged']],
  ['nothing is logged, since every stage is omitted', [CATCH_ALL], ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'], ['audit-nothing-logged']],
  ['a rule and the policy together omit every stage', [{ level: 'Metadata', verbs: ['list'], omitStages: ['ResponseStarted', 'ResponseComplete'] }, CATCH_ALL], ['RequestReceived'],
    ['audit-stages-omitted rules[0]']],
  ['failed logins are omitted', [CATCH_ALL], ['RequestReceived', 'ResponseStarted'], ['audit-failed-logins-lost omitStages']],
  ['the bodies of Secrets are logged', [{ level: 'RequestResponse' }], undefined, ['audit-body-sensitive rules[0]']],
  ['issued tokens are logged', [{ level: 'Metadata', resources: [{ group: '', resources: ['secrets'] }, { group: 'authentication.k8s.io' }] }, { level: 'Request', resources: [{ group: '' }] }, CATCH_ALL],
    undefined, ['audit-body-sensitive rules[1]']],
  ['a rule says what the next one says', [{ level: 'Metadata', users: ['jane'] }, { level: 'Metadata', users: ['jane', 'zoe'] }, { level: 'None' }], undefined, ['audit-rule-redundant rules[0]']],
  ['a rule says what the last one says', [{ level: 'Metadata', users: ['jane'] }, CATCH_ALL], undefined, ['audit-rule-redundant rules[0]']],
])('found: %s', (_, rules, omitStages, expected) => {
  expect(found(rules, omitStages)).toEqual(expected);
});

test.each<[string, Omit<AuditPolicyRule, 'level'>, string, string, string?]>([
  ['a star for verbs', { verbs: ['*'] }, 'verbs[0]', 'leave verbs out: that is every verb'],
  ['a verb of RBAC', { verbs: ['get', 'impersonate'] }, 'verbs[1]', 'use the verbs of requests, such as get, list, create, update'],
  ['a misspelt verb', { verbs: ['udpate'] }, 'verbs[0]', 'did you mean update?'],
  ['the user of a port that is gone', { users: ['system:unsecured'] }, 'users[0]', 'take it out'],
  ['a singular', { resources: [{ group: '', resources: ['pod'] }] }, 'resources[0].resources[0]', 'say pods'],
  ['a kind', { resources: [{ group: 'apps', resources: ['Deployment'] }] }, 'resources[0].resources[0]', 'say deployments'],
  ['a resource of another group', { resources: [{ group: '', resources: ['deployments/scale'] }] }, 'resources[0].resources[0]', 'say group: apps'],
  ['a kind of a custom group', { resources: [{ group: 'bitnami.com', resources: ['SealedSecrets'] }] }, 'resources[0].resources[0]', 'correct the group or the name'],
  ['cluster-scoped resources in namespaces', { namespaces: ['shop'], resources: [{ group: 'rbac.authorization.k8s.io', resources: ['clusterroles'] }] }, 'resources[0]',
    'put them into a rule without namespaces'],
  ['names of what is created', { verbs: ['create'], resources: [{ group: '', resources: ['pods'], resourceNames: ['a'] }] }, 'resources[0].resourceNames', 'leave resourceNames out'],
])('a rule names what no request has: %s', (_, rule, field, fix) => {
  expect(findings([{ level: 'None', ...rule }, CATCH_ALL]).filter(({ id }) => id === 'audit-rule-word-idle')).toMatchObject([
    { field: `rules[0].${field}`, fix, construct: 'prod/audit', constructs: ['prod/audit'], object: 'audit Policy' },
  ]);
});

test.each<[string, Omit<AuditPolicyRule, 'level'>]>([
  ['methods of paths', { verbs: ['post', 'head'], nonResourceURLs: ['/logs*'] }],
  ['custom resources', { resources: [{ group: 'bitnami.com', resources: ['sealedsecrets', 'sealedsecrets/status'] }] }],
  ['every resource of a group, and every status', { resources: [{ group: 'apps', resources: ['*'] }, { group: '', resources: ['*/status'] }] }],
  ['the group *', { resources: [{ group: '*', resources: ['secrets', 'anything'] }] }],
  ['Namespaces in their own namespace', { namespaces: ['shop'], resources: [{ group: '', resources: ['namespaces'] }] }],
  ['cluster-scoped resources in no namespace', { namespaces: [''], resources: [{ group: '', resources: ['nodes'] }] }],
  ['names of what is created below an object', { verbs: ['create'], resources: [{ group: '', resources: ['pods/exec'], resourceNames: ['a'] }] }],
  ['unnamed requests by the empty name', { verbs: ['create'], resources: [{ group: '', resources: ['pods'], resourceNames: [''] }] }],
])('a rule may name %s', (_, rule) => {
  expect(found([{ level: 'None', ...rule }, CATCH_ALL])).toEqual([]);
});
