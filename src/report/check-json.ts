import type { Problem } from '../manifests/problem';
import type { BaselineRow } from '../prove/baseline';
import type { Proof } from '../prove/cluster';

/** What a check looked at and found. */
export interface CheckReport extends Omit<Proof, 'open'> {
  readonly problems: readonly Problem[];
  /** Findings that the baseline knows. */
  readonly known: readonly Problem[];
  /** Rows of the baseline that nothing is found of any more. */
  readonly stale: readonly BaselineRow[];
  readonly objects: number;
  readonly files: number;
  readonly others: number;
  readonly excluded: number;
  /** Clusters of which nothing was asked, because a part of them could not be read or would be refused. */
  readonly unproved: number;
  /** What may belong to a cluster and cannot be seen, a sentence each. */
  readonly unseen: readonly string[];
}

/** A check as one JSON object in a line. */
export function checkJson({ verdicts, acknowledged, idle, ...rest }: CheckReport): string {
  return `${JSON.stringify({
    ...rest,
    guarantees: verdicts.map(({ guarantee, verdict, rests }) => ({ ...guarantee, verdict, rests })),
    acknowledged: acknowledged.map(({ finding, acknowledgement }) => ({ ...finding, acknowledgement })),
    idleAcknowledgements: idle,
  })}\n`;
}
