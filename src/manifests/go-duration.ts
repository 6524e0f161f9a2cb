const UNITS: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-9], ['us', 1e-6], ['µs', 1e-6], ['μs', 1e-6], ['ms', 1e-3], ['s', 1], ['m', 60], ['h', 3600],
]);

/** A duration as Go reads it (`time.ParseDuration`): `720h`, `1h30m`, `1.5s`, `-2m`, `0`. Days are no unit of Go. */
export function isGoDuration(text: string): boolean {
  return parseGoDuration(text) !== undefined;
}

/** In seconds; undefined for what Go refuses. */
export function parseGoDuration(text: string): number | undefined {
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(text);
  if (!match) {
    return undefined;
  }
  const parts = [...match[2]!.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)];
  const seconds = parts.reduce((sum, [, number, unit]) => sum + Number(number) * UNITS.get(unit!)!, 0);
  // Go counts nanoseconds in 64 bits.
  return seconds * 1e9 < 2 ** 63 ? (match[1] === '-' ? -seconds : seconds) : undefined;
}

/** As Go prints whole seconds: `720h0m0s`. */
export function goDuration(seconds: number): string {
  return `${Math.floor(seconds / 3600)}h${Math.floor(seconds % 3600 / 60)}m${seconds % 60}s`;
}
