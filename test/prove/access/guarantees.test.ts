import fc from 'fast-check';
import { binding, janeHolds, role, rule, type Who } from './support';
import { AccessIndex } from '../../../src/decide/access/access-index';
import { policyOf, type PolicyObject } from '../../../src/decide/access/build';
import { proveAccess } from '../../../src/prove/access/guarantees';
import { placed } from '../../../src/prove/access/placed';
import type { SubjectModel } from '../../../src/prove/subject';

const JANE: SubjectModel = { kind: 'User', name: 'jane' };

function readsOnly(objects: readonly PolicyObject[], subject = JANE, groups: ReadonlyMap<string, readonly string[]> = new Map()) {
  const index = new AccessIndex(placed(policyOf(objects, { defaultsOf: 36 })));
  return proveAccess(index, { construct: 'prod/reader', predicate: { kind: 'reads-only', subjects: [subject] } }, groups);
}

const READS: ReadonlyArray<readonly [string | undefined, string]> = [
  ['shop', 'get,list,watch pods,apps:deployments'],
  [undefined, 'get,list,watch pods,pods/log'],
  ['shop', 'get namespaces'],
  ['shop', '* pods/*'],
  ['shop', 'delete nodes'],
  ['shop', 'deletecollection pods web'],
  ['shop', 'list,watch pods/exec'],
  [undefined, 'get /healthz'],
  [undefined, 'create authorization.k8s.io:selfsubjectaccessreviews'],
  ['shop', 'get,list,watch example.io:widgets'],
];

test.each(READS)('in %s, who holds "%s" reads only', (where, rules) => {
  expect(readsOnly(janeHolds(where, rules))).toEqual([]);
});

const CHANGES: ReadonlyArray<readonly [string | undefined, string, string]> = [
  ['shop', 'create pods', 'create pods in shop'],
  ['shop', '* pods', 'delete pods in shop'],
  ['shop', '* *:*', 'delete pods in shop'],
  [undefined, '* *:*', 'delete pods in any namespace'],
  ['shop', 'delete pods web', 'delete pods "web" in shop'],
  ['shop', 'create pods web', 'create pods "web" in shop'],
  [undefined, 'delete nodes', 'delete nodes'],
  ['shop', 'delete namespaces', 'delete namespaces "shop" in shop'],
  ['shop', 'get pods/exec', 'get pods/exec in shop'],
  ['shop', 'get pods/portforward', 'get pods/portforward in shop'],
  ['shop', 'get *', 'get pods/exec in shop'],
  ['shop', 'get */proxy', 'get pods/proxy in shop'],
  [undefined, 'get nodes/proxy', 'get nodes/proxy'],
  [undefined, 'impersonate users bob', 'impersonate users "bob"'],
  [undefined, 'approve certificates.k8s.io:signers', 'approve signers of certificates.k8s.io'],
  ['shop', 'bind rbac.authorization.k8s.io:clusterroles view', 'bind clusterroles of rbac.authorization.k8s.io "view" in shop'],
  ['shop', 'frobnicate example.io:widgets', 'frobnicate widgets of example.io in shop'],
  [undefined, 'post /shutdown', 'post /shutdown'],
  [undefined, '* /x', 'post /x'],
  ['shop', 'create authorization.k8s.io:localsubjectaccessreviews', 'create localsubjectaccessreviews of authorization.k8s.io in shop'],
];

test.each(CHANGES)('in %s, who holds "%s" may %s, and so does not only read', (where, rules, witness) => {
  const found = readsOnly(janeHolds(where, rules));
  expect(found.map(({ id }) => id)).toEqual(['guarantee-broken']);
  expect(found[0]!.message).toContain(`promises that User jane can only read, but it may ${witness}: `);
  expect(found[0]!.constructs).toEqual(['prod/reader', 'prod/b-binding', 'prod/r', 'prod/r']);
});

