import type { Control } from '../../kubernetes/controls';
import type { Problem } from '../../manifests/problem';

/**
 * What can be said of a control in one cluster.
 *
 * - `proved`: decided over everything in a cluster of which everything is known, or enforced by the cluster itself
 * - `clean`: looked at in what was given, and nothing was found; the cluster may hold more
 * - `failed`: something does not meet it
 * - `accepted`: something does not meet it, and all of that is acknowledged with a reason
 * - `managed`: the provider does it, and what it does nobody sees here
 * - `unknown`: what was given does not tell
 */
export type ControlVerdict = 'proved' | 'clean' | 'failed' | 'accepted' | 'managed' | 'unknown';

/** What came of looking at a control. */
export interface Outcome {
  readonly verdict: ControlVerdict;
  /** Why, as the end of a sentence without a final stop. */
  readonly because: string;
  /** What does not meet it. */
  readonly findings: readonly Problem[];
}

/** The outcome for one control of a benchmark. */
export interface ControlResult extends Outcome {
  readonly control: Control;
}

export function unknown(because: string): Outcome {
  return { verdict: 'unknown', because, findings: [] };
}

export function failed(findings: readonly Problem[]): Outcome {
  return { verdict: 'failed', because: findings[0]!.message, findings };
}

/** Something that does not meet a control, where it is no finding by itself. */
export type Miss = Pick<Problem, 'message' | 'object' | 'field' | 'value' | 'source' | 'construct'>;

/** @param met what is said when nothing misses it */
export function missedOr(misses: readonly Miss[], met: Pick<Outcome, 'verdict' | 'because'>): Outcome {
  return misses.length === 0 ? { ...met, findings: [] } : failed(misses.map(miss => ({ id: 'control-missed', ...miss })));
}
