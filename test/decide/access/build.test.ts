import { clusterRole, clusterRoleBinding, group, policy, request, role, roleBinding, user } from './support';
import { authorize } from '../../../src/decide/access';
import { policyOf } from '../../../src/decide/access/build';
import { ProblemError } from '../../../src/manifests/problem';

const can = (read: ReturnType<typeof policy>, who: string, words: string) => authorize(read, request(who, words)).decision === 'allow';

describe('the default roles of a minor', () => {
  test('decide what a binding to edit means', () => {
    const bound = [roleBinding('shop', 'b', 'ClusterRole/edit', user('jane'))];
    const read = policy(bound, { defaultsOf: 34 });
    expect(can(read, 'jane', 'get secrets x -n shop')).toBe(true);
    expect(can(read, 'jane', 'create roles.rbac.authorization.k8s.io -n shop')).toBe(false);
    expect(can(policy(bound), 'jane', 'get secrets x -n shop')).toBe(false);
  });

  test('let everybody who is authenticated review what he may do', () => {
    expect(can(policy([], { defaultsOf: 37 }), 'jane', 'create selfsubjectaccessreviews.authorization.k8s.io')).toBe(true);
    expect(can(policy([], { defaultsOf: 37 }), 'system:anonymous', 'get /version')).toBe(true);
  });

  test('say of which minor they are, and objects say where they stand', () => {
    const source = { file: 'b.yaml', line: 3, column: 1 };
    const read = policyOf([{ object: roleBinding('shop', 'b', 'ClusterRole/view', user('jane')), source, construct: 'prod/shop/b' }], { defaultsOf: 34 });
    const [grant] = authorize(read, request('jane', 'get pods x -n shop')).because;
    expect(grant!.binding.origin).toEqual({ source, construct: 'prod/shop/b' });
    expect(grant!.role.origin).toEqual({ defaultOf: 34 });
    expect(grant!.rule).toMatchObject({ aggregatedFrom: 'system:aggregate-to-view', origin: { defaultOf: 34 } });
  });
});

describe('an object in place of a default one', () => {
  const protectedBy = (object: Record<string, unknown>) =>
    ({ ...object, metadata: { ...object.metadata as object, annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'false' } } });
  const discovery = clusterRoleBinding('system:public-info-viewer', 'ClusterRole/system:public-info-viewer', group('system:authenticated'));

  test('gets back at the next start what it lacks', () => {
    expect(can(policy([discovery], { defaultsOf: 34 }), 'system:anonymous', 'get /version')).toBe(true);
    expect(can(policy([clusterRole('system:basic-user')], { defaultsOf: 34 }), 'jane', 'create selfsubjectaccessreviews.authorization.k8s.io')).toBe(true);
  });

  test('stays as it is when it is annotated so', () => {
    expect(can(policy([protectedBy(discovery)], { defaultsOf: 34 }), 'system:anonymous', 'get /version')).toBe(false);
    expect(can(policy([protectedBy(clusterRole('system:basic-user'))], { defaultsOf: 34 }), 'jane', 'create selfsubjectaccessreviews.authorization.k8s.io')).toBe(false);
  });

  test('keeps what it has on top', () => {
    const more = clusterRole('system:basic-user', { verbs: ['get'], apiGroups: [''], resources: ['nodes'] });
    expect(can(policy([more], { defaultsOf: 34 }), 'jane', 'get nodes n')).toBe(true);
  });

  test('that binds another role counts for both, because the server will put its own back', () => {
    const other = [clusterRole('nodes', { verbs: ['get'], apiGroups: [''], resources: ['nodes'] }), clusterRoleBinding('system:basic-user', 'ClusterRole/nodes', user('jane'))];
    const read = policy(other, { defaultsOf: 34 });
    expect([can(read, 'jane', 'get nodes n'), can(read, 'jim', 'create selfsubjectaccessreviews.authorization.k8s.io')]).toEqual([true, true]);
  });

  test('that was made to gather others keeps the default\'s rules: the server takes the aggregation away again', () => {
    const gathering = { ...clusterRole('cluster-admin'), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { x: 'y' } }] } };
    const part = { ...clusterRole('part', { verbs: ['get'], apiGroups: ['x.io'], resources: ['widgets'] }), metadata: { name: 'part', labels: { x: 'y' } } };
    const read = policy([gathering, part, clusterRoleBinding('b', 'ClusterRole/cluster-admin', user('jane'))], { defaultsOf: 34 });
    expect(can(read, 'jane', 'delete pods x -n shop')).toBe(true);
    const left = policy([protectedBy(gathering), part, clusterRoleBinding('b', 'ClusterRole/cluster-admin', user('jane'))], { defaultsOf: 34 });
    expect([can(left, 'jane', 'delete pods x -n shop'), can(left, 'jane', 'get widgets.x.io a')]).toEqual([false, true]);
  });

  test('may be view itself, with the default\'s selectors beside its own', () => {
    const view = { ...clusterRole('view'), aggregationRule: { clusterRoleSelectors: [{ matchLabels: { mine: 'true' } }] } };
    const mine = { ...clusterRole('mine', { verbs: ['get'], apiGroups: ['x.io'], resources: ['widgets'] }), metadata: { name: 'mine', labels: { mine: 'true' } } };
    const read = policy([view, mine, roleBinding('shop', 'b', 'ClusterRole/view', user('jane'))], { defaultsOf: 34 });
    expect([can(read, 'jane', 'get pods x -n shop'), can(read, 'jane', 'get widgets.x.io x -n shop')]).toEqual([true, true]);
  });
});

