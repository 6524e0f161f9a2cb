/* eslint-disable no-bitwise */
/** A set of rules, 31 to a word: words of 31 bits stay small integers, which need no memory of their own. */
export type Bits = readonly number[];

const PER_WORD = 31;

/** The set of those rules, out of `count`, for which something holds. */
export function bitsOf(count: number, holds: (rule: number) => boolean): number[] {
  const words = new Array<number>(Math.max(1, Math.ceil(count / PER_WORD))).fill(0);
  for (let rule = 0; rule < count; rule += 1) {
    if (holds(rule)) {
      words[Math.floor(rule / PER_WORD)]! |= 1 << (rule % PER_WORD);
    }
  }
  return words;
}

/** The lowest rule of a word, which is not 0. */
export function lowest(word: number): number {
  return 31 - Math.clz32(word & -word);
}

export function ruleAt(word: number, bit: number): number {
  return word * PER_WORD + bit;
}

export function has(bits: Bits, rule: number): boolean {
  return (bits[Math.floor(rule / PER_WORD)]! & (1 << (rule % PER_WORD))) !== 0;
}

export function and(a: Bits, b: Bits): number[] {
  return a.map((word, at) => word & b[at]!);
}

export function isNone(bits: Bits): boolean {
  return bits.every(word => word === 0);
}

/** Whether all of `a` is in `b`. */
export function isWithin(a: Bits, b: Bits): boolean {
  return a.every((word, at) => (word & ~b[at]!) === 0);
}

export function sizeOf(bits: Bits): number {
  let size = 0;
  for (let word of bits) {
    for (; word !== 0; word &= word - 1) {
      size += 1;
    }
  }
  return size;
}
