import { containerPort, deployment, namespace, Obj, pod, policy } from './support';
import { decideConnection } from '../../../src/decide/network';
import { endOfPod } from '../../../src/decide/network/ends';
import { readNetwork } from '../../../src/decide/network/read';
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

  test('belong to their outermost controller, and a ReplicaSet of a Deployment makes none of its own', () => {
    const owner = (kind: string, name: string) => ({ ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: '1', controller: true }] });
    const owned = (object: Obj, more: Obj): Obj => ({ ...object, metadata: { ...object.metadata as Obj, ...more } });
    const replicaSet = { ...deployment('x/web-1', { app: 'old' }), kind: 'ReplicaSet' };
    const pods = podsOf(owned(pod('x/web-1-a'), owner('ReplicaSet', 'web-1')), owned(replicaSet, owner('Deployment', 'web')), deployment('x/web', { app: 'web' }));
    expect(pods.map(({ kind, name, owner: by }) => `${kind} ${name} of ${by?.kind} ${by?.name}`)).toEqual(['Pod web-1-a of Deployment web', 'Deployment web of undefined undefined']);
    expect(podsOf(owned(pod('x/static'), owner('Node', 'n1')))[0]!.owner).toBeUndefined();
    expect(podsOf(owned(replicaSet, owner('Deployment', 'gone')))).toMatchObject([{ kind: 'ReplicaSet', owner: { name: 'gone' } }]);
  });
});

test('the name label of a namespace is always its own', () => {
  const { model } = readNetwork([{ object: namespace('x', { 'kubernetes.io/metadata.name': 'y', 'team': 'a' }) }]);
  expect({ ...model.namespaces.get('x')!.labels }).toEqual({ 'kubernetes.io/metadata.name': 'x', 'team': 'a' });
});
