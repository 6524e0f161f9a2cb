import type { PolicyRule } from '../../manifests/model';

/**
 * Whether what somebody holds includes what is wanted (component-helpers,
 * auth/rbac/validation/policy_comparator.go). The answer holds what is missing, one tuple a rule; it is
 * empty when everything is covered.
 *
 * 1. Break the wanted rules into tuples of one group, resource, verb and name, or one URL and verb.
 * 2. Each tuple must be covered by ONE held rule. Two rules never join: `*` is covered by `*` alone.
 * 3. What is left is missing.
 */
export function uncovered(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  return wanted.flatMap(tuples).filter(tuple => !held.some(rule => ruleCovers(rule, tuple)));
}

/** True when `held` includes all that `wanted` allows, as Kubernetes compares them. */
export function covers(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): boolean {
  return uncovered(held, wanted).length === 0;
}

/** One group, resource, verb and at most one name; or one URL and verb. */
function tuples({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule): PolicyRule[] {
  const named = resourceNames.length === 0 ? [{}] : resourceNames.map(name => ({ resourceNames: [name] }));
  return [
    ...apiGroups.flatMap(group => resources.flatMap(resource => verbs.flatMap(verb =>
      named.map(names => ({ apiGroups: [group], resources: [resource], verbs: [verb], ...names }))))),
    ...nonResourceURLs.flatMap(url => verbs.map(verb => ({ nonResourceURLs: [url], verbs: [verb] }))),
  ];
}

/** A tuple lacks either the resource fields or the URL, and what it lacks is covered by anything. */
function ruleCovers(held: PolicyRule, { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule): boolean {
  const names = held.resourceNames ?? [];
  return verbs.every(verb => hasOrAll(held.verbs, verb))
    && apiGroups.every(group => hasOrAll(held.apiGroups, group))
    && resources.every(resource => resourceCovers(held.resources ?? [], resource))
    && nonResourceURLs.every(url => (held.nonResourceURLs ?? []).some(each => urlCovers(each, url)))
    && (names.length === 0 || (resourceNames.length > 0 && resourceNames.every(name => names.includes(name))));
}

function hasOrAll(held: readonly string[] = [], wanted: string): boolean {
  return held.includes('*') || held.includes(wanted);
}

function resourceCovers(held: readonly string[], wanted: string): boolean {
  const slash = wanted.indexOf('/');
  return hasOrAll(held, wanted) || (slash >= 0 && held.includes(`*${wanted.slice(slash)}`));
}

function urlCovers(held: string, wanted: string): boolean {
  return held === wanted || (held.endsWith('*') && wanted.startsWith(held.replace(/\*+$/, '')));
}

/**
 * The same permissions in fewer rules: those of one group, one resource and at most one name, which differ
 * only by verb, become one (component-helpers, auth/rbac/validation/policy_compact.go). Rules that cannot be joined come first.
 */
export function compactRules(rules: readonly PolicyRule[]): PolicyRule[] {
  const simple = new Map<string, PolicyRule>();
  const others: PolicyRule[] = [];
  for (const rule of rules) {
    const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
    if (apiGroups.length !== 1 || resources.length !== 1 || resourceNames.length > 1 || nonResourceURLs.length > 0) {
      others.push(rule);
      continue;
    }
    const key = JSON.stringify([apiGroups, resources, resourceNames]);
    const same = simple.get(key);
    simple.set(key, same ? { ...same, verbs: [...new Set([...same.verbs, ...rule.verbs])] } : rule);
  }
  return [...others, ...simple.values()];
}
