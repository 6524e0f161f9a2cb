import { accessOf } from '../../src/engine/access';
import { decodeAccessInput } from '../../src/engine/access/input';
import { parseReviews } from '../../src/engine/access/reviews';
import { ProblemError } from '../../src/manifests/problem';
import { aggregated, clusterRole, clusterRoleBinding, role, roleBinding, user } from '../decide/access/support';

const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.x.io' },
  spec: { group: 'x.io', scope: 'Cluster', names: { plural: 'widgets', singular: 'widget', kind: 'Widget', shortNames: ['wd'] } },
};
const rule = (verbs: string, resources: string, apiGroup = '') => ({ verbs: verbs.split(' '), apiGroups: [apiGroup], resources: resources.split(' ') });

function cluster(objects: ReadonlyArray<Record<string, unknown>>, minor = 34, bootstrap = false) {
  return accessOf({ minor, objects: objects.map(object => ({ object })) }, { bootstrap });
}

function problemOf(run: () => unknown): string {
  try {
    run();
  } catch (e) {
    if (!ProblemError.is(e)) throw e;
    return e.problems.map(({ id, message, fix }) => `${id}: ${message}; ${fix}`).join('\n');
  }
  return 'none';
}

describe('words of the command line', () => {
  const access = cluster([CRD]);
  const understood = (verb: string, target: string, more: { subresource?: string; namespace?: string } = {}) => {
    const { attributes: { verb: asked, apiGroup, resource, subresource, name, namespace, path } } = access.understand({ verb, target, ...more });
    return path !== '' ? `${asked} ${path}` : `${asked} ${resource}.${apiGroup}/${subresource} ${name} -n ${namespace}`;
  };

  test.each([
    ['get', 'pods', {}, 'get pods./  -n default'],
    ['get', 'pod', {}, 'get pods./  -n default'],
    ['get', 'po', {}, 'get pods./  -n default'],
    ['get', 'Pods', {}, 'get pods./  -n default'],
    ['get', 'pods/web', { namespace: 'shop' }, 'get pods./ web -n shop'],
    ['list', 'pods', { namespace: '' }, 'list pods./  -n '],
    ['get', 'deploy', {}, 'get deployments.apps/  -n default'],
    ['get', 'deployments.apps', {}, 'get deployments.apps/  -n default'],
    ['get', 'deployments.v1.apps', {}, 'get deployments.apps/  -n default'],
    ['get', 'roles.rbac.authorization.k8s.io/admin', {}, 'get roles.rbac.authorization.k8s.io/ admin -n default'],
    ['get', 'events', {}, 'get events./  -n default'],
    ['get', 'events.events.k8s.io', {}, 'get events.events.k8s.io/  -n default'],
    ['get', 'pods', { subresource: 'log' }, 'get pods./log  -n default'],
    ['get', 'pods/web', { subresource: 'log' }, 'get pods./log web -n default'],
    ['create', 'pods/exec', { subresource: '' }, 'create pods./ exec -n default'],
    ['create', 'pods/exec', {}, 'create pods./exec  -n default'],
    ['get', 'nodes', { namespace: 'shop' }, 'get nodes./  -n '],
    ['list', 'namespaces', { namespace: 'shop' }, 'list namespaces./  -n '],
    ['get', 'ns/shop', {}, 'get namespaces./ shop -n shop'],
    ['*', '*', {}, '* *./  -n default'],
    ['*', '*.*', {}, '* *.*/  -n default'],
    ['get', '*.apps', {}, 'get *.apps/  -n default'],
    ['get', 'wd', {}, 'get widgets.x.io/  -n '],
    ['get', 'widget.x.io/a', {}, 'get widgets.x.io/ a -n '],
    ['get', 'gadgets.y.io', {}, 'get gadgets.y.io/  -n default'],
    ['impersonate', 'users/jane', {}, 'impersonate users./ jane -n '],
    ['impersonate', 'groups', {}, 'impersonate groups./  -n '],
    ['sign', 'signers.certificates.k8s.io/x.io', {}, 'sign signers.certificates.k8s.io/ x.io -n '],
    ['get', 'nodes', { subresource: 'metrics' }, 'get nodes./metrics  -n '],
    ['sign', 'signers.certificates.k8s.io/x.io/y', {}, 'sign signers.certificates.k8s.io/ x.io/y -n '],
    ['bind', 'clusterroles/edit', {}, 'bind clusterroles.rbac.authorization.k8s.io/ edit -n '],
    ['bind', 'clusterroles/edit', { namespace: 'shop' }, 'bind clusterroles.rbac.authorization.k8s.io/ edit -n shop'],
    ['use', 'widgets.x.io/a', { namespace: 'shop' }, 'use widgets.x.io/ a -n shop'],
    ['get', 'widgets.x.io/a', { namespace: 'shop' }, 'get widgets.x.io/ a -n '],
    ['get', '/healthz', {}, 'get /healthz'],
    ['get', '/healthz?verbose', {}, 'get /healthz'],
    ['get', '/api', {}, 'get /api'],
  ])('%s %s %j is %s', (verb, target, more, expected) => {
    expect(understood(verb, target, more)).toBe(expected);
  });

  test.each([
    ['get', 'podz', {}, /^resource-unknown: is no resource type.*did you mean pod or pods\?/],
    ['get', 'deploymnts.apps', {}, /^resource-unknown: .*deployments/],
    ['get', 'pods.apps', {}, /^resource-unknown: .*did you mean pods\?/],
    ['get', 'evictionrequests.lifecycle.k8s.io', {}, /^resource-unknown: Kubernetes 1.34 does not serve.*from 1.37 on/],
    ['get', 'gadgets.x.io', {}, /^resource-unknown/],
    ['get', 'gadgets', {}, /^resource-unknown: .*TYPE.GROUP/],
    ['get', 'pods', { subresource: 'logs' }, /^resource-unknown: pods have no such subresource; did you mean log\?/],
    ['get', '/metrics', { subresource: 'log' }, /^usage/],
    ['get', 'pods.v1', {}, /^resource-unknown: .*did you mean pods/],
    ['get', 'pods.core', {}, /^resource-unknown: .*did you mean pods/],
    ['get', 'deployments.apps.v1', {}, /^resource-unknown: .*did you mean deployments.apps/],
    ['get', 'deployments.foo', {}, /^resource-unknown: .*did you mean deployments.apps/],
    ['impersonate', 'userextras/scopes', {}, /^resource-unknown: .*userextras.authentication.k8s.io/],
    ['approve', 'signers/x.io', {}, /^resource-unknown: .*signers.certificates.k8s.io/],
    ['get', 'pods/web/exec', {}, /^usage: no object has a name with a slash; for a subresource ask about pods\/web with --subresource exec/],
    ['get', 'gadgets.y.io/a/b', {}, /^usage: no object has a name with a slash/],
    ['get', '/api/v1/namespaces/shop/pods', {}, /^usage: is the path of a resource.*; ask: list pods -n shop/],
    ['post', '/apis/apps/v1/namespaces/shop/deployments', {}, /; ask: create deployments.apps -n shop/],
    ['get', '/api/v1/namespaces/shop/pods/web/log', {}, /; ask: get pods\/web --subresource log -n shop/],
    ['', 'pods', {}, /^usage/],
    ['get', '', {}, /^usage/],
  ])('%s %s %j is no question', (verb, target, more, expected) => {
    expect(problemOf(() => access.understand({ verb, target, ...more }))).toMatch(expected);
  });

  test.each([
    ['post', 'pods', {}, 'no request for pods has the verb "post"; did you mean create?'],
    ['gett', 'pods', {}, 'no request for pods has the verb "gett"; did you mean get?'],
    ['delete', 'pods', { subresource: 'log' }, 'no request for pods/log has the verb "delete"; those that have are get'],
    ['GET', '/healthz', {}, '"GET" is no verb of paths, which are methods in lower case; did you mean get?'],
    ['get', 'nodes', { namespace: 'shop' }, 'nodes live in no namespace, so -n shop plays no part'],
    ['get', 'gadgets.y.io', {}, 'whether gadgets.y.io live in namespaces is not known, as no CustomResourceDefinition among the manifests says so; it was asked in the namespace default'],
    ['get', 'events', {}, 'it was asked of the core group; events.events.k8s.io is a resource of its own'],
    ['*', '*', {}, '* means the core group here, as with kubectl; *.* asks about every group'],
    ['get', 'pods', {}, undefined],
    ['bind', 'clusterroles/admin', {}, 'bind of clusterroles.rbac.authorization.k8s.io can also be asked in a namespace, such as for a RoleBinding there: say -n'],
    ['bind', 'clusterroles/admin', { namespace: 'shop' }, undefined],
    ['escalate', 'clusterroles/admin', { namespace: 'shop' }, 'clusterroles.rbac.authorization.k8s.io live in no namespace, so -n shop plays no part'],
    ['get', '/healthz?verbose', {}, 'what follows the path plays no part; it was asked about /healthz'],
    ['impersonate', 'serviceaccounts', {}, undefined],
  ])('%s %s %j is answered with the warning: %s', (verb, target, more, expected) => {
    expect(access.understand({ verb, target, ...more }).warnings[0]).toBe(expected);
  });
});

