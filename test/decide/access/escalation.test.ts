import fc from 'fast-check';
import { policyObjects, rule as anyRule } from './arbitrary';
import { clusterRole, clusterRoleBinding, policy, role, roleBinding, user } from './support';
import { compactRules, covers, uncovered } from '../../../src/decide/access/covers';
import { changesOnlyGarbageCollection, mayWriteBinding, mayWriteRole } from '../../../src/decide/access/escalation';
import type { PolicyRule } from '../../../src/manifests/model';

const rule = (verbs: string, resources: string, ...resourceNames: string[]): PolicyRule =>
  ({ verbs: verbs.split(' '), apiGroups: [''], resources: resources.split(' '), ...resourceNames.length > 0 ? { resourceNames } : {} });
const jane = { name: 'jane', groups: [] };

describe('what is held covers what is wanted', () => {
  test.each<[law: string, held: PolicyRule[], wanted: PolicyRule, expected: boolean]>([
    ['when one rule holds all of a tuple', [rule('get list', 'pods')], rule('get', 'pods'), true],
    ['when several rules hold the tuples', [rule('get', 'pods'), rule('list', 'pods')], rule('get list', 'pods'), true],
    ['but * is only covered by *', [rule('get list watch create update patch delete deletecollection', 'pods')], rule('*', 'pods'), false],
    ['and two rules never join for one tuple', [rule('get', 'pods', 'a'), rule('list', 'pods')], rule('list', 'pods', 'a'), true],
    ['*/scale covers x/scale', [rule('get', '*/scale')], rule('get', 'pods/scale'), true],
    ['*/scale does not cover *', [rule('get', '*/scale')], rule('get', '*'), false],
    ['* covers */scale', [rule('get', '*')], rule('get', '*/scale'), true],
    ['pods/* does not cover pods/log', [rule('get', 'pods/*')], rule('get', 'pods/log'), false],
    ['names cover the same names', [rule('get', 'pods', 'a', 'b')], rule('get', 'pods', 'b'), true],
    ['names never cover all', [rule('get', 'pods', 'a')], rule('get', 'pods'), false],
    ['all cover names', [rule('get', 'pods')], rule('get', 'pods', 'a'), true],
    ['a URL prefix covers a narrower one', [{ verbs: ['get'], nonResourceURLs: ['/api/*'] }], { verbs: ['get'], nonResourceURLs: ['/api/v1/*'] }, true],
    ['and not a wider one', [{ verbs: ['get'], nonResourceURLs: ['/api/*'] }], { verbs: ['get'], nonResourceURLs: ['/api*'] }, false],
  ])('%s', (_, held, wanted, expected) => {
    expect(covers(held, [wanted])).toBe(expected);
  });

  test('covering is reflexive', () => {
    fc.assert(fc.property(fc.array(anyRule), rules => covers(rules, rules)));
  });

  test('covering is transitive', () => {
    const part = (rules: readonly PolicyRule[]) => fc.subarray([...rules]);
    const nested = fc.array(anyRule).chain(a => part(a).chain(b => part(b).map(c => [a, b, c] as const)));
    fc.assert(fc.property(nested, ([a, b, c]) => covers(a, b) && covers(b, c) && covers(a, c)));
    fc.assert(fc.property(fc.array(anyRule), fc.array(anyRule), fc.array(anyRule), (a, b, c) => !(covers(a, b) && covers(b, c)) || covers(a, c)));
  });

  test('what is missing, added to what is held, covers', () => {
    fc.assert(fc.property(fc.array(anyRule), fc.array(anyRule), (held, wanted) => covers([...held, ...uncovered(held, wanted)], wanted)));
  });

  test('compact rules are the same permissions', () => {
    fc.assert(fc.property(fc.array(anyRule), fc.array(anyRule), (held, wanted) => {
      const missing = uncovered(held, wanted);
      return covers(compactRules(missing), missing) && covers(missing, compactRules(missing));
    }));
  });
});

