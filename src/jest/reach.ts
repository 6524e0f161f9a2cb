import { createColors } from 'picocolors';
import type { AllowVerdict } from './allow';
import { networkIn, placeText, type Place } from './place';
import { OUTSIDE } from '../decide/network/place-names';
import type { Reachability } from '../decide/network/reachability';
import { reachText } from '../report/reach-text';

/**
 * Whether every connection that is meant is allowed, or with `none` whether none of them is. Who says that nothing of 0.0.0.0/0
 * gets in means nothing from outside, so that IPv6 is asked about as well.
 */
export function reachVerdict(received: unknown, from: Place, to: Place, port: number | string | undefined, none: boolean): AllowVerdict {
  const text = (place: Place) => none && place === '0.0.0.0/0' ? OUTSIDE : placeText(place, received, 'toReach');
  const answer = networkIn(received, 'toReach').reach({ from: text(from), to: text(to), ...port === undefined ? {} : { port: String(port) } });
  return { holds: answer.verdict === (none ? 'deny' : 'allow') && !answer.undecided, explanation: textOf(answer) };
}

/** An answer as the command line prints it. */
export function textOf(answer: Reachability): string {
  return reachText(answer, { colors: createColors(false), show: file => file });
}
