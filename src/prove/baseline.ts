import { ACKNOWLEDGEABLE } from './acknowledge';
import { tellsOf, unnumbered } from './fingerprint';
import type { Problem, ProblemId } from '../manifests/problem';

/** A finding that was there when the baseline was written, told in full: a row is what it lets pass. */
export interface BaselineRow {
  readonly id: ProblemId;
  readonly cluster?: string;
  /** The object, or where there is none the construct. */
  readonly object: string;
  readonly field?: string;
  readonly value?: string;
  /** What is said of it: the facts of the finding, or its message. */
  readonly says: readonly string[];
  /** How many findings are alike but for their place in a list. */
  readonly count: number;
}

/** Guarantees are promises of the program: one that is broken is mended, or acknowledged there with a reason. */
const NEVER: ReadonlySet<ProblemId> = new Set(['guarantee-broken', 'guarantee-not-provable']);

/** What a host file says that its reader does nothing with, or that a newer reader than those known here may know. */
const OF_HOST_FILES: ReadonlySet<ProblemId> = new Set(['host-setting-dead', 'host-field-unknown']);

/**
 * Whether a baseline may hold a problem: a finding that may be meant, or a setting of a host file that hurts nobody. An error
 * is never let pass: what cannot be read, what an API server refuses, drift, access whose last day is over, and a guarantee
 * that is broken, or weaker than it was.
 */
export function mayBeKnown({ id, object, construct }: Pick<Problem, 'id' | 'object' | 'construct'>): boolean {
  return (ACKNOWLEDGEABLE.has(id) || OF_HOST_FILES.has(id)) && !NEVER.has(id) && (object ?? construct) !== undefined;
}

/** The baseline of what was found: sorted, each row once. */
export function baselineOf(problems: readonly Problem[]): BaselineRow[] {
  const rows = new Map<string, BaselineRow>();
  for (const problem of problems.filter(mayBeKnown)) {
    const row = rowOf(problem);
    const key = keyOf(row);
    rows.set(key, { ...row, count: (rows.get(key)?.count ?? 0) + 1 });
  }
  return [...rows].sort(([a], [b]) => a < b ? -1 : 1).map(([, row]) => row);
}

function rowOf(problem: Problem): BaselineRow {
  const { id, cluster, object, construct, field, value, facts, message } = problem;
  return {
    id,
    ...cluster === undefined ? {} : { cluster },
    object: object ?? construct!,
    ...field === undefined ? {} : { field: unnumbered(field) },
    ...value === undefined ? {} : { value },
    says: facts ?? [unnumbered(message)],
    count: 1,
  };
}

/** Equal for a row and for each finding that it lets pass. */
export function keyOf({ id, cluster, object, field, value, says }: Omit<BaselineRow, 'count'>): string {
  return JSON.stringify(tellsOf({ id, cluster, object, field, value, facts: says, message: '' }));
}

/** Findings by what a baseline knows of them. */
export interface Compared {
  /** New ones. Where more are alike than the row counts, all of these: nobody can tell which one is new. */
  readonly problems: readonly Problem[];
  readonly known: readonly Problem[];
  /** Rows of which fewer were found than they count, each with how many are gone. */
  readonly stale: readonly BaselineRow[];
}

/** Tells new findings from those that the baseline knows, and what of it is gone. */
export function compareWithBaseline(problems: readonly Problem[], rows: readonly BaselineRow[]): Compared {
  const counted = new Map(rows.map(row => [keyOf(row), row]));
  const found = new Map<string, number>();
  const keys = problems.map(problem => mayBeKnown(problem) ? keyOf(rowOf(problem)) : undefined);
  keys.forEach(key => key === undefined || found.set(key, (found.get(key) ?? 0) + 1));
  const isKnown = (key: string | undefined) => key !== undefined && (found.get(key) ?? 0) <= (counted.get(key)?.count ?? 0);
  return {
    problems: problems.filter((_, at) => !isKnown(keys[at])),
    known: problems.filter((_, at) => isKnown(keys[at])),
    stale: [...counted].flatMap(([key, row]) => {
      const gone = row.count - (found.get(key) ?? 0);
      return gone > 0 ? [{ ...row, count: gone }] : [];
    }),
  };
}
