import { Intervals, intervalsOfSorted } from './intervals';
import { countBelow } from './search';
import { requirementsOf } from './selectors';
import type { LabelSelector, LabelSelectorRequirement, StringMap } from '../../manifests/model';
import { canonical } from '../canonical';
import { selectorMatches } from '../label-selector';

/**
 * Finds by labels. The places of each value of a key are listed once, so that a selector looks only at the objects that
 * have the rarest value it asks for.
 */
export class LabelIndex {
  private readonly places = new Map<string, Map<string, number[]>>();
  private readonly known = new Map<string, Intervals>();

  constructor(private readonly labels: readonly StringMap[]) {}

  /** The places of all that a selector matches. */
  select(selector: LabelSelector): Intervals {
    const key = canonical(selector);
    let found = this.known.get(key);
    if (!found) {
      found = this.selectWithin(selector, 0, this.labels.length);
      this.known.set(key, found);
    }
    return found;
  }

  /** The places from `first` to before `end` of all that a selector matches. */
  selectWithin(selector: LabelSelector, first: number, end: number): Intervals {
    const requirements = requirementsOf(selector);
    if (requirements.length === 0) return first < end ? [first, end] : [];
    const candidates = this.fewest(requirements, first, end);
    const out: number[] = [];
    for (let at = 0; at < candidates.count; at += 1) {
      const place = candidates.list ? candidates.list[candidates.from + at]! : first + at;
      if (selectorMatches(selector, this.labels[place]!)) out.push(place);
    }
    return intervalsOfSorted(out);
  }

  /** Where all matches are among: the shortest list of places of one value, or all places. */
  private fewest(requirements: readonly LabelSelectorRequirement[], first: number, end: number): Candidates {
    let best: Candidates = { from: 0, count: end - first };
    for (const { key, operator, values = [] } of requirements) {
      if (operator !== 'In' || values.length !== 1) continue;
      const list = this.placesOf(key).get(values[0]!) ?? [];
      const from = countBelow(list, first);
      const count = countBelow(list, end) - from;
      if (count < best.count) best = { list, from, count };
    }
    return best;
  }

  private placesOf(key: string): Map<string, number[]> {
    let byValue = this.places.get(key);
    if (!byValue) {
      byValue = new Map();
      for (let place = 0; place < this.labels.length; place += 1) {
        const labels = this.labels[place]!;
        if (!Object.hasOwn(labels, key)) continue;
        const list = byValue.get(labels[key]!);
        if (list) list.push(place);
        else byValue.set(labels[key]!, [place]);
      }
      this.places.set(key, byValue);
    }
    return byValue;
  }
}

interface Candidates {
  /** Absent: every place. */
  readonly list?: readonly number[];
  readonly from: number;
  readonly count: number;
}
