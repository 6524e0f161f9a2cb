import type { KubernetesResource } from './kubernetes-resource';
import type { PolicyRule } from '../../manifests/model';
import { defined } from '../defined';
import { uniqueByText } from '../unique-by-text';

/** A rule before it is written: one resource, as rules name it, with its verbs. */
export interface PlainGrant {
  readonly resource: Pick<KubernetesResource, 'group' | 'resource'>;
  readonly verbs: readonly string[];
  readonly names: readonly string[];
}

/** The same of a resource that an author named. */
export interface Grant extends PlainGrant {
  readonly resource: KubernetesResource;
}

/** Stands for every name where names are keys; no object has it. */
const ANY_NAME = '';

/**
 * The rules of a set of grants, in one canonical form: whoever grants the same gets the same rules, however
 * it was said. Each (resource, name) has one set of verbs; what a rule without names or a `*` among the verbs
 * grants already is not said again. Then names with the same verbs join, and resources with the same verbs
 * and names: a rule grants the product of its lists, so any other join would grant more.
 */
export function toRules(grants: readonly PlainGrant[]): PolicyRule[] {
  if (isPlain(grants)) {
    return written(joinPlain(grants));
  }
  const joined = new Map<string, JoinedRule>();
  for (const { group, resource, verbsByName } of byResource(grants)) {
    for (const { names, verbs } of joinNames(verbsByName)) {
      // No group, resource or verb holds white space, so that it can separate them in a key; names may hold anything.
      const key = `${group}\n${verbs.join(' ')}\n${names.length === 0 ? '' : JSON.stringify(names)}`;
      valueIn(joined, key, () => ({ group, verbs, names, resources: [] })).resources.push(resource);
    }
  }
  return written([...joined.values()]);
}

/** Most roles: no names, and no resource twice. What follows would come to the same in more steps. */
function isPlain(grants: readonly PlainGrant[]): boolean {
  return grants.length <= 16 && grants.every(({ resource: { group, resource }, names, verbs }, at) => names.length === 0 && verbs.length > 0
    && grants.findIndex(other => other.resource.resource === resource && other.resource.group === group) === at);
}

function joinPlain(grants: readonly PlainGrant[]): JoinedRule[] {
  const joined: JoinedRule[] = [];
  for (const { resource: { group, resource }, verbs: asked } of grants) {
    const verbs = fewest(asked);
    const same = joined.find(each => each.group === group && isSameList(each.verbs, verbs));
    if (same) {
      same.resources.push(resource);
    } else {
      joined.push({ group, verbs, names: [], resources: [resource] });
    }
  }
  return joined;
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at]);
}

function written(joined: readonly JoinedRule[]): PolicyRule[] {
  return uniqueByText(joined, ({ group, verbs, names }) => JSON.stringify([group, verbs, names])).map(rule => defined({
    apiGroups: [rule.group],
    resourceNames: rule.names.length > 0 ? rule.names : undefined,
    resources: sortedSet(rule.resources),
    verbs: rule.verbs,
  }));
}

/** A rule for paths before it is written. */
export interface UrlGrant {
  readonly urls: readonly string[];
  readonly verbs: readonly string[];
}

/** The same for paths: each has one set of verbs, and paths with the same verbs join. */
export function toUrlRules(grants: readonly UrlGrant[]): PolicyRule[] {
  if (grants.length === 0) {
    return [];
  }
  const verbsOf = new Map<string, string[]>();
  for (const { urls, verbs } of grants) {
    for (const url of urls) {
      valueIn(verbsOf, url, () => []).push(...verbs);
    }
  }
  const joined = new Map<string, { verbs: string[]; urls: string[] }>();
  for (const [url, all] of verbsOf) {
    const verbs = fewest(all);
    valueIn(joined, verbs.join(' '), () => ({ verbs, urls: [] })).urls.push(url);
  }
  return [...joined].sort(([a], [b]) => a < b ? -1 : 1).map(([, { urls, verbs }]) => ({ nonResourceURLs: sortedSet(urls), verbs }));
}

interface ByResource {
  readonly group: string;
  readonly resource: string;
  readonly verbsByName: Map<string, string[]>;
}

function byResource(grants: readonly PlainGrant[]): Iterable<ByResource> {
  const all = new Map<string, ByResource>();
  for (const { resource: { group, resource }, verbs, names } of grants) {
    const { verbsByName } = valueIn(all, `${group}\n${resource}`, () => ({ group, resource, verbsByName: new Map() }));
    for (const name of names.length > 0 ? names : [ANY_NAME]) {
      valueIn(verbsByName, name, () => []).push(...verbs);
    }
  }
  return all.values();
}

function joinNames(verbsByName: ReadonlyMap<string, readonly string[]>): Array<{ names: string[]; verbs: string[] }> {
  const always = fewest(verbsByName.get(ANY_NAME) ?? []);
  if (verbsByName.size === 1 && always.length > 0) {
    return [{ names: [], verbs: always }];
  }
  const joined = new Map<string, { names: string[]; verbs: string[] }>();
  for (const [name, all] of verbsByName) {
    const verbs = name === ANY_NAME ? always : fewest(all).filter(verb => !always.includes(verb) && !always.includes('*'));
    if (verbs.length > 0) {
      const key = name === ANY_NAME ? ANY_NAME : verbs.join(' ');
      valueIn(joined, key, () => ({ names: [], verbs })).names.push(...(name === ANY_NAME ? [] : [name]));
    }
  }
  return [...joined.values()].map(({ names, verbs }) => ({ names: sortedSet(names), verbs }));
}

/** The verbs, sorted; `*` alone where it is among them. */
function fewest(verbs: readonly string[]): string[] {
  return verbs.includes('*') ? ['*'] : sortedSet(verbs);
}

interface JoinedRule {
  readonly group: string;
  readonly verbs: string[];
  readonly names: string[];
  readonly resources: string[];
}

function valueIn<T>(map: Map<string, T>, key: string, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function sortedSet(values: readonly string[]): string[] {
  if (values.every((value, at) => at === 0 || values[at - 1]! < value)) {
    return [...values];
  }
  return [...new Set(values)].sort();
}
