import { aboutOf, covers, partsOf, type Part, type Said } from './parts';
import { canonical } from '../../decide/canonical';
import type { Direction } from '../access';

/** A promise of a construct. */
export interface Promised {
  readonly construct: string;
  readonly predicate: { readonly kind: string };
}

/** A promise that says something else than before. */
export interface ChangedPromise {
  readonly before: Promised;
  readonly after: Promised;
  /** `broadened` where it is weaker in any respect. */
  readonly direction: Direction;
}

/** Promises that changed, and those that went and came without another in their place. */
export interface Paired {
  readonly changed: ChangedPromise[];
  readonly gone: Promised[];
  readonly come: Promised[];
}

/** Parts in which two promises about the same differ. */
export interface PartsChange {
  /** Demanded before and no longer, or let through now and not before. */
  readonly weaker: readonly Part[];
  readonly stronger: readonly Part[];
}

/** In which parts a promise is weaker than before, and in which stronger; undefined where that cannot be told. */
export function partsChange(before: Promised['predicate'], after: Promised['predicate']): PartsChange | undefined {
  const [old, now] = [partsOf(before as Said), partsOf(after as Said)];
  if (!old || !now) return undefined;
  const beyond = (some: readonly Part[], others: readonly Part[], side: Part['side']) =>
    some.filter(part => part.side === side && !others.some(other => covers(other, part)));
  return {
    weaker: [...beyond(old, now, 'demand'), ...beyond(now, old, 'allowance')],
    stronger: [...beyond(now, old, 'demand'), ...beyond(old, now, 'allowance')],
  };
}

/**
 * Pairs the promises that went with those that came in their place: of the same kind, about the same, those of one construct and
 * those that have more in common before others. What a promise about nothing in particular is about, its construct says.
 */
export function pairedPromises(gone: readonly Promised[], come: readonly Promised[]): Paired {
  const byKey = new Map<string, Parted[]>();
  for (const after of come.flatMap(parted)) {
    const others = byKey.get(after.key);
    if (others) others.push(after);
    else byKey.set(after.key, [after]);
  }
  const candidates = gone.flatMap(parted)
    .flatMap(before => (byKey.get(before.key) ?? []).map(after => ({ before, after, common: inCommon(before, after) })))
    .sort((a, b) => b.common - a.common || a.before.at - b.before.at || a.after.at - b.after.at);
  const [left, right] = [new Set(gone), new Set(come)];
  const changed: ChangedPromise[] = [];
  for (const { before: { promised: before }, after: { promised: after } } of candidates) {
    if (!left.has(before) || !right.has(after)) continue;
    left.delete(before);
    right.delete(after);
    const { weaker, stronger } = partsChange(before.predicate, after.predicate)!;
    // The same in other words is no change.
    if (weaker.length + stronger.length > 0) changed.push({ before, after, direction: weaker.length > 0 ? 'broadened' : 'narrowed' });
  }
  return { changed, gone: [...left], come: [...right] };
}

/** Kinds whose promises are told apart by their subject, wherever they stand. */
const ABOUT = ['cannot', 'only-traffic', 'no-way-around'];

/** A promise with what is asked of it for each other: there may be thousands. */
interface Parted {
  readonly promised: Promised;
  /** Its place among those of its side. */
  readonly at: number;
  /** What the one must share with another that it can have become. */
  readonly key: string;
  readonly texts: readonly string[];
  readonly has: ReadonlySet<string>;
}

/** None where a promise cannot be taken apart: it is paired with no other. */
function parted(promised: Promised, at: number): Parted[] {
  const said = promised.predicate as Said;
  const texts = partsOf(said)?.map(part => canonical(part));
  return texts ? [{ promised, at, key: JSON.stringify([aboutOf(said), ABOUT.includes(said.kind) ? '' : promised.construct]), texts, has: new Set(texts) }] : [];
}

/** How much two promises of one key have in common. */
function inCommon(before: Parted, after: Parted): number {
  return before.texts.filter(text => after.has.has(text)).length + (before.promised.construct === after.promised.construct ? 1000 : 0);
}
