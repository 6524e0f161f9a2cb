import type { LabelSelector, PolicyRule, RoleRef, StringMap, Subject } from '../../manifests/model';
import type { SourcePlace } from '../../manifests/problem';

/** Where a role or a binding comes from. */
export interface Origin {
  /** The file and line of the manifest, or of the program when it was run. */
  readonly source?: SourcePlace;
  /** The path of the construct that made it. */
  readonly construct?: string;
  /** The minor of Kubernetes whose API server creates it by itself; absent for what somebody wrote. */
  readonly defaultOf?: number;
}

/** A rule of a role, and where it is written. */
export interface RoleRule {
  readonly rule: PolicyRule;
  /** Its place in `rules` of the role in which it is written, from 0. */
  readonly index: number;
  /** The ClusterRole in which it is written, when aggregation brought it here. */
  readonly aggregatedFrom?: string;
  readonly origin: Origin;
}

/** A Role or a ClusterRole with the rules that it has once controllers have done their work. */
export interface AccessRole {
  readonly kind: 'Role' | 'ClusterRole';
  readonly name: string;
  /** Empty for a ClusterRole, and for a Role that leaves its namespace to whoever applies it. */
  readonly namespace: string;
  readonly rules: readonly RoleRule[];
  readonly origin: Origin;
  /** Of an aggregated ClusterRole: some selector of it finds no role here, or none a rule, though roles elsewhere may have some. */
  readonly lacksParts?: boolean;
}

/** A RoleBinding or a ClusterRoleBinding. */
export interface AccessBinding {
  readonly kind: 'RoleBinding' | 'ClusterRoleBinding';
  readonly name: string;
  /** Empty for a ClusterRoleBinding, and for a RoleBinding that leaves its namespace to whoever applies it. */
  readonly namespace: string;
  readonly roleRef: RoleRef;
  readonly subjects: readonly Subject[];
  readonly origin: Origin;
}

/** All that the authorizer reads. A Role stands under `namespace/name`. */
export interface AccessPolicy {
  readonly clusterRoles: ReadonlyMap<string, AccessRole>;
  readonly roles: ReadonlyMap<string, AccessRole>;
  readonly clusterRoleBindings: readonly AccessBinding[];
  readonly roleBindings: readonly AccessBinding[];
}

/** A role as it is written, before aggregation. */
export interface WrittenRole {
  readonly kind: 'Role' | 'ClusterRole';
  readonly name: string;
  readonly namespace: string;
  readonly labels: StringMap;
  readonly rules: readonly RoleRule[];
  /** The selectors of an aggregationRule; absent where there is none. */
  readonly selectors?: readonly LabelSelector[];
  /** Its own rules stay beside what the selectors gather, because the API server takes the aggregationRule away again. */
  readonly keepsRules?: boolean;
  readonly origin: Origin;
}
