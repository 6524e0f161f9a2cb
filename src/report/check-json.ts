import type { Problem } from '../manifests/problem';
import type { Proof } from '../prove/cluster';

/** What a check looked at and found. */
export interface CheckReport extends Omit<Proof, 'open'> {
  readonly problems: readonly Problem[];
  readonly objects: number;
  readonly files: number;
  readonly others: number;
  readonly excluded: number;
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
