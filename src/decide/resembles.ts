/**
 * Whether two words may be a slip for each other: the same but for case, a plural, or one or two letters that
 * were added, left out, changed or swapped. Short words must be closer, and equal words count.
 */
export function resembles(a: string, b: string): boolean {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x === y || `${x}s` === y || x === `${y}s` || distance(x, y, slack(x, y)) <= slack(x, y);
}

/** The words that resemble one, the closest first. */
export function closest(word: string, words: Iterable<string>, most = 3): string[] {
  const near = [...new Set(words)].filter(each => resembles(each, word));
  return near.map(each => ({ each, by: distance(each.toLowerCase(), word.toLowerCase(), 3) }))
    .sort((a, b) => a.by - b.by || (a.each < b.each ? -1 : 1)).slice(0, most).map(({ each }) => each);
}

function slack(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  return length < 3 ? 0 : length < 6 ? 1 : 2;
}

/** Optimal string alignment, given up beyond `most`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) {
    return most + 1;
  }
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j]!, before[j - 2]! + 1);
      }
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
