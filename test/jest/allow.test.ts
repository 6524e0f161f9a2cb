import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { failure } from './support';
import { synthesize } from '../../src/deliver/synthesize';
import { small } from '../constructs/support';
import {
  AccessBinding, AccessRole, Cluster, ClusterTarget, ExistingRole, KubernetesResource as R, PolicyApp, ReadOnlyRole, SecuredNamespace, Subject, Verb,
} from 'cdk8s-bulwark';
import 'cdk8s-bulwark/jest';

const JANE = Subject.user('jane');

function world() {
  const made = small();
  new ReadOnlyRole(made.shop, 'reader', { resources: [R.PODS], subjects: [JANE, Subject.group('dev')] });
  new AccessRole(made.shop, 'one', { rules: [{ verbs: [Verb.DELETE], resources: [R.CONFIG_MAPS], names: ['settings'] }], subjects: [JANE] });
  new ReadOnlyRole(made.prod, 'nodes', { resources: [R.NODES], clusterWide: true, subjects: [JANE] });
  return made;
}

test('what is allowed in the namespace, to the user or to a group of it, holds', () => {
  const { prod, shop } = world();
  expect(prod).toAllow('jane', 'get', 'pods', { namespace: 'shop' });
  expect(prod).toAllow(JANE, 'list', 'po', { namespace: 'shop' });
  expect(prod).toAllow('joe', 'get', 'pods', { namespace: 'shop', groups: ['dev'] });
  expect(prod).toAllow(Subject.group('dev'), 'get', 'pods', { namespace: 'shop' });
  expect(prod).toAllow('jane', 'get', 'nodes');
  expect(shop).toAllow('jane', 'get', 'nodes');
  expect(prod).toAllow('jane', 'delete', 'configmaps', { namespace: 'shop', name: 'settings' });
  expect(prod).not.toAllow('jane', 'get', 'secrets', { namespace: 'shop' });
  expect(prod).not.toAllow('jane', 'get', 'pods', { namespace: 'default' });
  expect(prod).not.toAllow('jane', 'create', 'pods', { namespace: 'shop', subresource: 'exec' });
  expect(prod).not.toAllow('joe', 'get', 'pods');
  expect(prod).not.toAllow('jane', 'delete', 'configmaps', { namespace: 'shop', name: 'other' });
});

test('what is allowed in part fails both ways', () => {
  const { prod } = world();
  expect(failure(() => expect(prod).toAllow('jane', 'get', 'pods'))).toContain('no: jane may not get pods in every namespace');
  expect(failure(() => expect(prod).not.toAllow('jane', 'get', 'pods'))).toContain('yes: jane may get pods in the namespace shop');
  expect(failure(() => expect(prod).toAllow('jane', 'delete', 'configmaps', { namespace: 'shop' }))).toContain('no: jane may not delete configmaps');
  expect(failure(() => expect(prod).not.toAllow('jane', 'delete', 'configmaps', { namespace: 'shop' })))
    .toContain('yes: jane may delete configmaps "settings" in the namespace shop');
});

test('what rests on something that is not there fails both ways', () => {
  const { prod, shop } = small();
  new AccessBinding(shop, 'b', { role: ExistingRole.clusterRole('elsewhere'), subjects: [JANE] });
  expect(failure(() => expect(prod).toAllow('jane', 'get', 'pods', { namespace: 'shop' }))).toContain('elsewhere');
  expect(failure(() => expect(prod).not.toAllow('jane', 'get', 'pods', { namespace: 'shop' }))).toContain('elsewhere');
});

test('a failure explains: the grant, or what came near', () => {
  const { prod } = world();
  expect(failure(() => expect(prod).not.toAllow('jane', 'get', 'pods', { namespace: 'shop' }))).toContain('RoleBinding shop/role-reader gives Role shop/reader to');
  expect(failure(() => expect(prod).toAllow('jane', 'delete', 'pods', { namespace: 'shop' }))).toContain('near misses');
});

