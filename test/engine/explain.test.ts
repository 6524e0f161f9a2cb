import { ApiObject } from 'cdk8s';
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
  const dns = (['TCP', 'UDP'] as const).map(protocol => ({ protocol, first: 53, last: 53 }));
  expect(web.reaches).toEqual([
    { place: 'shop/StatefulSet/db', ports: [{ protocol: 'TCP', first: 5432, last: 5432 }], all: true, undecided: false },
    { place: 'name service (k8s-app=kube-dns in kube-system, not among the manifests)', ports: dns, all: true, undecided: false },
  ]);
  expect(web.reachedBy.map(({ place }) => place)).toEqual(['10.1.0.0/16', 'outside']);
  const db = explainWorkload(input, 'shop/StatefulSet/db');
  expect(db.account.token).toBe(false);
  expect(db.rules).toEqual([]);
  expect(db.reaches.map(({ place }) => place.slice(0, 12))).toEqual(['name service']);
  expect(db.reachedBy.map(({ place }) => place)).toEqual(['shop/Deployment/web']);
  expect(db.security.usersOfImages).toEqual([]);
  const touched = Object.fromEntries(db.touchedBy.map(({ act, by }) => [act, by.map(({ subject }) => subject.name)]));
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
  expect(json.reaches).toHaveLength(2);
  expect((json.touchedBy as Json[]).find(({ act }) => act === 'run commands in its pods')!.by).toContainEqual(expect.objectContaining({
    subject: { kind: 'User', name: 'jane' }, requests: expect.any(Array) as string[], binding: { kind: 'RoleBinding', namespace: 'shop', name: 'role-debuggers' },
  }));
});

const RBAC = 'rbac.authorization.k8s.io';
const WORKLOAD = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { serviceAccountName: 'web', containers: [{ name: 'a', image: 'a:1' }] } },
  },
};

/** Who may touch the workload, when one rule is bound to eve: in its namespace, or everywhere. */
function touchedBy(rules: Json[], everywhere = false, workload: Json = WORKLOAD): Record<string, string[]> {
  const role = everywhere ? 'ClusterRole' : 'Role';
  const metadata = { name: 'r', ...everywhere ? {} : { namespace: 'shop' } };
  const objects = [
    workload, { apiVersion: `${RBAC}/v1`, kind: role, metadata, rules },
    {
      apiVersion: `${RBAC}/v1`,
      kind: `${role}Binding`,
      metadata,
      roleRef: { apiGroup: RBAC, kind: role, name: 'r' },
      subjects: [{ apiGroup: RBAC, kind: 'User', name: 'eve' }],
    },
  ].map(object => ({ object }));
  const { touchedBy: touches } = explainWorkload({ minor: 36, objects }, 'shop/web');
  return Object.fromEntries(touches.map(({ act, by }) => [act, by.map(({ subject }) => subject.name)]));
}

test.each<[string, string, string, string, boolean]>([
  ['run commands in its pods', '', 'pods/exec', 'create get', false],
  ['run commands in its pods', '', 'nodes/proxy', 'get create', true],
  ['attach to its pods', '', 'pods/attach', 'create get', false],
  ['put a debugging container into its pods', '', 'pods/ephemeralcontainers', 'patch update', false],
  ['connect to its pods past every policy', '', 'pods/portforward', 'create get', false],
  ['connect to its pods past every policy', '', 'pods/proxy services/proxy', 'get create update patch delete', false],
  ['change it', 'apps', 'deployments replicasets', 'update patch', false],
  ['change it', '', 'pods pods/status', 'update patch', false],
  ['delete it', 'apps', 'deployments', 'delete deletecollection', false],
  ['delete its pods', '', 'pods', 'delete deletecollection', false],
  ['delete its pods', '', 'pods/eviction', 'create', false],
  ['run other pods as its account', '', 'pods replicationcontrollers', 'create', false],
  ['run other pods as its account', 'apps', 'deployments statefulsets daemonsets replicasets', 'create update patch', false],
  ['run other pods as its account', 'batch', 'jobs cronjobs', 'create update patch', false],
  ['get a token of its account', '', 'serviceaccounts/token', 'create', false],
  ['get a token of its account', '', 'secrets', 'get list watch create update patch', false],
  ['act as its account', '', 'serviceaccounts', 'impersonate', false],
  ['act as its account', '', 'groups', 'impersonate', true],
  ['change its policies', 'networking.k8s.io', 'networkpolicies', 'create update patch delete deletecollection', false],
  ['change its policies', 'cilium.io', 'ciliumnetworkpolicies', 'create', false],
  ['change its policies', 'policy.networking.k8s.io', 'clusternetworkpolicies', 'create update patch delete', true],
  ['change what others write of it, through admission', 'admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'create patch', true],
  ['give themselves such rights', RBAC, 'roles', 'escalate', false],
])('whoever may %s by %s %s %s is named', (act, group, resources, verbs, everywhere) => {
  for (const resource of resources.split(' ')) {
    for (const verb of verbs.split(' ')) {
      const touched = touchedBy([{ apiGroups: [group], resources: [resource], verbs: [verb] }], everywhere);
      expect([resource, verb, touched[act]]).toEqual([resource, verb, ['eve']]);
    }
  }
  expect(touchedBy([{ apiGroups: [group], resources: resources.split(' '), verbs: ['view'] }], everywhere)[act]).toEqual([]);
});

test('a rule that names another object leads nowhere, one that names this one or its pods does', () => {
  const named = (resource: string, group: string, verb: string, name: string) =>
    touchedBy([{ apiGroups: [group], resources: [resource], verbs: [verb], resourceNames: [name] }]);
  expect(named('deployments', 'apps', 'patch', 'other')['change it']).toEqual([]);
  expect(named('deployments', 'apps', 'patch', 'web')['change it']).toEqual(['eve']);
  expect(named('serviceaccounts/token', '', 'create', 'other')['get a token of its account']).toEqual([]);
  expect(named('serviceaccounts/token', '', 'create', 'web')['get a token of its account']).toEqual(['eve']);
  expect(named('pods/exec', '', 'create', 'web-5d8f-x')['run commands in its pods']).toEqual(['eve']);
  expect(named('pods/exec', '', 'create', 'db-0')['run commands in its pods']).toEqual([]);
});

test('nobody touches a workload of which no rule speaks, by the defaults of Kubernetes alone', () => {
  expect(Object.values(touchedBy([])).flat()).toEqual([]);
});

test('the old name of the account counts where the new one is empty', () => {
  const pod = (spec: Json) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'x' }, spec: { containers: [{ name: 'a', image: 'a:1' }], ...spec } });
  const named = (spec: Json) => explainWorkload({ minor: 36, objects: [{ object: pod(spec) }] }, 'x/a').account.name;
  expect(named({ serviceAccount: 'old' })).toBe('old');
  expect(named({ serviceAccount: 'old', serviceAccountName: '' })).toBe('old');
  expect(named({ serviceAccount: 'old', serviceAccountName: 'new' })).toBe('new');
  expect(named({})).toBe('default');
});

