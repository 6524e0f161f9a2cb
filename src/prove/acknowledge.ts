import { CAPABILITIES } from './access/capabilities';
import { AUDIT_FINDINGS } from './audit/finding-ids';
import type { Finding } from './finding';
import type { AcknowledgementModel } from './guarantee';
import { NETWORK_FINDINGS } from './network/finding-ids';

/** Ids that somebody may acknowledge: what may be meant. An error is never meant. */
export const ACKNOWLEDGEABLE: ReadonlySet<string> = new Set([
  'guarantee-broken', 'guarantee-not-provable', 'setting-unsettable', 'certificate-lifetime-short', 'access-role-missing', 'access-rules-overwritten', 'access-subject-missing',
  'access-rule-idle', 'workload-image-latest', 'workload-privileged', ...CAPABILITIES.map(({ id }) => id), ...NETWORK_FINDINGS, ...AUDIT_FINDINGS,
]);

/** Findings by what was said of them. */
export interface Settled {
  /** Nobody acknowledged these. */
  readonly open: readonly Finding[];
  readonly acknowledged: ReadonlyArray<{ readonly finding: Finding; readonly acknowledgement: AcknowledgementModel }>;
  /** These speak of nothing that was found, or their last day is over. */
  readonly idle: readonly AcknowledgementModel[];
}

/**
 * Tells what was acknowledged from what was not. An acknowledgement speaks for its construct and all below
 * it, when one of the constructs that take part in a finding is among them.
 *
 * @param today as YYYY-MM-DD in UTC
 */
export function settle(findings: readonly Finding[], acknowledgements: readonly AcknowledgementModel[], today: string): Settled {
  const valid = acknowledgements.filter(({ expires }) => expires === undefined || today <= expires);
  const used = new Set<AcknowledgementModel>();
  const open: Finding[] = [];
  const acknowledged: Array<{ finding: Finding; acknowledgement: AcknowledgementModel }> = [];
  for (const finding of findings) {
    const acknowledgement = valid.find(({ ids, construct }) => ids.includes(finding.id) && finding.constructs.some(path => isBelow(path, construct)));
    if (acknowledgement) {
      used.add(acknowledgement);
      acknowledged.push({ finding, acknowledgement });
    } else {
      open.push(finding);
    }
  }
  return { open, acknowledged, idle: acknowledgements.filter(each => !used.has(each)) };
}

function isBelow(path: string, construct: string): boolean {
  return path === construct || path.startsWith(`${construct}/`);
}
