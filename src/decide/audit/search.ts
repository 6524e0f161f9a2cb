import type { Value } from './alphabet';
import { and, isNone, isWithin, sizeOf, type Bits } from './bits';

/**
 * A word for each field such that every rule of `required` takes the request, and no rule of `avoided` does; undefined
 * where there is none. A rule takes a request when it is satisfied by every field.
 *
 * Of the words of a field only those matter that satisfy few avoided rules: one that satisfies all of another's and
 * more is never needed. That leaves a handful a field, and the search over them is complete.
 */
export function findWords(fields: ReadonlyArray<ReadonlyArray<Value<unknown>>>, required: Bits, avoided: Bits): unknown[] | undefined {
  const candidates = fields.map(values => leastOf(values.filter(({ bits }) => isWithin(required, bits)), avoided));
  if (candidates.some(each => each.length === 0)) {
    return undefined;
  }
  // Fields with few candidates first: a dead end shows early.
  const order = candidates.map((_, at) => at).sort((a, b) => candidates[a]!.length - candidates[b]!.length);
  const chosen: unknown[] = [];
  const descend = (depth: number, left: Bits): boolean => {
    if (depth === order.length) {
      return isNone(left);
    }
    const at = order[depth]!;
    return candidates[at]!.some(({ value, bits }) => {
      chosen[at] = value;
      return descend(depth + 1, and(left, bits));
    });
  };
  return descend(0, avoided) ? chosen : undefined;
}

/** The words whose sets of avoided rules include no other's; of equal ones the first. */
function leastOf(values: ReadonlyArray<Value<unknown>>, avoided: Bits): Array<Value<unknown>> {
  const distinct = new Map<string, Value<unknown>>();
  for (const { value, bits } of values) {
    const cut = and(bits, avoided);
    const key = cut.join();
    if (!distinct.has(key)) {
      distinct.set(key, { value, bits: cut });
    }
  }
  const least: Array<Value<unknown>> = [];
  for (const each of [...distinct.values()].sort((a, b) => sizeOf(a.bits) - sizeOf(b.bits))) {
    if (!least.some(({ bits }) => isWithin(bits, each.bits))) {
      least.push(each);
    }
  }
  return least;
}
