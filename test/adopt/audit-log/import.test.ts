import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { event } from './events';
import { leastPrivilege, type ImportedAccess, type ImportOptions } from '../../../src/adopt/audit-log/least-privilege';
import { Observer } from '../../../src/adopt/audit-log/observe';
import { accessTypescript } from '../../../src/adopt/audit-log/typescript';
import type { PolicyObject } from '../../../src/decide/access/build';
import { loggedEvent } from '../../../src/decide/audit/event';
import { objectsIn, small } from '../../constructs/support';

type Json = Record<string, unknown>;

function imported(events: readonly Json[], options: Partial<ImportOptions> = {}): ImportedAccess {
  const observer = new Observer();
  for (const each of events) {
    const logged = loggedEvent(each);
    if (typeof logged === 'string') throw new Error(logged);
    observer.add(logged, each);
  }
  return leastPrivilege(observer.observations(), { minor: 36, ...options });
}

const reason = (text: string) => ({ annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': text } });
const ALLOWED = reason('RBAC: allowed by RoleBinding "dev/shop" of Role "dev" to User "jane"');
const REFUSED = { annotations: { 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': '' }, responseStatus: { code: 403 } };

/** An event of jane in shop, let through by RBAC. */
function did(verb: string, resource: string, more: Json = {}): Json {
  const [plural, subresource] = resource.split('/');
  const { name, group, namespace = 'shop', code = 200, ...rest } = more as { name?: string; group?: string; namespace?: string; code?: number };
  return event({
    verb,
    requestURI: ['/api/v1', plural, ...name === undefined || (verb === 'create' && !subresource) ? [] : [name], ...subresource ? [subresource] : []].join('/'),
    objectRef: {
      resource: plural,
      ...subresource ? { subresource } : {},
      ...namespace ? { namespace } : {},
      ...name ? { name } : {},
      ...group ? { apiGroup: group } : {},
    },
    responseStatus: { code },
    ...ALLOWED,
    ...rest,
  });
}

/** The rules of one user, by namespace. */
function rulesOf(result: ImportedAccess, user = 'jane'): Record<string, unknown> {
  const { roles } = result.needed.find(each => each.user.name === user)!;
  return Object.fromEntries(roles.map(({ namespace, rules }) => [namespace, rules.map(({ verbs, resources, resourceNames, nonResourceURLs }) =>
    `${verbs.join(',')} ${(resources ?? nonResourceURLs)!.join(',')}${resourceNames ? ` [${resourceNames.join(',')}]` : ''}`)]));
}

test('what was done is granted by namespace, by verb and by name, and nothing more', () => {
  const result = imported([did('get', 'pods', { name: 'a' }), did('get', 'pods', { name: 'b' }), did('list', 'pods'), did('watch', 'pods', { namespace: '' }), did('get', 'services', { namespace: 'two', name: 'x' })]);
  expect(rulesOf(result)).toEqual({ '': ['watch pods'], 'shop': ['get pods [a,b]', 'list pods'], 'two': ['get services [x]'] });
  expect([result.unproved, result.proved]).toEqual([[], 5]);
});

test('a subresource that is created keeps the name of the URL, a collection has none', () => {
  const result = imported([did('create', 'pods/exec', { name: 'web' }), did('create', 'pods', { name: 'made' }), did('create', 'serviceaccounts/token', { name: 'ci' })]);
  expect(rulesOf(result)).toEqual({ shop: expect.arrayContaining(['create pods', 'create pods/exec [web]', 'create serviceaccounts/token [ci]']) });
});

test('an apply or update that made the object needs create as well', () => {
  const result = imported([did('patch', 'configmaps', { name: 'a', code: 201 }), did('patch', 'configmaps', { name: 'b' }), did('update', 'secrets', { name: 'c', code: 201 })]);
  expect(rulesOf(result)).toEqual({ shop: expect.arrayContaining(['create,patch configmaps [a]', 'patch configmaps [b]', 'create,update secrets [c]']) });
});

test('refused requests stand apart, and are granted when that is asked', () => {
  const events = [did('get', 'pods'), did('delete', 'pods', { name: 'a', ...REFUSED })];
  const result = imported(events);
  expect(rulesOf(result)).toEqual({ shop: ['get pods'] });
  expect(result.needed[0]!.refused.map(({ request }) => request.verb)).toEqual(['delete']);
  expect(rulesOf(imported(events, { widen: { refused: true } }))).toEqual({ shop: expect.arrayContaining(['delete pods [a]', 'get pods']) });
});

test('names and verbs are widened only when that is asked', () => {
  const events = [did('get', 'pods', { name: 'a' }), did('patch', 'pods', { name: 'a' })];
  expect(rulesOf(imported(events))).toEqual({ shop: ['get,patch pods [a]'] });
  expect(rulesOf(imported(events, { widen: { names: true, verbs: true } }))).toEqual({ shop: ['get,list,patch,update,watch pods'] });
});

test('the impersonated did it, and the impersonator may impersonate', () => {
  const impersonatedUser = { username: 'jane', groups: ['dev', 'system:authenticated'], extra: { scopes: ['view'] }, uid: '7' };
  const result = imported([
    did('get', 'pods', { user: { username: 'proxy', groups: ['system:authenticated'] }, impersonatedUser }),
    did('get', 'pods', { user: { username: 'proxy', groups: ['system:authenticated'] }, impersonatedUser: { username: 'system:serviceaccount:shop:web', groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'] } }),
    event({ user: { username: 'proxy', groups: ['system:authenticated'] }, responseStatus: { code: 403 }, annotations: undefined }),
  ]);
  expect(rulesOf(result)).toEqual({ shop: ['get pods'] });
  expect(rulesOf(result, 'proxy')).toEqual({
    '': expect.arrayContaining(['impersonate groups [dev]', 'impersonate users [jane]', 'impersonate uids [7]', 'impersonate userextras/scopes [view]']),
    'shop': ['impersonate serviceaccounts [web]'],
  });
  expect(result.unproved).toEqual([]);
});

test('constrained impersonation needs its own verbs', () => {
  const result = imported([did('list', 'pods', {
    user: { username: 'proxy', groups: [] }, impersonatedUser: { username: 'jane', groups: ['system:authenticated'] }, authenticationMetadata: { impersonationConstraint: 'impersonate:user-info' },
  })]);
  expect(rulesOf(result, 'proxy')).toEqual({ '': ['impersonate:user-info users [jane]'], 'shop': ['impersonate-on:user-info:list pods'] });
});

test('what everybody may, what others than RBAC allowed, failed logins and first stages need nothing', () => {
  const result = imported([
    did('get', 'pods', { objectRef: undefined, requestURI: '/api?timeout=32s' }), did('create', 'selfsubjectaccessreviews', { group: 'authorization.k8s.io', namespace: '' }),
    did('get', 'nodes', { user: { username: 'root', groups: ['system:masters'] }, ...reason('') }), did('get', 'pods', { user: {}, stage: 'ResponseStarted' }),
    did('delete', 'pods', { stage: 'RequestReceived' }),
  ]);
  expect(result.objects).toEqual([]);
  expect(result.needed.map(({ user, byDefault, otherwise }) => [user.name, byDefault.length, otherwise.length])).toEqual([['jane', 2, 0], ['root', 0, 1]]);
});

test('paths lose their query', () => {
  expect(rulesOf(imported([did('get', 'pods', { objectRef: undefined, requestURI: '/metrics?format=x' })]))).toEqual({ '': ['get /metrics'] });
});

test('two users never share a role', () => {
  const { objects } = imported(['Jane', 'jane', 'system:serviceaccount:a:b', 'a-b'].map(username => did('get', 'pods', { user: { username, groups: [] } })));
  const names = objects.filter(({ kind }) => kind === 'Role').map(({ metadata }) => (metadata as Json).name);
  expect(new Set(names).size).toBe(4);
});

const role = (name: string, rules: Json[]): PolicyObject => ({ object: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name, namespace: 'shop' }, rules } });
const binding = (name: string, of: string): PolicyObject => ({
  object: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace: 'shop' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: of },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' }],
  },
});

test('against the cluster of today: what is held and not used, used and not held, and bindings that allowed nothing', () => {
  const today = [
    role('dev', [{ apiGroups: [''], resources: ['pods', 'secrets'], verbs: ['get'] }]), binding('dev', 'dev'), role('old', [{ apiGroups: [''], resources: ['nodes'], verbs: ['get'] }]), binding('old', 'old'),
  ];
  const { needed, unusedBindings } = imported([did('get', 'pods'), did('list', 'pods')], { today });
  expect(needed[0]!.difference).toEqual({
    notUsed: [{ namespace: 'shop', rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }, { apiGroups: [''], resources: ['nodes'], verbs: ['get'] }] }],
    notHeld: [{ namespace: 'shop', rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }] }],
  });
  expect(unusedBindings).toEqual(['RoleBinding shop/old']);
});

