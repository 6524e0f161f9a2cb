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

/** One of each text, sorted by it. Made for short lists in great numbers: what is in order already is not sorted. */
export function uniqueByText<T>(items: readonly T[], textOf: (item: T) => string): T[] {
  if (items.length < 2) {
    return [...items];
  }
  const texts = items.map(textOf);
  if (texts.every((text, at) => at === 0 || texts[at - 1]! < text)) {
    return [...items];
  }
  const order = texts.map((_, at) => at).sort((a, b) => texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : a - b);
  return order.filter((at, place) => place === 0 || texts[at] !== texts[order[place - 1]!]).map(at => items[at]!);
}
