import { compareSides } from '../../../src/engine/diff/compare';
import { Texts } from '../../../src/engine/diff/texts';
import { readSide } from '../../../src/engine/diff/written-side';
import { DISK, type Files } from '../../../src/manifests/files';
import { rowsOf } from '../../../src/report/diff/rows';

type Fields = Readonly<Record<string, unknown>>;

/** One file of these bytes, whatever its path. */
function fileOf(bytes: Buffer): Files {
  return { ...DISK, look: () => ({ isDirectory: () => false, isFile: () => true }), read: () => bytes, text: () => bytes.toString('utf8') };
}

/** The rows between two files, as `direction domain title`. */
function rowsBetween(before: Buffer, after: Buffer): string[] {
  const texts = new Texts();
  const [old, now] = [before, after].map(bytes => readSide('all.yaml', fileOf(bytes), { kubernetesMinor: 34 }, texts));
  return compareSides(old!, now!).flatMap(each => rowsOf(each, file => file).rows.map(({ direction, domain, title }) => `${direction} ${domain} ${title}`));
}

function rows(before: readonly Fields[], after: readonly Fields[]): string[] {
  const [old, now] = [before, after].map(objects => Buffer.from(objects.map(each => JSON.stringify(each)).join('\n---\n')));
  return rowsBetween(old!, now!);
}

const named = (name: string) => ({ name, namespace: 'shop' });
const podsOf = (app: string) => ({ metadata: { labels: { app } }, spec: { containers: [{ name: 'main', image: 'x' }] } });

/** Nobody but what is labelled `web` gets into the database. */
const CLOSED: readonly Fields[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  { apiVersion: 'apps/v1', kind: 'Deployment', metadata: named('db'), spec: { selector: { matchLabels: { app: 'db' } }, template: podsOf('db') } },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: named('db'),
    spec: {
      podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }],
    },
  },
];

test.each<[string, (app: string) => Fields]>([
  ['a JobSet', app => ({ apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', metadata: named('j'), spec: { replicatedJobs: [{ name: 'a', template: { spec: { template: podsOf(app) } } }] } })],
  ['a ScaledJob', app => ({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledJob', metadata: named('j'), spec: { jobTargetRef: { template: podsOf(app) } } })],
  ['a Job of Volcano', app => ({ apiVersion: 'batch.volcano.sh/v1alpha1', kind: 'Job', metadata: named('j'), spec: { tasks: [{ name: 'a', template: podsOf(app) }] } })],
  ['a PyTorchJob', app => ({ apiVersion: 'kubeflow.org/v1', kind: 'PyTorchJob', metadata: named('j'), spec: { pytorchReplicaSpecs: { Master: { template: podsOf(app) } } } })],
  ['a Rollout', app => ({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: named('j'), spec: { template: podsOf(app) } })],
])('another label on the pods of %s is a change of what they reach', (_, kind) => {
  expect(rows([...CLOSED, kind('other')], [...CLOSED, kind('web')]).filter(row => row.startsWith('broadened network') && row.includes('can now connect to shop/db'))).toHaveLength(1);
  expect(rows([...CLOSED, kind('web')], [...CLOSED, kind('other')]).filter(row => row.startsWith('narrowed network'))).toHaveLength(1);
});

test('an object whose pods went with the change is asked about the network as well', () => {
  const rollout = (spec: Fields) => ({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: named('web'), spec });
  const found = rows([...CLOSED, rollout({ template: podsOf('web') })], [...CLOSED, rollout({ workloadRef: { kind: 'Deployment', name: 'elsewhere' } })]);
  expect(found).toEqual(expect.arrayContaining([expect.stringMatching(/^narrowed network shop\/web can no longer connect to shop\/db/)]));
});

test.each<[apiVersion: string, kind: string]>([
  ['networking.gke.io/v1alpha3', 'FQDNNetworkPolicy'],
  ['networking.k8s.aws/v1alpha1', 'ApplicationNetworkPolicy'],
  ['networking.k8s.aws/v1alpha1', 'ClusterNetworkPolicy'],
  ['cilium.io/v2', 'CiliumNetworkPolicy'],
  ['security.istio.io/v1', 'AuthorizationPolicy'],
])('a change of a policy of %s %s counts as a broadening', (apiVersion, kind) => {
  const policy = (port: number) => ({ apiVersion, kind, metadata: named('p'), spec: { egress: [{ ports: [{ port }] }] } });
  expect(rows([...CLOSED, policy(1)], [...CLOSED, policy(2)])).toEqual([
    expect.stringMatching(new RegExp(`^broadened objects .*${kind}.*, and what it means is not decided here$`)),
  ]);
});

test('a file that is no UTF-8 is refused, also where the other side has the text that it would be read as', () => {
  const text = Buffer.from('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: "\ufffd"}\n');
  const bytes = Buffer.from(text.toString('latin1').replace('\u00ef\u00bf\u00bd', '\u00ff'), 'latin1');
  expect(bytes.toString('utf8')).toBe(text.toString('utf8'));
  expect(rowsBetween(text, text)).toEqual([]);
  expect(() => rowsBetween(text, bytes)).toThrow('is not UTF-8');
  expect(() => rowsBetween(bytes, text)).toThrow('is not UTF-8');
});
