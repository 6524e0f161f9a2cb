import type { AuditPolicy } from '../../../src/manifests/model';
import { auditGap } from '../../../src/prove/audit/gap';

const GROUP = 'sre-emergency';
const LOG = { level: 'Metadata', userGroups: [GROUP] };

function policy(...rules: object[]): AuditPolicy {
  return { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: rules as AuditPolicy['rules'] };
}

test.each<[string, AuditPolicy]>([
  ['a rule for the group stands first', policy(LOG, { level: 'None' })],
  ['a rule takes everybody', policy({ level: 'Request' })],
  ['a rule takes whoever has logged in', policy({ level: 'Metadata', userGroups: ['system:authenticated'] })],
  ['what comes before drops components alone', policy(
    { level: 'None', users: ['system:kube-proxy'], verbs: ['watch'] }, { level: 'None', userGroups: ['system:nodes', 'system:serviceaccounts:kube-system'] }, LOG,
  )],
  ['what comes before logs more', policy({ level: 'RequestResponse', resources: [{ group: '', resources: ['pods'] }] }, LOG)],
  ['one of the two stages is omitted', { ...policy({ ...LOG, omitStages: ['ResponseStarted'] }), omitStages: ['RequestReceived'] }],
  ['rules before it take together what one that drops could', policy(
    { level: 'Metadata', resources: [{ group: '' }] }, { level: 'Request', nonResourceURLs: ['*'] }, { level: 'None', resources: [{ group: '' }] }, LOG,
  )],
  ['empty lists are no conditions', policy({ ...LOG, users: [], verbs: [], resources: [], namespaces: [], nonResourceURLs: [] })],
])('everything of the group is logged: %s', (_, given) => expect(auditGap(given, GROUP, 36)).toBeUndefined());

test.each<[string, AuditPolicy, string]>([
  ['nothing is', policy(), 'no rule takes '],
  ['another group is logged', policy({ level: 'Metadata', userGroups: ['others'] }), 'no rule takes '],
  ['only users are', policy({ level: 'Metadata', users: ['jane'] }), 'no rule takes '],
  ['a user of the group alone is', policy({ ...LOG, users: ['jane'] }), 'no rule takes '],
  ['some verbs are', policy({ ...LOG, verbs: ['create'] }), 'no rule takes '],
  ['resources are, paths are not', policy({ ...LOG, resources: [{ group: '' }] }), 'no rule takes '],
  ['a namespace is', policy({ ...LOG, namespaces: ['shop'] }), 'no rule takes '],
  ['paths are', policy({ ...LOG, nonResourceURLs: ['*'] }), 'no rule takes '],
  ['the rule is None', policy({ ...LOG, level: 'None' }), 'rules[0] logs nothing'],
  ['a rule before drops paths of everybody', policy({ level: 'None', nonResourceURLs: ['/healthz*'] }, LOG), 'rules[0] logs nothing'],
  ['a rule before drops a group that members may be in too', policy({ level: 'None', userGroups: ['developers'] }, LOG), 'rules[0] logs nothing'],
  ['a rule before drops a user who may be a member', policy({ level: 'None', users: ['jane'] }, LOG), 'rules[0] logs nothing'],
  ['both stages are omitted', { ...policy({ ...LOG, omitStages: ['ResponseComplete'] }), omitStages: ['RequestReceived'] }, 'omits both'],
])('something of the group may be missed: %s', (_, given, gap) => expect(auditGap(given, GROUP, 36)).toContain(gap));
