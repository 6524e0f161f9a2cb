import type { AccessBinding, AccessPolicy, AccessRole, RoleRule } from './access/policy';
import type { PolicyRule, Subject } from '../manifests/model';

/**
 * RBAC's authorizer as one specification: who may send which request. Everything that is faster is tested
 * against this file, and this file against the answers of the real one.
 *
 * Sources, of kubernetes/kubernetes v1.36: plugin/pkg/auth/authorizer/rbac/rbac.go,
 * pkg/apis/rbac/v1/evaluation_helpers.go, pkg/registry/rbac/validation/rule.go,
 * plugin/pkg/auth/authorizer/rbac/subject_locator.go.
 */

/** Who asks: the name and every group that authentication gave, those that Kubernetes adds included (`impliedGroups`). */
export interface UserInfo {
  readonly name: string;
  readonly groups: readonly string[];
}

/**
 * What is asked, in the authorizer's attributes. For a resource request `path` is not read; for any other
 * one, such as `get /healthz`, `verb` and `path` alone are. Empty text stands for "none" everywhere: the core
 * group, no subresource, no name, the cluster scope. Version and selectors play no part in RBAC.
 */
export interface AccessAttributes {
  readonly verb: string;
  readonly resourceRequest: boolean;
  readonly apiGroup: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
  readonly namespace: string;
  readonly path: string;
}

/** The attributes of one request, and who sends it. */
export interface AccessRequest extends AccessAttributes {
  readonly user: UserInfo;
}

/** One rule that allows a request, and how it comes to the user. */
export interface Grant {
  readonly binding: AccessBinding;
  /** Those subjects of the binding that the user is. */
  readonly subjects: readonly Subject[];
  readonly role: AccessRole;
  readonly rule: RoleRule;
}

/** What could still allow a request on which RBAC, as far as it can be seen, has no opinion. */
export type Dependency =
  /** The user is a member of `system:masters`, who may do everything before RBAC is asked: the API server says yes. */
  | { readonly type: 'system:masters' }
  /** The user is a kubelet: the Node authorizer decides by what runs on the node (plugin/pkg/auth/authorizer/node). */
  | { readonly type: 'node-authorizer'; readonly node: string }
  /** A binding of the user names a role that is not known; evaluation goes on without it. */
  | { readonly type: 'missing-role'; readonly binding: AccessBinding }
  /** A binding of the user names an aggregated ClusterRole, and for some selector of it no part is known. */
  | { readonly type: 'unknown-aggregate'; readonly binding: AccessBinding }
  /** A RoleBinding would allow it in the namespace that is asked about, but its manifest leaves the namespace open. */
  | { readonly type: 'unknown-namespace'; readonly binding: AccessBinding };

/**
 * RBAC never denies: it allows, or it has no opinion and other authorizers may follow.
 *
 * `because` holds every grant, not the first, in the order of the policy. `depends` holds what could still
 * turn `no-opinion` into a yes: only where it is empty is the answer a certain no (see `answerOf`). Nothing
 * that RBAC could not see takes an `allow` away, so there it is always empty.
 */
export interface AccessDecision {
  readonly decision: 'allow' | 'no-opinion';
  readonly because: readonly Grant[];
  readonly depends: readonly Dependency[];
}

/** What an API server that has no authorizers but the usual ones says: `depends` where that cannot be told from the policy. */
export function answerOf({ decision, depends }: AccessDecision): 'yes' | 'no' | 'depends' {
  return decision === 'allow' || depends.some(({ type }) => type === 'system:masters') ? 'yes' : depends.length > 0 ? 'depends' : 'no';
}

/** Every way in which a request is allowed; none is no opinion. */
export function authorize(policy: AccessPolicy, request: AccessRequest): AccessDecision {
  return decide(policy, request, bindingsFor(policy, request.namespace), policy.roleBindings.filter(isOpen));
}

/**
 * The decision by some bindings of the policy.
 *
 * @param bindings at least those, of the ones that apply in the request's namespace, that have the user as a subject, in the policy's order
 * @param open at least those that leave their namespace open
 */
