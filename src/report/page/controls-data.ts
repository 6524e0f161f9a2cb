import type { ControlData, ControlsData, OutcomeData } from './data';
import { besideGuarantees, findingData, type ProofSource } from './proof-data';
import { Table, type Strings } from './strings';
import { PROFILES, SHORT_TITLES, type ControlRow } from '../../kubernetes/controls';
import { printable, type Problem } from '../../manifests/problem';
import { MADE_BY } from '../../prove/controls/made-by';
import type { Outcome } from '../../prove/controls/outcome';
import { promises } from '../../prove/controls/promises';

/** Of what fails one control, so many are listed: 1,000 workloads that all lack a field are one thing to mend. */
const MOST_MISSES = 100;

/** Every control of each benchmark; what several of them ask for stands once. */
export function controlsData({ controls, problems, acknowledged, verdicts }: ProofSource, strings: Strings): ControlsData {
  const open = placesOf(besideGuarantees(problems));
  const accepted = placesOf(acknowledged.map(({ finding }) => finding));
  const rows = new Table<ControlData>();
  const outcomes = new Table<OutcomeData>();

  const rowOf = ({ id, title, generate }: ControlRow): ControlData => {
    const kept = [...verdicts.keys()].filter(at => promises(id, verdicts[at]!.guarantee.predicate));
    return {
      title: strings.of(title),
      ...generate === undefined ? {} : { means: strings.of(generate) },
      ...Object.hasOwn(MADE_BY, id) ? { makers: MADE_BY[id]!.map(each => strings.of(each)) } : {},
      ...kept.length > 0 ? { promises: kept } : {},
    };
  };
  const outcomeOf = ({ verdict, because, findings }: Outcome): OutcomeData => {
    const keyed = findings.map(each => [keyOf(each), each] as const);
    const among = (places: ReadonlyMap<string, number>) => keyed.flatMap(([key]) => places.get(key) ?? []);
    const misses = keyed.filter(([key]) => !open.has(key) && !accepted.has(key)).map(([, each]) => each);
    const [isOpen, isAccepted] = [among(open), among(accepted)];
    return {
      verdict,
      because: strings.of(printable(because)),
      ...isOpen.length > 0 ? { findings: isOpen } : {},
      ...isAccepted.length > 0 ? { acknowledged: isAccepted } : {},
      ...misses.length > 0 ? { misses: misses.slice(0, MOST_MISSES).map(each => findingData(each, strings)) } : {},
      ...misses.length > MOST_MISSES ? { more: misses.length - MOST_MISSES } : {},
    };
  };

  // Controls are judged once for all benchmarks, and what is found is one list for all that ask for it.
  const known = new Map<readonly Problem[], { readonly outcome: Outcome; readonly place: number }>();
  const placeOf = (outcome: Outcome): number => {
    const found = known.get(outcome.findings);
    if (found?.outcome.verdict === outcome.verdict && found.outcome.because === outcome.because) {
      return found.place;
    }
    const place = outcomes.of(outcomeOf(outcome));
    known.set(outcome.findings, { outcome, place });
    return place;
  };

  const benchmarks = controls.map(({ profile, results }) => ({
    name: profile,
    title: PROFILES[profile],
    short: SHORT_TITLES[profile],
    asked: results.map(({ control: { row, ids, unverified }, ...outcome }) => ({
      ids: ids.map(id => strings.of(id)), ...unverified ? { unverified } : {}, control: rows.of(rowOf(row)), outcome: placeOf(outcome),
    })),
  }));
  return { benchmarks, controls: rows.all, outcomes: outcomes.all };
}

/** Where each finding stands. */
function placesOf(problems: readonly Problem[]): ReadonlyMap<string, number> {
  return new Map(problems.map((problem, at) => [keyOf(problem), at]));
}

/** The same finding, whether it is told to the line of its field or of its object. */
function keyOf({ id, object, construct, field, message }: Problem): string {
  return JSON.stringify([id, object, construct, field, message]);
}
