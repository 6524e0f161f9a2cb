import type { Direction } from './access';
import { pairedPromises } from './promise/change';
import { canonical } from '../decide/canonical';

/** What the index of a cluster says beside its files, as far as a reviewer must see it change. */
export interface Said {
  readonly target?: { readonly distribution: string; readonly kubernetes: string };
  readonly guarantees: ReadonlyArray<{ readonly construct: string; readonly predicate: { readonly kind: string } }>;
  readonly acknowledgements: readonly SaidAcknowledgement[];
  /** Groups that are declared for users. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

export interface SaidAcknowledgement {
  readonly construct: string;
  readonly ids: readonly string[];
  readonly reason: string;
  readonly expires?: string;
}

/** One of them that came, went or changed. */
export interface PromiseChange {
  readonly what: 'guarantee' | 'acknowledgement' | 'target' | 'groups';
  readonly direction: Direction;
  readonly construct?: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * What weakens the proof of a cluster is broadened, though no manifest changes: a guarantee that goes, an acknowledgement
 * that comes, another target, a group that is no longer declared. A guarantee that another construct now gives in the same
 * words is the same guarantee; one about the same in other words is one that changed, broadened where it promises less in any respect.
 */
export function comparePromises(before: Said, after: Said): PromiseChange[] {
  const targets = [before.target, after.target].map(target => canonical(target ?? null));
  return [
    ...targets[0] === targets[1] ? [] : [{ what: 'target', direction: 'broadened', before: before.target, after: after.target } as const],
    ...guarantees(before, after),
    ...acknowledgements(before, after),
    ...groups(before, after),
  ];
}

function guarantees(before: Said, after: Said): PromiseChange[] {
  const [old, now] = [before, after].map(({ guarantees: all }) => new Set(all.map(({ predicate }) => canonical(predicate))));
  const { changed, gone, come } = pairedPromises(
    before.guarantees.filter(({ predicate }) => !now!.has(canonical(predicate))),
    after.guarantees.filter(({ predicate }) => !old!.has(canonical(predicate))),
  );
  return [
    ...changed.map(each => ({
      what: 'guarantee', direction: each.direction, construct: each.after.construct, before: each.before.predicate, after: each.after.predicate,
    } as const)),
    ...gone.map(each => ({ what: 'guarantee', direction: 'broadened', construct: each.construct, before: each.predicate } as const)),
    ...come.map(each => ({ what: 'guarantee', direction: 'narrowed', construct: each.construct, after: each.predicate } as const)),
  ];
}

/** What an acknowledgement lets pass: its construct, each id, and until when. The reason is prose. */
function acknowledgements(before: Said, after: Said): PromiseChange[] {
  const lets = (said: Said) => new Map(said.acknowledgements
    .flatMap(each => each.ids.map(id => [canonical([each.construct, id, each.expires]), each] as const)));
  const [old, now] = [lets(before), lets(after)];
  const only = (one: typeof old, other: typeof old) => [...new Set([...one].filter(([key]) => !other.has(key)).map(([, each]) => each))];
  return [
    ...only(now, old).map(each => ({ what: 'acknowledgement', direction: 'broadened', construct: each.construct, after: each } as const)),
    ...only(old, now).map(each => ({ what: 'acknowledgement', direction: 'narrowed', construct: each.construct, before: each } as const)),
  ];
}

function groups(before: Said, after: Said): PromiseChange[] {
  return [...new Set([...Object.keys(before.groups), ...Object.keys(after.groups)])].sort().flatMap(user => {
    const [old, now] = [before.groups[user] ?? [], after.groups[user] ?? []];
    const lost = old.filter(group => !now.includes(group));
    const more = now.filter(group => !old.includes(group));
    return lost.length + more.length === 0 ? []
      : [{ what: 'groups', direction: lost.length > 0 ? 'broadened' : 'narrowed', before: { user, groups: old }, after: { user, groups: now } } as const];
  });
}
