import type { NodesView } from './view';
import { goDuration, parseGoDuration } from '../../manifests/go-duration';
import type { Finding } from '../finding';
import type { GuaranteeModel } from '../guarantee';

/** Below it, a tenth is less than a day: too little for people to notice and mend an outage. */
export const SHORT_LIFETIME_SECONDS = 10 * 24 * 3600;

const LIFETIME = 'kube-controller-manager --cluster-signing-duration';

/** What constructs asked of machines, and what of it somebody should have said is meant. */
export function nodeFindings(view: NodesView, guarantees: readonly GuaranteeModel[]): Finding[] {
  return [...unsettable(view), ...shortLifetime(view, guarantees)];
}

/** What the target does not let anybody set. What the provider does instead is no finding. */
function unsettable({ refused, distribution }: NodesView): Finding[] {
  return refused.filter(({ can }) => can === 'unsettable').map(({ setting, construct, how }): Finding => ({
    id: 'setting-unsettable',
    severity: 'medium',
    ...construct === undefined ? {} : { construct },
    field: setting,
    message: `cannot be set on ${distribution}, so that it is in no file: ${how}`,
    fix: 'leave it out for this cluster, or acknowledge it with the reason',
    constructs: construct === undefined ? [] : [construct],
  }));
}

/** Kubelets renew when 10 to 30 % of the lifetime is left (client-go util/certificate), so that a tenth is all that an outage may last. */
function shortLifetime({ settings }: NodesView, guarantees: readonly GuaranteeModel[]): Finding[] {
  const value = settings[LIFETIME];
  const seconds = value === undefined ? undefined : parseGoDuration(String(value));
  const constructs = guarantees.filter(({ predicate }) => predicate.kind === 'kubelet-certificates').map(({ construct }) => construct);
  return seconds === undefined || seconds >= SHORT_LIFETIME_SECONDS ? [] : [{
    id: 'certificate-lifetime-short',
    severity: 'low',
    ...constructs[0] === undefined ? {} : { construct: constructs[0] },
    field: LIFETIME,
    value: JSON.stringify(value),
    message: `a node loses its certificate when nobody signs or approves its renewal for ${goDuration(Math.floor(seconds / 10))}, a tenth of the lifetime`,
    fix: 'sign for ten days or longer, or acknowledge it with the reason',
    constructs,
  }];
}
