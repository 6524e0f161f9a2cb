import * as fc from 'fast-check';
import { inFlight } from './in-flight';
import { Json, Path, placesOf, replaced } from '../generate/json';

/** How many objects a run offers in all: `BULWARK_RUNS`. */
export const RUNS = positive('BULWARK_RUNS') ?? 2000;
/** What repeats a run: `BULWARK_SEED`. */
export const SEED = positive('BULWARK_SEED') ?? Math.floor(Math.random() * 2 ** 31);

/** So many requests are on their way at once. */
const IN_FLIGHT = 16;
/** So many kinds of disagreement are shrunk; each takes some hundred requests. */
const SHRUNK = 5;

/** One object, judged by both. */
export interface Comparison {
  readonly accepted: boolean;
  /** How the two differ, or undefined. */
  readonly disagreement?: string;
}

export interface Tally {
  readonly offered: number;
  readonly accepted: number;
  /** The smallest example found of each kind of disagreement. */
  readonly disagreements: readonly string[];
}

/**
 * Offers `runs` generated values to both judges, and shrinks what they disagree about.
 * @param may what of a value may be left out to make an example smaller
 */
export async function compareAll<T extends Json>(
  values: fc.Arbitrary<T>, runs: number, compare: (value: T) => Promise<Comparison>, may: (place: Path) => boolean = () => true,
): Promise<Tally> {
  const compared = await inFlight(fc.sample(values, { seed: SEED, numRuns: runs }), compare, IN_FLIGHT);
  const kinds = new Map<string, number>();
  compared.forEach(({ disagreement }, run) => {
    if (disagreement !== undefined && !kinds.has(kindOf(disagreement))) {
      kinds.set(kindOf(disagreement), run);
    }
  });
  const disagreements: string[] = [];
  for (const [kind, run] of [...kinds].slice(0, SHRUNK)) {
    disagreements.push(await shrunk(values, run, kind, compare, may));
  }
  disagreements.push(...[...kinds.keys()].slice(SHRUNK).map(kind => `not shrunk: ${kind}`));
  return { offered: compared.length, accepted: compared.filter(({ accepted }) => accepted).length, disagreements };
}

/** Replays one run by its seed and path, and keeps to the same kind of disagreement. */
async function shrunk<T extends Json>(
  values: fc.Arbitrary<T>, run: number, kind: string, compare: (value: T) => Promise<Comparison>, may: (place: Path) => boolean,
): Promise<string> {
  const isOfKind = async (value: T) => {
    const { disagreement } = await compare(value);
    return disagreement !== undefined && kindOf(disagreement) === kind;
  };
  const { counterexample } = await fc.check(fc.asyncProperty(values, async value => !await isOfKind(value)),
    { seed: SEED, path: String(run), numRuns: 1, interruptAfterTimeLimit: 20_000 });
  const smallest = await pruned(counterexample![0], may, isOfKind);
  const { disagreement } = await compare(smallest);
  return `BULWARK_SEED=${SEED}, run ${run}: ${disagreement}\n  ${JSON.stringify(smallest).slice(0, 2000)}`;
}

/** Leaves out every member and element that the disagreement does without. */
async function pruned<T extends Json>(value: T, may: (place: Path) => boolean, isWrong: (value: T) => Promise<boolean>): Promise<T> {
  for (const place of placesOf(value).filter(may)) {
    const smaller = replaced(value, place, () => []) as T;
    if (await isWrong(smaller)) {
      return pruned(smaller, may, isWrong);
    }
  }
  return value;
}

/** Indexes and the server's words differ between examples of one kind. */
function kindOf(disagreement: string): string {
  return disagreement.replace(/\[\d+\]/g, '[n]').replace(/(theirs \[\]) .*/s, '$1');
}

function positive(variable: string): number | undefined {
  const text = process.env[variable];
  if (text === undefined || text === '') {
    return undefined;
  }
  if (!/^[1-9]\d*$/.test(text)) {
    throw new Error(`${variable} must be a positive integer, and is ${text}`);
  }
  return Number(text);
}
