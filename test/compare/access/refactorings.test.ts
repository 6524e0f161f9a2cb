import { compareAccess } from '../../../src/compare/access';
import { foldAccess } from '../../../src/compare/access/fold';
import { REQUEST_VERBS } from '../../../src/kubernetes';
import { account, aggregated, clusterRole, clusterRoleBinding, group, policy, role, roleBinding, user, type Objects } from '../../decide/access/support';

const READ = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'secrets'] };
const compare = (before: Objects, after: Objects) => compareAccess(policy(before, { defaultsOf: 34 }), policy(after, { defaultsOf: 34 }));

describe('a refactoring is no change of access', () => {
  const refactorings: ReadonlyArray<readonly [string, Objects, Objects]> = [
    ['a ClusterRole in place of equal Roles',
      [role('shop', 'r', READ), role('pay', 'r', READ), roleBinding('shop', 'b', 'Role/r', user('jane')), roleBinding('pay', 'b', 'Role/r', user('jane'))],
      [clusterRole('reader', READ), roleBinding('shop', 'b', 'ClusterRole/reader', user('jane')), roleBinding('pay', 'b', 'ClusterRole/reader', user('jane'))]],
    ['a wildcard spelled out, and the other way round',
      [clusterRole('r', { verbs: ['*'], apiGroups: [''], resources: ['configmaps'] }), clusterRoleBinding('b', 'ClusterRole/r', group('ops'))],
      [clusterRole('r', { verbs: [...REQUEST_VERBS], apiGroups: [''], resources: ['configmaps'] }), clusterRoleBinding('b', 'ClusterRole/r', group('ops'))]],
    ['a role split in two, each with its binding',
      [role('shop', 'r', READ), roleBinding('shop', 'b', 'Role/r', user('jane'))],
      [role('shop', 'p', { ...READ, resources: ['pods'] }), role('shop', 's', { ...READ, resources: ['secrets'] }),
        roleBinding('shop', 'p', 'Role/p', user('jane')), roleBinding('shop', 's', 'Role/s', user('jane'))]],
    ['a role that is called otherwise',
      [role('shop', 'r', READ), roleBinding('shop', 'b', 'Role/r', user('jane'))], [role('shop', 'x', READ), roleBinding('shop', 'b', 'Role/x', user('jane'))]],
    ['a service account written as a user',
      [clusterRoleBinding('b', 'ClusterRole/view', account('ci', 'shop'))], [clusterRoleBinding('b', 'ClusterRole/view', user('system:serviceaccount:shop:ci'))]],
    ['a binding that gives what a group of everybody has already',
      [clusterRoleBinding('all', 'ClusterRole/view', group('system:authenticated'))],
      [clusterRoleBinding('all', 'ClusterRole/view', group('system:authenticated')), clusterRoleBinding('jane', 'ClusterRole/view', user('jane'))]],
    ['groups and resources that never meet, taken apart',
      [role('shop', 'r', { verbs: ['get'], apiGroups: ['', 'apps'], resources: ['pods', 'deployments'] }), roleBinding('shop', 'b', 'Role/r', user('jane'))],
      [role('shop', 'r', { verbs: ['get'], apiGroups: [''], resources: ['pods'] }, { verbs: ['get'], apiGroups: ['apps'], resources: ['deployments'] }),
        roleBinding('shop', 'b', 'Role/r', user('jane'))]],
    ['a cluster-scoped resource in the rules of a RoleBinding',
      [clusterRole('r', READ), roleBinding('shop', 'b', 'ClusterRole/r', user('jane'))],
      [clusterRole('r', { ...READ, resources: ['pods', 'secrets', 'nodes'] }), roleBinding('shop', 'b', 'ClusterRole/r', user('jane'))]],
  ];

  test.each(refactorings)('%s', (_, before, after) => {
    expect(compare(before, after)).toMatchObject({ changes: [], unseen: [] });
    expect(compare(after, before)).toMatchObject({ changes: [], unseen: [] });
  });
});

