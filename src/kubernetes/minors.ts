/**
 * The Kubernetes minors that can be a target. The facts of this folder were read for exactly these, so
 * an older or newer one is refused rather than guessed at.
 */
export const SUPPORTED_MINORS: readonly number[] = [27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37];

/** The newest minor that the facts of this folder cover; the default target of manifests that name none. */
export const NEWEST_MINOR = 37;

/** A version as people write it: the minor of Kubernetes 1, and the patch where one was given. */
export interface KubernetesVersion {
  readonly minor: number;
  readonly patch?: number;
}

/**
 * Reads `1.34`, `v1.34`, `1.34.2` and `v1.34.2`; anything else is undefined. Build suffixes such as
 * `-gke.100` or `+k3s1` are refused too: which patch such a build equals is not ours to guess.
 * A minor that parses need not be supported: ask `isSupportedMinor`.
 */
export function parseKubernetesVersion(text: string): KubernetesVersion | undefined {
  const match = /^v?1\.(0|[1-9]\d{0,2})(?:\.(0|[1-9]\d{0,3}))?$/.exec(text);
  if (!match) return undefined;
  const minor = Number(match[1]);
  return match[2] === undefined ? { minor } : { minor, patch: Number(match[2]) };
}

/** Whether the facts of this folder cover a minor. */
export function isSupportedMinor(minor: number): boolean {
  return SUPPORTED_MINORS.includes(minor);
}

/** When the API server serves something, within the supported minors; a side left open lies outside them. */
export interface MinorRange {
  /** The first minor that serves it; absent when it came before 1.27 or in it. */
  readonly firstMinor?: number;
  /** The last minor that serves it; absent when the newest still does. */
  readonly lastMinor?: number;
}

/** Whether a supported minor lies in a range. */
export function isServedIn(range: MinorRange, minor: number): boolean {
  return minor >= (range.firstMinor ?? 0) && minor <= (range.lastMinor ?? Infinity);
}

/** Reads the notation of the tables: `28-36`, `28-`, `-36`, or nothing. */
export function parseMinorRange(text: string | undefined): MinorRange {
  const [first, last] = (text ?? '').split('-');
  return { ...(first ? { firstMinor: Number(first) } : {}), ...(last ? { lastMinor: Number(last) } : {}) };
}
