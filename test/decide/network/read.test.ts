import fc from 'fast-check';
import { containerPort, deployment, namespace, Obj, pod, policy } from './support';
import { decideConnection } from '../../../src/decide/network';
import { endOfPod } from '../../../src/decide/network/ends';
import { readNetwork, type NetworkReadOptions } from '../../../src/decide/network/read';
import { place } from '../../../src/manifests/problem';
import { parseManifests } from '../../../src/manifests/read';

const problemsOf = (...objects: Obj[]) => readNetwork(objects.map(object => ({ object }))).problems.map(({ id, object, field }) => [id, object, field].filter(Boolean).join(' '));
const podsOf = (...objects: Obj[]) => readNetwork(objects.map(object => ({ object }))).model.pods;

describe('a policy that the API server would refuse is a problem with its place, and no answer passes it over', () => {
  test.each<[Obj, string]>([
    [{ ingress: [{ from: [{}] }] }, 'spec.ingress[0].from[0]'],
    [{ ingress: [{ from: [null] }] }, 'spec.ingress[0].from[0]'],
    [{ ingress: [{ from: [{ podSelector: null }] }] }, 'spec.ingress[0].from[0]'],
    [{ ingress: [{ from: [{ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }] }] }, 'spec.ingress[0].from[0]'],
    [{ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0/8' } }] }] }, 'spec.ingress[0].from[0].ipBlock.cidr'],
    [{ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['2001:db8::/32'] } }] }] }, 'spec.ingress[0].from[0].ipBlock.except[0]'],
    [{ ingress: [{ ports: [{ port: 90, endPort: 80 }] }] }, 'spec.ingress[0].ports[0].endPort'],
    [{ ingress: [{ ports: [{ endPort: 80 }] }] }, 'spec.ingress[0].ports[0].endPort'],
    [{ ingress: [{ ports: [{ port: 'http', endPort: 80 }] }] }, 'spec.ingress[0].ports[0].endPort'],
    [{ ingress: [{ port: 80 }] }, 'spec.ingress[0].port'],
    [{ podSelector: { matchLabels: { app: true } } }, 'spec.podSelector.matchLabels.app'],
    [{ podSelector: { matchExpressions: [{ key: 'a', operator: 'in', values: ['b'] }] } }, 'spec.podSelector.matchExpressions[0].operator'],
    [{ policyTypes: ['ingress'] }, 'spec.policyTypes[0]'],
  ])('%j', (spec, field) => {
    expect(problemsOf(policy('x/p', spec))).toEqual([`object-invalid NetworkPolicy x/p ${field}`]);
    const { model } = readNetwork([pod('x/a'), pod('x/b'), policy('x/p', spec)].map(object => ({ object })));
    const found = decideConnection(model, { from: endOfPod(model.pods[0]!), to: endOfPod(model.pods[1]!), protocol: 'TCP', port: 80 });
    expect(found.assumptions).toEqual([{ id: 'unread-policy', about: 'NetworkPolicy (networking.k8s.io/v1) x/p' }]);
  });

  test('one among thousands is found, by file and line', () => {
    const text = Array.from({ length: 2000 }, (_, index) => `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: p${index}\n  namespace: n${index}\nspec:\n  podSelector: {}\n`
      + (index === 1234 ? '  ingress:\n  - from:\n    - ipBlock: {cidr: 10.0.0.0/33}\n' : '')).join('---\n');
    const { model, problems } = readNetwork(parseManifests(text, 'all.yaml').manifests);
    expect(problems.map(({ source, field }) => [place(source!), field])).toEqual([['all.yaml:9873:1', 'spec.ingress[0].from[0].ipBlock.cidr']]);
    expect([model.policies.size, model.unread.length]).toEqual([1999, 1]);
  });
});

test.each([
  ['policy.networking.k8s.io/v1beta7', 'ClusterNetworkPolicy', 'apiVersion'], ['policy.networking.k8s.io/v1alpha1', 'ClusterNetworkPolicy', 'apiVersion'],
  ['policy.networking.k8s.io/v1alpha2', 'AdminNetworkPolicy', 'apiVersion'], ['policy.networking.k8s.io/v1alpha2', 'TenantNetworkPolicy', 'kind'],
])('%s %s, which nobody here can read, is a problem, and every answer rests on it', (apiVersion, kind, field) => {
  const { model, problems } = readNetwork([pod('x/a'), pod('x/b'), { apiVersion, kind, metadata: { name: 'p' } }].map(object => ({ object })));
  expect(problems.map(each => [each.id, each.field])).toEqual([['object-invalid', field]]);
  const found = decideConnection(model, { from: endOfPod(model.pods[0]!), to: endOfPod(model.pods[1]!), protocol: 'TCP', port: 80 });
  expect(found.assumptions).toEqual([{ id: 'unread-policy', about: `${kind} (${apiVersion}) p` }]);
});