describe('a question that can mean two things', () => {
  const jane = { name: 'jane', groups: [] };
  const ask = (objects: Parameters<typeof cluster>[0], subresource?: string) => cluster(objects).can({ verb: 'create', target: 'pods/exec', namespace: 'shop', subresource }, jane);
  const holding = (resources: string) => [role('shop', 'r', rule('create', resources)), roleBinding('shop', 'b', 'Role/r', user('jane'))];

  test('is answered where both have one answer, and says how it was understood', () => {
    for (const [resources, answer] of [['pods pods/exec', 'yes'], ['secrets', 'no']] as const) {
      expect(ask(holding(resources))).toMatchObject({ answer, request: { subresource: 'exec', name: '' }, warnings: [expect.stringContaining('--subresource exec')] });
    }
  });

  test('is refused where they differ, with both answers', () => {
    expect(problemOf(() => ask(holding('pods/exec')))).toMatch(/^usage: means the subresource exec \(yes\), or one of pods that is called exec, as kubectl reads it \(no\)/);
    expect(problemOf(() => ask(holding('pods')))).toMatch(/^usage: means the subresource exec \(no\), or .* \(yes\)/);
  });

  test('can also be one about a resource that nobody here defines', () => {
    const access = cluster([clusterRole('r', rule('get', 'bars/status', 'foo.io')), clusterRoleBinding('b', 'ClusterRole/r', user('jane'))]);
    expect(problemOf(() => access.can({ verb: 'get', target: 'bars.foo.io/status' }, jane))).toMatch(/^usage: means the subresource status \(yes\)/);
    expect(access.can({ verb: 'get', target: 'bars.foo.io/other' }, jane).answer).toBe('no');
  });

  test('is none once --subresource says which', () => {
    expect(ask(holding('pods'), '').answer).toBe('yes');
    expect(ask(holding('pods/exec'), '').answer).toBe('no');
  });
});

