import type { AuditGroupResources, AuditPolicyRule } from '../../manifests/model';

/**
 * A set of requests, in the words of a rule and with the same meaning: every list that is not empty must match, and
 * without any it is every request.
 */
export interface AuditRequests {
  readonly users?: readonly string[];
  readonly userGroups?: readonly string[];
  readonly verbs?: readonly string[];
  readonly resources?: readonly AuditGroupResources[];
  readonly namespaces?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** A rule that takes a set of requests; its level plays no part. */
export function ruleFor(requests: AuditRequests): AuditPolicyRule {
  return { ...requests, level: 'None' };
}
