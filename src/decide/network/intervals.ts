import { countUpTo } from './search';

/**
 * Sets of whole numbers as sorted, disjoint intervals that do not touch: `[first, end, first, end, …]`, each end being the
 * number after the last. Equal sets are equal lists. Ports, pods and addresses alike are such sets here: what one
 * namespace, one block or one range says is one interval, however large it is.
 */
export type Intervals = readonly number[];

export const NOTHING: Intervals = [];

/** Sorts, and joins what overlaps or touches; empty intervals are dropped. */
export function intervalsOf(pairs: ReadonlyArray<readonly [number, number]>): Intervals {
  const out: number[] = [];
  for (const [first, end] of pairs.filter(pair => pair[0] < pair[1]).sort((a, b) => a[0] - b[0])) append(out, first, end);
  return out;
}

/** Adds an interval that starts at or behind the start of the last one. */
export function append(out: number[], first: number, end: number): void {
  const last = out.length - 1;
  if (last > 0 && first <= out[last]!) {
    if (end > out[last]!) out[last] = end;
  } else if (first < end) {
    out.push(first, end);
  }
}

/** The intervals of sorted numbers. */
export function intervalsOfSorted(numbers: Iterable<number>): Intervals {
  const out: number[] = [];
  for (const number of numbers) append(out, number, number + 1);
  return out;
}

export function union(a: Intervals, b: Intervals): Intervals {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const out: number[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (j >= b.length || (i < a.length && a[i]! <= b[j]!)) append(out, a[i]!, a[(i += 2) - 1]!);
    else append(out, b[j]!, b[(j += 2) - 1]!);
  }
  return out;
}

export function intersection(a: Intervals, b: Intervals): Intervals {
  const out: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const first = Math.max(a[i]!, b[j]!);
    const end = Math.min(a[i + 1]!, b[j + 1]!);
    if (first < end) out.push(first, end);
    if (a[i + 1]! < b[j + 1]!) i += 2;
    else j += 2;
  }
  return out;
}

export function difference(a: Intervals, b: Intervals): Intervals {
  const out: number[] = [];
  for (let i = 0, j = 0; i < a.length; i += 2) {
    let first = a[i]!;
    const end = a[i + 1]!;
    while (j < b.length && b[j + 1]! <= first) j += 2;
    for (let k = j; k < b.length && b[k]! < end; k += 2) {
      if (first < b[k]!) out.push(first, b[k]!);
      first = Math.max(first, b[k + 1]!);
    }
    if (first < end) out.push(first, end);
  }
  return out;
}

/** Within an interval the count of the bounds up to a number is odd. */
export function includes(a: Intervals, number: number): boolean {
  return countUpTo(a, number) % 2 === 1;
}
