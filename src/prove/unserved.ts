import { closest } from '../decide/resembles';
import { builtInKinds, builtInResources, isBuiltInGroup, isServedIn, isServedObject, servedAt, type ApiKind } from '../kubernetes';
import { groupOf, versionOf } from '../manifests/identity';
import { shown, type Problem } from '../manifests/problem';

/**
 * Why the API server of a minor does not serve an object: a version that it never had or has no more, or a kind or a group that is a
 * slip of one that it has. Groups of others, which resource definitions bring, are theirs to judge.
 */
export function unservedProblem(object: Readonly<Record<string, unknown>>, minor: number): Problem | undefined {
  if (isServedObject(object, minor)) return undefined;
  const [group, version, kind] = [groupOf(object), versionOf(object), String(object.kind)];
  const served = servedAt(group, version, kind, minor);
  if (!served) return isBuiltInGroup(group) ? undefined : misspeltGroup(object, group, kind, minor);
  if (served.served) return undefined;
  const kinds = builtInKinds();
  // The version alone is wrong where some version has the kind, and it has the version.
  const isKindKnown = kinds.some(each => each.kind === kind);
  const fix = served.fix ?? meant(nearKinds(kind, group, version, minor), object);
  return {
    id: 'object-unserved',
    ...isKindKnown ? { field: 'apiVersion', value: shown(object.apiVersion) } : { field: 'kind', value: shown(object.kind) },
    message: served.reason,
    ...fix === undefined ? {} : { fix },
  };
}

/**
 * A group that nobody but a slip would call so: one or two letters beside a group of Kubernetes, with a kind of that group. An API
 * server knows no such kind, and a policy or a role in it would be of no effect. Groups in `x-k8s.io` are those of resource definitions of
 * Kubernetes' own projects (KEP-2337), which resemble its groups on purpose.
 */
function misspeltGroup(object: Readonly<Record<string, unknown>>, group: string, kind: string, minor: number): Problem | undefined {
  if (group.endsWith('.x-k8s.io')) return undefined;
  const served = builtInKinds().filter(each => isServedIn(each, minor));
  const near = closest(group, served.map(each => each.group).filter(each => each !== ''), Infinity);
  const of = newest(served.filter(each => near.includes(each.group) && each.kind.toLowerCase() === kind.toLowerCase()));
  if (of.length === 0) return undefined;
  return {
    id: 'object-unserved',
    field: 'apiVersion',
    value: shown(object.apiVersion),
    message: `Kubernetes 1.${minor} has no group ${group}, and ${kind} is a kind of ${of[0]!.group}`,
    fix: meant(of, object)!,
  };
}

/** Kinds that may have been meant: by their plural or short name, else by a slip; of the same version before others. */
function nearKinds(kind: string, group: string, version: string, minor: number): ApiKind[] {
  const served = builtInKinds().filter(each => isServedIn(each, minor));
  const word = kind.toLowerCase();
  const named = builtInResources().filter(({ plural, shortNames }) => plural === word || shortNames.includes(word));
  const byName = served.filter(each => named.some(resource => resource.group === each.group && resource.kind === each.kind));
  const steps = [
    (each: ApiKind) => each.group === group && each.version === version,
    (each: ApiKind) => each.group === group,
    () => true,
  ];
  for (const here of steps) {
    const found = byName.filter(here);
    if (found.length > 0) return newest(found);
    const near = closest(kind, served.filter(here).map(each => each.kind));
    if (near.length > 0) return newest(near.flatMap(name => served.filter(each => here(each) && each.kind === name)));
  }
  return [];
}

/** The most stable of the versions of each kind. */
function newest(kinds: readonly ApiKind[]): ApiKind[] {
  const best = new Map<string, ApiKind>();
  for (const each of kinds) {
    const key = `${each.group}/${each.kind}`;
    const other = best.get(key);
    if (!other || stability(each.version) > stability(other.version)) best.set(key, each);
  }
  return [...best.values()];
}

function stability(version: string): number {
  return version.includes('alpha') ? 0 : version.includes('beta') ? 1 : 2;
}

/** The kinds as a question, each with its version where that is another. */
function meant(kinds: readonly ApiKind[], { apiVersion }: Readonly<Record<string, unknown>>): string | undefined {
  const names = [...new Set(kinds.slice(0, 3).map(({ group, version, kind }) => {
    const own = group === '' ? version : `${group}/${version}`;
    return own === apiVersion ? kind : `${own} ${kind}`;
  }))];
  return names.length === 0 ? undefined : `did you mean ${names.join(' or ')}?`;
}
