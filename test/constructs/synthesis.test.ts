import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import fc from 'fast-check';
import { labelsIn, modelsIn, objectsIn, problemOf, problemsOf, small } from './support';
import { builtInKinds, isNamespaced, isServedIn } from '../../src/kubernetes';
import { Cluster, KubernetesResource as R, PodSelection, ReadOnlyRole, Subject, TrafficPolicy, type PolicyApp } from 'cdk8s-bulwark';

test.each([
  ['1.34', 'batch/v1beta1', 'CronJob', 'batch/v1beta1 CronJob was removed in 1.25', 'use batch/v1'],
  ['1.27', 'policy/v1beta1', 'PodDisruptionBudget', 'policy/v1beta1 PodDisruptionBudget was removed in 1.25', 'use policy/v1'],
  ['1.29', 'admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy is first served in 1.30, not in 1.29',
    'use admissionregistration.k8s.io/v1beta1 where the API server has it switched on, or target Kubernetes 1.30 or newer'],
  ['1.34', 'v1', 'Deployment', 'Kubernetes 1.34 has no v1 Deployment', 'use apps/v1'],
])('on %s, %s %s is an error that names construct and version', (kubernetes, apiVersion, kind, message, fix) => {
  const { prod, shop } = small(kubernetes);
  new ApiObject(shop, 'object', { apiVersion, kind });
  expect(problemOf(() => modelsIn(prod))).toMatchObject({ id: 'object-unserved', construct: 'prod/shop/object', field: 'apiVersion', message, fix });
});

test('what the target serves is taken', () => {
  const { prod, shop } = small('1.30');
  new ApiObject(shop, 'object', { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy' });
  expect(labelsIn(prod)).toEqual(['ValidatingAdmissionPolicy object']);
});

test('cluster-scoped objects never carry a namespace, namespaced ones always do', () => {
  const kinds = builtInKinds().filter(fact => isServedIn(fact, 34) && isNamespaced(fact.group, fact.kind) !== undefined);
  fc.assert(fc.property(fc.constantFrom(...kinds), ({ group, version, kind }) => {
    fc.pre(!/RoleBinding|NetworkPolicy|Role$|Namespace$/.test(kind));
    const { prod, shop } = small();
    new ApiObject(shop, 'object', { apiVersion: group === '' ? version : `${group}/${version}`, kind });
    expect(objectsIn(prod).find(object => object.kind === kind)!.metadata.namespace).toBe(isNamespaced(group, kind) ? 'shop' : undefined);
  }), { numRuns: 60 });
});

test('also of well-known custom kinds', () => {
  const { prod, shop } = small();
  new ApiObject(shop, 'object', { apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', spec: { priority: 1, subject: { namespaces: {} } } });
  new kplus.ClusterRole(shop, 'role').allowGet(kplus.ApiResource.NODES);
  expect(labelsIn(prod)).toEqual(['AdminNetworkPolicy object', 'ClusterRole role']);
});

test('a namespaced object without a namespace is an error: whoever applies it would choose', () => {
  const { prod } = small();
  new ApiObject(prod, 'settings', { apiVersion: 'v1', kind: 'ConfigMap' });
  expect(problemOf(() => modelsIn(prod))).toMatchObject({ id: 'object-invalid', construct: 'prod/settings', object: 'ConfigMap settings', field: 'metadata.namespace' });
});

test('a wrong label, name and namespace are errors that name construct, field and value', () => {
  const { prod, shop } = small();
  new ApiObject(shop, 'a', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { labels: { 'a b': 'x' } } });
  new ReadOnlyRole(shop, 'b', { resources: [R.PODS], name: 'x/y' });
  new TrafficPolicy(shop, 'c', { pods: PodSelection.all(), ingress: [], namespace: 'No' });
  expect(problemsOf(() => modelsIn(prod)).map(({ id, construct, field, value }) => [id, construct, field, value])).toEqual([
    ['object-invalid', 'prod/shop/a', 'metadata.labels', '"a b"'],
    ['object-invalid', 'prod/shop/b/Resource', 'metadata.name', '"x/y"'],
    ['object-invalid', 'prod/shop/c/Resource', 'metadata.namespace', '"No"'],
  ]);
});

test('all that is wrong is said at once, each with the line of the program', () => {
  const { prod, shop } = small();
  shop.node.addValidation({ validate: () => ['bad thing'] });
  new ApiObject(shop, 'a', { apiVersion: 'batch/v1beta1', kind: 'CronJob' });
  new ReadOnlyRole(shop, 'b', { resources: [R.PODS], subjects: [shop], namespace: 'other' });
  new ReadOnlyRole(shop, 'c', { resources: [R.PODS], subjects: [Subject.user('x')], name: '..' });
  const problems = problemsOf(() => modelsIn(prod));
  expect(problems.map(({ id }) => id)).toEqual(['construct-validation', 'workload-unresolved', 'object-unserved', 'object-invalid', 'object-invalid']);
  expect(problems.every(({ source }) => source?.file === __filename || source?.file.endsWith('support.ts'))).toBe(true);
});

test('a model can be built twice, and an app may change in between', () => {
  const { app, prod, shop } = small();
  new kplus.Deployment(shop, 'web', { containers: [{ image: 'x' }] });
  const first = JSON.stringify(modelsIn(prod));
  expect(JSON.stringify(modelsIn(prod))).toBe(first);
  new Cluster(app, 'empty', { target: prod.target });
  new kplus.ConfigMap(shop, 'more');
  expect(labelsIn(prod)).toEqual(['ConfigMap shop/more', 'Deployment shop/web']);
});

describe('a cluster that is handed on while its objects are checked', () => {
  const register = ({ prod }: ReturnType<typeof small>) => (prod.node.root as PolicyApp)._register();

  test('is the one that is answered', () => {
    const it = small();
    const seen: unknown[] = [];
    const model = register(it).model('prod', each => seen.push(each));
    expect(seen).toEqual([model]);
  });

  test('is refused all the same, and what is wrong with its objects goes before what became of them', () => {
    const it = small();
    new ApiObject(it.shop, 'a', { apiVersion: 'batch/v1beta1', kind: 'CronJob' });
    let handed = 0;
    const receive = () => {
      handed += 1;
      throw new Error('no place for it');
    };
    expect(problemOf(() => register(it).model('prod', receive))).toMatchObject({ id: 'object-unserved', construct: 'prod/shop/a' });
    expect(handed).toBe(1);
  });

  test('is not handed on where anything else is wrong; all is said at once', () => {
    const it = small();
    it.shop.node.addValidation({ validate: () => ['bad thing'] });
    new ApiObject(it.shop, 'a', { apiVersion: 'batch/v1beta1', kind: 'CronJob' });
    const receive = jest.fn();
    expect(problemsOf(() => register(it).model('prod', receive)).map(({ id }) => id)).toEqual(['construct-validation', 'object-unserved']);
    expect(receive).not.toHaveBeenCalled();
  });

  test('passes on what its receiver throws where nothing is wrong', () => {
    expect(() => register(small()).model('prod', () => {
      throw new Error('no place for it');
    })).toThrow('no place for it');
  });
});
