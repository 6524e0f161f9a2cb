import type { NetworkAssumption } from './options';

/**
 * Yes or no, and the assumptions without which the answer could be the other one. Without any it is certain. The
 * operators are those of Kleene's three-valued logic, which may call an answer uncertain that no reading of the
 * assumptions would change, and never the other way round.
 */
export interface Answer {
  readonly yes: boolean;
  readonly rests: readonly NetworkAssumption[];
}

export const YES: Answer = { yes: true, rests: [] };
export const NO: Answer = { yes: false, rests: [] };

export function certain(yes: boolean): Answer {
  return yes ? YES : NO;
}

export function assumed(yes: boolean, id: NetworkAssumption['id'], about: string): Answer {
  return { yes, rests: [{ id, about }] };
}

export function isCertain({ rests }: Answer): boolean {
  return rests.length === 0;
}

export function not({ yes, rests }: Answer): Answer {
  return { yes: !yes, rests };
}

/** Yes if any is; what is certain needs no assumption of another. */
export function any<T>(items: readonly T[], answerOf: (item: T) => Answer): Answer {
  let yes = false;
  let rests: readonly NetworkAssumption[] = [];
  for (const item of items) {
    const answer = answerOf(item);
    if (answer.yes && isCertain(answer)) return YES;
    if (answer.yes === yes) rests = joined(rests, answer.rests);
    else if (answer.yes) [yes, rests] = [true, answer.rests];
  }
  return rests.length === 0 ? certain(yes) : { yes, rests };
}

/** Yes if all are. */
export function all<T>(items: readonly T[], answerOf: (item: T) => Answer): Answer {
  return not(any(items, item => not(answerOf(item))));
}

export function and(first: Answer, second: () => Answer): Answer {
  if (!first.yes && isCertain(first)) return NO;
  return all([first, second()], answer => answer);
}

/** `then` where the condition holds, else `otherwise`; both count where the condition is uncertain and they differ. */
export function when(condition: Answer, then: () => Answer, otherwise: () => Answer): Answer {
  const [chosen, other] = condition.yes ? [then, otherwise] : [otherwise, then];
  return isCertain(condition) ? chosen() : either(chosen(), other(), condition.rests);
}

/** One of two readings, with the assumption between them unless both say the same for certain. */
export function either(chosen: Answer, other: Answer, between: readonly NetworkAssumption[]): Answer {
  if (chosen.yes === other.yes && isCertain(chosen) && isCertain(other)) return chosen;
  return { yes: chosen.yes, rests: joined(chosen.rests, between) };
}

/** The same answer, resting on more. */
export function resting(answer: Answer, on: readonly NetworkAssumption[]): Answer {
  return on.length === 0 ? answer : { yes: answer.yes, rests: joined(answer.rests, on) };
}

function joined(first: readonly NetworkAssumption[], second: readonly NetworkAssumption[]): readonly NetworkAssumption[] {
  const more = second.filter(({ id, about }) => !first.some(each => each.id === id && each.about === about));
  return first.length === 0 ? second : more.length === 0 ? first : [...first, ...more];
}
