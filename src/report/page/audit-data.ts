import type { AuditData, LevelRange } from './data';
import type { Strings } from './strings';
import { AUDIT_LEVELS } from '../../decide/audit';
import { AuditQuestions } from '../../decide/audit/questions';
import type { AuditRequests } from '../../decide/audit/requests';
import type { AuditPolicy, AuditPolicyRule } from '../../manifests/model';
import { printable } from '../../manifests/problem';
import type { AuditView } from '../../prove/audit/guarantees';
import { auditRequestText } from '../../prove/audit/words';

/** The rules of the audit policies, and what is logged of what reviewers ask about. */
export function auditData({ policies, doubt }: AuditView, minor: number, strings: Strings): AuditData {
  const [only, ...others] = policies;
  return {
    ...doubt === undefined ? {} : { doubt: printable(doubt) },
    policies: policies.map(({ policy, source, construct }) => ({
      ...strings.place({ source, construct }),
      omitStages: (policy.omitStages ?? []).join(', '),
      rules: policy.rules.map(rule => ({ level: rule.level, what: printable(ruleWords(rule)), omitStages: (rule.omitStages ?? []).join(', ') })),
    })),
    levels: only && others.length === 0 ? levelsOf(only.policy, minor) : [],
  };
}

/** What reviewers ask about, and the requests that are meant. */
const ASKED: ReadonlyArray<readonly [what: string, group: string, resources: readonly string[]]> = [
  ['secrets', '', ['secrets']],
  ['config maps', '', ['configmaps']],
  ['tokens of service accounts', '', ['serviceaccounts/token']],
  ['roles and bindings', 'rbac.authorization.k8s.io', ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings']],
  ['network policies', 'networking.k8s.io', ['networkpolicies']],
  ['webhooks and admission policies', 'admissionregistration.k8s.io', []],
  ['certificate requests', 'certificates.k8s.io', []],
  ['service accounts', '', ['serviceaccounts']],
  ['namespaces', '', ['namespaces']],
  ['nodes', '', ['nodes']],
  ['pods', '', ['pods']],
  ['deployments, jobs and their like', 'apps', []],
];

/** Verbs of connections that run commands or go past the network: a GET opens them as a POST does. */
const CONNECTIONS: AuditRequests = {
  verbs: ['get', 'create'],
  resources: [{ resources: ['pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy', 'services/proxy', 'nodes/proxy'] }],
};

const READS = ['get', 'list', 'watch'];
const CHANGES = ['create', 'update', 'patch', 'delete', 'deletecollection'];

function levelsOf(policy: AuditPolicy, minor: number): AuditData['levels'] {
  const questions = new AuditQuestions(policy, minor);
  const about = (group: string, resources: readonly string[], verbs: readonly string[]) =>
    range(questions, { verbs, resources: [{ group, resources }] });
  const connections = range(questions, CONNECTIONS);
  return [
    ...ASKED.map(([what, group, resources]) => ({ what, reads: about(group, resources, READS), changes: about(group, resources, CHANGES) })),
    { what: 'exec, attach, port-forward and proxies', reads: connections, changes: connections },
    { what: 'everything that is no resource', reads: range(questions, { verbs: ['get'], nonResourceURLs: ['*'] }), changes: range(questions, { verbs: ['post', 'put', 'patch', 'delete'], nonResourceURLs: ['*'] }) },
  ];
}

/** The least and the most, over all users, namespaces and names. */
function range(questions: AuditQuestions, within: AuditRequests): LevelRange {
  const least = AUDIT_LEVELS.find(level => questions.some(found => found === level, within)) ?? 'None';
  const most = [...AUDIT_LEVELS].reverse().find(level => questions.some(found => found === level, within)) ?? 'None';
  const example = least === most ? undefined : questions.some(found => found === least, within);
  return { least, most, ...example ? { example: printable(auditRequestText(example.request)) } : {} };
}

/** `get, list of secrets, configmaps by members of system:nodes`. */
function ruleWords({ users = [], userGroups = [], verbs = [], resources = [], nonResourceURLs = [], namespaces = [] }: AuditPolicyRule): string {
  const names = resources.map(({ group = '', resources: plurals = [], resourceNames = [] }) =>
    `${plurals.length === 0 ? 'everything' : plurals.join(', ')}${group === '' ? '' : ` of ${group}`}${plurals.length === 0 && group === '' ? ' of the core group' : ''}`
    + `${resourceNames.length === 0 ? '' : ` named ${resourceNames.join(', ')}`}`);
  const what = [...names, ...nonResourceURLs].join('; ');
  return [
    verbs.length === 0 ? what === '' ? 'every request' : 'all verbs on' : `${verbs.join(', ')}${what === '' ? '' : ' on'}`, what,
    ...namespaces.length === 0 ? [] : [`in ${namespaces.map(name => name === '' ? 'no namespace' : name).join(', ')}`],
    ...users.length === 0 ? [] : [`by ${users.join(', ')}`], ...userGroups.length === 0 ? [] : [`by members of ${userGroups.join(', ')}`],
  ].filter(part => part !== '').join(' ');
}
