import type { AccessIndex } from '../../decide/access/access-index';
import type { PolicyObject } from '../../decide/access/build';
import type { AuditView } from '../audit/guarantees';
import type { Proof } from '../cluster';
import type { Finding } from '../finding';
import type { Outcome } from './outcome';
import type { NodesView } from '../nodes/view';

/** What controls of one cluster are judged by. */
export interface ControlEvidence {
  readonly minor: number;
  /** What the cluster runs on, where a program or an index says so. */
  readonly distribution?: string;
  /** Whether the objects are all that the cluster is given: those of a program or of its tree, and nothing that is rendered later. */
  readonly complete: boolean;
  readonly objects: readonly PolicyObject[];
  readonly index: AccessIndex;
  readonly audit: AuditView;
  readonly nodes?: NodesView;
  readonly proof: Proof;
}

/** Looks at one control. */
export type Judge = (evidence: ControlEvidence) => Outcome;

/** What was decided over all objects is proved only where these are all, and nothing that they name is missing. */
export function decided(evidence: Pick<ControlEvidence, 'complete'>, because: string): Pick<Outcome, 'verdict' | 'because'> {
  return evidence.complete ? { verdict: 'proved', because } : { verdict: 'clean', because: `${because}, as far as was given` };
}

/** A control that is met when `check` finds nothing of some ids. What is acknowledged is not met, and is accepted. */
export function byFindings(ids: readonly string[], hasInput: (evidence: ControlEvidence) => string | undefined, met: string): Judge {
  return evidence => {
    const isMeant = ({ id }: Finding) => ids.includes(id);
    const open = evidence.proof.open.filter(isMeant);
    const accepted = evidence.proof.acknowledged.filter(({ finding }) => isMeant(finding));
    const missing = hasInput(evidence);
    if (open.length > 0) {
      return { verdict: 'failed', because: open[0]!.message, findings: open };
    }
    if (accepted.length > 0) {
      return { verdict: 'accepted', because: accepted[0]!.acknowledgement.reason, findings: accepted.map(({ finding }) => finding) };
    }
    return missing !== undefined ? { verdict: 'unknown', because: missing, findings: [] } : { ...decided(evidence, met), findings: [] };
  };
}