/** Events of few words, so that they meet. */
const arbitraryEvent = fc.record({
  verb: fc.constantFrom('get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'),
  resource: fc.constantFrom('pods', 'pods/exec', 'configmaps', 'secrets', 'serviceaccounts/token', 'namespaces'),
  name: fc.constantFrom(undefined, 'a', 'b'),
  namespace: fc.constantFrom('', 'shop', 'two'),
  code: fc.constantFrom(200, 201),
  user: fc.constantFrom('jane', 'system:serviceaccount:shop:web', 'Öz "x"', "o'hara"),
}).map(({ verb, resource, user, ...rest }) => did(verb, resource, { ...rest, user: { username: user, groups: ['system:authenticated'] } }));

test('whatever was observed is allowed by what comes out, and every rule of it was needed', () => {
  fc.assert(fc.property(fc.array(arbitraryEvent, { minLength: 1, maxLength: 20 }), events => {
    const { unproved, needed } = imported(events);
    expect(unproved).toEqual([]);
    for (const { roles, observed } of needed) {
      for (const { namespace, rules } of roles) {
        for (const { verbs, resources = [], resourceNames = [''] } of rules) {
          const tuples = verbs.flatMap(each => resources.flatMap(of => resourceNames.map(called => [each, of, called] as const)));
          for (const [verb, resource, name] of tuples) {
            const [plural, subresource = ''] = resource.split('/');
            expect(observed.some(({ request }) => request.verb === verb && request.resource === plural && request.subresource === subresource
              && request.namespace === namespace && request.name === name)).toBe(true);
          }
        }
      }
    }
  }), { numRuns: 100 });
});

