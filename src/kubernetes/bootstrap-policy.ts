import type { BindingRow, RoleRow, RuleRow } from './data/bootstrap-policy-rows';
import { isServedIn, isSupportedMinor, parseMinorRange } from './minors';

/** String keys to string values. */
interface Strings {
  readonly [key: string]: string;
}

/** Metadata of a default role or binding. */
export interface BootstrapMeta {
  readonly name: string;
  /** Of Roles and RoleBindings. */
  readonly namespace?: string;
  readonly labels: Strings;
  readonly annotations: Strings;
}

/** Either `apiGroups` with `resources`, or `nonResourceURLs`. */
export interface BootstrapRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** A default ClusterRole or Role. */
export interface BootstrapRole {
  readonly apiVersion: string;
  readonly kind: 'ClusterRole' | 'Role';
  readonly metadata: BootstrapMeta;
  /** Absent where `aggregationRule` is there: the controller manager fills these in. */
  readonly rules?: readonly BootstrapRule[];
  readonly aggregationRule?: { readonly clusterRoleSelectors: ReadonlyArray<{ readonly matchLabels: Strings }> };
}

/** Whom a default binding grants its role. */
export interface BootstrapSubject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  readonly apiGroup?: string;
  readonly namespace?: string;
}

/** A default ClusterRoleBinding or RoleBinding. */
export interface BootstrapBinding {
  readonly apiVersion: string;
  readonly kind: 'ClusterRoleBinding' | 'RoleBinding';
  readonly metadata: BootstrapMeta;
  readonly roleRef: { readonly apiGroup: string; readonly kind: 'ClusterRole' | 'Role'; readonly name: string };
  /** Absent where a binding is kept for its name alone, as `system:node` is. */
  readonly subjects?: readonly BootstrapSubject[];
}

/** What an API server creates by itself, each list in the order of namespace and name. */
export interface BootstrapPolicy {
  readonly clusterRoles: readonly BootstrapRole[];
  readonly clusterRoleBindings: readonly BootstrapBinding[];
  readonly roles: readonly BootstrapRole[];
  readonly roleBindings: readonly BootstrapBinding[];
}

const RBAC = 'rbac.authorization.k8s.io';

/** The label of every object that the API server creates by itself for RBAC; its value is `rbac-defaults`. */
export const BOOTSTRAP_LABEL = 'kubernetes.io/bootstrapping';

/** What the labels start with by which `admin`, `edit` and `view` gather the rules of other ClusterRoles. */
export const AGGREGATE_TO = `${RBAC}/aggregate-to-`;

const cached = new Map<number, BootstrapPolicy>();

/**
 * The roles and bindings that an API server of a supported minor creates at its first start with default feature gates;
 * undefined for other minors. `system:masters` is bound here too, to `cluster-admin`, but may everything without RBAC.
 *
 * A cluster that was upgraded can hold more: at every start the server adds what is missing, and takes nothing away,
 * neither objects that a newer minor no longer has nor permissions or subjects that it dropped.
 */
export function bootstrapPolicy(minor: number): BootstrapPolicy | undefined {
  if (!isSupportedMinor(minor)) return undefined;
  let policy = cached.get(minor);
  if (!policy) {
    policy = build(minor);
    cached.set(minor, policy);
  }
  return policy;
}

function build(minor: number): BootstrapPolicy {
  // Loaded late: who only writes manifests never needs these tables.
  const tables = require('./data/bootstrap-policy') as typeof import('./data/bootstrap-policy');
  const clusterRoles = [...tables.BOOTSTRAP_CLUSTER_ROLES, ...tables.BOOTSTRAP_CONTROLLER_ROLES];
  return {
    clusterRoles: clusterRoles.filter(row => holds(row[2], minor)).map(row => role('ClusterRole', row, minor)).sort(byName),
    clusterRoleBindings: tables.BOOTSTRAP_CLUSTER_ROLE_BINDINGS.filter(row => holds(row[3], minor)).map(row => binding('ClusterRole', row)),
    roles: tables.BOOTSTRAP_ROLES.filter(row => holds(row[2], minor)).map(row => role('Role', row, minor)),
    roleBindings: tables.BOOTSTRAP_ROLE_BINDINGS.filter(row => holds(row[3], minor)).map(row => binding('Role', row)),
  };
}

function holds(minors: string | undefined, minor: number): boolean {
  return isServedIn(parseMinorRange(minors), minor);
}

function byName(a: BootstrapRole, b: BootstrapRole): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

function role(kind: BootstrapRole['kind'], [name, rules, , aggregation]: RoleRow, minor: number): BootstrapRole {
  const label = aggregation?.aggregateTo;
  const gathered = aggregation?.aggregates;
  return {
    apiVersion: `${RBAC}/v1`,
    kind,
    metadata: meta(name, label ? { [AGGREGATE_TO + label]: 'true' } : {}),
    ...(rules.length > 0 ? { rules: rules.filter(row => holds(row[3], minor)).map(rule) } : {}),
    ...(gathered ? { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [AGGREGATE_TO + gathered]: 'true' } }] } } : {}),
  };
}

function rule([verbs, groups, resources, , resourceNames]: RuleRow): BootstrapRule {
  if (groups === null) return { verbs: words(verbs), nonResourceURLs: words(resources) };
  return {
    verbs: words(verbs),
    apiGroups: typeof groups === 'string' ? [groups] : groups,
    resources: words(resources),
    ...(resourceNames ? { resourceNames: words(resourceNames) } : {}),
  };
}

function binding(roleKind: BootstrapRole['kind'], [name, roleName, subjects]: BindingRow): BootstrapBinding {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: `${roleKind}Binding`,
    metadata: meta(name),
    roleRef: { apiGroup: RBAC, kind: roleKind, name: roleName },
    ...(subjects.length > 0 ? { subjects: subjects.map(subject) } : {}),
  };
}

function subject(text: string): BootstrapSubject {
  const [kind, name] = words(text) as [BootstrapSubject['kind'], string];
  if (kind !== 'ServiceAccount') return { kind, apiGroup: RBAC, name };
  const [namespace, account] = name.split('/') as [string, string];
  return { kind, name: account, namespace };
}

function meta(path: string, labels: Strings = {}): BootstrapMeta {
  const slash = path.indexOf('/');
  return {
    name: path.slice(slash + 1),
    ...(slash > 0 ? { namespace: path.slice(0, slash) } : {}),
    labels: { [BOOTSTRAP_LABEL]: 'rbac-defaults', ...labels },
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  };
}

function words(text: string): readonly string[] {
  return text.split(' ');
}
