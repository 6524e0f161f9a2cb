import * as kplus from 'cdk8s-plus-27';
import { createColors } from 'picocolors';
import { explainWorkload } from '../../src/engine/explain';
import { explainJson } from '../../src/report/explain-json';
import { explainText } from '../../src/report/explain-text';
import { modelsIn, only, problemOf, small, type Json } from '../constructs/support';
import { AccessRole, KubernetesResource as R, Peer, Port, Subject, Verb, WorkloadIdentity } from 'cdk8s-bulwark';

function world() {
  const { prod, shop } = small('1.34', {});
  const web = new kplus.Deployment(shop, 'web', { containers: [{ image: 'web:1', portNumber: 8080 }], automountServiceAccountToken: true });
  const db = new kplus.StatefulSet(shop, 'db', { containers: [{ image: 'postgres:17', portNumber: 5432 }] });
  new WorkloadIdentity(shop, 'web-identity', {
    workload: web,
    access: [{ verbs: [Verb.GET], resources: [R.CONFIG_MAPS], names: ['settings'] }],
    ingress: [{ from: [Peer.ipBlock('10.1.0.0/16')], ports: [Port.tcp(8080)] }],
    egress: [{ to: [db], ports: [Port.tcp(5432)] }],
  });
  new WorkloadIdentity(shop, 'db-identity', { workload: db, ingress: [{ from: [web], ports: [Port.tcp(5432)] }] });
  new AccessRole(shop, 'debuggers', { rules: [{ verbs: [Verb.CREATE, Verb.GET], resources: [R.PODS_EXEC] }], subjects: [Subject.user('jane')] });
  return { prod, input: { cluster: 'prod', minor: 34, objects: modelsIn(prod) } };
}

test('an identity gives its workload an account, a Role and a policy, and a token only with rules', () => {
  const { prod } = world();
  expect(only(prod, 'Deployment').spec.template.spec).toMatchObject({ serviceAccountName: 'web-identity', automountServiceAccountToken: true });
  expect(only(prod, 'StatefulSet').spec.template.spec).toMatchObject({ serviceAccountName: 'db-identity', automountServiceAccountToken: false });
  expect(only(prod, 'Role', 'web-identity-role').rules).toEqual([{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['settings'], verbs: ['get'] }]);
  expect(only(prod, 'NetworkPolicy', 'db-identity-traffic').spec.policyTypes).toEqual(['Ingress', 'Egress']);
});

test('an explanation says what a workload may do and reach, and who may touch it', () => {
  const { input } = world();
  const web = explainWorkload(input, 'shop/web');
  expect(web.account).toMatchObject({ name: 'web-identity', token: true });
  expect(web.security).toMatchObject({ enforced: 'restricted', meets: 'restricted', missing: [], images: [{ image: 'web:1', pinned: false }], usersOfImages: ['main'] });
  expect(web.rules.flatMap(({ rules }) => rules.map(({ rule }) => rule.rule.resources))).toEqual([['configmaps']]);
  expect(web.reaches).toEqual([{ place: 'shop/StatefulSet/db', ports: [{ protocol: 'TCP', first: 5432, last: 5432 }], all: true, undecided: false }]);
  expect(web.reachedBy.map(({ place }) => place)).toEqual(['10.1.0.0/16', 'outside']);
  const db = explainWorkload(input, 'shop/StatefulSet/db');
  expect(db.account.token).toBe(false);
  expect(db.rules).toEqual([]);
  expect(db.reaches).toEqual([]);
  expect(db.reachedBy.map(({ place }) => place)).toEqual(['shop/Deployment/web']);
  expect(db.security.usersOfImages).toEqual([]);
  const touched = Object.fromEntries(db.touchedBy.map(({ act, by }) => [act, by.flatMap(({ binding }) => binding.subjects.map(({ name }) => name))]));
  expect(touched).toMatchObject({ 'run commands in its pods': ['jane'], 'attach to its pods': [], 'change it': [], 'get a token of its account': [] });
});

test('text and JSON say the same', () => {
  const { input } = world();
  const explanation = explainWorkload(input, 'shop/web');
  const text = explainText(explanation, { colors: createColors(false), show: file => file });
  expect(text).toContain('ServiceAccount shop/web-identity, with a token');
  expect(text).toContain('shop/StatefulSet/db: TCP 5432');
  expect(text).toContain('run commands in its pods: User jane by RoleBinding shop/role-debuggers');
  expect(text).toContain('10.1.0.0/16: TCP 8080');
  const json = JSON.parse(explainJson(explanation, { cluster: 'prod' }, file => file)) as Json;
  expect(json).toMatchObject({ cluster: 'prod', workload: { kind: 'Deployment', namespace: 'shop', name: 'web' }, account: { name: 'web-identity', token: true } });
  expect(json.reaches).toHaveLength(1);
  expect((json.touchedBy as Json[]).find(({ act }) => act === 'run commands in its pods')!.by[0].subjects).toEqual([{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' }]);
});

test('a workload that nobody declares is refused with what was perhaps meant, and one of two kinds by its kind', () => {
  const { input } = world();
  expect(problemOf(() => explainWorkload(input, 'default/web'))).toMatchObject({ id: 'workload-unknown', fix: 'name shop/Deployment/web' });
  const twice = { ...input, objects: [...input.objects, { object: { ...input.objects.find(({ object }) => object.kind === 'Deployment')!.object, kind: 'DaemonSet' } }] };
  expect(problemOf(() => explainWorkload(twice, 'shop/web'))).toMatchObject({ message: expect.stringContaining('several') as string });
});

test('a pod in a namespace without labels is judged all the same', () => {
  const objects = [{ object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'x' }, spec: { hostNetwork: true, containers: [{ name: 'a', image: 'a' }] } } }];
  const { security, account } = explainWorkload({ minor: 34, objects }, 'x/a');
  expect(security).toMatchObject({ enforced: 'privileged', meets: 'privileged' });
  expect(security.missing.map(({ field }) => field)).toContain('spec.hostNetwork');
  expect(account).toEqual({ name: 'default', token: true, because: 'neither the pods nor the account say no' });
});

describe('an identity is refused', () => {
  test('where the workload names another account, or asks for no token that it would need', () => {
    const { prod, shop } = small('1.34', {});
    const web = new kplus.Deployment(shop, 'web', { containers: [{ image: 'web:1' }], serviceAccount: new kplus.ServiceAccount(shop, 'robot') });
    new WorkloadIdentity(shop, 'identity', { workload: web });
    expect(problemOf(() => modelsIn(prod))).toMatchObject({ id: 'workload-conflict', construct: 'prod/shop/identity', field: 'spec.template.spec.serviceAccountName', value: '"robot"' });
    const other = small('1.34', {});
    new WorkloadIdentity(other.shop, 'identity', { workload: new kplus.Deployment(other.shop, 'web', { containers: [{ image: 'web:1' }] }), access: [{ verbs: [Verb.GET], resources: [R.PODS] }] });
    expect(() => modelsIn(other.prod)).toThrow('set automountServiceAccountToken to true');
  });

  test('in another namespace than its workload, or for no object', () => {
    const { prod, shop } = small('1.34', {});
    const web = new kplus.Deployment(shop, 'web', { containers: [{ image: 'web:1' }] });
    expect(problemOf(() => new WorkloadIdentity(prod, 'identity', { workload: web }))).toMatchObject({ id: 'construct-invalid', field: 'workload' });
    expect(problemOf(() => new WorkloadIdentity(shop, 'identity', { workload: small().shop }))).toMatchObject({ id: 'workload-unresolved', field: 'workload' });
  });
});