test('permissions of groups count: those that Kubernetes adds, and those that the app declares', () => {
  const of = (...who: Who) => [role('r', 'shop', [rule('delete pods')]), binding('b', 'shop', 'r', who)];
  expect(readsOnly(of('Group', 'system:authenticated'))).toHaveLength(1);
  expect(readsOnly(of('Group', 'dev'))).toEqual([]);
  expect(readsOnly(of('Group', 'dev'), JANE, new Map([['jane', ['dev']]]))).toHaveLength(1);
  expect(readsOnly(of('Group', 'system:serviceaccounts:shop'), { kind: 'ServiceAccount', name: 'web', namespace: 'shop' })).toHaveLength(1);
  expect(readsOnly(of('Group', 'system:serviceaccounts:back'), { kind: 'ServiceAccount', name: 'web', namespace: 'shop' })).toEqual([]);
  expect(readsOnly(of('Group', 'dev'), { kind: 'Group', name: 'dev' })).toHaveLength(1);
});

test('one witness a binding, and every binding has one', () => {
  const found = readsOnly([
    role('r', 'shop', [rule('delete pods'), rule('create pods')]), binding('b1', 'shop', 'r', ['User', 'jane']), binding('b2', 'shop', 'r', ['User', 'jane']),
  ]);
  expect(found).toHaveLength(2);
});

test('system:masters keeps nobody from anything', () => {
  expect(readsOnly([], { kind: 'Group', name: 'system:masters' })).toMatchObject([{ id: 'guarantee-broken' }]);
});

test.each<readonly [string, readonly PolicyObject[], SubjectModel]>([
  ['a role that is not among the manifests', [binding('b', 'shop', 'cluster:elsewhere', ['User', 'jane'])], JANE],
  ['the Node authorizer', [], { kind: 'User', name: 'system:node:n1' }],
])('what rests on %s is not proved', (_, objects, subject) => {
  expect(readsOnly(objects, subject).map(({ id }) => id)).toContain('guarantee-not-provable');
});

test('a cannot holds until some rule allows it, in the namespace that it names', () => {
  const indexOf = (objects: readonly PolicyObject[]) => new AccessIndex(placed(policyOf(objects, { defaultsOf: 36 })));
  const cannot = (objects: readonly PolicyObject[], namespace?: string) => proveAccess(indexOf(objects), {
    construct: 'prod/x', predicate: { kind: 'cannot', subjects: [JANE], verbs: ['get', 'list'], group: '', resource: 'secrets', namespace },
  }, new Map()).map(({ message }) => message);
  expect(cannot(janeHolds('shop', 'get pods'))).toEqual([]);
  expect(cannot(janeHolds('shop', 'list secrets'))).toEqual([
    'promises that User jane cannot get, list secrets, but it may list secrets in shop: RoleBinding shop/b gives Role shop/r, which allows it by rules[0]',
  ]);
  expect(cannot(janeHolds('shop', 'get secrets db'), 'shop')).toHaveLength(1);
  expect(cannot(janeHolds('shop', 'get secrets'), 'back')).toEqual([]);
  expect(cannot(janeHolds(undefined, 'get secrets'), 'back')).toHaveLength(1);
});

function witnesses(
  objects: readonly PolicyObject[], verbs: readonly string[], group: string, resource: string, namespace?: string, defaultsOf?: number,
): string[] {
  const index = new AccessIndex(placed(policyOf(objects, { defaultsOf })));
  return proveAccess(index, { construct: 'prod/x', predicate: { kind: 'cannot', subjects: [JANE], verbs, group, resource, namespace } }, new Map())
    .map(({ message }) => / but it may ([^:]*): /.exec(message)![1]!);
}

