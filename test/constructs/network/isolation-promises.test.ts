import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { layOut } from '../../../src/deliver/layout';
import { parsePromises } from '../../../src/deliver/promises';
import { proveModel } from '../../../src/engine/prove';
import { modelOf, rawDeployment, rawPolicy, small, type Small } from '../support';
import {
  AccessRole, AuditBaseline, AuditLevel, AuditPolicy, Cluster, ClusterDeployer, ClusterTarget, Deployer, Guarantee, Guarantees,
  IsolatedDatabase, KubernetesResource, NamespaceSelection,
  Peer,
  PodSelection, PolicyApp, Port, SecuredNamespace, Subject, Verb, type IsolatedDatabaseProps,
} from 'cdk8s-bulwark';

interface World extends Small {
  readonly web: kplus.Deployment;
  readonly db: kplus.StatefulSet;
}

/** The program of the guide: a shop whose orders only the web reaches, on a cluster that logs every request. */
function world(props: Partial<IsolatedDatabaseProps> = {}): World {
  const app = new PolicyApp({ name: 'small' });
  const prod = new Cluster(app, 'prod', { target: ClusterTarget.kubeadm({ kubernetes: '1.34' }) });
  new AuditPolicy(prod, 'audit', { rules: [{ level: AuditLevel.METADATA }] });
  const shop = new SecuredNamespace(prod, 'shop');
  const web = new kplus.Deployment(shop, 'web', { containers: [{ image: 'web:1', portNumber: 8080 }] });
  const db = new kplus.StatefulSet(shop, 'orders-db', { containers: [{ image: 'postgres:17', portNumber: 5432 }] });
  new IsolatedDatabase(shop, 'orders', { pods: db, clients: [web], ...props });
  return { app, prod, shop, web, db };
}

/** Messages of the broken and unproved promises of the database. */
function found({ prod }: World): string[] {
  return proveModel(modelOf(prod)).problems.filter(({ construct }) => construct === 'prod/shop/orders').map(({ message }) => message);
}

test('an isolated database promises three things, and a cluster where nobody undoes them keeps them', () => {
  const made = world();
  expect(found(made)).toEqual([]);
  const { verdicts } = proveModel(modelOf(made.prod));
  expect(verdicts.map(({ guarantee, verdict, rests }) => [guarantee.predicate.kind, verdict, rests.length > 0])).toEqual([
    ['only-traffic', 'holds', true], ['no-way-around', 'holds', true], ['audit-at-least', 'holds', true],
  ]);
});

test('the tree carries the promises, and what is read back is what was stated', () => {
  const model = modelOf(world({ replication: true, operators: [Subject.group('dba')], backup: { to: Peer.ipBlock('192.0.2.0/24'), ports: [Port.tcp(443)] } }).prod);
  const read = parsePromises(layOut(model).get('.bulwark.json')!, 'x');
  expect(read.guarantees.map(each => JSON.stringify(each)).sort()).toEqual(model.promises.guarantees.map(each => JSON.stringify(each)).sort());
});

test('the promise names pods as the output does, and what is open to the database', () => {
  expect(modelOf(world().prod).promises.guarantees[0]!.predicate).toEqual({
    kind: 'only-traffic',
    pods: { namespace: 'shop', selector: { matchLabels: { 'app.kubernetes.io/name': 'orders-db' } }, workload: { kind: 'StatefulSet', namespace: 'shop', name: 'orders-db' } },
    ingress: [{
      peer: { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } } },
      workload: { kind: 'Deployment', namespace: 'shop', name: 'web' },
      ports: [{ port: 5432, protocol: 'TCP' }],
    }],
    egress: [{
      peer: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } }, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } },
      ports: [{ port: 53, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }],
    }],
  });
});

test('a policy that somebody else writes breaks it', () => {
  const made = world();
  rawPolicy(made.shop, 'legacy', { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 5432 }] }] });
  expect(found(made)).toEqual([
    'promises that only declared traffic goes in and out of StatefulSet shop/orders-db, but NetworkPolicy shop/legacy, ingress[0], lets in 10.0.0.0 on TCP 5432',
  ]);
});

test('every option opens what it says and keeps the promise', () => {
  const made = world({
    replication: true,
    dns: true,
    backup: { to: Peer.ipBlock('192.0.2.0/24'), ports: [Port.tcp(443)] },
    metrics: { from: Peer.pods(PodSelection.labelled({ app: 'prometheus' })), port: Port.tcp(9187) },
  });
  expect(found(made)).toEqual([]);
});

test('replicas reach each other, and what carries their labels breaks it', () => {
  const made = world();
  const pods = rawDeployment(made.shop, 'pg', { app: 'pg' });
  new IsolatedDatabase(made.shop, 'replicated', { pods, ports: [Port.tcp(5432)], clients: [], replication: true });
  const messages = () => proveModel(modelOf(made.prod)).problems.filter(({ construct }) => construct === 'prod/shop/replicated').map(({ message }) => message);
  expect(messages()).toEqual([]);
  rawDeployment(made.shop, 'twin', { app: 'pg' });
  expect(messages()).toEqual([expect.stringContaining('Deployment shop/twin carries the labels of Deployment shop/pg, and so gets in on TCP 5432')]);
});

