import type { Construct } from 'constructs';
import { AuditQuestions } from '../../decide/audit/questions';
import { ProblemError, type Problem } from '../../manifests/problem';
import { writeManifest } from '../../manifests/write';
import { deadRuleText } from '../../prove/audit/guarantees';
import { decodeAuditPolicy } from '../../prove/audit/read';
import { problemsOfAuditPolicy } from '../../prove/validity';
import { sourceOf } from '../source-lines';

/**
 * The text of a policy. Kubernetes drops what it does not know in one without a word, and a dead rule as well, so all of
 * it is checked here.
 */
export function checkedPolicy(construct: Construct, policy: Record<string, unknown>, minor: number): string {
  const of = (problem: Problem): Problem => ({ ...problem, construct: construct.node.path, source: sourceOf(construct) });
  const problems = problemsOfAuditPolicy(policy, minor).map(of);
  if (problems.length > 0) {
    throw new ProblemError(...problems);
  }
  const dead = new AuditQuestions(decodeAuditPolicy(policy), minor).unreachable();
  if (dead.length > 0) {
    throw new ProblemError(...dead.map(({ rule, by }) => of({
      id: 'audit-rule-unreachable',
      field: `rules[${rule}]`,
      message: `no request comes to this rule: ${deadRuleText(by)}`,
      fix: by.length === 0 ? 'mend its conditions, or take it out' : 'put it before what takes its requests, or take it out',
    })));
  }
  return writeManifest(policy);
}