describe('a pod that cannot be read is a problem with its place', () => {
  test.each<[Obj, string]>([
    [{ ...deployment('x/web', {}), spec: { template: { metadata: { labels: { version: 1 } }, spec: { containers: [] } } } }, 'Deployment x/web spec.template.metadata.labels.version'],
    [{ ...deployment('x/web', {}), spec: { template: {} } }, 'Deployment x/web spec.template.spec.containers'],
    [{ ...deployment('x/web', {}), spec: { template: { spec: { containers: [{ ports: 80 }] } } } }, 'Deployment x/web spec.template.spec.containers[0].ports'],
    [{ ...deployment('x/web', {}), spec: { template: { spec: { hostNetwork: 'yes', containers: [] } } } }, 'Deployment x/web spec.template.spec.hostNetwork'],
    [{ ...deployment('x/web', {}), spec: { template: { spec: { containers: [{ ports: [{ containerPort: 0 }] }] } } } }, 'Deployment x/web spec.template.spec.containers[0].ports[0].containerPort'],
    [pod('x/a', {}, { ips: ['10.0.0'] }), 'Pod x/a status.podIPs[0].ip'],
  ])('%#', (object, problem) => expect(problemsOf(object)).toEqual([`object-invalid ${problem}`]));
});

describe('two objects of one identity', () => {
  test('that differ are a problem, and which policy is meant is not guessed', () => {
    expect(problemsOf(pod('x/a'), pod('x/a', { app: 'a' }))).toEqual(['object-duplicate Pod x/a']);
    const { model, problems } = readNetwork([policy('x/p', {}), policy('x/p', { ingress: [{}] })].map(object => ({ object, source: { file: 'a.yaml', line: 3 } })));
    expect(problems.map(({ message }) => message)).toEqual(['another object of this identity differs: that of a.yaml:3']);
    expect(model.unread).toHaveLength(1);
  });

  test('that are equal count once', () => {
    const { model, problems } = readNetwork([policy('x/p', {}), policy('x/p', {}), pod('x/a'), pod('x/a')].map(object => ({ object })));
    expect([problems, model.unread, model.pods.length, model.policies.get('x')!.length]).toEqual([[], [], 1, 1]);
  });
});

describe('pods', () => {
  const template = { metadata: { labels: { app: 'w' } }, spec: { containers: [{ name: 'main', ports: [containerPort('http=80')] }] } };
  test.each<[string, string, Obj]>([
    ['apps/v1', 'Deployment', { template }], ['apps/v1', 'StatefulSet', { template }], ['apps/v1', 'DaemonSet', { template }],
    ['apps/v1', 'ReplicaSet', { template }], ['v1', 'ReplicationController', { template }], ['batch/v1', 'Job', { template }],
    ['batch/v1', 'CronJob', { jobTemplate: { spec: { template } } }], ['argoproj.io/v1alpha1', 'Rollout', { template }],
  ])('come from the template of a %s %s', (apiVersion, kind, spec) => {
    expect(podsOf({ apiVersion, kind, metadata: { name: 'w', namespace: 'x' }, spec })).toMatchObject([
      { kind, namespace: 'x', name: 'w', template: true, labels: { app: 'w' }, ports: [{ name: 'http', protocol: 'TCP', number: 80 }], addresses: [] },
    ]);
  });

  test('do not come from what has no template', () => {
    expect(podsOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'w' }, data: {} }, { apiVersion: 'v1', kind: 'PodTemplate', metadata: { name: 'w' }, template })).toEqual([]);
  });

  test('without a namespace stand in default, and so do policies', () => {
    const { model } = readNetwork([{ object: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: {} } }]);
    expect(model.pods[0]!.namespace).toBe('default');
    expect(model.namespaces.get('default')).toMatchObject({ declared: false, labels: { 'kubernetes.io/metadata.name': 'default' } });
  });

  test('come from every template in an object of a kind of others, wherever it stands', () => {
    const of = (apiVersion: string, kind: string, spec: Obj) => podsOf({ apiVersion, kind, metadata: { name: 'w', namespace: 'x' }, spec })
      .map(({ name, labels, owner }) => [name, labels.app, owner?.name]);
    expect(of('keda.sh/v1alpha1', 'ScaledJob', { jobTargetRef: { template } })).toEqual([['w', 'w', undefined]]);
    expect(of('jobset.x-k8s.io/v1alpha2', 'JobSet', { replicatedJobs: [{ template: { spec: { template } } }, { template: { spec: { template } } }] }))
      .toEqual([['w[0]', 'w', 'w'], ['w[1]', 'w', 'w']]);
    expect(of('batch.volcano.sh/v1alpha1', 'Job', { tasks: [{ template }], template })).toEqual([['w[0]', 'w', 'w'], ['w[1]', 'w', 'w']]);
    expect(of('kyverno.io/v1', 'Policy', { rules: [{ validate: { pattern: template } }] })).toEqual([]);
  });

  test('of a kind of others that cannot be read leave every answer about their namespace open', () => {
    const bad = { ...template, metadata: { labels: { version: 1 } } };
    const { model, problems } = readNetwork([{ object: { apiVersion: 'a.b/v1', kind: 'K', metadata: { name: 'w', namespace: 'x' }, spec: { one: template, two: bad } } }]);
    expect([problems, model.pods, model.unread.map(each => [each.kind, each.namespace])]).toEqual([[], [], [['K (a.b/v1)', 'x']]]);
  });

  test('come from the field that the kind has, whatever else somebody wrote beside it', () => {
    const decoy = { metadata: { labels: { app: 'decoy' } }, spec: { containers: [] } };
    const labelsOf = (apiVersion: string, kind: string, spec: Obj) => podsOf({ apiVersion, kind, metadata: { name: 'w', namespace: 'x' }, spec }).map(({ labels }) => labels.app);
    expect(labelsOf('apps/v1', 'Deployment', { template, jobTemplate: { spec: { template: decoy } } })).toEqual(['w']);
    expect(labelsOf('batch/v1', 'CronJob', { template: decoy, jobTemplate: { spec: { template } } })).toEqual(['w']);
    expect(labelsOf('apps/v1', 'Deployment', { template, other: decoy })).toEqual(['w']);
  });

  test('have come to their end only where a cluster says so', () => {
    const done = pod('x/done', {}, { phase: 'Succeeded' });
    expect(podsOf(done)[0]!.terminated).toBe(true);
    expect(podsOf({ ...done, metadata: { name: 'done', creationTimestamp: '2026-01-01T00:00:00Z' } })[0]!.terminated).toBe(true);
    expect(podsOf({ ...done, metadata: { name: 'done', creationTimestamp: null } })[0]!.terminated).toBe(false);
    expect(podsOf({ ...done, metadata: { name: 'done' } })[0]!.terminated).toBe(false);
  });
});

