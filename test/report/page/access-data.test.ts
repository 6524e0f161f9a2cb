import fc from 'fast-check';
import { AccessIndex } from '../../../src/decide/access/access-index';
import { policyOf, type PolicyObject } from '../../../src/decide/access/build';
import { memberOf, userWithImpliedGroups } from '../../../src/decide/access/users';
import { accessData } from '../../../src/report/page/access-data';
import { catalogueOf } from '../../../src/report/page/catalogue';
import type { AccessData } from '../../../src/report/page/data';
import { Strings } from '../../../src/report/page/strings';

const MINOR = 34;
const rbac = (kind: string, name: string, rest: object, namespace?: string): PolicyObject => ({
  object: { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata: { name, ...namespace === undefined ? {} : { namespace } }, ...rest },
});

/** What the page makes of its data: everything that a subject may do in one place, the empty text for everywhere. */
function allowed(data: AccessData, strings: readonly string[], subject: number, place: string): Set<string> {
  const found = new Set<string>();
  for (const { namespace, role, subjects } of data.bindings) {
    const counts = namespace === undefined || strings[namespace] === place;
    if (!counts || role === undefined || ![subject, ...data.subjects[subject]!.groups].some(each => subjects.includes(each))) continue;
    for (const rule of data.roles[role]!.rules) {
      const powers = data.powers[namespace === undefined ? rule.cluster : rule.namespace]!;
      for (let at = 0; at < powers.length; at += 2) {
        for (const verb of data.verbSets[powers[at + 1]!]!) found.add(`${data.verbs[verb]} ${data.resources[powers[at]!]!.name}${rule.named ? ' named' : ''}`);
      }
    }
  }
  return found;
}

const word = (...words: string[]) => fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 3 });
const rule = fc.record({
  verbs: word('get', 'list', 'create', 'delete', '*', 'bind', 'frobnicate'),
  apiGroups: word('', 'apps', 'rbac.authorization.k8s.io', '*', 'example.com'),
  resources: word('pods', 'pods/log', 'secrets', 'deployments', 'deployments/scale', 'roles', 'nodes', 'namespaces', '*', '*/scale', 'pods/*', 'widgets'),
}, { requiredKeys: ['verbs', 'apiGroups', 'resources'] });
const paths = fc.record({ verbs: word('get', 'post', '*'), nonResourceURLs: word('/healthz', '/metrics', '/api/*', '*') });
const subject = fc.oneof(
  fc.constantFrom('jane', 'joe').map(name => ({ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name })),
  fc.constantFrom('dev', 'system:authenticated', 'system:serviceaccounts:a').map(name => ({ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name })),
  fc.constantFrom('web', 'db').map(name => ({ kind: 'ServiceAccount', name, namespace: 'a' })),
);

test('the matrix holds what the authorizer allows, of every subject, verb, resource and place, and nothing else', () => {
  fc.assert(fc.property(
    fc.array(fc.array(fc.oneof(rule, paths), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    fc.array(fc.tuple(fc.nat(2), fc.array(subject, { minLength: 1, maxLength: 2 }), fc.constantFrom(undefined, 'a', 'b')), { minLength: 1, maxLength: 4 }),
    (roles, bound) => {
      const objects = [
        ...roles.map((rules, at) => rbac('ClusterRole', `r${at}`, { rules })),
        ...bound.map(([role, subjects, namespace], at) => rbac(namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding', `b${at}`, {
          subjects, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: `r${Math.min(role, roles.length - 1)}` },
        }, namespace)),
      ];
      const policy = policyOf(objects);
      const index = new AccessIndex(policy);
      const strings = new Strings(file => file);
      const data = accessData({ policy, objects, minor: MINOR, groups: { jane: ['dev'] }, unresolved: [] }, strings);
      const used = new Set([...policy.clusterRoleBindings, ...policy.roleBindings].map(({ roleRef }) => roleRef.name));
      const held = [...policy.clusterRoles.values()].filter(({ name }) => used.has(name)).flatMap(({ rules }) => rules.map(each => each.rule));
      const { resources } = catalogueOf(MINOR, objects, held);
      const wrong: unknown[] = [];
      data.subjects.forEach(({ kind, name }, at) => {
        const text = strings.all[name]!;
        const user = kind === 'Group' ? memberOf(text)
          : kind === 'User' ? userWithImpliedGroups(text, text === 'jane' ? ['dev'] : []) : userWithImpliedGroups(`system:serviceaccount:${text.replace('/', ':')}`);
        // A member of a group is in other groups as well, of which the page tells at these groups themselves.
        const asked = kind === 'Group' ? { ...user, groups: [text] } : user;
        for (const place of ['', 'a', 'b']) {
          const found = allowed(data, strings.all, at, place);
          for (const { label, group, resource, subresource, path, kind: scope } of resources) {
            for (const verb of data.verbs) {
              const namespace = scope === 'cluster' || path !== undefined ? '' : place;
              const request = { verb, resourceRequest: path === undefined, apiGroup: group, resource, subresource, name: '', namespace, path: path ?? '', user: asked };
              // An assertion for each of a million cells would take a minute.
              if (found.has(`${verb} ${label}`) !== index.allows(request)) wrong.push([text, place, verb, label, index.allows(request)]);
            }
          }
        }
      });
      expect(wrong).toEqual([]);
    },
  ), { numRuns: 20 });
});

test('rules that name objects are marked, and those that nobody knows are kept', () => {
  const objects = [
    rbac('Role', 'one', { rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['a'], verbs: ['get'] }, { apiGroups: ['example.com'], resources: ['*'], verbs: ['get'] }] }, 'a'),
    rbac('RoleBinding', 'one', { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'one' }, subjects: [{ kind: 'User', name: 'jane' }] }, 'a'),
    rbac('RoleBinding', 'two', { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'gone' }, subjects: [{ kind: 'User', name: 'jane' }] }, 'a'),
  ];
  const strings = new Strings(file => file);
  const data = accessData({ policy: policyOf(objects), objects, minor: MINOR, groups: {}, unresolved: [] }, strings);
  expect(allowed(data, strings.all, 0, 'a')).toEqual(new Set(['get secrets named', 'get *.example.com']));
  expect(data.bindings.map(({ role }) => role)).toEqual([0, undefined]);
});