describe('what an answer does not say by itself', () => {
  const exec = (minor: number, verbs: string, verb: string) => cluster([role('shop', 'r', rule(verbs, 'pods/exec')), roleBinding('shop', 'b', 'Role/r', user('jane'))], minor)
    .can({ verb, target: 'pods', subresource: 'exec', namespace: 'shop' }, { name: 'jane', groups: [] });

  test('up to 1.34, get is enough to run commands over a WebSocket', () => {
    expect(exec(34, 'get', 'create')).toMatchObject({ answer: 'no', warnings: ['up to Kubernetes 1.34 get is enough for exec, over a WebSocket, and get is allowed'] });
    expect(exec(35, 'get', 'create')).toMatchObject({ answer: 'no', warnings: [] });
    expect(exec(35, 'get', 'get')).toMatchObject({ answer: 'yes', warnings: ['from Kubernetes 1.35 on exec needs create as well, which is not allowed'] });
    expect(exec(35, 'get create', 'get')).toMatchObject({ answer: 'yes', warnings: [] });
  });

  const secret = (target: string) => cluster([role('shop', 'r', { ...rule('create', 'secrets'), resourceNames: ['a'] }), roleBinding('shop', 'b', 'Role/r', user('jane'))])
    .can({ verb: 'create', target, namespace: 'shop' }, { name: 'jane', groups: [] });

  test('create with resourceNames works by server-side apply, and not by POST', () => {
    expect(secret('secrets/a')).toMatchObject({ answer: 'yes', warnings: ['a create by POST carries no name and is refused; a server-side apply, which carries one, is allowed'] });
    expect(secret('secrets')).toMatchObject({ answer: 'no', warnings: [expect.stringContaining('by a server-side apply')] });
    expect(secret('secrets/b')).toMatchObject({ answer: 'no', warnings: [] });
  });

  test('objects that others render are named', () => {
    const release = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease', metadata: { name: 'db', namespace: 'shop' } };
    expect(cluster([release]).assumptions).toEqual(['what HelmRelease shop/db renders is not among the manifests']);
  });

  test('roles and bindings of other API servers are named', () => {
    const binding = { ...clusterRoleBinding('b', 'ClusterRole/r', user('jane')), apiVersion: 'authorization.openshift.io/v1' };
    expect(cluster([binding]).assumptions).toEqual(['ClusterRoleBinding b is of authorization.openshift.io/v1, not of rbac.authorization.k8s.io/v1, and plays no part']);
  });

  test('what lists leave out is told: open namespaces, missing roles and parts', () => {
    const access = cluster([
      { ...roleBinding('', 'open', 'ClusterRole/r', user('jane')), metadata: { name: 'open' } }, clusterRole('r', rule('get', 'pods')),
      aggregated('parts', [{ matchLabels: { x: 'y' } }]), clusterRoleBinding('p', 'ClusterRole/parts', user('jane')),
    ]);
    const told = [
      'ClusterRoleBinding p gives ClusterRole parts, which gathers roles that are not among the manifests',
      'RoleBinding open gives ClusterRole r, in whichever namespace it is applied to: its manifest names none',
    ];
    expect(access.unresolved({ name: 'jane', groups: [] })).toEqual(told);
    expect(access.unresolved(undefined, 'shop')).toEqual(told);
    expect(access.unresolved({ name: 'tom', groups: [] })).toEqual([]);
  });

  test('what kubelets may do by the Node authorizer is told, and nothing else', () => {
    const access = cluster([]);
    const by = (verb: string, target: string) => access.byNodes(access.understand({ verb, target, namespace: 'shop' }).attributes).length;
    expect([by('get', 'secrets'), by('create', 'pods'), by('delete', 'secrets'), by('bind', 'clusterroles')]).toEqual([1, 1, 0, 0]);
  });

  test('a minor that is not supported is refused', () => {
    expect(problemOf(() => cluster([], 12))).toMatch(/^target-unsupported/);
  });
});

