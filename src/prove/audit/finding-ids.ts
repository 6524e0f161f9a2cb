import type { ProblemId } from '../../manifests/problem';

/** The ids of all findings about audit policies; each may be meant. */
export const AUDIT_FINDINGS: readonly ProblemId[] = [
  'audit-nothing-logged', 'audit-stages-omitted', 'audit-failed-logins-lost', 'audit-body-sensitive', 'audit-rule-redundant', 'audit-rule-word-idle',
];