describe('a change is told once, of whom it concerns', () => {
  test('a wildcard that is spelled out loses what nobody named, in groups of others', () => {
    const bound = clusterRoleBinding('b', 'ClusterRole/r', group('ops'));
    const { changes } = compare(
      [clusterRole('r', { verbs: ['*'], apiGroups: ['example.com'], resources: ['widgets'] }), bound],
      [clusterRole('r', { verbs: [...REQUEST_VERBS], apiGroups: ['example.com'], resources: ['widgets'] }), bound],
    );
    expect(changes.map(({ direction, witness }) => [direction, witness.verb])).toEqual([['narrowed', 'bulwark-any-verb']]);
  });

  test('edit in place of view', () => {
    const [folded, ...others] = foldAccess(compare(
      [roleBinding('shop', 'b', 'ClusterRole/view', user('jane'), group('devs'))], [roleBinding('shop', 'b', 'ClusterRole/edit', user('jane'), group('devs'))],
    ).changes);
    expect(others).toEqual([]);
    expect(folded).toMatchObject({ direction: 'broadened', held: [{ holders: ['group devs', 'user jane'], namespaces: ['shop'], except: [] }] });
    expect(folded!.permissions).toContainEqual(expect.objectContaining({ resources: ['pods/attach', 'pods/exec', 'pods/portforward'], verbs: ['create', 'get'] }));
    expect(folded!.permissions).toContainEqual(expect.objectContaining({ resources: ['secrets'], verbs: expect.arrayContaining(['get', 'delete']) }));
    const { after } = folded!.changes[0]!;
    expect(after.because.map(({ binding, role: { name } }) => [binding.name, name])).toEqual([['b', 'edit']]);
  });

  test('a label that makes every edit of the cluster wider', () => {
    const held = roleBinding('shop', 'b', 'ClusterRole/edit', user('jane'));
    const widgets = { verbs: ['delete'], apiGroups: ['example.com'], resources: ['widgets'] };
    const aggregate = { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' };
    const { changes } = compare([held, clusterRole('widgets', widgets)], [held, { ...clusterRole('widgets', widgets), metadata: { name: 'widgets', labels: aggregate } }]);
    expect(changes.map(({ holder, namespace, witness }) => [holder, namespace, witness.verb, witness.resource])).toEqual([['user jane', 'shop', 'delete', 'widgets']]);
    expect(changes[0]!.after.because[0]!.rule.aggregatedFrom).toBe('widgets');
  });

  test('access to all namespaces in place of one: everywhere, but not where it was held before', () => {
    const rules = clusterRole('r', READ);
    const { changes } = compare([rules, roleBinding('shop', 'b', 'ClusterRole/r', user('jane'))], [rules, clusterRoleBinding('b', 'ClusterRole/r', user('jane'))]);
    expect(changes.map(({ direction, namespace, except }) => [direction, namespace, except])).toEqual([['broadened', '', ['shop']]]);
  });

  test('what everybody gains is told of everybody, not of each', () => {
    const jane = clusterRoleBinding('jane', 'ClusterRole/view', user('jane'));
    const { changes } = compare([jane, clusterRole('r', READ)], [
      jane, clusterRole('r', READ), clusterRoleBinding('all', 'ClusterRole/r', group('system:authenticated')), clusterRoleBinding('j', 'ClusterRole/r', user('jane')),
    ]);
    expect(changes.map(({ holder }) => holder)).toEqual(['group system:authenticated']);
  });

  test('all that there is, is one permission', () => {
    const [folded] = foldAccess(compare([], [clusterRoleBinding('b', 'ClusterRole/cluster-admin', user('jane'))]).changes);
    expect(folded!.permissions.some(({ verbs, apiGroups, resources }) => verbs[0] === '*' && resources[0] === '*' && apiGroups.includes('apps'))).toBe(true);
  });
});

describe('what cannot be told is said', () => {
  test('a binding to a role that is not there', () => {
    const { changes, unseen } = compare([], [roleBinding('shop', 'b', 'ClusterRole/theirs', user('jane'))]);
    expect(changes).toEqual([]);
    expect(unseen).toMatchObject([{ direction: 'broadened', holder: 'user jane', namespace: 'shop' }]);
  });

  test('an aggregated role whose parts are elsewhere', () => {
    const role_ = aggregated('mine', [{ matchLabels: { theirs: 'true' } }]);
    expect(compare([role_], [role_, clusterRoleBinding('b', 'ClusterRole/mine', user('jane'))]).unseen).toHaveLength(1);
  });

  test('a binding without a namespace', () => {
    const open = { ...roleBinding('', 'b', 'ClusterRole/view', user('jane')), metadata: { name: 'b' } };
    expect(compare([open], []).unseen).toMatchObject([{ direction: 'narrowed', namespace: '*' }]);
  });
});
