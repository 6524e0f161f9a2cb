import type { ProblemId } from '../../manifests/problem';

/** The ids of all findings about policies; each may be meant. */
export const NETWORK_FINDINGS: readonly ProblemId[] = [
  'network-selects-nothing', 'network-port-unmatched', 'network-rules-ignored', 'network-egress-open', 'network-rule-subsumed', 'network-priority-equal',
  'network-host-network', 'network-unprotected', 'network-dns-blocked', 'network-service-blocked', 'network-port-duplicate',
];
