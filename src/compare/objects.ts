import { compareSettings } from './settings';
import { canonical } from '../decide/canonical';
import { namespacePolicy } from '../decide/pod-security/namespace-policy';
import { groupOf, identityOf } from '../manifests/identity';

/** An API object, and where it comes from. */
export interface ComparedObject {
  readonly object: Readonly<Record<string, unknown>>;
}

/** An object that is on one side alone, or differs. */
export interface ObjectChange<T extends ComparedObject = ComparedObject> {
  /** `replaced`: the API server refuses the update, so that somebody has to delete it first. */
  readonly what: 'added' | 'deleted' | 'changed' | 'replaced';
  readonly before?: T;
  readonly after?: T;
  /** The fields that differ. */
  readonly fields: readonly string[];
}

/** Which objects came, went or changed, by their identity; in the order of those. */
export function compareObjects<T extends ComparedObject>(before: readonly T[], after: readonly T[]): Array<ObjectChange<T>> {
  const [old, now] = differing(before, after).map(objects => new Map(objects.map(each => [identityOf(each.object), each] as const)));
  return [...new Set([...old!.keys(), ...now!.keys()])].sort().flatMap((identity): Array<ObjectChange<T>> => {
    const [was, is] = [old!.get(identity), now!.get(identity)];
    if (!was || !is) {
      return [{ what: was ? 'deleted' : 'added', ...was ? { before: was } : { after: is }, fields: [] }];
    }
    if (was.object === is.object || canonical(was.object) === canonical(is.object)) {
      return [];
    }
    const fields = compareSettings(was.object, is.object).map(({ path }) => path);
    return [{ what: isReplaced(was.object, is.object) ? 'replaced' : 'changed', before: was, after: is, fields }];
  });
}

/** All but what is the very same object on both sides, which most of two trees is; and of that, what may be called as one that differs. */
function differing<T extends ComparedObject>(before: readonly T[], after: readonly T[]): [T[], T[]] {
  // What both sides begin and end with is told by its places alone, and most of two trees is.
  let [start, end] = [0, 0];
  const most = Math.min(before.length, after.length);
  while (start < most && before[start]!.object === after[start]!.object) start += 1;
  while (end < most - start && before[before.length - 1 - end]!.object === after[after.length - 1 - end]!.object) end += 1;
  const [old, now] = [before, after].map(objects => objects.slice(start, objects.length - end));
  const [olds, nows] = [old!, now!].map(objects => new Set(objects.map(({ object }) => object)));
  const names = new Set([...old!.filter(each => !nows!.has(each.object)), ...now!.filter(each => !olds!.has(each.object))].map(nameOf));
  const isMeant = (each: T) => names.has(nameOf(each));
  return names.size === 0 ? [[], []] : [before.filter(isMeant), after.filter(isMeant)];
}

/** As far as an identity has it: without one, and with one that is no text, objects are called alike. */
function nameOf({ object: { metadata } }: ComparedObject): string {
  const name = typeof metadata === 'object' && metadata !== null ? (metadata as { readonly name?: unknown }).name : undefined;
  return typeof name === 'string' ? name : '';
}

/** The role that a binding gives can not be changed (pkg/apis/rbac/validation, ValidateRoleBindingUpdate: "cannot change roleRef"). */
function isReplaced(before: ComparedObject['object'], after: ComparedObject['object']): boolean {
  return groupOf(after) === 'rbac.authorization.k8s.io' && String(after.kind).endsWith('Binding')
    && canonical(before.roleRef ?? null) !== canonical(after.roleRef ?? null);
}

/** Levels of Pod Security, and -1 for a stricter one, 1 for a laxer one. */
export interface LevelChange {
  readonly before: string;
  readonly after: string;
  readonly step: number;
}

const LEVELS = ['restricted', 'baseline', 'privileged'];

/** How the level of Pod Security that a Namespace enforces changed; undefined for another object. */
export function podSecurityChange({ before, after }: ObjectChange): LevelChange | undefined {
  const object = after ?? before!;
  if (object.object.apiVersion !== 'v1' || object.object.kind !== 'Namespace') {
    return undefined;
  }
  const [old, now] = [before, after].map(each => namespacePolicy(labelsOf(each?.object)).level);
  return { before: old!, after: now!, step: Math.sign(LEVELS.indexOf(now!) - LEVELS.indexOf(old!)) };
}

function labelsOf(object: ComparedObject['object'] | undefined): Record<string, string> {
  const labels = (object?.metadata as { labels?: unknown } | undefined)?.labels;
  const entries = Object.entries(typeof labels === 'object' && labels !== null ? labels : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
