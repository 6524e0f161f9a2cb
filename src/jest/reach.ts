import { createColors } from 'picocolors';
import type { AllowVerdict } from './allow';
import { networkIn, placeText, type Place } from './place';
import type { Reachability } from '../decide/network/reachability';
import { reachText } from '../report/reach-text';

/** Whether every connection that is meant is allowed, or with `none` whether none of them is. */
export function reachVerdict(received: unknown, from: Place, to: Place, port: number | string | undefined, none: boolean): AllowVerdict {
  const answer = networkIn(received, 'toReach').reach({
    from: placeText(from, received, 'toReach'), to: placeText(to, received, 'toReach'), ...port === undefined ? {} : { port: String(port) },
  });
  return { holds: answer.verdict === (none ? 'deny' : 'allow') && !answer.undecided, explanation: textOf(answer) };
}

/** An answer as the command line prints it. */
export function textOf(answer: Reachability): string {
  return reachText(answer, { colors: createColors(false), show: file => file });
}
