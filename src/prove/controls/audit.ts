import { decided, type ControlEvidence, type Judge } from './evidence';
import { failed, unknown, type Outcome } from './outcome';
import { areaOf, distributionOf } from '../../kubernetes/distributions';
import type { AuditGroupResources } from '../../manifests/model';
import { proveAudit, type AuditPredicate } from '../audit/guarantees';

const entry = (group: string, ...resources: string[]): AuditGroupResources => ({ group, resources });
const CHANGES = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/**
 * What CIS 3.2.2 (v1.8 to v2.1) names: never more than metadata of what holds credentials; their changes, those of pods and
 * deployments, and every use of a proxy, of exec and of port forwarding.
 */
const CONCERNS: readonly AuditPredicate[] = [
  { kind: 'audit-at-most', level: 'Metadata', requests: [{ resources: [entry('', 'secrets', 'configmaps', 'serviceaccounts/token'), entry('authentication.k8s.io', 'tokenreviews')] }] },
  { kind: 'audit-at-least', level: 'Metadata', requests: [{ verbs: CHANGES, resources: [entry('', 'secrets', 'configmaps', 'pods'), entry('apps', 'deployments')] }] },
  { kind: 'audit-at-least', level: 'Metadata', requests: [{ resources: [entry('', 'pods/exec', 'pods/portforward', 'pods/proxy', 'services/proxy')] }] },
];

function withoutPolicy({ audit, distribution }: ControlEvidence): Outcome | undefined {
  const cell = distribution === undefined ? undefined : distributionOf(distribution)?.areas[areaOf('kube-apiserver --audit-policy-file')];
  if (audit.policies.length === 0 && cell?.can === 'managed') {
    return { verdict: 'managed', because: cell.how, findings: [] };
  }
  return audit.doubt !== undefined || audit.policies.length === 0 ? unknown(audit.doubt ?? 'no audit policy is among the files') : undefined;
}

function holds(predicates: readonly AuditPredicate[], met: string): Judge {
  return evidence => withoutPolicy(evidence) ?? judged(evidence, predicates, met);
}

function judged(evidence: ControlEvidence, predicates: readonly AuditPredicate[], met: string): Outcome {
  const broken = predicates.flatMap(predicate => proveAudit(evidence.audit, { construct: '', predicate }, evidence.minor));
  const misses = broken.map(({ message, source }) => ({ id: 'control-missed' as const, object: 'audit Policy', message: message.replace(/^promises that .*?, but /, ''), ...source && { source } }));
  return misses.length > 0 ? failed(misses) : { ...decided(evidence, met), findings: [] };
}

/** One that logs nothing is none. */
const exists = holds([{ kind: 'audit-at-least', level: 'Metadata', requests: [{ verbs: CHANGES, resources: [{ group: 'rbac.authorization.k8s.io' }] }] }],
  'there is an audit policy, and it logs every change of who may do what');

/** What is logged. */
export const AUDIT_JUDGES: Readonly<Record<string, Judge>> = {
  'audit.policy-exists': exists,
  'audit.policy-covers': holds(CONCERNS, 'what the benchmark names is logged, and no credential is, whoever sends the request'),
};

/**
 * STIG V-242403 wants every request and response in full, which would log the credentials that CIS 3.2.2 keeps out of the log:
 * one policy cannot meet both.
 */
export const LOGS_EVERYTHING: Judge = evidence => {
  const outcome = holds([{ kind: 'audit-at-least', level: 'RequestResponse', requests: [{}] }], 'every request is logged in full, credentials included')(evidence);
  return outcome.verdict === 'failed' ? { ...outcome, because: `${outcome.because}; the rule wants every request in full, which contradicts CIS 3.2.2 (v1.8 to v2.1)` } : outcome;
};
