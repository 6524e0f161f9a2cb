import { auditRequestText } from './words';
import { AuditQuestions, type AuditWitness } from '../../decide/audit/questions';
import type { AuditRequests } from '../../decide/audit/requests';
import type { AuditPolicy } from '../../manifests/model';
import type { SourcePlace } from '../../manifests/problem';
import type { Finding } from '../finding';
import type { AuditAtLeast, AuditAtMost, AuditRulesReachable, GuaranteeModel } from '../guarantee';

/** An audit policy that the API servers of a cluster read. */
export interface AuditPolicyView {
  readonly policy: AuditPolicy;
  readonly source?: SourcePlace;
  /** The construct that made it. */
  readonly construct?: string;
}

/** What a cluster logs, as far as its files tell. */
export interface AuditView {
  /** Every policy among them; with several, each must keep every promise. */
  readonly policies: readonly AuditPolicyView[];
  /** Why the policies, or the lack of one, do not tell what is logged. */
  readonly doubt?: string;
}

/** A predicate about what is logged. */
export type AuditPredicate = AuditAtMost | AuditAtLeast | AuditRulesReachable;

/**
 * What keeps a guarantee about auditing from holding: a request that shows it, or a reason why nobody can tell. The
 * empty list is a proof.
 */
export function proveAudit(
  { policies, doubt }: AuditView, { construct, predicate }: GuaranteeModel & { readonly predicate: AuditPredicate }, minor: number,
): Finding[] {
  const promise = promiseText(predicate);
  const constructs = [construct];
  if (doubt !== undefined || policies.length === 0) {
    return [{
      id: 'guarantee-not-provable',
      severity: 'medium',
      construct,
      message: `promises that ${promise}, which cannot be proved: ${doubt ?? 'no audit policy is among the files of the cluster'}`,
      fix: 'let the cluster have an audit policy that this program can read, or acknowledge it with the reason',
      constructs,
    }];
  }
  const broken = ({ source, construct: by }: AuditPolicyView, witness: string): Finding => ({
    id: 'guarantee-broken',
    severity: 'high',
    construct,
    ...source === undefined ? {} : { source },
    message: `promises that ${promise}, but ${witness}`,
    fix: 'change the rules of the audit policy, or acknowledge it with the reason',
    constructs: [...constructs, ...by === undefined || by === construct ? [] : [by]],
  });
  return policies.flatMap(each => witnessesAgainst(new AuditQuestions(each.policy, minor), predicate).map(witness => broken(each, witness)));
}

function witnessesAgainst(questions: AuditQuestions, predicate: AuditPredicate): string[] {
  switch (predicate.kind) {
    case 'audit-at-most': return predicate.requests.flatMap(within => texts(questions.above(predicate.level, within)));
    case 'audit-at-least': return [
      ...(predicate.requests ?? []).flatMap(within => texts(questions.below(predicate.level, within, { except: predicate.except }))),
      ...predicate.failedLogins ? texts(questions.below(predicate.level, undefined, { sender: user => user === null })) : [],
    ];
    default: return questions.unreachable().map(({ rule, by }) => `no request comes to rules[${rule}]: ${deadRuleText(by)}`);
  }
}

function texts(witness: AuditWitness | undefined): string[] {
  if (!witness) {
    return [];
  }
  const { request, decision: { rule, level, omitStages } } = witness;
  const what = auditRequestText(request);
  return [rule === null ? `no rule takes ${what}, and what none takes is not logged`
    : `rules[${rule}] logs ${what} at ${level}${omitStages.length === 0 ? '' : `, without ${omitStages.join(' and ')}`}`];
}

/** Why no request comes to a rule: `rules[1] takes all that it could`. */
export function deadRuleText(by: readonly number[]): string {
  const earlier = by.map(each => `rules[${each}]`);
  const list = earlier.length > 1 ? `${earlier.slice(0, -1).join(', ')} and ${earlier.at(-1)!} together take` : `${earlier[0]} takes`;
  return by.length === 0 ? 'its conditions hold for no request' : `${list} all that it could`;
}

/** `no body of secrets is ever logged`. */
export function promiseText(predicate: AuditPredicate): string {
  switch (predicate.kind) {
    case 'audit-at-most': {
      const what = predicate.requests.map(whatText).join(', ');
      return predicate.level === 'Metadata' ? `no body of ${what} is ever logged` : `no more than ${predicate.level} is logged of ${what}`;
    }
    case 'audit-at-least': return [...(predicate.requests ?? []).map(whatText), ...predicate.failedLogins ? ['failed logins'] : []].join(', ')
      + ` ${(predicate.requests?.length ?? 0) === 1 && !predicate.failedLogins ? 'is' : 'are'} logged at ${predicate.level} or more`;
    default: return 'every rule of the audit policy decides some request';
  }
}

const MOST = 3;

/** `get, list of secrets in shop`, `every request`. */
export function whatText({ users = [], userGroups = [], verbs = [], resources = [], nonResourceURLs = [], namespaces = [] }: AuditRequests): string {
  const some = (list: readonly string[]) => `${list.slice(0, MOST).join(', ')}${list.length > MOST ? ' …' : ''}`;
  const plurals = resources.flatMap(({ group = '', resources: names = [] }) =>
    names.length === 0 ? [`all of ${group === '' ? 'the core group' : group}`] : names);
  const what = nonResourceURLs.length > 0 ? some(nonResourceURLs) : plurals.length > 0 ? some(plurals) : 'every request';
  return [
    ...verbs.length > 0 ? [`${some(verbs)} of`] : [], what,
    ...namespaces.length > 0 ? [`in ${some(namespaces)}`] : [],
    ...users.length > 0 ? [`by ${some(users)}`] : [], ...userGroups.length > 0 ? [`by members of ${some(userGroups)}`] : [],
  ].join(' ');
}
