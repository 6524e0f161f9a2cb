import { account, aggregated, clusterRole, clusterRoleBinding, group, policy, request, role, roleBinding, user, type Objects } from './access/support';
import { answerOf, authorize, rulesFor } from '../../src/decide/access';
import { AccessIndex } from '../../src/decide/access/access-index';
import type { PolicyRule } from '../../src/manifests/model';

/** Asks the specification and the index, which never differ. */
function can(objects: Objects, who: string, words: string, groups: readonly string[] = []): boolean {
  const read = policy(objects);
  const asked = request(who, words, groups);
  const { decision } = authorize(read, asked);
  expect(new AccessIndex(read).allows(asked)).toBe(decision === 'allow');
  return decision === 'allow';
}

/** Jane holds one rule, in the namespace shop or everywhere. */
function withRule(rule: PolicyRule, everywhere = false): Objects {
  return everywhere ? [clusterRole('r', rule), clusterRoleBinding('b', 'ClusterRole/r', user('jane'))]
    : [role('shop', 'r', rule), roleBinding('shop', 'b', 'Role/r', user('jane'))];
}

const core = (verbs: string, resources: string, ...resourceNames: string[]): PolicyRule =>
  ({ verbs: verbs.split(' '), apiGroups: [''], resources: resources.split(' '), ...resourceNames.length > 0 ? { resourceNames } : {} });

