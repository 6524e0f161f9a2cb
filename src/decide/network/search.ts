/** How many of some sorted values are below a bound: the place of the first that is not. */
export function countBelow<T extends number | bigint>(sorted: ArrayLike<T>, bound: T): number {
  return search(sorted.length, at => sorted[at]! < bound);
}

/** How many of some sorted values are at most a bound. */
export function countUpTo<T extends number | bigint>(sorted: ArrayLike<T>, bound: T): number {
  return search(sorted.length, at => sorted[at]! <= bound);
}

/** The first place at which something stops to hold. */
function search(length: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
