import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { modelOf, problemOf, small } from './support';
import { Cluster, ClusterTarget, PolicyApp, SecuredNamespace } from 'cdk8s-bulwark';

const target = ClusterTarget.generic({ kubernetes: '1.34' });
const app = () => new PolicyApp({ name: 'app' });

test('the model says which app, which cluster and which target', () => {
  const { prod } = small('1.34.2');
  expect(modelOf(prod)).toMatchObject({ name: 'prod', app: 'small', target: { distribution: 'generic', kubernetes: '1.34.2', minor: 34 } });
});

test.each<[string, () => unknown, object]>([
  ['outside a PolicyApp', () => new Cluster(new App(), 'prod', { target }), { construct: 'prod', message: 'a Cluster needs a PolicyApp as its app, which writes its tree' }],
  ['in a chart', () => new Cluster(new Chart(app(), 'chart'), 'prod', { target }), { construct: 'chart/prod', message: 'a Cluster cannot stand inside the chart chart' }],
  ['in another cluster', () => new Cluster(small().prod, 'inner', { target }), { construct: 'prod/inner' }],
  ['in a namespace, even deeper', () => new Cluster(new Construct(small().shop, 'x'), 'inner', { target }), { construct: 'prod/shop/x/inner' }],
])('a cluster %s is misplaced', (_, make, problem) => {
  expect(problemOf(make)).toMatchObject({ id: 'construct-misplaced', ...problem });
});

test.each(['../x', '.', '..', '-a', 'a b', '', 'x'.repeat(101), 'ü', 'a\n'])('%j is no name of a cluster: it is a folder', name => {
  expect(problemOf(() => new Cluster(app(), 'prod', { target, name }))).toMatchObject({ id: 'construct-invalid', construct: 'prod', field: 'name', value: JSON.stringify(name) });
});

test('an id with a slash is no name either', () => {
  expect(problemOf(() => new Cluster(app(), 'a/b', { target }))).toMatchObject({ construct: 'a--b', field: 'name' });
});

test('a cluster without a target is refused at once', () => {
  expect(problemOf(() => new Cluster(app(), 'prod', {} as never))).toMatchObject({ id: 'construct-invalid', construct: 'prod', field: 'target' });
});

test('two of one name are an error that names both', () => {
  const both = app();
  new Cluster(both, 'a', { target, name: 'prod' });
  new Cluster(both, 'b', { target, name: 'prod' });
  const { construct, message } = problemOf(() => both._register());
  expect([construct, message].sort()).toEqual(['a', 'the cluster b has the same name']);
});

test('a cluster may stand in a construct that is no chart', () => {
  const both = app();
  new SecuredNamespace(new Cluster(new Construct(both, 'region'), 'prod', { target }), 'shop');
  expect(both._register().clusters).toEqual(['prod']);
});

test('clusters are listed by name, whatever the order of their declaration', () => {
  const many = app();
  ['b', 'c', 'a'].forEach(id => new Cluster(many, id, { target }));
  expect(many._register().clusters).toEqual(['a', 'b', 'c']);
});

test('an object outside every cluster would be written nowhere', () => {
  const outside = app();
  new ApiObject(new Chart(outside, 'chart'), 'object', { apiVersion: 'v1', kind: 'ConfigMap' });
  expect(problemOf(() => outside.synth())).toMatchObject({ id: 'construct-misplaced', construct: 'chart/object', fix: 'create its chart inside a Cluster' });
});

test('a construct is found in its cluster, and nowhere else', () => {
  const { prod, shop } = small();
  expect(Cluster.containing(new Construct(shop, 'x'))).toBe(prod);
  expect(Cluster.containing(prod)).toBe(prod);
  expect(problemOf(() => Cluster.containing(app()))).toMatchObject({ id: 'construct-misplaced', message: 'stands in no Cluster' });
});

test.each([undefined, null, 1, 'x', {}, new App()])('%p is no cluster', x => {
  expect(Cluster.isCluster(x)).toBe(false);
  expect(SecuredNamespace.isSecuredNamespace(x)).toBe(false);
});
