/* eslint-disable no-bitwise */

/** Numbers below a bound, one bit each, of which the next is found a word of 32 at a time. */
export class BitSet {
  private readonly words: Uint32Array;

  constructor(bound: number) {
    this.words = new Uint32Array((bound >>> 5) + 1);
  }

  add(number: number): void {
    this.words[number >>> 5]! |= 1 << (number & 31);
  }

  delete(number: number): void {
    this.words[number >>> 5]! &= ~(1 << (number & 31));
  }

  /** The smallest number that is not below `from`; -1 where there is none. */
  next(from: number): number {
    let at = from >>> 5;
    if (at >= this.words.length) return -1;
    let word = this.words[at]! & (-1 << (from & 31));
    while (word === 0) {
      at += 1;
      if (at === this.words.length) return -1;
      word = this.words[at]!;
    }
    return (at << 5) + 31 - Math.clz32(word & -word);
  }
}
