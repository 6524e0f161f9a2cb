import fc from 'fast-check';
import type { AccessAttributes, AccessRequest, UserInfo } from '../../../src/decide/access';
import type { PolicyRule, Subject } from '../../../src/manifests/model';

/*
 * Few words, so that rules and requests meet: every list holds the wildcards, the forms that mean nothing,
 * and names that only differ by a slash.
 */
const VERBS = ['*', 'get', 'list', 'create', 'bind', 'escalate'];
const GROUPS = ['*', '', 'apps', 'rbac.authorization.k8s.io'];
const RESOURCES = ['*', 'pods', 'pods/log', 'pods/*', '*/log', '*/*', 'deployments', 'clusterroles', 'roles', 'log'];
const NAMES = ['a', 'b', '*'];
const URLS = ['*', '/', '/a', '/a/*', '/a*', '/*', '/a/**', '/a/b'];
const NAMESPACES = ['shop', 'build'];
const USERS = ['jane', 'system:serviceaccount:shop:ci', 'system:node:n'];
const USER_GROUPS = ['devs', 'system:masters', 'system:nodes', 'system:authenticated'];
const ROLES = ['r', 's'];

const some = (words: readonly string[]) => fc.subarray([...words], { minLength: 1, maxLength: Math.min(4, words.length) });

export const rule: fc.Arbitrary<PolicyRule> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ verbs: some(VERBS), apiGroups: some(GROUPS), resources: some(RESOURCES) }) },
  { weight: 2, arbitrary: fc.record({ verbs: some(VERBS), apiGroups: some(GROUPS), resources: some(RESOURCES), resourceNames: some(NAMES) }) },
  { weight: 1, arbitrary: fc.record({ verbs: some(VERBS), nonResourceURLs: some(URLS) }) },
);

const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.record({ kind: fc.constant('User' as const), name: fc.constantFrom(...USERS) }),
  fc.record({ kind: fc.constant('Group' as const), name: fc.constantFrom(...USER_GROUPS) }),
  fc.record({ kind: fc.constant('ServiceAccount' as const), name: fc.constant('ci') }),
  fc.record({ kind: fc.constant('ServiceAccount' as const), name: fc.constant('ci'), namespace: fc.constantFrom(...NAMESPACES) }),
);

const API = { apiVersion: 'rbac.authorization.k8s.io/v1' };
const rules = fc.array(rule, { minLength: 1, maxLength: 4 });
const labels = fc.subarray(['x', 'y']).map(keys => Object.fromEntries(keys.map(key => [key, 'true'])));
const selectors = fc.subarray(['x', 'y'], { minLength: 1 }).map(keys => keys.map(key => ({ matchLabels: { [key]: 'true' } })));

const clusterRole = fc.record({ name: fc.constantFrom(...ROLES), labels, rules, selectors: fc.option(selectors, { freq: 4, nil: undefined }) })
  .map(({ name, labels: own, rules: held, selectors: clusterRoleSelectors }) => ({
    ...API, kind: 'ClusterRole', metadata: { name, labels: own }, rules: held, ...clusterRoleSelectors ? { aggregationRule: { clusterRoleSelectors } } : {},
  }));
const role = fc.record({ name: fc.constantFrom(...ROLES), namespace: fc.constantFrom(...NAMESPACES), rules })
  .map(({ name, namespace, rules: held }) => ({ ...API, kind: 'Role', metadata: { name, namespace }, rules: held }));
const name = fc.constantFrom('b1', 'b2', 'b3', 'b4', 'b5', 'b6');
const subjects = fc.array(subject, { minLength: 1, maxLength: 4 });
const roleName = fc.constantFrom(...ROLES, 'missing');
const clusterRoleBinding = fc.record({ name, roleName, subjects }).map(each => ({
  ...API, kind: 'ClusterRoleBinding', metadata: { name: each.name }, roleRef: { kind: 'ClusterRole', name: each.roleName }, subjects: each.subjects,
}));
const roleBinding = fc.record({ name, namespace: fc.constantFrom(...NAMESPACES, ''), kind: fc.constantFrom('Role', 'ClusterRole'), roleName, subjects }).map(each => ({
  ...API,
  kind: 'RoleBinding',
  metadata: { name: each.name, ...each.namespace ? { namespace: each.namespace } : {} },
  roleRef: { kind: each.kind, name: each.roleName },
  subjects: each.subjects,
}));

/** Objects of a policy, no two of one identity. */
export const policyObjects: fc.Arbitrary<Array<Record<string, unknown>>> = fc.uniqueArray(
  fc.oneof(clusterRole, role, clusterRoleBinding, roleBinding) as fc.Arbitrary<Record<string, unknown>>,
  {
    minLength: 4,
    maxLength: 14,
    selector: ({ kind, metadata }) => {
      const { namespace, name: own } = metadata as { readonly namespace?: string; readonly name: string };
      return JSON.stringify([kind, namespace, own]);
    },
  },
);

export const attributes: fc.Arbitrary<AccessAttributes> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      verb: fc.constantFrom('get', 'list', 'create', 'delete', '*'),
      resourceRequest: fc.constant(true),
      apiGroup: fc.constantFrom('', '', 'apps', 'batch', '*'),
      resource: fc.constantFrom('pods', 'pods/log', 'deployments', 'log', '*'),
      subresource: fc.constantFrom('', '', 'log', 'scale', '*'),
      name: fc.constantFrom('', 'a', 'b', '*'),
      namespace: fc.constantFrom('', 'shop', ...NAMESPACES, 'other'),
      path: fc.constant(''),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ verb: fc.constantFrom('get', 'create', '*'), path: fc.constantFrom('/', '/a', '/a/', '/a/b', '/ab', '') })
      .map(({ verb, path }) => ({ verb, resourceRequest: false, apiGroup: '', resource: '', subresource: '', name: '', namespace: '', path })),
  },
);

export const userInfo: fc.Arbitrary<UserInfo> = fc.record({ name: fc.constantFrom(...USERS, 'nobody'), groups: fc.subarray([...USER_GROUPS]) });

export const request: fc.Arbitrary<AccessRequest> = fc.record({ attributes, user: userInfo }).map(each => ({ ...each.attributes, user: each.user }));
