import type { ImportedObject, Piece } from './construction';
import { call, fields, list, value, type Expression, type Json } from './expression';
import { bodyKeys, isBare, isNameOf, nameOf, type Ids } from './ids';
import { plainPiece } from './plain-piece';
import { resource, subject, verb } from './words';
import { groupOf } from '../../manifests/identity';

/** Where the pieces stand. */
export interface Place {
  readonly namespace?: string;
  readonly ids: Ids;
  /** Whether the scope names objects after their construct ids. */
  readonly names: boolean;
}

type Map_ = Readonly<Record<string, unknown>>;
const RBAC = 'rbac.authorization.k8s.io';
/** A rule is the product of its lists; one of more grants than a person reads stays as it is. */
const MOST_RESOURCES = 60;
const READ = new Set(['get', 'list', 'watch']);

/** A rule of a role, found to be one that a construct can say. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** Roles with a binding of theirs, other roles, other bindings. */
export function accessPieces(objects: readonly ImportedObject[], place: Place): Piece[] {
  const kinds = (...wanted: string[]) => objects.filter(({ object }) => wanted.includes(String(object.kind)));
  const bindings = new Set(kinds('RoleBinding', 'ClusterRoleBinding'));
  const pieces = kinds('Role', 'ClusterRole').flatMap(role => {
    const binding = [...bindings].find(each => isPair(role, each));
    if (binding) {
      bindings.delete(binding);
    }
    return rolePieces(role, binding, place);
  });
  return [...pieces, ...[...bindings].map(binding => bindingPiece(binding, place.ids.of(binding), place))];
}

/** Whether an object is one that these pieces are about. */
export function isAccess({ object }: ImportedObject): boolean {
  return groupOf(object) === RBAC;
}

function isPair(role: ImportedObject, binding: ImportedObject): boolean {
  const { kind, name } = binding.object.roleRef as { kind?: unknown; name?: unknown };
  return kind === role.object.kind && name === nameOf(role.object) && JSON.stringify(labelsOf(role)) === JSON.stringify(labelsOf(binding));
}

function rolePieces(role: ImportedObject, binding: ImportedObject | undefined, place: Place): Piece[] {
  const id = place.ids.of(role);
  const plain = plainPiece(role, id, place.namespace);
  const alone = (): Piece => typed(role, undefined, id, {}, place, () => [plain]) ?? plain;
  if (!binding) {
    return [alone()];
  }
  const bindingId = place.ids.of(binding);
  const apart = () => [alone(), bindingPiece(binding, bindingId, place)];
  const subjects = isBare(binding, 'labels') ? subjectsOf(binding) : undefined;
  const together = subjects && typed(role, binding, id, { subjects }, place, apart);
  return together ? [together] : apart();
}

/** A ReadOnlyRole, and if that does not do it an AccessRole; undefined where neither can say what the role holds. */
function typed(
  role: ImportedObject, binding: ImportedObject | undefined, id: string, { subjects }: { readonly subjects?: Expression }, place: Place,
  otherwise: () => readonly Piece[],
): Piece | undefined {
  const rules = rulesOf(role);
  if (!rules || !isBare(role, 'labels') || bodyKeys(role).some(key => key !== 'rules')) {
    return undefined;
  }
  const { kind } = role.object;
  const name = nameOf(role.object);
  const bindingName = binding && nameOf(binding.object);
  const labels = labelsOf(role);
  const common = {
    clusterWide: kind === 'ClusterRole' ? value(true) : undefined,
    subjects,
    name: place.names && isNameOf(id, name) ? undefined : value(name),
    bindingName: bindingName === undefined || bindingName === `${String(kind).toLowerCase()}-${name}` ? undefined : value(bindingName),
    labels: labels === undefined ? undefined : value(labels),
  };
  const objects = binding ? [role, binding] : [role];
  const access: Piece = { construction: { className: 'AccessRole', id, props: fields({ rules: list(rules.map(ruleOf)), ...common }) }, objects, otherwise };
  const read = readOnly(rules);
  return read ? {
    construction: { className: 'ReadOnlyRole', id, props: fields({ ...read, ...common }) },
    objects,
    promises: subjects !== undefined,
    otherwise: () => [access],
  } : access;
}

