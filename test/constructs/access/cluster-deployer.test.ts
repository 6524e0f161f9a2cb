import { ApiObject, App, Chart } from 'cdk8s';
import { objectsIn, ofKind, problemOf, small, type Json } from '../support';
import { AccessBinding, AggregatedRole, ClusterDeployer, ExistingRole, KubernetesResource as R, ReadOnlyRole, Subject } from 'cdk8s-bulwark';

const CI = [Subject.serviceAccount('ci', 'deployer')];

function rulesIn(objects: Json[], kind: string, namespace?: string): string[] {
  const role = objects.find(each => each.kind === kind && each.metadata.name === 'agent' && each.metadata.namespace === namespace);
  return role?.rules.map(({ apiGroups, resources, resourceNames, verbs }: Json) => `${verbs} ${apiGroups}/${resources}${resourceNames ? ` ${resourceNames}` : ''}`);
}

test('it holds what it applies and hands out, where it does, and no more', () => {
  const { prod, shop } = small();
  new ReadOnlyRole(shop, 'reader', { resources: [R.PODS], subjects: [Subject.user('jane')] });
  new AccessBinding(shop, 'viewers', { role: ExistingRole.VIEW, subjects: [Subject.group('dev')] });
  new ClusterDeployer(prod, 'agent', { subjects: CI, prune: false });
  const objects = objectsIn(prod);
  expect(rulesIn(objects, 'Role', 'shop')).toEqual([
    'get,list,watch /pods',
    'bind rbac.authorization.k8s.io/clusterroles view',
    // Its own among them.
    'create,get,list,patch,watch rbac.authorization.k8s.io/rolebindings,roles',
  ]);
  expect(rulesIn(objects, 'ClusterRole')).toEqual([
    'create,get,list,patch,watch /namespaces', 'create,get,list,patch,watch rbac.authorization.k8s.io/clusterrolebindings,clusterroles',
  ]);
});

test('what comes later in the program counts as well, and a second synth gives the same', () => {
  const { prod, shop } = small();
  new ClusterDeployer(prod, 'agent', { subjects: CI, name: 'flux' });
  new ApiObject(shop, 'settings', { apiVersion: 'v1', kind: 'ConfigMap' });
  const once = objectsIn(prod);
  expect(ofKind(prod, 'Role').find(({ metadata }) => metadata.name === 'flux')!.rules)
    .toContainEqual({ apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'delete', 'get', 'list', 'patch', 'watch'] });
  expect(ofKind(prod, 'RoleBinding')).toMatchObject([{
    roleRef: { kind: 'Role', name: 'flux' }, subjects: [{ kind: 'ServiceAccount', namespace: 'ci', name: 'deployer' }],
  }]);
  expect(objectsIn(prod)).toEqual(once);
});

test('what another identity applies takes no rights', () => {
  const { prod, shop } = small();
  const admin = new AccessBinding(shop, 'admins', { role: ExistingRole.ADMIN, subjects: [Subject.group('ops')] });
  new ClusterDeployer(prod, 'agent', { subjects: CI, except: [admin] });
  expect(JSON.stringify(objectsIn(prod))).not.toContain('"bind"');
});

test('what nobody can be given the right to apply is an error that names it', () => {
  const { prod } = small();
  new AggregatedRole(prod, 'all', { selectors: [{ 'x.io/of': 'all' }] });
  new ClusterDeployer(prod, 'agent', { subjects: CI });
  expect(problemOf(() => objectsIn(prod))).toMatchObject({ id: 'construct-invalid', construct: 'prod/agent', field: 'except', message: expect.stringContaining('ClusterRole all') });
});

test('two of them must say who applies what', () => {
  const { prod } = small();
  const one = new ClusterDeployer(prod, 'one', { subjects: CI });
  new ClusterDeployer(prod, 'two', { subjects: CI, except: [one] });
  expect(problemOf(() => objectsIn(prod))).toMatchObject({ construct: 'prod/one', field: 'except' });
});

test('it needs a Cluster, and somebody', () => {
  expect(problemOf(() => new ClusterDeployer(new Chart(new App(), 'c'), 'agent', { subjects: CI }))).toMatchObject({ id: 'construct-misplaced' });
  expect(problemOf(() => new ClusterDeployer(small().prod, 'agent', { subjects: [] }))).toMatchObject({ field: 'subjects' });
});
