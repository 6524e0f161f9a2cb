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
  const candidates = gone.flatMap((before, from) => come.flatMap((after, to) => {
    const common = inCommon(before, after);
    return common === undefined ? [] : [{ before, after, from, to, common }];
  })).sort((a, b) => b.common - a.common || a.from - b.from || a.to - b.to);
  const [left, right] = [new Set(gone), new Set(come)];
  const changed: ChangedPromise[] = [];
  for (const { before, after } of candidates) {
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

/** How much two promises have in common; undefined where the one cannot have become the other. */
function inCommon(before: Promised, after: Promised): number | undefined {
  const [old, now] = [before.predicate as Said, after.predicate as Said];
  const isSameConstruct = before.construct === after.construct;
  if (aboutOf(old) !== aboutOf(now) || (!isSameConstruct && !ABOUT.includes(old.kind))) return undefined;
  const [oldParts, nowParts] = [partsOf(old), partsOf(now)];
  if (!oldParts || !nowParts) return undefined;
  const texts = new Set(nowParts.map(part => canonical(part)));
  return oldParts.filter(part => texts.has(canonical(part))).length + (isSameConstruct ? 1000 : 0);
}