describe('owners', () => {
  const owner = (kind: string, name: string, uid = '1', apiVersion = 'apps/v1') => ({ ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] });
  const owned = (object: Obj, more: Obj): Obj => ({ ...object, metadata: { ...object.metadata as Obj, ...more } });
  const web = deployment('x/web', { app: 'web' }, ['http=80']);
  const replicaSet = (own: Record<string, string>, spec: Obj = {}) => {
    const { spec: like, ...rest } = deployment('x/web-1', own, ['http=80']);
    return owned({ ...rest, kind: 'ReplicaSet', spec: { ...like as Obj, ...spec } }, owner('Deployment', 'web'));
  };
  const shown = (...objects: Obj[]) => podsOf(...objects).map(each => `${each.kind} ${each.name}${each.owner ? ` of ${each.owner.kind} ${each.owner.name}` : ''}`);

  test('are the outermost controllers that are known, and no node is one', () => {
    expect(shown(owned(pod('x/web-1-a'), owner('ReplicaSet', 'web-1')), replicaSet({ app: 'web' }, { replicas: 0 }), web)).toEqual(['Pod web-1-a of Deployment web', 'Deployment web']);
    expect(shown(owned(pod('x/static'), owner('Node', 'n1')))).toEqual(['Pod static']);
    expect(shown(replicaSet({ app: 'web' }))).toEqual(['ReplicaSet web-1 of Deployment web']);
  });

  test('stand for a ReplicaSet whose template says the same to policies, or that wants no pods', () => {
    expect(shown(replicaSet({ 'app': 'web', 'pod-template-hash': '1' }), web)).toEqual(['Deployment web']);
    expect(shown(replicaSet({ app: 'old' }, { replicas: 0 }), web)).toEqual(['Deployment web']);
    expect(shown(replicaSet({ app: 'old' }), web)).toEqual(['ReplicaSet web-1 of Deployment web', 'Deployment web']);
    expect(shown(replicaSet({ app: 'web' }), deployment('x/web', { app: 'web' }))).toEqual(['ReplicaSet web-1 of Deployment web', 'Deployment web']);
  });

  test('stand for a Job whose CronJob has its template', () => {
    const spec = (app: string) => ({ template: { metadata: { labels: { app } }, spec: { containers: [] } } });
    const cron = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'c', namespace: 'x' }, spec: { jobTemplate: { spec: spec('c') } } };
    const job = (app: string) => owned({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'c-1', namespace: 'x' }, spec: spec(app) }, owner('CronJob', 'c', '1', 'batch/v1'));
    expect(shown(job('c'), cron)).toEqual(['CronJob c']);
    expect(shown(job('other'), cron)).toEqual(['Job c-1 of CronJob c', 'CronJob c']);
  });

  test('are believed only where they make such objects, and not of another uid', () => {
    expect(shown(owned(web, owner('Deployment', 'web')))).toEqual(['Deployment web']);
    expect(shown(owned(web, owner('Pod', 'web', '1', 'v1')), pod('x/web'))).toEqual(['Deployment web', 'Pod web']);
    expect(shown(owned(web, owner('Rollout', 'web', '1', 'argoproj.io/v1')), { ...web, apiVersion: 'argoproj.io/v1', kind: 'Rollout' })).toEqual(['Deployment web of Rollout web', 'Rollout web']);
    expect(shown(owned(pod('x/evil'), owner('Deployment', 'web')), web)).toEqual(['Pod evil', 'Deployment web']);
    expect(shown(owned(pod('x/evil'), owner('Deployment', 'web', '1', 'evil.io/v1')), web)).toEqual(['Pod evil', 'Deployment web']);
    expect(shown(replicaSet({ app: 'web' }), owned(web, { uid: '2' }))).toEqual(['ReplicaSet web-1', 'Deployment web']);
    const [one, other] = ['one', 'other'].map((name, at) => owned(deployment(`x/${name}`, { app: name }), owner('Deployment', ['other', 'one'][at]!)));
    expect(shown(one!, other!)).toEqual(['Deployment one', 'Deployment other']);
    const custom = (name: string, by: string) => owned({ ...deployment(`x/${name}`, { app: 'same' }), apiVersion: 'a.b/v1', kind: 'K' }, owner('K', by, '1', 'a.b/v1'));
    expect(podsOf(custom('one', 'other'), custom('other', 'one')).map(({ name }) => name)).toEqual(['one', 'other']);
  });
});