describe('a rule', () => {
  test.each<[law: string, rule: PolicyRule, words: string, expected: boolean]>([
    ['grants what it names', core('get', 'pods'), 'get pods x -n shop', true],
    ['grants no other verb', core('get', 'pods'), 'list pods -n shop', false],
    ['matches verbs by case', core('GET', 'pods'), 'get pods x -n shop', false],
    ['takes any text for a verb', core('impersonate:user-info', 'pods'), 'impersonate:user-info pods x -n shop', true],
    ['with verb * grants every verb', core('*', 'pods'), 'deletecollection pods -n shop', true],
    ['grants no other group', core('get', 'deployments'), 'get deployments.apps x -n shop', false],
    ['with group * grants every group', { ...core('get', 'deployments'), apiGroups: ['*'] }, 'get deployments.apps x -n shop', true],
    ['knows no versions', { ...core('get', 'deployments'), apiGroups: ['apps/v1'] }, 'get deployments.apps x -n shop', false],
    ['on pods grants no subresource', core('get', 'pods'), 'get pods/status x -n shop', false],
    ['on a subresource grants no resource', core('get', 'pods/log'), 'get pods x -n shop', false],
    ['on pods/* grants nothing: no resource', core('*', 'pods/*'), 'get pods x -n shop', false],
    ['on pods/* grants nothing: no subresource', core('*', 'pods/*'), 'get pods/log x -n shop', false],
    ['on */* grants nothing', core('*', '*/*'), 'get pods/log x -n shop', false],
    ['on * grants subresources too', core('get', '*'), 'get pods/log x -n shop', true],
    ['on */scale grants that subresource of everything', core('get', '*/scale'), 'get replicationcontrollers/scale x -n shop', true],
    ['on */scale grants no other subresource', core('get', '*/scale'), 'get replicationcontrollers/status x -n shop', false],
    ['on */scale grants no resource', core('get', '*/scale'), 'get scale x -n shop', false],
    ['with names grants those', core('get', 'secrets', 'a', 'b'), 'get secrets b -n shop', true],
    ['with names grants no other', core('get', 'secrets', 'a'), 'get secrets b -n shop', false],
    ['takes * for a name, not for all', core('get', 'secrets', '*'), 'get secrets b -n shop', false],
    ['with names grants no plain list', core('list watch', 'secrets', 'a'), 'list secrets -n shop', false],
    ['with names grants a list whose field selector says metadata.name', core('list', 'secrets', 'a'), 'list secrets a -n shop', true],
    ['with names grants no deletecollection', core('deletecollection', 'secrets', 'a'), 'deletecollection secrets -n shop', false],
    ['with names grants no create by POST, which carries no name', core('create', 'secrets', 'a'), 'create secrets -n shop', false],
    ['with names grants the create of a server-side apply, which carries one', core('create', 'secrets', 'a'), 'create secrets a -n shop', true],
    ['grants nothing elsewhere', core('get', 'pods'), 'get pods x -n other', false],
    ['grants nothing in the cluster scope', core('get', 'pods'), 'list pods', false],
  ])('%s', (_, rule, words, expected) => {
    expect(can(withRule(rule), 'jane', words)).toBe(expected);
  });

  test.each([
    ['/healthz', '/healthz', true],
    ['/healthz', '/healthz/ping', false],
    ['/healthz/*', '/healthz/ping', true],
    ['/healthz/*', '/healthz', false],
    ['/healthz*', '/healthzfoo', true],
    ['/healthz/**', '/healthz/ping', true],
    ['/*/ping', '/healthz/ping', false],
    ['*', '/anything', true],
    ['/*', '/anything', true],
  ])('on the URL %s and a request for %s: %s', (url, path, expected) => {
    expect(can(withRule({ verbs: ['get'], nonResourceURLs: [url] }, true), 'jane', `get ${path}`)).toBe(expected);
  });

  test('on a URL grants nothing through a RoleBinding', () => {
    const rules = { verbs: ['get'], nonResourceURLs: ['*'] };
    expect(can([clusterRole('r', rules), roleBinding('shop', 'b', 'ClusterRole/r', user('jane'))], 'jane', 'get /metrics')).toBe(false);
  });

  test('on resources grants no URL, and the other way round', () => {
    expect(can(withRule({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, true), 'jane', 'get /metrics')).toBe(false);
    expect(can(withRule({ verbs: ['*'], nonResourceURLs: ['*'] }, true), 'jane', 'get pods x -n shop')).toBe(false);
  });

  test('that names both, which the server would not take, counts for either', () => {
    const both = { ...core('get', 'pods'), nonResourceURLs: ['/metrics'] };
    expect([can(withRule(both, true), 'jane', 'get /metrics'), can(withRule(both, true), 'jane', 'get pods x')]).toEqual([true, true]);
  });
});

describe('the scope of a binding', () => {
  const admin: PolicyRule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
  const inFoo = [clusterRole('r', admin), roleBinding('foo', 'b', 'ClusterRole/r', user('jane'))];

  test.each([
    ['GET of namespaces/foo carries namespace foo, so a RoleBinding there grants it', 'get namespaces foo -n foo', true],
    ['DELETE of namespaces/foo does, too', 'delete namespaces foo -n foo', true],
    ['a list of namespaces carries none', 'list namespaces', false],
    ['a RoleBinding to a ClusterRole grants nothing that is cluster-scoped', 'get nodes x', false],
    ['nor a list over all namespaces', 'list pods', false],
    ['but everything in its namespace', 'delete pods x -n foo', true],
  ])('%s', (_, words, expected) => {
    expect(can(inFoo, 'jane', words)).toBe(expected);
  });

  test('a ClusterRoleBinding grants in every namespace and outside', () => {
    const everywhere = [clusterRole('r', admin), clusterRoleBinding('b', 'ClusterRole/r', user('jane'))];
    expect(['list pods', 'get pods x -n any', 'get nodes x'].map(words => can(everywhere, 'jane', words))).toEqual([true, true, true]);
  });

  test('a RoleBinding finds its Role in its own namespace alone', () => {
    const objects = [role('other', 'r', admin), roleBinding('foo', 'b', 'Role/r', user('jane'))];
    expect([can(objects, 'jane', 'get pods x -n foo'), can(objects, 'jane', 'get pods x -n other')]).toEqual([false, false]);
  });
});

describe('a subject', () => {
  const reader = core('get', 'pods');
  const bound = (...subjects: Parameters<typeof roleBinding>[3][]) => [role('shop', 'r', reader), roleBinding('shop', 'b', 'Role/r', ...subjects)];
  const read = 'get pods x -n shop';

  test.each<[law: string, subject: Parameters<typeof roleBinding>[3], who: string, groups: string[], expected: boolean]>([
    ['User is matched by its whole name', user('jane'), 'jane2', [], false],
    ['User is matched by case', user('Jane'), 'jane', [], false],
    ['User * is a user of that name', user('*'), 'jane', [], false],
    ['Group matches its members', group('devs'), 'jane', ['devs'], true],
    ['Group is no user', group('jane'), 'jane', [], false],
    ['ServiceAccount matches the user that Kubernetes makes of it', account('ci', 'build'), 'system:serviceaccount:build:ci', [], true],
    ['ServiceAccount without a namespace is of the binding\'s own', account('ci'), 'system:serviceaccount:shop:ci', [], true],
    ['ServiceAccount without a namespace is of no other', account('ci'), 'system:serviceaccount:build:ci', [], false],
    ['ServiceAccount is no user of that name', account('ci', 'build'), 'ci', [], false],
    ['User may name a service account in full', user('system:serviceaccount:build:ci'), 'system:serviceaccount:build:ci', [], true],
    ['Group system:authenticated matches every user', group('system:authenticated'), 'jane', [], true],
    ['Group system:authenticated does not match the anonymous user', group('system:authenticated'), 'system:anonymous', [], false],
    ['Group system:unauthenticated matches the anonymous user', group('system:unauthenticated'), 'system:anonymous', [], true],
    ['Group system:serviceaccounts matches every service account', group('system:serviceaccounts'), 'system:serviceaccount:a:b', [], true],
    ['Group system:serviceaccounts:build matches those of one namespace', group('system:serviceaccounts:build'), 'system:serviceaccount:a:b', [], false],
    ['Group system:nodes matches nodes', group('system:nodes'), 'system:node:n1', [], true],
    ['Group system:bootstrappers matches bootstrap tokens', group('system:bootstrappers'), 'system:bootstrap:abcdef', [], true],
  ])('%s', (_, subject, who, groups, expected) => {
    expect(can(bound(subject), who, read, groups)).toBe(expected);
  });

  test('ServiceAccount without a namespace never matches through a ClusterRoleBinding', () => {
    expect(can([clusterRole('r', reader), clusterRoleBinding('b', 'ClusterRole/r', account('ci'))], 'system:serviceaccount:shop:ci', read)).toBe(false);
  });

  test('of an unknown kind never matches', () => {
    expect(can(bound({ kind: 'user' as 'User', name: 'jane' }), 'jane', read)).toBe(false);
  });

  test('API groups that are left out are those of RBAC', () => {
    const read1 = policy([role('shop', 'r', reader), roleBinding('shop', 'b', 'Role/r', user('jane'), account('ci'))]);
    expect(read1.roleBindings[0]!.subjects).toEqual([
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' }, { kind: 'ServiceAccount', name: 'ci' },
    ]);
  });
});

describe('what RBAC cannot see', () => {
  const nobody = [role('shop', 'r', core('get', 'pods'))];
  const ask = (objects: Objects, who: string, words: string, groups?: string[]) => {
    const decision = authorize(policy(objects), request(who, words, groups));
    return [decision.decision, answerOf(decision), decision.depends.map(({ type }) => type).join()];
  };

  test.each<[law: string, objects: Objects, who: string, groups: string[], expected: string[]]>([
    ['no binding is a certain no', nobody, 'jane', [], ['no-opinion', 'no', '']],
    ['a member of system:masters needs no binding', nobody, 'root', ['system:masters'], ['no-opinion', 'yes', 'system:masters']],
    ['a node asks the Node authorizer', nobody, 'system:node:n1', [], ['no-opinion', 'depends', 'node-authorizer']],
    ['a name like a node\'s without its group does not', nobody, 'system:node:', ['system:nodes'], ['no-opinion', 'no', '']],
    ['a binding to a role that nobody wrote', [roleBinding('shop', 'b', 'ClusterRole/gone', user('jane'))], 'jane', [], ['no-opinion', 'depends', 'missing-role']],
    ['such a binding of somebody else says nothing', [roleBinding('shop', 'b', 'ClusterRole/gone', user('jim'))], 'jane', [], ['no-opinion', 'no', '']],
    ['such a binding in another namespace says nothing', [roleBinding('x', 'b', 'ClusterRole/gone', user('jane'))], 'jane', [], ['no-opinion', 'no', '']],
    ['a missing role takes nothing away', [...withRule(core('get', 'pods')), clusterRoleBinding('c', 'ClusterRole/gone', user('jane'))], 'jane', [], ['allow', 'yes', '']],
    ['an aggregated role of which no part is known', [
      aggregated('all', [{ matchLabels: { of: 'elsewhere' } }]), clusterRoleBinding('b', 'ClusterRole/all', user('jane')),
    ], 'jane', [], ['no-opinion', 'depends', 'unknown-aggregate']],
  ])('%s', (_, objects, who, groups, expected) => {
    expect(ask(objects, who, 'get pods x -n shop', groups)).toEqual(expected);
  });

  test('a RoleBinding that leaves its namespace open may be applied to any', () => {
    const open = (object: Record<string, unknown>) => ({ ...object, metadata: { name: 'x' } });
    const objects = [open(role('', '', core('get', 'pods'))), open(roleBinding('', '', 'Role/x', user('jane'), account('ci')))];
    expect(ask(objects, 'jane', 'get pods x -n shop')).toEqual(['no-opinion', 'depends', 'unknown-namespace']);
    expect(ask(objects, 'system:serviceaccount:shop:ci', 'get pods x -n shop')).toEqual(['no-opinion', 'depends', 'unknown-namespace']);
    expect(ask(objects, 'jane', 'list pods')).toEqual(['no-opinion', 'no', '']);
    expect(ask(objects, 'jane', 'delete pods x -n shop')).toEqual(['no-opinion', 'no', '']);
  });
});

test('every grant is told, not the first', () => {
  const rule = core('get', 'pods');
  const read = policy([
    clusterRole('wide', core('get', 'pods services'), rule), clusterRoleBinding('all', 'ClusterRole/wide', group('devs'), user('jane'), user('jim')),
    role('shop', 'r', core('get', 'secrets'), rule), roleBinding('shop', 'b', 'Role/r', user('jane')),
  ]);
  const { because } = authorize(read, request('jane', 'get pods x -n shop', ['devs']));
  expect(because.map(grant => `${grant.binding.name} ${grant.role.name}[${grant.rule.index}] ${grant.subjects.map(({ name }) => name).join()}`))
    .toEqual(['all wide[0] devs,jane', 'all wide[1] devs,jane', 'b r[1] jane']);
  expect(rulesFor(read, { name: 'jane', groups: [] }, 'shop')).toHaveLength(4);
});

describe('verbs that a look for "impersonate" or "create" would miss', () => {
  test('constrained impersonation has verbs of its own', () => {
    const rule: PolicyRule = { verbs: ['impersonate:user-info'], apiGroups: ['authentication.k8s.io'], resources: ['users'] };
    expect(can(withRule(rule, true), 'jane', 'impersonate:user-info users.authentication.k8s.io jim')).toBe(true);
    expect(can(withRule(rule, true), 'jane', 'impersonate users jim')).toBe(false);
    expect(can(withRule({ ...rule, verbs: ['*'] }, true), 'jane', 'impersonate:arbitrary-node users.authentication.k8s.io jim')).toBe(true);
  });

  test('get on nodes/proxy is its own permission, and nodes grants none of it', () => {
    expect(can(withRule(core('get', 'nodes/proxy'), true), 'jane', 'get nodes/proxy n1')).toBe(true);
    expect(can(withRule(core('*', 'nodes'), true), 'jane', 'get nodes/proxy n1')).toBe(false);
    expect(can(withRule(core('get', '*/proxy'), true), 'jane', 'get nodes/proxy n1')).toBe(true);
  });
});