test('what its pods are given is listed: secrets, config maps and claims, by volume and by variable', () => {
  const spec = {
    volumes: [
      { name: 'a', secret: { secretName: 'tls' } },
      { name: 'b', projected: { sources: [{ secret: { name: 'key' } }, { configMap: { name: 'ca' } }, { serviceAccountToken: {} }] } },
      { name: 'c', persistentVolumeClaim: { claimName: 'data' } }, { name: 'd', emptyDir: {} },
    ],
    initContainers: [{ name: 'i', image: 'a:1', envFrom: [{ secretRef: { name: 'db' } }] }],
    containers: [{
      name: 'a',
      image: 'a:1',
      env: [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'settings', key: 'x' } } }, { name: 'Y', valueFrom: { secretKeyRef: { name: 'db', key: 'y' } } }],
    }],
  };
  const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'x' }, spec };
  const { given } = explainWorkload({ minor: 36, objects: [{ object }] }, 'x/a');
  expect(given.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['ConfigMap ca', 'ConfigMap settings', 'PersistentVolumeClaim data', 'Secret db', 'Secret key', 'Secret tls']);
});

test('a kind that nobody defines is told by its usual plural, and that is said', () => {
  const rollout = { ...WORKLOAD, apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' };
  expect(touchedBy([{ apiGroups: ['argoproj.io'], resources: ['rollouts'], verbs: ['update'] }], false, rollout)['change it']).toEqual(['eve']);
  expect(explainWorkload({ minor: 36, objects: [{ object: rollout }] }, 'shop/web').assumptions.join()).toContain('taken to be rollouts');
});

test('a name has two parts or three, and kinds of two groups are told apart', () => {
  const objects = [WORKLOAD, { ...WORKLOAD, apiVersion: 'example.com/v1' }].map(object => ({ object }));
  const input = { minor: 36, objects };
  expect(problemOf(() => explainWorkload(input, 'shop/web/x/y'))).toMatchObject({ id: 'workload-unknown' });
  expect(problemOf(() => explainWorkload(input, 'shop/Deployment/web'))).toMatchObject({ fix: 'name shop/Deployment.apps/web or shop/Deployment.example.com/web' });
  expect(explainWorkload(input, 'shop/Deployment.apps/web').object).toBe(objects[0]);
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

test('whoever may be a user is told among those who may give themselves rights; by a role in a namespace nobody may', () => {
  const givesRights = (kind: 'Role' | 'ClusterRole', rule: Json) => {
    const { prod, shop } = small('1.34', {});
    new kplus.Deployment(shop, 'web', { containers: [{ image: 'web:1' }] });
    const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: 'support' } };
    new ApiObject(shop, 'role', { ...rbac, kind, rules: [rule] });
    new ApiObject(shop, 'binding', {
      ...rbac,
      kind: `${kind}Binding`,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: 'support' },
      subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'jane' }],
    });
    const explained = explainWorkload({ cluster: 'prod', minor: 34, objects: modelsIn(prod) }, 'shop/web');
    return explained.touchedBy.find(({ act }) => act === 'give themselves such rights')!.by.map(({ subject, requests }) => [subject.name, requests]);
  };
  const users = { apiGroups: [''], resources: ['users'], verbs: ['impersonate'] };
  expect(givesRights('ClusterRole', users)).toEqual([['jane', [expect.stringContaining('impersonate users')]]]);
  expect(givesRights('Role', users)).toEqual([]);
  // Nobody knows what else joe may do.
  expect(givesRights('ClusterRole', { ...users, resourceNames: ['joe'] })).toEqual([['jane', ['impersonate users "joe"']]]);
  expect(givesRights('ClusterRole', { apiGroups: [''], resources: ['pods'], verbs: ['get'] })).toEqual([]);
});