describe('who may get past the network', () => {
  const exec = (made: World) => new AccessRole(made.shop, 'debug', {
    rules: [{ verbs: [Verb.CREATE], resources: [KubernetesResource.PODS_EXEC] }], subjects: [Subject.group('dba')],
  });

  test('is told with the binding, unless it is an operator', () => {
    const made = world();
    exec(made);
    expect(found(made)).toEqual([expect.stringMatching(/^promises that nobody goes around the network to StatefulSet shop\/orders-db, but Group dba may run commands in them \(create pods\/exec.*RoleBinding shop\/role-debug/)]);
    const operated = world({ operators: [Subject.group('dba')] });
    exec(operated);
    expect(found(operated)).toEqual([]);
  });

  test('counts whoever becomes the reader of metrics as whoever becomes a client', () => {
    const made = world({ metrics: { from: Peer.namespaces(NamespaceSelection.labelled({ metrics: 'yes' })), port: Port.tcp(9187) } });
    expect(found(made)).toEqual([]);
    const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1' };
    new ApiObject(made.prod, 'role', { ...rbac, kind: 'ClusterRole', metadata: { name: 'labels' }, rules: [{ apiGroups: [''], resources: ['namespaces/status'], verbs: ['patch'] }] } as never);
    new ApiObject(made.prod, 'binding', {
      ...rbac,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'labels' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'labels' },
      subjects: [{ kind: 'Group', name: 'dba', apiGroup: 'rbac.authorization.k8s.io' }],
    } as never);
    expect(found(made)).toEqual([expect.stringContaining('Group dba may give a namespace labels that let it in')]);
  });

  test('a declared deployer is trusted where it deploys', () => {
    const made = world();
    new Deployer(made.shop, 'ci', { resources: [KubernetesResource.DEPLOYMENTS, KubernetesResource.NETWORK_POLICIES], subjects: [Subject.user('ci')] });
    new ClusterDeployer(made.prod, 'argo', { subjects: [Subject.user('argo')] });
    expect(found(made)).toEqual([]);
    const bank = new SecuredNamespace(made.prod, 'bank');
    new Deployer(bank, 'bank-ci', { resources: [KubernetesResource.DEPLOYMENTS], subjects: [Subject.user('bank-ci')] });
    new AccessRole(made.shop, 'bank-too', { rules: [{ verbs: [Verb.PATCH], resources: [KubernetesResource.DEPLOYMENTS] }], subjects: [Subject.user('bank-ci')] });
    expect(found(made)).toEqual([expect.stringContaining('User bank-ci may change the pods of a workload')]);
  });
});

describe('acts on it are logged', () => {
  const cluster = (rules: ConstructorParameters<typeof AuditPolicy>[2]['rules'] | undefined) => {
    const made = small('1.34', {});
    const db = new kplus.StatefulSet(made.shop, 'db', { containers: [{ image: 'postgres:17', portNumber: 5432 }] });
    new IsolatedDatabase(made.shop, 'orders', { pods: db, clients: [] });
    if (rules) {
      new AuditPolicy(made.prod, 'audit', { rules });
    }
    return proveModel(modelOf(made.prod)).problems.filter(({ construct }) => construct === 'prod/shop/orders');
  };

  test('or the promise is broken, with a request that is not', () => {
    expect(cluster([{ level: AuditLevel.NONE, resources: [KubernetesResource.PODS_EXEC] }, { level: AuditLevel.METADATA }]))
      .toEqual([expect.objectContaining({ id: 'guarantee-broken', message: expect.stringContaining('rules[0] logs') })]);
    expect(cluster([{ level: AuditLevel.METADATA, resources: [KubernetesResource.SECRETS] }]))
      .toEqual(['get pods/attach in shop', 'create pods in shop'].map(what => expect.objectContaining({ id: 'guarantee-broken', message: expect.stringContaining(`no rule takes ${what}`) })));
  });

  test('as an AuditBaseline does', () => {
    const made = small('1.34', {});
    const db = new kplus.StatefulSet(made.shop, 'db', { containers: [{ image: 'postgres:17', portNumber: 5432 }] });
    new IsolatedDatabase(made.shop, 'orders', { pods: db, clients: [] });
    new AuditBaseline(made.prod, 'audit');
    expect(proveModel(modelOf(made.prod)).verdicts.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
  });

  test('without an audit policy nobody can tell', () => {
    expect(cluster(undefined)).toEqual([expect.objectContaining({ id: 'guarantee-not-provable', message: expect.stringContaining('no audit policy') })]);
  });
});

test('others state the same promises in the same words', () => {
  const made = world();
  const cache = new kplus.Deployment(made.shop, 'cache', { containers: [{ image: 'x', portNumber: 1 }] });
  const promises = Guarantees.of(cache);
  promises.add(Guarantee.onlyTraffic({ pods: cache, ingress: [{ from: [made.web, Peer.ipBlock('192.0.2.0/24')], ports: [Port.tcp(1)] }], egress: [] }));
  promises.add(Guarantee.noWayAround({ pods: cache, clients: [made.web] }));
  const verdicts = proveModel(modelOf(made.prod)).verdicts.filter(({ guarantee }) => guarantee.construct === 'prod/shop/cache');
  // The namespace opens the name service to every pod, which was not promised.
  expect(verdicts.map(({ guarantee, verdict }) => `${guarantee.predicate.kind} ${verdict}`)).toEqual(['only-traffic broken', 'no-way-around holds']);
});

test('a promise about a workload that is none is refused at synth', () => {
  const made = world();
  const empty = new ApiObject(made.shop, 'config', { apiVersion: 'v1', kind: 'ConfigMap' });
  Guarantees.of(empty).add(Guarantee.noWayAround({ pods: empty, clients: [] }));
  expect(() => modelOf(made.prod)).toThrow('holds no object with a pod template');
});