export function decide(
  policy: AccessPolicy, request: AccessRequest, bindings: readonly AccessBinding[], open: readonly AccessBinding[],
): AccessDecision {
  const because: Grant[] = [];
  for (const binding of bindings) {
    const subjects = matchingSubjects(binding, request.user);
    const role = subjects.length > 0 ? roleOf(policy, binding) : undefined;
    for (const rule of role?.rules ?? []) {
      if (ruleAllows(rule.rule, request)) {
        because.push({ binding, subjects, role: role!, rule });
      }
    }
  }
  return because.length > 0
    ? { decision: 'allow', because, depends: [] }
    : { decision: 'no-opinion', because, depends: dependenciesOf(policy, request, bindings, open) };
}

/** The group that the API server's own authorizer lets do everything (apiserver/pkg/authorization/authorizerfactory, NewPrivilegedGroups). */
export const SYSTEM_MASTERS = 'system:masters';

/** ClusterRoleBindings always take part; RoleBindings only in their own namespace, and never without one. */
export function bindingsFor(policy: AccessPolicy, namespace: string): readonly AccessBinding[] {
  const own = namespace === '' ? [] : policy.roleBindings.filter(binding => binding.namespace === namespace);
  return [...policy.clusterRoleBindings, ...own];
}

/** The role that a binding names: a Role is one of the binding's namespace. undefined where there is none: its rules add nothing. */
export function roleOf(policy: AccessPolicy, { roleRef, namespace }: AccessBinding): AccessRole | undefined {
  switch (roleRef.kind) {
    case 'ClusterRole': return policy.clusterRoles.get(roleRef.name);
    case 'Role': return policy.roles.get(`${namespace}/${roleRef.name}`);
    default: return undefined;
  }
}

/** Those subjects of a binding that a user is. */
export function matchingSubjects(binding: AccessBinding, user: UserInfo): readonly Subject[] {
  return binding.subjects.filter(subject => isSubject(user, subject, binding.namespace));
}

/** A `*` is no wildcard here, and a service account is the user that Kubernetes makes of it. */
function isSubject(user: UserInfo, subject: Subject, bindingNamespace: string): boolean {
  switch (subject.kind) {
    case 'User': return user.name === subject.name;
    case 'Group': return user.groups.includes(subject.name);
    case 'ServiceAccount': {
      const namespace = subject.namespace || bindingNamespace;
      return namespace !== '' && user.name === serviceAccountName(namespace, subject.name);
    }
    default: return false;
  }
}