test('a list and the single answers agree', () => {
  const access = cluster([
    clusterRole('r', rule('get', 'nodes')), clusterRoleBinding('b', 'ClusterRole/r', user('jane')),
    role('shop', 's', rule('get', 'pods')), roleBinding('shop', 's', 'Role/s', user('jane')), roleBinding('build', 's', 'Role/gone', user('jane')),
  ]);
  const jane = { name: 'jane', groups: [] };
  expect(access.list(jane).map(({ namespace, rules }) => [namespace, rules.map(({ rule: { rule: { resources } } }) => resources!.join())])).toEqual([['', ['nodes']], ['shop', ['pods']]]);
  expect(access.list(jane, ['build']).map(({ namespace }) => namespace)).toEqual(['']);
  expect(access.unresolved(jane)).toEqual(['RoleBinding build/s gives Role gone, which is not among the manifests']);
});

describe('a batch', () => {
  test.each([
    ['{', 'x:1 '], ['[]', 'x:1 the line must be an object'], ['{"user":1,"resourceAttributes":{}}', 'x:1 user must be a string'],
    ['{"user":"a"}', 'x:1 exactly one of resourceAttributes and nonResourceAttributes is needed'],
    ['{"user":"a","resourceAttributes":{"verb":"get"},"nonResourceAttributes":{"verb":"get"}}', 'x:1 exactly one of'],
    ['{"user":"a","resourceAttribute":{}}', 'x:1 unknown field resourceAttribute'],
    ['{"user":"a","resourceAttributes":{"verbs":"get"}}', 'x:1 unknown field resourceAttributes.verbs'],
    ['{"user":"a","groups":"b","resourceAttributes":{}}', 'x:1 groups must be a list of strings'],
    ['\n{"user":"a","resourceAttributes":{"verb":["get"]}}', 'x:2 resourceAttributes.verb must be a string'],
  ])('with the line %s is refused', (text, expected) => {
    try {
      parseReviews(text, 'x');
      throw new Error('was taken');
    } catch (e) {
      if (!ProblemError.is(e)) throw e;
      expect(e.problems.map(({ source, message }) => `${source!.file}:${source!.line} ${message}`)[0]).toContain(expected);
    }
  });

  test('takes reviews and their specs, and implies no group', () => {
    const spec = { user: 'jane', groups: ['devs'], uid: '1', extra: { a: ['b'] }, resourceAttributes: { verb: 'get', group: 'apps', resource: 'deployments', name: 'web', namespace: 'shop', version: 'v1' } };
    const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec: { user: 'x', groups: null, nonResourceAttributes: { verb: 'get', path: '/metrics' } } };
    expect(parseReviews(`${JSON.stringify(spec)}\n\n${JSON.stringify(review)}\n`, 'x')).toEqual([
      { user: { name: 'jane', groups: ['devs'] }, verb: 'get', resourceRequest: true, apiGroup: 'apps', resource: 'deployments', subresource: '', name: 'web', namespace: 'shop', path: '' },
      { user: { name: 'x', groups: [] }, verb: 'get', resourceRequest: false, apiGroup: '', resource: '', subresource: '', name: '', namespace: '', path: '/metrics' },
    ]);
  });
});

