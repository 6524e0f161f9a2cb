/** One of each, sorted; those between which `compare` finds no difference are one. Made for short lists in great numbers, as below. */
export function uniqueBy<T>(items: readonly T[], compare: (a: T, b: T) => number): T[] {
  if (items.length > SHORT) {
    return [...items].sort(compare).filter((item, place, all) => place === 0 || compare(all[place - 1]!, item) !== 0);
  }
  const sorted: T[] = [];
  for (const item of items) {
    let at = sorted.length;
    let order = -1;
    while (at > 0 && (order = compare(sorted[at - 1]!, item)) > 0) {
      at -= 1;
    }
    if (at === 0 || order !== 0) {
      sorted.splice(at, 0, item);
    }
  }
  return sorted;
}

/** Up to here putting each in its place makes less garbage, and is quicker, than sorting. */
const SHORT = 16;

/**
 * One of each text, sorted by it. Made for short lists in great numbers: one loop without functions in it is compiled in no
 * time, and lists of a program are mostly in order already.
 */
export function uniqueByText<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  if (items.length < 2) {
    return [...items];
  }
  const texts: string[] = [];
  const sorted: T[] = [];
  for (const item of items) {
    const text = textOf(item);
    const at = placeOf(texts, text);
    if (texts[at] !== text) {
      texts.splice(at, 0, text);
      sorted.splice(at, 0, item);
    }
  }
  return sorted;
}

/** Where a text stands among sorted ones, or belongs. */
function placeOf(texts: readonly string[], text: string): number {
  let from = 0;
  let to = texts.length;
  if (to === 0 || texts[to - 1]! < text) {
    return to;
  }
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (texts[middle]! < text) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return from;
}
