import { account, clusterRole, clusterRoleBinding, group, policy, request, role, roleBinding, user, type Objects } from './support';
import { AccessIndex } from '../../../src/decide/access/access-index';
import { nearMisses } from '../../../src/decide/access/near-misses';
import type { PolicyRule } from '../../../src/manifests/model';

const rule = (verbs: string, resources: string, ...resourceNames: string[]): PolicyRule =>
  ({ verbs: verbs.split(' '), apiGroups: [''], resources: resources.split(' '), ...resourceNames.length > 0 ? { resourceNames } : {} });

/** `differs: asked ≠ held (binding)`, in order. */
function missed(objects: Objects, who: string, words: string, minor?: number): string[] {
  return nearMisses(new AccessIndex(policy(objects, { defaultsOf: minor })), request(who, words))
    .map(({ differs, asked, held, binding }) => `${differs}: ${asked} ≠ ${held.join(' ')} (${binding.name})`);
}

const janes = (...rules: PolicyRule[]) => [role('shop', 'r', ...rules), roleBinding('shop', 'b', 'Role/r', user('jane'))];

describe('what almost allowed a request', () => {
  test.each<[difference: string, rule: PolicyRule, words: string, expected: string[]]>([
    ['a verb', rule('get list', 'pods'), 'delete pods x -n shop', ['verb: delete ≠ get list (b)']],
    ['a group', rule('get', 'deployments'), 'get deployments.apps x -n shop', ['apiGroup: apps ≠  (b)']],
    ['a subresource that was not asked', rule('get', 'pods/log'), 'get pods x -n shop', ['subresource:  ≠ pods/log (b)']],
    ['a subresource that is not held', rule('get', 'pods'), 'get pods/log x -n shop', ['subresource: log ≠ pods (b)']],
    ['a pattern that means nothing', rule('get', 'pods/*'), 'get pods/log x -n shop', ['subresource: log ≠ pods/* (b)']],
    ['a resource in the singular', rule('get', 'pod'), 'get pods x -n shop', ['resource: pods ≠ pod (b)']],
    ['a name', rule('get', 'secrets', 'a'), 'get secrets b -n shop', ['name: b ≠ a (b)']],
    ['no name', rule('list', 'secrets', 'a'), 'list secrets -n shop', ['name:  ≠ a (b)']],
    ['two things, which is no near miss', rule('get', 'secrets', 'a'), 'delete secrets b -n shop', []],
    ['another resource altogether, which is none either', rule('get', 'pods'), 'get secrets x -n shop', []],
  ])('%s', (_, held, words, expected) => {
    expect(missed(janes(held), 'jane', words)).toEqual(expected);
  });

  test('a namespace; one role that is bound in many is told once', () => {
    const objects = [clusterRole('r', rule('get list', 'pods')), ...['a', 'b', 'c'].map(namespace => roleBinding(namespace, `in-${namespace}`, 'ClusterRole/r', user('jane')))];
    expect(missed(objects, 'jane', 'get pods x -n shop')).toEqual(['namespace: shop ≠ a b c (in-a)']);
    expect(missed(objects, 'jane', 'list pods')).toEqual(['namespace:  ≠ a b c (in-a)']);
  });

  test('a RoleBinding to a role with URLs, which it cannot grant', () => {
    const objects = [clusterRole('r', { verbs: ['get'], nonResourceURLs: ['/metrics'] }), roleBinding('shop', 'b', 'ClusterRole/r', user('jane'))];
    expect(missed(objects, 'jane', 'get /metrics')).toEqual(['scope:  ≠ shop (b)']);
  });

  test.each([
    ['post', '/healthz', ['verb: post ≠ get (b)']],
    ['get', '/healthz/ping', ['path: /healthz/ping ≠ /healthz (b)']],
    ['get', '/logs', ['path: /logs ≠ /logs/* (b)']],
  ])('a URL: %s %s', (verb, path, expected) => {
    const objects = [clusterRole('r', { verbs: ['get'], nonResourceURLs: ['/healthz', '/logs/*'] }), clusterRoleBinding('b', 'ClusterRole/r', user('jane'))];
    expect(missed(objects, 'jane', `${verb} ${path}`)).toEqual(expected);
  });

  const bound = (...subjects: Array<ReturnType<typeof user>>) => [role('shop', 'r', rule('get', 'pods')), roleBinding('shop', 'b', 'Role/r', ...subjects)];

  test.each([
    ['a subject that is spelt otherwise', user('Jane'), 'jane', 'subject: jane ≠ User Jane (b)'],
    ['a group of the user\'s name', group('jane'), 'jane', 'subject: jane ≠ Group jane (b)'],
    ['the service account of that name in another namespace', account('ci', 'build'), 'system:serviceaccount:shop:ci', 'subject: system:serviceaccount:shop:ci ≠ ServiceAccount build/ci (b)'],
    ['a user of a service account\'s short name', user('ci'), 'system:serviceaccount:shop:ci', 'subject: system:serviceaccount:shop:ci ≠ User ci (b)'],
    ['a group that the user is not in', group('devs'), 'jane', 'subject: jane ≠ Group devs (b)'],
  ])('%s', (_, subject, who, expected) => {
    expect(missed(bound(user('somebody-else'), subject), who, 'get pods x -n shop')[0]).toBe(expected.replace('Group devs', 'User somebody-else Group devs'));
  });

  test('a subject that looks alike comes first, somebody else last', () => {
    const objects = [
      ...janes(rule('list', 'pods')), roleBinding('shop', 'others', 'Role/reader', group('devs')), role('shop', 'reader', rule('get', 'pods')),
      roleBinding('shop', 'typo', 'Role/reader', user('jnae')),
    ];
    expect(missed(objects, 'jane', 'get pods x -n shop')).toEqual([
      'subject: jane ≠ User jnae (typo)', 'verb: get ≠ list (b)', 'subject: jane ≠ Group devs (others)',
    ]);
  });

  test('defaults of Kubernetes that others hold are not told', () => {
    expect(missed([], 'jane', 'get secrets x -n shop', 34)).toEqual([]);
  });

  test('no more than five, and no more than three of a kind', () => {
    const objects = Array.from({ length: 9 }, (_, n) => [role('shop', `r${n}`, rule('list', 'pods')), roleBinding('shop', `b${n}`, `Role/r${n}`, user('jane'))]).flat();
    expect(missed(objects, 'jane', 'get pods x -n shop')).toHaveLength(3);
  });
});
