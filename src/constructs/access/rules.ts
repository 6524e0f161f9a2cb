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
 * The fewest rules that grant exactly this. Resources join a rule only when group, verbs and names are
 * the same: a rule grants the product of its lists, so any other join would grant more.
 */
export function toRules(grants: readonly Grant[]): PolicyRule[] {
  const joined = new Map<string, { group: string; verbs: string[]; names: string[]; resources: Set<string> }>();
  for (const { resource, verbs, names } of grants) {
    const rule = { group: resource.group, verbs: sortedSet(verbs), names: sortedSet(names) };
    const key = JSON.stringify(rule);
    const known = joined.get(key) ?? { ...rule, resources: new Set<string>() };
    known.resources.add(resource.resource);
    joined.set(key, known);
  }
  return [...joined].sort(([a], [b]) => a < b ? -1 : 1).map(([, rule]) => ({
    apiGroups: [rule.group],
    resources: sortedSet([...rule.resources]),
    ...(rule.names.length > 0 ? { resourceNames: rule.names } : {}),
    verbs: rule.verbs,
  }));
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
export function refuseDeadGrant(construct: IConstruct, field: string, resource: KubernetesResource, verbs: readonly string[], clusterWide: boolean): void {
  const supported = supportedVerbs(resource);
  const dead = supported && verbs.find(verb => isRequestVerb(verb) && !supported.includes(verb));
  if (dead !== undefined) {
    throw invalid(construct, field, dead, `${resource} has no verb ${dead}; it has ${supported!.join(', ')}`, 'leave the verb out, or name another resource');
  }
  // A GET of one namespace carries that namespace, so a Role in it can grant exactly this.
  if (!clusterWide && resource.namespaced === false && !(resource.group === '' && resource.resource.split('/')[0] === 'namespaces')) {
    throw invalid(construct, field, resource.toString(), 'is cluster-scoped, and a Role in a namespace grants nothing of it', 'set clusterWide: true, or leave it out');
  }
}

/** Refuses empty lists: Kubernetes reads an absent list of names as every name. */
export function refuseEmpty(construct: IConstruct, field: string, list: readonly unknown[] | undefined): void {
  if (list !== undefined && list.length === 0) {
    throw invalid(construct, field, list, 'must not be empty', 'leave it out, or list what is meant');
  }
  const empty = list?.findIndex(item => item === '' || item === undefined || item === null) ?? -1;
  if (empty >= 0) {
    throw invalid(construct, `${field}[${empty}]`, list![empty], 'must not be empty', 'list what is meant');
  }
}

function sortedSet(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
