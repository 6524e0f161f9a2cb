import { labelOf, originWords, requestWords, ruleLabel, ruleWords, subjectWords, userWords, widens, type ShowFile } from './access-words';
import { toned, type Colors } from './colors';
import { onTerminal } from './terminal';
import type { Dependency, Grant } from '../decide/access';
import type { AccessAnswer } from '../decide/access/answer';
import type { NearMiss } from '../decide/access/near-misses';
import { counted } from '../manifests/counted';
import { printable } from '../manifests/problem';

/** What a reader needs beside the answer. */
export interface CanTextOptions {
  readonly colors: Colors;
  readonly show: ShowFile;
  /** Groups that nobody named. */
  readonly implied: readonly string[];
  /** Whether the resource lives in namespaces, where that is known. */
  readonly namespaced?: boolean;
}

/** Grants that are told; a wildcard for many roles would fill the screen. */
const MOST = 12;

/** An answer as a sentence, then why. */
export function canText(answer: AccessAnswer, { colors, show, implied, namespaced }: CanTextOptions): string {
  const { request, because, depends } = answer;
  const who = userWords(request.user.name);
  const what = requestWords(request, namespaced);
  const head = {
    yes: `${toned('yes', colors)}: ${who} may ${what}`,
    no: `${toned('no', colors)}: ${who} may not ${what}`,
    depends: `${toned('depends', colors, 'no')}, as far as can be told: no rule lets ${who} ${what}, but it depends`,
  }[answer.answer];
  return onTerminal([
    head,
    ...because.slice(0, MOST).flatMap(grant => grantLines(grant, show, colors)),
    ...because.length > MOST ? [`  and ${counted(because.length - MOST, 'more rule')}`] : [],
    ...depends.map(dependency => `  ${dependencyWords(dependency, show)}`),
    ...answer.nearMisses.length > 0 ? [`  ${colors.dim('near misses')}`, ...answer.nearMisses.flatMap(miss => missLines(miss, show, colors))] : [],
    ...implied.length > 0 ? [colors.dim(printable(`  asked with the ${implied.length === 1 ? 'group' : 'groups'} that Kubernetes adds: ${implied.join(', ')}`))] : [],
    '',
  ].join('\n'), colors);
}

function grantLines({ binding, subjects, role, rule }: Grant, show: ShowFile, colors: Colors): string[] {
  const from = (origin: typeof binding.origin) => `      ${colors.dim(originWords(origin, show))}`;
  return [
    `  ${labelOf(binding)} gives ${labelOf(role)} to ${subjects.map(subject => subjectWords(subject, binding)).join(' and ')}`,
    from(binding.origin),
    `    ${ruleLabel(rule)}: ${ruleWords(rule.rule)}`,
    from(rule.origin),
    ...widens(role, rule) ? [`    ${colors.yellow(`it widens the default ${labelOf(role)}`)}, for everybody who is bound to it`] : [],
  ];
}

function dependencyWords(dependency: Dependency, show: ShowFile): string {
  switch (dependency.type) {
    case 'system:masters': return 'a member of system:masters may do everything, before RBAC is asked';
    case 'node-authorizer': return printable(`the Node authorizer decides what the node ${dependency.node} may do, by the pods that run on it`);
    case 'missing-role': return `${boundTo(dependency, show)}, which is not among the manifests`;
    case 'unknown-aggregate': return `${boundTo(dependency, show)}, which gathers roles that are not among the manifests`;
    case 'unknown-namespace': return `${boundTo(dependency, show)}, in whichever namespace it is applied to: its manifest names none`;
  }
}

function boundTo({ binding }: Extract<Dependency, { binding: unknown }>, show: ShowFile): string {
  const { kind, name } = binding.roleRef;
  return `${labelOf(binding)} (${originWords(binding.origin, show)}) gives ${printable(`${kind} ${name}`)}`;
}

function missLines(miss: NearMiss, show: ShowFile, colors: Colors): string[] {
  const { binding, role, rule } = miss;
  return [
    `    ${differenceWords(miss)}`,
    `      ${labelOf(binding)} gives ${labelOf(role)}, ${ruleLabel(rule)}: ${ruleWords(rule.rule)}`,
    `      ${colors.dim(originWords(binding.origin, show))}`,
  ];
}

function differenceWords({ differs, asked, held, role }: NearMiss): string {
  const list = held.length > 6 ? `${held.slice(0, 6).join(', ')} and ${held.length - 6} more` : held.join(', ');
  const pattern = held.find(each => each.endsWith('/*'));
  const words = {
    verb: `the verb is ${list}, not ${asked}`,
    apiGroup: `the API group is ${list === '' ? 'the core group ("")' : list}, not ${asked === '' ? 'the core group ("")' : asked}`,
    resource: `the resource is written ${list}, not ${asked}`,
    subresource: pattern !== undefined ? `${pattern} matches nothing in RBAC` : `it is for ${list}${asked === '' ? ', a subresource' : `, not for the subresource ${asked}`}`,
    name: asked === '' ? `it is only for those named ${list}, and the request names none` : `it is only for those named ${list}, not ${asked}`,
    namespace: `it is only in the ${held.length === 1 ? 'namespace' : 'namespaces'} ${list}${asked === '' ? '' : `, not in ${asked}`}`,
    scope: `a RoleBinding grants nothing outside its namespace, and so no path: ${role.kind} ${role.name} needs a ClusterRoleBinding`,
    path: `the path is ${list}, not ${asked}`,
    subject: `it is for ${list}, not for ${userWords(asked)}`,
  };
  return printable(words[differs]);
}
