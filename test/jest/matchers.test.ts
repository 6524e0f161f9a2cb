import { App } from 'cdk8s';
import { failure } from './support';
import { small } from '../constructs/support';
import { KubernetesResource as R, PodSelection, ReadOnlyRole, Subject, TrafficPolicy, type Cluster } from 'cdk8s-bulwark';
import 'cdk8s-bulwark/jest';

function shop(): Cluster {
  const world = small();
  new ReadOnlyRole(world.shop, 'reader', { resources: [R.PODS, R.SECRETS], subjects: [Subject.user('jane')] });
  new TrafficPolicy(world.shop, 'closed', { pods: PodSelection.labelled({ tier: '' }), ingress: [] });
  return world.prod;
}

test('it holds when some object has all of the fields', () => {
  expect(shop()).toEmit({ kind: 'Role' });
  expect(shop()).toEmit({ kind: 'Role', metadata: { name: 'reader', namespace: 'shop' } });
  expect(shop()).toEmit({ kind: 'RoleBinding', subjects: [{ kind: 'User', name: 'jane' }] });
  expect(shop()).toEmit({ kind: 'NetworkPolicy', spec: { podSelector: { matchLabels: { tier: '' } } } });
});

test('the negation holds when no object has them', () => {
  expect(shop()).not.toEmit({ kind: 'ClusterRole' });
  expect(shop()).not.toEmit({ kind: 'Role', metadata: { name: 'writer' } });
  expect(shop()).not.toEmit({ kind: 'NetworkPolicy', spec: { podSelector: { matchLabels: { tier: 'x' } } } });
  expect(shop()).not.toEmit({ kind: 'NetworkPolicy', spec: { ingress: [] } });
});

test('a list must have as many items', () => {
  expect(shop()).toEmit({ rules: [{ resources: ['pods', 'secrets'] }] });
  expect(shop()).not.toEmit({ rules: [{ resources: ['pods'] }] });
  expect(shop()).not.toEmit({ rules: [{ resources: ['secrets', 'pods'] }] });
  expect(shop()).not.toEmit({ rules: [] });
});

test('a failure shows the object of that name', () => {
  expect(failure(() => expect(shop()).toEmit({ kind: 'Role', metadata: { name: 'reader' }, rules: [] }))).toBe([
    'expect(cluster).toEmit(fields)', '', 'None of 4 objects has the fields', '{"kind": "Role", "metadata": {"name": "reader"}, "rules": []}', '',
    'The object of that name is', 'apiVersion: rbac.authorization.k8s.io/v1', 'kind: Role', 'metadata:', '  name: reader', '  namespace: shop',
    'rules:', '- apiGroups:', '  - ""', '  resources:', '  - pods', '  - secrets', '  verbs:', '  - get', '  - list', '  - watch', '',
  ].join('\n'));
});

test('else those of that kind, else the kinds that there are', () => {
  expect(failure(() => expect(shop()).toEmit({ kind: 'Role', metadata: { name: 'writer' } }))).toContain('Objects of that kind: Role shop/reader');
  expect(failure(() => expect(shop()).toEmit({ kind: 'Rol' }))).toContain('There is no object of that kind; there are Namespace, NetworkPolicy, Role, RoleBinding');
});

test('a failing negation names the objects and their constructs', () => {
  expect(failure(() => expect(shop()).not.toEmit({ metadata: { name: 'reader' } }))).toBe([
    'expect(cluster).not.toEmit(fields)', '', 'These objects have the fields:', '  Role shop/reader (prod/shop/reader/Resource)',
  ].join('\n'));
});

test('what is not a cluster fails both ways', () => {
  for (const received of [undefined, null, 'prod', {}, new App(), small().shop]) {
    expect(failure(() => expect(received).toEmit({ kind: 'Role' }))).toContain('toEmit wants a Cluster');
    expect(failure(() => expect(received).not.toEmit({ kind: 'Role' }))).toContain('toEmit wants a Cluster');
  }
});

test('fields that say nothing fail both ways', () => {
  for (const fields of [{}, undefined, null, [], 'Role', { kind: undefined }] as Array<Record<string, unknown>>) {
    expect(failure(() => expect(shop()).toEmit(fields))).toContain('toEmit wants fields');
    expect(failure(() => expect(shop()).not.toEmit(fields))).toContain('toEmit wants fields');
  }
});

test('a cluster that could not be written fails both ways, with what is wrong', () => {
  const { prod } = small();
  new ReadOnlyRole(prod, 'reader', { resources: [R.PODS], namespace: 'No' });
  expect(failure(() => expect(prod).toEmit({ kind: 'Role' }))).toContain('[object-invalid]');
  expect(failure(() => expect(prod).not.toEmit({ kind: 'ClusterRole' }))).toContain('[object-invalid]');
});