test.each([
  ['networking.k8s.aws/v1alpha1', 'ClusterNetworkPolicy'], ['networking.k8s.aws/v1alpha1', 'ApplicationNetworkPolicy'], ['networking.gke.io/v1alpha1', 'FQDNNetworkPolicy'],
  ['crd.antrea.io/v1beta1', 'ClusterNetworkPolicy'], ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy'], ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy'],
  ['example.com/v1', 'TeamNetworkPolicies'], ['k8s.ovn.org/v1', 'EgressFirewall'], ['security.istio.io/v1', 'AuthorizationPolicy'], ['extensions/v1beta1', 'NetworkPolicy'],
])('a %s %s may decide about traffic, and every answer rests on it', (apiVersion, kind) => {
  const { model, problems } = readNetwork([pod('x/a'), pod('x/b'), { apiVersion, kind, metadata: { name: 'p' } }].map(object => ({ object })));
  expect(problems).toEqual([]);
  const found = decideConnection(model, { from: endOfPod(model.pods[0]!), to: endOfPod(model.pods[1]!), protocol: 'TCP', port: 80 });
  expect(found.assumptions).toEqual([{ id: 'unread-policy', about: `${kind} (${apiVersion}) p` }]);
});

test('a staged policy of Calico is not in force', () => {
  expect(readNetwork([{ object: { apiVersion: 'projectcalico.org/v3', kind: 'StagedGlobalNetworkPolicy', metadata: { name: 'p' } } }]).model.unread).toEqual([]);
});

test('the name label of a namespace is always its own', () => {
  const { model } = readNetwork([{ object: namespace('x', { 'kubernetes.io/metadata.name': 'y', 'team': 'a' }) }]);
  expect({ ...model.namespaces.get('x')!.labels }).toEqual({ 'kubernetes.io/metadata.name': 'x', 'team': 'a' });
});

test('what another reading made of the same objects is read as if it were read anew, with its own places', () => {
  const bad = policy('x/bad', { policyTypes: ['ingress'] });
  const sure: Obj[] = [
    pod('x/a'), deployment('x/web', { app: 'web' }), policy('x/p', { ingress: [{}] }), namespace('x', { team: 'a' }), { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } },
    bad, { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'p', namespace: 'x' } }, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'broken' } },
  ];
  const others: Obj[] = [policy('x/p', { egress: [{}] }), deployment('x/web', { app: 'other' }), namespace('x', { team: 'b' }), policy('y/q', {}), pod('y/b')];
  const placed = (file: string) => (object: Obj, at: number) => ({ object, source: { file, line: at + 1, column: 1 } });
  const listed = fc.array(fc.constantFrom(...sure, ...others), { maxLength: 10 });
  fc.assert(fc.property(listed, listed, (before, after) => {
    const known: NonNullable<NetworkReadOptions['known']> = new Map();
    readNetwork(before.map(placed('before.yaml')), { known });
    const sources = after.map(placed('after.yaml'));
    expect(readNetwork(sources, { known })).toEqual(readNetwork(sources));
  }), { numRuns: 500 });
});