describe('writing roles and bindings', () => {
  const holdsPods = [clusterRole('r', rule('get', 'pods')), clusterRoleBinding('b', 'ClusterRole/r', user('jane'))];
  const everything: PolicyRule[] = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, { verbs: ['*'], nonResourceURLs: ['*'] }];
  const aggregation = { kind: 'ClusterRole', namespace: '', name: '', rules: [], selectors: [{ matchLabels: { a: 'b' } }] } as const;

  test('gives what is held', () => {
    expect(mayWriteRole(policy(holdsPods), jane, { kind: 'Role', namespace: 'shop', name: '', rules: [rule('get', 'pods')] })).toEqual({ allowed: true, via: 'covers' });
  });

  test('gives nothing that is not held, and says what is missing', () => {
    expect(mayWriteRole(policy(holdsPods), jane, { kind: 'Role', namespace: 'shop', name: '', rules: [rule('get list', 'pods')] }))
      .toEqual({ allowed: false, reason: 'not-held', missing: [rule('list', 'pods')] });
  });

  test('what is held in one namespace is not held elsewhere', () => {
    const objects = [role('shop', 'r', rule('get', 'pods')), roleBinding('shop', 'b', 'Role/r', user('jane'))];
    const write = (namespace: string) => mayWriteRole(policy(objects), jane, { kind: 'Role', namespace, name: '', rules: [rule('get', 'pods')] }).allowed;
    expect([write('shop'), write('other')]).toEqual([true, false]);
  });

  test('an aggregationRule needs everything, however little it gathers', () => {
    expect(mayWriteRole(policy(holdsPods), jane, aggregation)).toEqual({ allowed: false, reason: 'aggregation-needs-everything', missing: everything });
    const all = policy([clusterRole('r', ...everything), clusterRoleBinding('b', 'ClusterRole/r', user('jane'))]);
    expect(mayWriteRole(all, jane, aggregation).allowed).toBe(true);
  });

  test('escalate lets one write any role, by its name where the request has one', () => {
    const escalate = (...names: string[]) => policy([
      clusterRole('r', { verbs: ['escalate'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], ...names.length > 0 ? { resourceNames: names } : {} }),
      clusterRoleBinding('b', 'ClusterRole/r', user('jane')),
    ]);
    expect(mayWriteRole(escalate(), jane, aggregation)).toEqual({ allowed: true, via: 'escalate' });
    expect(mayWriteRole(escalate('x'), jane, { ...aggregation, name: 'x' })).toEqual({ allowed: true, via: 'escalate' });
    expect(mayWriteRole(escalate('x'), jane, aggregation).allowed).toBe(false);
  });

  test('bind lets one bind the role that it names, there where the binding stands', () => {
    const binder = [role('shop', 'r', { verbs: ['bind'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], resourceNames: ['admin'] }),
      roleBinding('shop', 'b', 'Role/r', user('jane'))];
    const bind = (namespace: string, name: string) => mayWriteBinding(policy(binder, { defaultsOf: 34 }), jane, { namespace, roleRef: { kind: 'ClusterRole', name } });
    expect(bind('shop', 'admin')).toEqual({ allowed: true, via: 'bind' });
    expect([bind('shop', 'edit').allowed, bind('other', 'admin').allowed, bind('', 'admin').allowed]).toEqual([false, false, false]);
  });

  test('a binding to a missing role is refused, but not from those who may bind it', () => {
    const roleRef = { kind: 'ClusterRole', name: 'gone' } as const;
    expect(mayWriteBinding(policy([]), jane, { namespace: '', roleRef })).toEqual({ allowed: false, reason: 'role-not-found', missing: [] });
    expect(mayWriteBinding(policy([]), { name: 'x', groups: ['system:masters'] }, { namespace: '', roleRef })).toEqual({ allowed: true, via: 'system:masters' });
  });

  test('who holds more may write no less', () => {
    fc.assert(fc.property(policyObjects, policyObjects, fc.array(anyRule), (some, more, rules) => {
      const write = (objects: typeof some) => mayWriteRole(policy(objects), jane, { kind: 'ClusterRole', namespace: '', name: '', rules }).allowed;
      return !write(some) || write([...some, ...more.map(object => renamed(object))]);
    }));
  });

  /** Without labels: the first role that an aggregated one gathers takes away the rules that its author wrote. */
  function renamed(object: Record<string, unknown>): Record<string, unknown> {
    const { name, labels: _, ...rest } = object.metadata as { name: string; labels?: object };
    return { ...object, metadata: { ...rest, name: `${name}-more` } };
  }

  test('a change for the garbage collector alone is none', () => {
    const stored = clusterRole('r', rule('get', 'pods'));
    const meta = (more: object) => ({ ...stored, metadata: { name: 'r', ...more } });
    expect(changesOnlyGarbageCollection(stored, meta({ finalizers: ['x'], ownerReferences: [{ uid: 'u' }] }))).toBe(true);
    expect(changesOnlyGarbageCollection(stored, meta({ labels: { a: 'b' } }))).toBe(false);
    expect(changesOnlyGarbageCollection(stored, { ...stored, rules: [] })).toBe(false);
  });
});
