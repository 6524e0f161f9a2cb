/**
 * The notation of the default roles and bindings of the API server. A list is its words with spaces between them, and
 * minors are written as in api-kinds.ts: `28-36`, open on a side that lies outside 1.27 to 1.37 or, for a rule, where
 * it ends with its role. Only what differs between minors is there twice.
 *
 * Left out, since every object has them: the label kubernetes.io/bootstrapping=rbac-defaults and the annotation
 * rbac.authorization.kubernetes.io/autoupdate=true.
 */

/** Verbs, API group or a list of groups, resources, minors, and resource names; or verbs, null and non-resource URLs. */
export type RuleRow = readonly [
  verbs: string, groups: string | readonly string[] | null, resources: string, minors?: string, resourceNames?: string,
];

/** Name (`namespace/name` of a Role), rules in their order, minors, and what aggregation makes of it. */
export type RoleRow = readonly [name: string, rules: readonly RuleRow[], minors?: string, aggregation?: Aggregation];

/** What follows `rbac.authorization.k8s.io/aggregate-to-` in a label. */
export interface Aggregation {
  /** The label by which the role gathers others. */
  readonly aggregates?: string;
  /** The label by which others gather the role. */
  readonly aggregateTo?: string;
}

/**
 * Name, the role (a ClusterRole for a ClusterRoleBinding, a Role of the same namespace for a RoleBinding), subjects as
 * `Kind name` or `ServiceAccount namespace/name`, and minors. A RoleBinding is named `namespace/name`.
 */
export type BindingRow = readonly [name: string, role: string, subjects: readonly string[], minors?: string];