function bindingPiece(binding: ImportedObject, id: string, place: Place): Piece {
  const plain = plainPiece(binding, id, place.namespace);
  const { kind, name } = (binding.object.roleRef ?? {}) as { kind?: unknown; name?: unknown };
  const subjects = subjectsOf(binding);
  if (!subjects || typeof name !== 'string' || !isBare(binding, 'labels') || bodyKeys(binding).some(key => !['roleRef', 'subjects'].includes(key))) {
    return plain;
  }
  const labels = labelsOf(binding);
  const role = kind === 'ClusterRole' && Object.hasOwn(KNOWN_ROLES, name) ? { of: 'ExistingRole', constant: KNOWN_ROLES[name]! }
    : call('ExistingRole', kind === 'ClusterRole' ? 'clusterRole' : 'role', value(name));
  return {
    construction: {
      className: 'AccessBinding',
      id,
      props: fields({
        role,
        subjects,
        clusterWide: binding.object.kind === 'ClusterRoleBinding' ? value(true) : undefined,
        name: value(nameOf(binding.object)),
        labels: labels === undefined ? undefined : value(labels),
      }),
    },
    objects: [binding],
    otherwise: () => [plain],
  };
}

const KNOWN_ROLES: Readonly<Record<string, string>> = { 'view': 'VIEW', 'edit': 'EDIT', 'admin': 'ADMIN', 'cluster-admin': 'CLUSTER_ADMIN' };

/** The rules of a role, each of which a rule of a construct can say; undefined for any other role. */
export function rulesOf({ object }: ImportedObject): readonly Rule[] | undefined {
  const rules = object.rules as readonly unknown[] | undefined;
  return Array.isArray(rules) && rules.length > 0 && rules.every(isRule) ? rules : undefined;
}

function isRule(rule: unknown): rule is Rule {
  const { verbs, apiGroups, resources, resourceNames, nonResourceURLs, ...others } = rule as Map_;
  const some = (texts: unknown) => Array.isArray(texts) && texts.length > 0 && texts.every(each => typeof each === 'string');
  return Object.keys(others).length === 0 && some(verbs) && (nonResourceURLs === undefined
    ? some(apiGroups) && some(resources) && (resourceNames === undefined || some(resourceNames))
      && (apiGroups as unknown[]).length * (resources as unknown[]).length <= MOST_RESOURCES
    : some(nonResourceURLs) && [apiGroups, resources, resourceNames].every(each => each === undefined));
}

/** A rule of an AccessRole. */
export function ruleOf(rule: Rule): Expression {
  return fields({
    verbs: list(rule.verbs.map(verb)),
    resources: rule.nonResourceURLs ? undefined : list(resourcesOf(rule)),
    names: rule.resourceNames && value(rule.resourceNames),
    nonResourceUrls: rule.nonResourceURLs && value(rule.nonResourceURLs),
  });
}

function resourcesOf({ apiGroups = [], resources = [] }: Rule): Expression[] {
  return apiGroups.flatMap(group => resources.map(path => resource(group, path)));
}

/** What a ReadOnlyRole says of rules that only read, all of them the same names. */
function readOnly(rules: readonly Rule[]): Readonly<Record<string, Expression | undefined>> | undefined {
  const [first] = rules;
  const alike = rules.every(rule => !rule.nonResourceURLs && rule.verbs.every(each => READ.has(each))
    && JSON.stringify(rule.resourceNames) === JSON.stringify(first!.resourceNames));
  return alike ? { resources: list(rules.flatMap(resourcesOf)), names: first!.resourceNames && value(first!.resourceNames) } : undefined;
}

function subjectsOf({ object }: ImportedObject): Expression | undefined {
  const subjects = object.subjects as readonly unknown[] | undefined;
  if (!Array.isArray(subjects) || subjects.length === 0) {
    return undefined;
  }
  const all = subjects.map(each => {
    const { kind, name, namespace, apiGroup: _, ...others } = each as Map_;
    const isAccount = kind === 'ServiceAccount';
    return typeof name === 'string' && Object.keys(others).length === 0 && (isAccount ? typeof namespace === 'string' : namespace === undefined)
      && (kind === 'User' || kind === 'Group' || isAccount) ? subject(kind as 'User', name, namespace as string | undefined) : undefined;
  });
  return all.some(each => each === undefined) ? undefined : list(all as Expression[]);
}

function labelsOf({ object }: ImportedObject): Json | undefined {
  return (object.metadata as { labels?: Json } | undefined)?.labels;
}
