import type { Construct } from 'constructs';
import { ProblemError, type Problem } from '../../manifests/problem';
import { writeManifest } from '../../manifests/write';
import { deadRules } from '../../prove/audit/dead-rules';
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
  const dead = deadRules(decodeAuditPolicy(policy), minor);
  if (dead.length > 0) {
    throw new ProblemError(...dead.map(of));
  }
  return writeManifest(policy);
}