/** The user name of a service account. */
export function serviceAccountName(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** Whether one rule allows a request, whoever sends it: all conditions must hold. */
export function ruleAllows(rule: PolicyRule, request: AccessAttributes): boolean {
  return request.resourceRequest
    ? verbMatches(rule, request.verb) && apiGroupMatches(rule, request.apiGroup)
      && resourceMatches(rule, request.resource, request.subresource) && resourceNameMatches(rule, request.name)
    : verbMatches(rule, request.verb) && nonResourceURLMatches(rule, request.path);
}

export function verbMatches({ verbs }: PolicyRule, verb: string): boolean {
  return verbs.some(each => each === '*' || each === verb);
}

export function apiGroupMatches({ apiGroups = [] }: PolicyRule, group: string): boolean {
  return apiGroups.some(each => each === '*' || each === group);
}

/** `*` means subresources too, and `*` before a slash that subresource of everything; `pods/*` means nothing that anybody asks for. */
export function resourceMatches({ resources = [] }: PolicyRule, resource: string, subresource: string): boolean {
  const combined = combinedResource(resource, subresource);
  return resources.some(each => each === '*' || each === combined || (subresource !== '' && each === `*/${subresource}`));
}

/** A resource as rules name it: `pods`, `pods/log`. */
export function combinedResource(resource: string, subresource: string): string {
  return subresource === '' ? resource : `${resource}/${subresource}`;
}

/** Without names all are meant. A request without a name (a plain list, a POST) matches no rule that has names. */
export function resourceNameMatches({ resourceNames = [] }: PolicyRule, name: string): boolean {
  return resourceNames.length === 0 || resourceNames.includes(name);
}

/** `*` only counts at the end: `/healthz*` matches `/healthz` and `/healthzfoo`, `/healthz/*` matches neither. */
export function nonResourceURLMatches({ nonResourceURLs = [] }: PolicyRule, path: string): boolean {
  return nonResourceURLs.some(each => each === path || (each.endsWith('*') && path.startsWith(each.replace(/\*+$/, ''))));
}

/** Every rule that a user holds in a namespace, or in the cluster scope (`''`), in the order of the policy. */
export function rulesFor(policy: AccessPolicy, user: UserInfo, namespace: string): RoleRule[] {
  return bindingsFor(policy, namespace)
    .filter(binding => matchingSubjects(binding, user).length > 0)
    .flatMap(binding => roleOf(policy, binding)?.rules ?? []);
}

/** One binding through which somebody may send a request. */
export interface Access {
  readonly binding: AccessBinding;
  readonly role: AccessRole;
  /** Those rules of the role that allow it. */
  readonly rules: readonly RoleRule[];
}

/** Every binding that allows a request to its subjects. Beside them, `system:masters` may send every request. */
export function whoCan(policy: AccessPolicy, request: AccessAttributes, bindings = bindingsFor(policy, request.namespace)): Access[] {
  return bindings.flatMap(binding => {
    const role = roleOf(policy, binding);
    const rules = role?.rules.filter(({ rule }) => ruleAllows(rule, request)) ?? [];
    return role && rules.length > 0 ? [{ binding, role, rules }] : [];
  });
}

/** The same for whichever namespace, that of each RoleBinding in turn; a namespace in the request is not read. */
export function whoCanAnywhere(policy: AccessPolicy, request: AccessAttributes): Access[] {
  return whoCan(policy, request, [...policy.clusterRoleBindings, ...policy.roleBindings]);
}

// What RBAC cannot see

function dependenciesOf(
  policy: AccessPolicy, request: AccessRequest, bindings: readonly AccessBinding[], open: readonly AccessBinding[],
): Dependency[] {
  const node = nodeOf(request.user);
  return [
    ...request.user.groups.includes(SYSTEM_MASTERS) ? [{ type: 'system:masters' } as const] : [],
    ...node === undefined ? [] : [{ type: 'node-authorizer', node } as const],
    ...bindings.filter(binding => matchingSubjects(binding, request.user).length > 0).flatMap(binding => missingOf(policy, binding)),
    ...request.namespace === '' ? [] : open.flatMap(binding => ifAppliedHere(policy, binding, request)),
  ];
}

/** A RoleBinding whose manifest leaves the namespace to whoever applies it. */
export function isOpen(binding: AccessBinding): boolean {
  return binding.kind === 'RoleBinding' && binding.namespace === '';
}

/** `system:node:NAME` in the group `system:nodes` (pkg/auth/nodeidentifier/default.go). */
function nodeOf({ name, groups }: UserInfo): string | undefined {
  const prefix = 'system:node:';
  return name.startsWith(prefix) && name.length > prefix.length && groups.includes('system:nodes') ? name.slice(prefix.length) : undefined;
}

function missingOf(policy: AccessPolicy, binding: AccessBinding): Dependency[] {
  const role = roleOf(policy, binding);
  return !role ? [{ type: 'missing-role', binding }] : role.lacksParts ? [{ type: 'unknown-aggregate', binding }] : [];
}

/** A binding that leaves its namespace open may be applied to any, together with the Role beside it or one that is there. */
function ifAppliedHere(policy: AccessPolicy, open: AccessBinding, request: AccessRequest): Dependency[] {
  if (matchingSubjects({ ...open, namespace: request.namespace }, request.user).length === 0) {
    return [];
  }
  const roles = [roleOf(policy, open), roleOf(policy, { ...open, namespace: request.namespace })].filter(role => role !== undefined);
  const grants = roles.some(({ rules }) => rules.some(({ rule }) => ruleAllows(rule, request)));
  return grants ? [{ type: 'unknown-namespace', binding: open }] : roles.length === 0 ? [{ type: 'missing-role', binding: open }] : [];
}
