/** A value, and the minors without a gap in which it stands. */
export interface Span<T> {
  readonly value: T;
  readonly first: number;
  last: number;
}

/** By minor, in ascending order. */
export type ByMinor<T> = ReadonlyMap<number, T>;

/** Values that are equal in minors that follow each other become one; the order is that of their first minor. */
export function mergeValues<T>(values: ByMinor<T>): Span<T>[] {
  const spans: Span<T>[] = [];
  for (const [minor, value] of values) {
    const before = spans.at(-1);
    if (before?.last === minor - 1 && equal(before.value, value)) before.last = minor;
    else spans.push({ value, first: minor, last: minor });
  }
  return spans;
}

/**
 * One list of which the list of every minor is a part, in its own order. What is new in a minor stands behind what it
 * came in the place of.
 */
export function mergeLists<T>(lists: ByMinor<readonly T[]>): Span<T>[] {
  const merged: Span<T>[] = [];
  for (const [minor, list] of lists) {
    const kept = matches(merged.filter(span => span.last === minor - 1), list);
    let place = merged.length;
    for (let i = list.length - 1; i >= 0; i--) {
      const span = kept.get(i);
      if (span) {
        span.last = minor;
        place = merged.indexOf(span);
      } else {
        merged.splice(place, 0, { value: list[i]!, first: minor, last: minor });
      }
    }
  }
  return merged;
}

/** A longest common subsequence: the spans that go on, by their index in the list. */
function matches<T>(spans: ReadonlyArray<Span<T>>, list: readonly T[]): Map<number, Span<T>> {
  const length = Array.from({ length: spans.length + 1 }, () => new Array<number>(list.length + 1).fill(0));
  for (let i = spans.length - 1; i >= 0; i--) {
    for (let j = list.length - 1; j >= 0; j--) {
      length[i]![j] = equal(spans[i]!.value, list[j])
        ? length[i + 1]![j + 1]! + 1
        : Math.max(length[i + 1]![j]!, length[i]![j + 1]!);
    }
  }
  const found = new Map<number, Span<T>>();
  for (let i = 0, j = 0; i < spans.length && j < list.length;) {
    if (equal(spans[i]!.value, list[j])) found.set(j++, spans[i++]!);
    else if (length[i + 1]![j]! >= length[i]![j + 1]!) i++;
    else j++;
  }
  return found;
}

function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
