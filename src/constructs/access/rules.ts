import type { IConstruct } from 'constructs';
import { findResource } from '../../kubernetes';
import type { PolicyRule } from '../../manifests/model';
import { invalid } from '../errors';
import type { KubernetesResource } from './kubernetes-resource';
import { isRequestVerb } from './verb';

/** A rule before it is written: one resource with its verbs. */
export interface Grant {
  readonly resource: KubernetesResource;
  readonly verbs: readonly string[];
  readonly names: readonly string[];
}

/**
 * The fewest rules that grant exactly this without naming a resource twice. Verbs join where resource and
 * names are the same, then resources where group, verbs and names are: a rule grants the product of its
 * lists, so any other join would grant more.
 */
export function toRules(grants: readonly Grant[]): PolicyRule[] {
  const verbsOf = new Map<string, { group: string; resource: string; names: string[]; verbs: string[] }>();
  for (const { resource: { group, resource }, verbs, names } of grants) {
    const what = { group, resource, names: sortedSet(names) };
    valueIn(verbsOf, JSON.stringify(what), () => ({ ...what, verbs: [] })).verbs.push(...verbs);
  }
  const joined = new Map<string, { group: string; verbs: string[]; names: string[]; resources: string[] }>();
  for (const { group, resource, names, verbs } of verbsOf.values()) {
    const rule = { group, verbs: sortedSet(verbs), names };
    valueIn(joined, JSON.stringify(rule), () => ({ ...rule, resources: [] })).resources.push(resource);
  }
  return [...joined].sort(([a], [b]) => a < b ? -1 : 1).map(([, rule]) => ({
    apiGroups: [rule.group],
    resources: sortedSet(rule.resources),
    ...(rule.names.length > 0 ? { resourceNames: rule.names } : {}),
    verbs: rule.verbs,
  }));
}

function valueIn<T>(map: Map<string, T>, key: string, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** The verbs that a resource supports; undefined when it is not a built-in one, or a wildcard. */
export function supportedVerbs(resource: KubernetesResource): readonly string[] | undefined {
  const [plural, subresource] = resource.resource.split('/', 2) as [string, string | undefined];
  const found = findResource(resource.group, plural);
  if (!found) {
    return undefined;
  }
  return subresource === undefined ? found.verbs : found.subresources.find(each => each.name === subresource)?.verbs;
}

/** Refuses what Kubernetes would accept and never match: it reads as a permission and is none. */
export function refuseDeadGrant(
  construct: IConstruct, field: string, resource: KubernetesResource, verbs: readonly string[], clusterWide: boolean,
): void {
  const supported = supportedVerbs(resource);
  const dead = supported && verbs.find(verb => isRequestVerb(verb) && !supported.includes(verb));
  if (dead !== undefined) {
    throw invalid(construct, field, dead, `${resource} has no verb ${dead}; it has ${supported!.join(', ')}`, 'leave the verb out, or name another resource');
  }
  if (clusterWide || resource.namespaced !== false) {
    return;
  }
  if (resource.group !== '' || resource.resource.split('/')[0] !== 'namespaces') {
    throw invalid(construct, field, resource.toString(), 'is cluster-scoped, and a Role in a namespace grants nothing of it', 'set clusterWide: true, or leave it out');
  }
  // A request for one namespace carries it, so a Role in it can grant that; a list or a POST carries none.
  const nowhere = verbs.find(verb => ['list', 'watch', 'create', 'deletecollection'].includes(verb));
  if (nowhere !== undefined) {
    throw invalid(construct, field, nowhere, `${nowhere} of namespaces carries no namespace, and a Role in one grants nothing of it`, 'leave the verb out, or set clusterWide: true');
  }
}

/** Refuses empty lists: Kubernetes reads an absent list of names as every name. */
export function refuseEmpty(construct: IConstruct, field: string, list: readonly unknown[] | undefined): void {
  if (list !== undefined && !Array.isArray(list)) {
    throw invalid(construct, field, list, 'must be a list', 'put it in brackets: [ … ]');
  }
  if (list !== undefined && list.length === 0) {
    throw invalid(construct, field, list, 'must not be empty', 'leave it out, or list what is meant');
  }
  const empty = list?.findIndex(item => item === '' || item === undefined || item === null) ?? -1;
  if (empty >= 0) {
    throw invalid(construct, `${field}[${empty}]`, list![empty], 'must not be empty', 'list what is meant');
  }
}

function sortedSet(values: readonly string[]): string[] {
  if (values.every((value, at) => at === 0 || values[at - 1]! < value)) {
    return [...values];
  }
  return [...new Set(values)].sort();
}