test('a workload stands for its service account, with a token or without', () => {
  const { prod, shop } = small();
  const account = new kplus.ServiceAccount(shop, 'account');
  const web = new kplus.Deployment(shop, 'web', { containers: [{ image: 'x' }], serviceAccount: account });
  new ReadOnlyRole(shop, 'reader', { resources: [R.PODS], subjects: [Subject.serviceAccount('shop', 'account')] });
  expect(prod).toAllow(web, 'get', 'pods', { namespace: 'shop' });
  expect(prod).not.toAllow(web, 'get', 'secrets');
});

test('groups that the app declares count', () => {
  const app = new PolicyApp({ name: 'x' });
  const prod = new Cluster(app, 'prod', { target: ClusterTarget.generic({ kubernetes: '1.34' }), groups: { tom: ['dev'] } });
  new ReadOnlyRole(new SecuredNamespace(prod, 'shop'), 'reader', { resources: [R.PODS], subjects: [Subject.group('dev')] });
  expect(prod).toAllow('tom', 'get', 'pods', { namespace: 'shop' });
  expect(app).toAllow('tom', 'get', 'pods', { namespace: 'shop' });
  expect(prod).not.toAllow('jane', 'get', 'pods');
  const out = mkdtempSync(join(tmpdir(), 'bulwark-'));
  try {
    synthesize(app._register(), { outdir: out });
    expect(out).toAllow('tom', 'get', 'pods', { namespace: 'shop' });
    expect(join(out, 'prod')).not.toAllow('jane', 'get', 'pods');
  } finally {
    rmSync(out, { recursive: true });
  }
});

test('a plain Chart or App, and a folder of manifests, can be asked', () => {
  const app = new App();
  const chart = new Chart(app, 'c', { namespace: 'shop' });
  new ReadOnlyRole(chart, 'reader', { resources: [R.PODS], subjects: [JANE] });
  expect(chart).toAllow('jane', 'get', 'pods', { namespace: 'shop' });
  expect(app).toAllow('jane', 'get', 'pods', { namespace: 'shop' });
  expect(app).not.toAllow('jane', 'get', 'secrets');
  const folder = mkdtempSync(join(tmpdir(), 'bulwark-'));
  try {
    writeFileSync(join(folder, 'x.yaml'), 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: b}\n'
      + 'roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\nsubjects: [{kind: User, name: jane}]\n');
    expect(folder).toAllow('jane', 'get', 'pods');
    expect(folder).not.toAllow('jane', 'get', 'secrets');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['resource', ['jane', 'get', 'podz', {}]], ['namespace', ['jane', 'get', 'pods', { namespace: 'nowhere' }]],
  ['verb', ['jane', 'gett', 'pods', {}]], ['user', ['', 'get', 'pods', {}]], ['scope', ['jane', 'get', 'nodes', { namespace: 'shop' }]],
] as const)('an unknown %s is an error, both ways', (_, [who, verb, resource, options]) => {
  const { prod } = world();
  expect(() => expect(prod).toAllow(who, verb, resource, options)).toThrow();
  expect(() => expect(prod).not.toAllow(who, verb, resource, options)).toThrow();
});

test('what is no cluster is refused', () => {
  expect(() => expect({}).not.toAllow('jane', 'get', 'pods')).toThrow('toAllow wants a Cluster');
  const app = new PolicyApp({ name: 'two' });
  ['a', 'b'].forEach(name => new Cluster(app, name, { target: ClusterTarget.generic({ kubernetes: '1.34' }) }));
  expect(() => expect(app).not.toAllow('jane', 'get', 'pods')).toThrow('several clusters, a, b');
});

test('an option that nobody knows is an error, also where no types are checked', () => {
  const options = { namespace: 'shop', subresrouce: 'exec' } as object;
  expect(() => expect(world().prod).toAllow('jane', 'get', 'pods', options)).toThrow('toAllow knows no option subresrouce');
});
