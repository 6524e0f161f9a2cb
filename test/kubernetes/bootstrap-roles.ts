import { bootstrapPolicy, type BootstrapPolicy, type BootstrapRole, type BootstrapRule } from '../../src/kubernetes';

/** Of a supported minor. */
export const policyOf = (minor: number): BootstrapPolicy => bootstrapPolicy(minor)!;

/** A default ClusterRole by its name. */
export const clusterRole = (minor: number, name: string): BootstrapRole | undefined =>
  policyOf(minor).clusterRoles.find(({ metadata }) => metadata.name === name);

/** The rules that the controller manager gives an aggregated role: those of every role that it gathers, and so on. */
export function effectiveRules(minor: number, name: string): readonly BootstrapRule[] {
  const role = clusterRole(minor, name)!;
  const labels = Object.entries(role.aggregationRule?.clusterRoleSelectors[0]?.matchLabels ?? {});
  if (labels.length === 0) return role.rules ?? [];
  return policyOf(minor).clusterRoles
    .filter(({ metadata }) => labels.every(([key, value]) => metadata.labels[key] === value))
    .flatMap(({ metadata }) => effectiveRules(minor, metadata.name));
}

/** Whether rules allow a verb on every object of a resource. */
export function allows(rules: readonly BootstrapRule[], verb: string, group: string, resource: string): boolean {
  const has = (list: readonly string[] | undefined, word: string) => !!list && (list.includes(word) || list.includes('*'));
  return rules.some(rule => has(rule.verbs, verb) && has(rule.apiGroups, group) && has(rule.resources, resource) && !rule.resourceNames);
}
