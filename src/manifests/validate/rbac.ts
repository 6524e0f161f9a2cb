import { AggregationRule, ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef, Subject } from '../model';
import { invalid, invalidFor, notSupported, required } from './complaints';
import { FieldError } from './field-error';
import { LABEL_SELECTOR, validateLabelSelector } from './labels';
import { MetadataRules, OBJECT_META, validateObjectMeta, validateObjectMetaUpdate } from './metadata';
import { dnsSubdomain, pathSegment } from './names';
import { ValidationOptions } from './options';
import { Decoded, list, Shape, STRING, struct } from './shape';

/**
 * Roles and bindings (`pkg/apis/rbac/validation/validation.go`, defaults of `pkg/apis/rbac/v1/defaults.go`).
 * Whether a verb, a group or a resource exists is not asked by the server, and so not here.
 */
export const RBAC_GROUP = 'rbac.authorization.k8s.io';

const STRINGS = list(STRING);

const RULES = list(struct<PolicyRule>({
  verbs: STRINGS, apiGroups: STRINGS, resources: STRINGS, resourceNames: STRINGS, nonResourceURLs: STRINGS,
}));

const BINDING = {
  apiVersion: STRING,
  kind: STRING,
  metadata: OBJECT_META,
  roleRef: struct<RoleRef>({ apiGroup: STRING, kind: STRING, name: STRING }),
  subjects: list(struct<Subject>({ kind: STRING, apiGroup: STRING, name: STRING, namespace: STRING })),
};

export const ROLE: Shape<Decoded<Role>> = struct<Role>({ apiVersion: STRING, kind: STRING, metadata: OBJECT_META, rules: RULES });

export const CLUSTER_ROLE: Shape<Decoded<ClusterRole>> = struct<ClusterRole>({
  apiVersion: STRING,
  kind: STRING,
  metadata: OBJECT_META,
  rules: RULES,
  aggregationRule: struct<AggregationRule>({ clusterRoleSelectors: list(LABEL_SELECTOR) }),
});

export const ROLE_BINDING: Shape<Decoded<RoleBinding>> = struct<RoleBinding>(BINDING);
export const CLUSTER_ROLE_BINDING: Shape<Decoded<ClusterRoleBinding>> = struct<ClusterRoleBinding>(BINDING);

const NAMES = { name: pathSegment, generateName: pathSegment };
const NAMESPACED: MetadataRules = { ...NAMES, scope: 'Namespaced' };
const CLUSTER: MetadataRules = { ...NAMES, scope: 'Cluster' };

export function validateRole(role: Decoded<Role>, options: ValidationOptions): FieldError[] {
  return [...validateObjectMeta(role.metadata, NAMESPACED, options), ...validateRules(role.rules, NAMESPACED)];
}

export function validateRoleUpdate(stored: Decoded<Role>, next: Decoded<Role>, options: ValidationOptions): FieldError[] {
  return [...validateObjectMetaUpdate(stored.metadata, next.metadata, NAMESPACED, options), ...validateRules(next.rules, NAMESPACED)];
}

export function validateClusterRole(role: Decoded<ClusterRole>, options: ValidationOptions): FieldError[] {
  return [...validateObjectMeta(role.metadata, CLUSTER, options), ...validateClusterRules(role)];
}

export function validateClusterRoleUpdate(
  stored: Decoded<ClusterRole>, next: Decoded<ClusterRole>, options: ValidationOptions,
): FieldError[] {
  return [...validateObjectMetaUpdate(stored.metadata, next.metadata, CLUSTER, options), ...validateClusterRules(next)];
}

export function validateRoleBinding(binding: Decoded<RoleBinding>, options: ValidationOptions): FieldError[] {
  return [...validateObjectMeta(binding.metadata, NAMESPACED, options), ...validateBinding(binding, NAMESPACED)];
}

export function validateRoleBindingUpdate(
  stored: Decoded<RoleBinding>, next: Decoded<RoleBinding>, options: ValidationOptions,
): FieldError[] {
  return validateBindingUpdate(stored, next, NAMESPACED, options);
}

export function validateClusterRoleBinding(binding: Decoded<ClusterRoleBinding>, options: ValidationOptions): FieldError[] {
  return [...validateObjectMeta(binding.metadata, CLUSTER, options), ...validateBinding(binding, CLUSTER)];
}

export function validateClusterRoleBindingUpdate(
  stored: Decoded<ClusterRoleBinding>, next: Decoded<ClusterRoleBinding>, options: ValidationOptions,
): FieldError[] {
  return validateBindingUpdate(stored, next, CLUSTER, options);
}

