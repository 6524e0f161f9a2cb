import type { AuditPolicyView } from './guarantees';
import { idleWords } from './idle-words';
import { auditRequestText } from './words';
import { AuditQuestions } from '../../decide/audit/questions';
import type { AuditRequests } from '../../decide/audit/requests';
import { canonical } from '../../decide/canonical';
import type { AuditStage } from '../../manifests/model';
import type { Finding } from '../finding';
import type { GuaranteeModel, Predicate } from '../guarantee';

/** The stages at which a request is written that goes as it should. */
const STAGES: readonly AuditStage[] = ['RequestReceived', 'ResponseStarted', 'ResponseComplete'];

/** What holds credentials by its kind. The server never asks whether a body is fit for a log. */
const CREDENTIALS: AuditRequests = {
  resources: [{ group: '', resources: ['secrets', 'serviceaccounts/token'] }, { group: 'authentication.k8s.io', resources: ['tokenreviews'] }],
};

type Said = Pick<Finding, 'id' | 'severity' | 'message' | 'fix'> & Partial<Pick<Finding, 'field' | 'value' | 'facts'>>;

/**
 * What the API server takes in an audit policy without a word, and that its author can hardly have meant: rules and words
 * that do nothing, and policies that log nothing, or credentials. Each is an answer about all requests, not about samples.
 */
export function auditFindings({ policy, source, construct }: AuditPolicyView, minor: number, guarantees: readonly GuaranteeModel[] = []): Finding[] {
  const isReached = guarantees.some(each => each.construct === construct && each.predicate.kind === 'audit-rules-reachable');
  const questions = new AuditQuestions(policy, minor);
  const found: readonly Said[] = questions.above('None') === undefined ? [{
    id: 'audit-nothing-logged',
    severity: 'high',
    message: 'no request is logged, whoever sends it',
    fix: 'give rules of another level than None, such as level: Metadata as the last one',
  }] : [
    ...lostLogins(policy), ...unwritten(policy), ...idleWords(policy),
    ...credentials(questions, guarantees.flatMap(({ predicate }) => neverLogged(predicate))),
    // Who promises that every rule is reached names each area with its level, also where two have the same.
    ...isReached ? [] : redundant(questions, policy.rules),
  ];
  return found.map(each => ({
    ...each,
    object: 'audit Policy',
    ...source === undefined ? {} : { source },
    ...construct === undefined ? {} : { construct },
    constructs: construct === undefined ? [] : [construct],
  }));
}

/** What is promised of bodies is proved by itself. */
function neverLogged(predicate: Predicate): readonly AuditRequests[] {
  return predicate.kind === 'audit-at-most' && (predicate.level === 'None' || predicate.level === 'Metadata') ? predicate.requests : [];
}

/** An event of a failed login has no other stage (apiserver, pkg/endpoints/filters/authn_audit.go). */
function lostLogins({ omitStages = [], rules }: AuditPolicyView['policy']): Said[] {
  const said = { id: 'audit-failed-logins-lost', severity: 'medium', fix: 'omit RequestReceived alone' } as const;
  const message = 'logins that fail are written at the stage ResponseStarted alone, so that none';
  if (omitStages.includes('ResponseStarted')) {
    return [{ ...said, field: 'omitStages', value: JSON.stringify(omitStages), message: `${message} is logged` }];
  }
  // A login that fails has no user and no group yet.
  return rules.flatMap(({ level, users = [], userGroups = [], omitStages: own = [] }, at): Said[] =>
    level === 'None' || users.length + userGroups.length > 0 || !own.includes('ResponseStarted') || isUnwritten(own, omitStages) ? []
      : [{ ...said, field: `rules[${at}].omitStages`, value: JSON.stringify(own), message: `${message} that this rule takes is logged` }]);
}

function isUnwritten(own: readonly AuditStage[], ofAll: readonly AuditStage[]): boolean {
  return STAGES.every(stage => own.includes(stage) || ofAll.includes(stage));
}

function unwritten({ rules, omitStages = [] }: AuditPolicyView['policy']): Said[] {
  return rules.flatMap(({ level, omitStages: own = [] }, at): Said[] => level === 'None' || !isUnwritten(own, omitStages) ? [] : [{
    id: 'audit-stages-omitted',
    severity: 'medium',
    field: `rules[${at}]`,
    message: `the rule has the level ${level}, and every stage is omitted at which its requests are written`,
    fix: 'let ResponseComplete be written, or say level: None',
  }]);
}

function credentials(questions: AuditQuestions, promised: readonly AuditRequests[]): Said[] {
  const witness = questions.above('Metadata', CREDENTIALS, promised);
  return witness === undefined ? [] : [{
    id: 'audit-body-sensitive',
    severity: 'high',
    ...witness.decision.rule === null ? {} : { field: `rules[${witness.decision.rule}]` },
    message: `bodies with credentials are written to the log, such as of ${auditRequestText(witness.request)} at the level ${witness.decision.level}`,
    // One witness says little of what else is written: another list of rules is another finding.
    facts: [canonical(questions.policy.rules)],
    fix: 'put a rule of the level Metadata for secrets, serviceaccounts/token and tokenreviews before it',
  }];
}

/** That the rest is not logged may be said in so many words, by a last rule of the level None. */
function redundant(questions: AuditQuestions, rules: AuditPolicyView['policy']['rules']): Said[] {
  return questions.redundant().filter(rule => rule < rules.length - 1 || rules[rule]!.level !== 'None').map((rule): Said => ({
    id: 'audit-rule-redundant',
    severity: 'low',
    field: `rules[${rule}]`,
    message: 'without this rule every request is logged as with it: later rules do the same with all that it takes',
    fix: 'take it out, or give it what makes it differ',
  }));
}