test('the TypeScript makes the same objects as the YAML', () => {
  const folder = mkdtempSync(join(__dirname, '.tmp-'));
  try {
    const { needed, objects } = imported([
      did('get', 'pods', { name: 'a' }), did('create', 'pods/exec', { name: 'web' }), did('patch', 'configmaps', { name: "it's", code: 201 }),
      did('list', 'widgets', { group: 'example.com' }), did('get', 'pods', { objectRef: undefined, requestURI: '/metrics' }), did('list', 'nodes', { namespace: '' }),
      did('get', 'secrets', { user: { username: 'system:serviceaccount:shop:web', groups: [] } }), did('get', 'services', { user: { username: 'system:kube-proxy-2', groups: [] } }),
      did('get', 'pods', { impersonatedUser: { username: 'joe', groups: ['dev'], extra: { scopes: ['a'] } } }),
    ]);
    const file = join(folder, 'observed.ts');
    writeFileSync(file, accessTypescript(needed));
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { observedAccess } = require(file) as { observedAccess: (scope: unknown) => void };
    const { prod } = small();
    observedAccess(prod);
    const sorted = (list: readonly object[]) => list.map(each => JSON.parse(JSON.stringify(each)) as Json)
      .sort((a, b) => JSON.stringify([a.kind, a.metadata]) < JSON.stringify([b.kind, b.metadata]) ? -1 : 1);
    expect(sorted(objectsIn(prod).filter(({ kind }) => kind !== 'Namespace'))).toEqual(sorted(objects));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
