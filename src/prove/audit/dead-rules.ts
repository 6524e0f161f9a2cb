import { deadRuleText } from './guarantees';
import { AuditQuestions } from '../../decide/audit/questions';
import type { AuditPolicy } from '../../manifests/model';
import type { Problem } from '../../manifests/problem';

/** Rules that no request comes to. Kubernetes takes them without a word, and their author meant something by them. */
export function deadRules(policy: AuditPolicy, minor: number): Problem[] {
  return new AuditQuestions(policy, minor).unreachable().map(({ rule, by }): Problem => ({
    id: 'audit-rule-unreachable',
    field: `rules[${rule}]`,
    message: `no request comes to this rule: ${deadRuleText(by)}`,
    fix: by.length === 0 ? 'mend its conditions, or take it out' : 'put it before what takes its requests, or take it out',
  }));
}
