import type { SourcePlace } from '../../manifests/problem';

/** What a change is about. */
export type DiffDomain = 'promises' | 'access' | 'network' | 'audit' | 'hosts' | 'workloads' | 'objects';

/** One change as people and machines are told of it. */
export interface DiffRow {
  readonly cluster?: string;
  readonly domain: DiffDomain;
  readonly direction: 'broadened' | 'narrowed' | 'changed';
  /** The greater, the earlier a reader must see it. */
  readonly rank: number;
  /** One sentence without a final stop. */
  readonly title: string;
  /** What else belongs to it, a line each. */
  readonly details: readonly string[];
  /** What permits it, or what no longer does, a line each. */
  readonly because: readonly string[];
  /** The manifest, or the line of the program, that a reader should look at. */
  readonly source?: SourcePlace;
  readonly construct?: string;
  /** One case in which the two sides differ. */
  readonly witness?: unknown;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A list as people read it: `a, b and c`, and of a long one the beginning. */
export function listed(words: readonly string[], most = 4): string {
  const [shown, rest] = words.length > most + 1 ? [words.slice(0, most), words.length - most] : [words, 0];
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}