function validateClusterRules({ rules, aggregationRule }: Decoded<ClusterRole>): FieldError[] {
  return [...validateRules(rules, CLUSTER), ...validateAggregation(aggregationRule)];
}

function validateRules(rules: readonly Decoded<PolicyRule>[] = [], { scope }: MetadataRules): FieldError[] {
  return rules.flatMap((rule, index) => validateRule(rule, scope === 'Namespaced', `rules[${index}]`));
}

function validateRule(rule: Decoded<PolicyRule>, namespaced: boolean, path: string): FieldError[] {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const errors: FieldError[] = [];
  if (verbs.length === 0) errors.push(required(`${path}.verbs`, 'verbs must contain at least one value'));
  if (nonResourceURLs.length > 0) {
    const field = `${path}.nonResourceURLs`;
    if (namespaced) errors.push(invalid(field, nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'));
    if (apiGroups.length > 0 || resources.length > 0 || resourceNames.length > 0) {
      errors.push(invalid(field, nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs'));
    }
    return errors;
  }
  if (apiGroups.length === 0) errors.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
  if (resources.length === 0) errors.push(required(`${path}.resources`, 'resource rules must supply at least one resource'));
  return errors;
}

function validateAggregation(rule: Decoded<AggregationRule> | undefined): FieldError[] {
  if (!rule) return [];
  const path = 'aggregationRule.clusterRoleSelectors';
  const selectors = rule.clusterRoleSelectors ?? [];
  if (selectors.length === 0) return [required(path, 'at least one clusterRoleSelector required if aggregationRule is non-nil')];
  return selectors.flatMap((selector, index) => {
    const field = `${path}[${index}]`;
    const errors = validateLabelSelector(selector, field);
    // The server also tries to build the selector, which fails for the same reasons.
    return errors.length === 0 ? errors : [...errors, invalid(field, selector, 'invalid label selector.')];
  });
}

function validateBinding(binding: Decoded<RoleBinding>, rules: MetadataRules): FieldError[] {
  const namespaced = rules.scope === 'Namespaced';
  const { apiGroup, kind, name } = defaultedRoleRef(binding.roleRef);
  const kinds = namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const errors: FieldError[] = [];
  if (apiGroup !== RBAC_GROUP) errors.push(notSupported('roleRef.apiGroup', apiGroup, [RBAC_GROUP]));
  if (!kinds.includes(kind)) errors.push(notSupported('roleRef.kind', kind, kinds));
  if (name === '') {
    errors.push(required('roleRef.name'));
  } else {
    errors.push(...invalidFor('roleRef.name', name, pathSegment(name)));
  }
  (binding.subjects ?? []).forEach((subject, index) => errors.push(...validateSubject(subject, namespaced, `subjects[${index}]`)));
  return errors;
}

function validateBindingUpdate(
  stored: Decoded<RoleBinding>, next: Decoded<RoleBinding>, rules: MetadataRules, options: ValidationOptions,
): FieldError[] {
  const before = defaultedRoleRef(stored.roleRef);
  const after = defaultedRoleRef(next.roleRef);
  const same = before.apiGroup === after.apiGroup && before.kind === after.kind && before.name === after.name;
  return [
    ...validateObjectMetaUpdate(stored.metadata, next.metadata, rules, options),
    ...validateBinding(next, rules),
    ...same ? [] : [invalid('roleRef', after, 'cannot change roleRef')],
  ];
}

function defaultedRoleRef({ apiGroup = '', kind = '', name = '' }: Decoded<RoleRef> = {}): Required<Decoded<RoleRef>> {
  return { apiGroup: apiGroup === '' ? RBAC_GROUP : apiGroup, kind, name };
}

function validateSubject(subject: Decoded<Subject>, namespaced: boolean, path: string): FieldError[] {
  const { kind = '', name = '', apiGroup = '', namespace = '' } = subject;
  const errors = name === '' ? [required(`${path}.name`)] : [];
  switch (kind) {
    case 'ServiceAccount':
      if (name !== '') errors.push(...invalidFor(`${path}.name`, name, dnsSubdomain(name)));
      if (apiGroup !== '') errors.push(notSupported(`${path}.apiGroup`, apiGroup, ['']));
      if (!namespaced && namespace === '') errors.push(required(`${path}.namespace`));
      break;
    case 'User':
    case 'Group':
      if (apiGroup !== '' && apiGroup !== RBAC_GROUP) errors.push(notSupported(`${path}.apiGroup`, apiGroup, [RBAC_GROUP]));
      break;
    default:
      errors.push(notSupported(`${path}.kind`, kind, ['ServiceAccount', 'User', 'Group']));
  }
  return errors;
}