describe('a policy', () => {
  const rule = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };

  function problems(...objects: Array<Record<string, unknown>>): string[] {
    try {
      policyOf(objects.map((object, at) => ({ object, source: { file: `${at}.yaml`, line: 1, column: 1 } })));
    } catch (e) {
      if (!ProblemError.is(e)) throw e;
      return e.problems.map(({ id, source, field, message }) => `${id} ${source!.file} ${field ?? ''} ${message}`);
    }
    return [];
  }

  test('takes the same object twice, whatever the order of its fields', () => {
    expect(problems(role('shop', 'r', rule), { rules: [{ resources: ['pods'], apiGroups: [''], verbs: ['get'] }], ...role('shop', 'r', rule) })).toEqual([]);
  });

  test('refuses two objects of one identity that differ, naming both places', () => {
    expect(problems(role('shop', 'r', rule), role('shop', 'r'))).toEqual([
      'object-duplicate 1.yaml  stands here and at 0.yaml:1:1, and the two differ, so that nobody can tell which one counts',
    ]);
  });

  test('refuses what cannot be decoded, and kinds that RBAC does not have', () => {
    expect(problems({ ...role('shop', 'r'), rules: [{ verb: ['get'] }] })).toEqual(['object-invalid 0.yaml rules[0].verb unknown field']);
    expect(problems({ ...role('shop', 'r'), kind: 'Rolebinding' })).toEqual(['object-unserved 0.yaml kind rbac.authorization.k8s.io has no such kind']);
    expect(problems({ ...role('shop', 'r'), kind: '__proto__' })).toEqual(['object-unserved 0.yaml kind rbac.authorization.k8s.io has no such kind']);
  });

  test('holds two objects whose names the server will complete', () => {
    const generated = (namespace: string, to: string) => ({ ...roleBinding(namespace, '', to, user('jane')), metadata: { generateName: 'x-', namespace } });
    const read = policy([role('shop', 'a', rule), generated('shop', 'Role/a'), generated('shop', 'Role/b')]);
    expect(read.roleBindings.map(({ name }) => name)).toEqual(['x-*', 'x-*']);
    expect(can(read, 'jane', 'get pods x -n shop')).toBe(true);
  });

  test('passes over other kinds', () => {
    expect(policyOf([{ object: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } } }])).toMatchObject({ clusterRoleBindings: [], roleBindings: [] });
  });
});