test.each<[verbs: string, group: string, resource: string, holds: string, witness: string]>([
  ['*', '', 'secrets', 'get secrets', 'get secrets in shop'],
  ['get', '*', '*', 'get secrets', 'get secrets in shop'],
  ['*', '*', '*', 'get secrets', 'get secrets in shop'],
  ['get', '', '*', 'get secrets', 'get secrets in shop'],
  ['get', '*', 'secrets', 'get secrets', 'get secrets in shop'],
  ['get', '', '*', 'get pods/log', 'get pods/log in shop'],
  ['get', '', '*/log', 'get pods/log', 'get pods/log in shop'],
  ['get', '', '*/log', 'get *', 'get */log in shop'],
  ['get', '', '*/log', 'get */log', 'get */log in shop'],
  ['get', '', '*', 'get */log', 'get */log in shop'],
  ['get', 'apps', '*', '* *:deployments', 'get deployments of apps in shop'],
  ['*', '', 'secrets', 'get secrets db', 'get secrets "db" in shop'],
  ['*', '', '*', 'create,update secrets db', 'create secrets "db" in shop'],
  ['*', '*', '*', 'use example.io:widgets', 'use widgets of example.io in shop'],
  ['*', 'example.io', '*', '* *:*', '* * of example.io in shop'],
  ['delete', '*', '*', '* pods', 'delete pods in shop'],
])('a * in "cannot %s %s:%s" is everything: it is broken by "%s"', (verbs, group, resource, holds, witness) => {
  expect(witnesses(janeHolds('shop', holds), verbs.split(','), group, resource)).toEqual([witness]);
  expect(witnesses(janeHolds('shop', 'get nodes', holds), verbs.split(','), group, resource, 'shop')).toHaveLength(1);
  expect(witnesses(janeHolds(undefined, holds), verbs.split(','), group, resource)).toHaveLength(1);
});

test.each<[verbs: string, group: string, resource: string, holds: string]>([
  ['*', '', 'secrets', 'get pods'],
  ['*', '', 'secrets', '* secrets/status'],
  ['get', '*', '*', 'list secrets'],
  ['get', 'apps', '*', 'get secrets'],
  ['get', '', '*/log', 'get pods,pods/exec'],
  ['*', '*', '*', 'get nodes'],
  ['*', '*', '*', 'get /healthz'],
  ['*', '', '*', 'list nodes'],
])('a * in "cannot %s %s:%s" is no more than everything of its place: with "%s" in a namespace it holds', (verbs, group, resource, holds) => {
  expect(witnesses(janeHolds('shop', holds), verbs.split(','), group, resource)).toEqual([]);
});

test('of a promise with a * each binding that breaks it has one witness', () => {
  const objects = [role('r', 'shop', [rule('get pods'), rule('get secrets')]), ...['b1', 'b2'].map(name => binding(name, 'shop', 'r', ['User', 'jane']))];
  expect(witnesses(objects, ['*'], '*', '*')).toHaveLength(2);
});

test('nobody is without any permission: a default role lets everybody review oneself', () => {
  expect(witnesses([], ['*'], '*', '*', undefined, 36)).toEqual(['create selfsubjectaccessreviews of authorization.k8s.io']);
  expect(witnesses([], ['get', 'list', 'watch'], '*', '*', undefined, 36)).toEqual([]);
});

const WORDS = { verbs: ['get', 'delete', '*'], groups: ['', 'apps', '*'], resources: ['pods', 'pods/log', 'deployments', '*', '*/log'] };
const some = (words: readonly string[]) => fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 2 });
const ruleOf = fc.record({ verbs: some(WORDS.verbs), apiGroups: some(WORDS.groups), resources: some(WORDS.resources) });
const rules = fc.array(ruleOf, { minLength: 1, maxLength: 3 });

test('a promise with a * is broken exactly where one that names a request which it stands for is', () => {
  const isMeant = (word: string, name: string) => !name.startsWith('*')
    && (word === '*' || word === name || (word.startsWith('*/') && name.endsWith(word.slice(1))));
  const oneOf = (words: readonly string[]) => fc.constantFrom(...words);
  fc.assert(fc.property(rules, oneOf(WORDS.verbs), oneOf(WORDS.groups), oneOf(WORDS.resources), (held, verb, group, resource) => {
    const objects = [role('r', 'shop', held), binding('b', 'shop', 'r', ['User', 'jane'])];
    // Names that no rule has stand for all others.
    const verbs = [...WORDS.verbs, 'frob'].filter(each => isMeant(verb, each));
    const groups = [...WORDS.groups, 'example.io'].filter(each => isMeant(group, each));
    const resources = [...WORDS.resources, 'widgets', 'widgets/log', 'widgets/scale'].filter(each => isMeant(resource, each));
    const isBroken = groups.some(of => resources.some(name => witnesses(objects, verbs, of, name).length > 0));
    expect(witnesses(objects, [verb], group, resource).length > 0).toBe(isBroken);
  }));
});