describe('manifests that no answer can rest on', () => {
  test.each<[law: string, text: string, expected: string]>([
    ['a document that is no YAML', 'a: [', 'yaml-syntax in.yaml:1'],
    ['an RBAC object with an empty name', 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: ""\n  namespace: x\n', 'object-invalid in.yaml:4'],
    ['a subject of an unknown kind', 'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: a\n  namespace: x\nroleRef:\n  kind: Role\n  name: r\nsubjects:\n- kind: user\n  name: jane\n', 'object-invalid in.yaml:10'],
    ['a rule without verbs', 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: a\nrules:\n- apiGroups: [""]\n  resources: [pods]\n', 'object-invalid in.yaml:6'],
    ['a misspelt kind', 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Rolebinding\nmetadata:\n  name: a\n', 'object-unserved in.yaml:2'],
    ['a version that is served no more', 'apiVersion: rbac.authorization.k8s.io/v1beta1\nkind: ClusterRole\nmetadata:\n  name: a\n', 'object-unserved in.yaml:1'],
    ['a group without its version', 'apiVersion: rbac.authorization.k8s.io\nkind: ClusterRole\nmetadata:\n  name: a\n', 'object-unserved in.yaml:1'],
    ['a group in other case', 'apiVersion: Rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: a\n', 'object-unserved in.yaml:1'],
    ['nothing', '# nothing\n', 'input-missing in.yaml:'],
    ['two that are one and differ', 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: a\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: a\n  labels:\n    a: b\n', 'object-duplicate in.yaml:6'],
  ])('%s', (_, text, expected) => {
    try {
      accessOf(decodeAccessInput(Buffer.from(text), 'in.yaml'));
      throw new Error('was taken');
    } catch (e) {
      if (!ProblemError.is(e)) throw e;
      const [{ id, source }] = e.problems as [typeof e.problems[number]];
      expect(`${id} ${source!.file}:${source!.line ?? ''}`).toBe(expected);
    }
  });
});

test('who may do it to some objects alone is told beside who may do it to all', () => {
  const named = { ...rule('patch', 'deployments', 'apps'), resourceNames: ['db', 'cache'] };
  const access = cluster([
    role('shop', 'some', named), roleBinding('shop', 'some', 'Role/some', user('jane')),
    role('shop', 'all', rule('patch', 'deployments', 'apps')), roleBinding('shop', 'all', 'Role/all', user('tom')),
  ]);
  const { attributes } = access.understand({ verb: 'patch', target: 'deployments', namespace: 'shop' });
  expect(access.byNameOnly(attributes)).toEqual(['by name only: RoleBinding shop/some lets User jane patch cache, db']);
  expect(access.byNameOnly({ ...attributes, namespace: '' }, { anywhere: true })).toHaveLength(1);
  expect(access.byNameOnly({ ...attributes, namespace: 'back' })).toEqual([]);
  expect(access.byNameOnly({ ...attributes, name: 'db' })).toEqual([]);
});
