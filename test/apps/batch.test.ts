import { join } from 'node:path';
import { podSecurityViolations } from '../../src/decide/pod-security';
import { accessOf } from '../../src/engine/access';
import { checkManifests } from '../../src/engine/check';
import { readClusterInput } from '../../src/engine/cluster-input';
import { explainWorkload } from '../../src/engine/explain';
import { networkOf } from '../../src/engine/network';
import { podTemplateOf } from '../../src/manifests/pod-template';

// The promises of apps/batch, proved over what is committed.

type Json = Record<string, any>;

const TREE = join(__dirname, '../../dist/manifests/batch');
const input = readClusterInput(TREE);
const network = networkOf(input);
const access = accessOf(input);

const sparkPod = (name: string, role: string, ip: string) => ({
  object: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'analytics', labels: { 'app.kubernetes.io/name': 'clicks', 'app.kubernetes.io/component': `spark-${role}` } },
    spec: { containers: [{ name: 'spark', image: 'x' }] },
    status: { podIPs: [{ ip }] },
  },
});
/** The same with the pods that the Spark operator will make. */
const running = networkOf({
  ...input,
  objects: [...input.objects, sparkPod('driver', 'driver', '10.0.0.1'), sparkPod('one', 'executor', '10.0.0.2'), sparkPod('two', 'executor', '10.0.0.3')],
});

function can(account: string, verb: string, target: string, namespace: string): string {
  return access.can({ verb, target, namespace, subresource: '' }, { name: `system:serviceaccount:${account.replace('/', ':')}`, groups: [] }).answer;
}

test('check finds nothing that nobody acknowledged, and every guarantee holds', () => {
  const { problems, verdicts, acknowledged } = checkManifests(TREE);
  expect(problems).toEqual([]);
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(verdicts.map(() => 'holds'));
  expect(verdicts.length).toBeGreaterThanOrEqual(4);
  expect([...new Set(acknowledged.map(({ finding }) => finding.id))].sort()).toEqual(['access-pod-change', 'access-workload-create']);
});

test('the nightly report reaches the figures, and nothing else does', () => {
  expect(network.reach({ from: 'reports/nightly', to: 'reports/figures', port: '5432' }).verdict).toBe('allow');
  expect(network.reach({ from: 'reports/nightly', to: 'reports/figures' }).sometimes).toEqual([{ protocol: 'TCP', first: 5432, last: 5432 }]);
  expect(network.reach({ from: '0.0.0.0/0', to: 'reports/figures' }).verdict).toBe('deny');
  expect(network.reach({ from: 'reports/nightly', to: '0.0.0.0/0' }).verdict).toBe('deny');
  expect(network.reach({ from: 'reports/figures', to: '0.0.0.0/0' }).verdict).toBe('deny');
  for (const pod of ['driver', 'one']) {
    expect(running.reach({ from: `analytics/${pod}`, to: 'reports/figures' }).verdict).toBe('deny');
    expect(running.reach({ from: 'reports/nightly', to: `analytics/${pod}` }).verdict).toBe('deny');
  }
});

test.each<[string, string, number[]]>([
  ['driver', 'one', [7079]], ['one', 'driver', [7078, 7079]], ['one', 'two', [7079]], ['two', 'one', [7079]],
])('Spark: from %s to %s exactly %j are open', (from, to, ports) => {
  const { always, sometimes } = running.reach({ from: `analytics/${from}`, to: `analytics/${to}` });
  const open = (sets: ReadonlyArray<{ protocol: string; first: number; last: number }>) =>
    sets.flatMap(({ protocol, first, last }) => Array.from({ length: last - first + 1 }, (_, at) => `${protocol} ${first + at}`));
  expect(open(always)).toEqual(ports.map(port => `TCP ${port}`));
  expect(sometimes).toEqual(always);
});

test('accounts of pods may do what their work needs, and read no secret', () => {
  expect(can('analytics/clicks-driver', 'create', 'pods', 'analytics')).toBe('yes');
  for (const account of ['analytics/clicks-driver', 'analytics/clicks-executor', 'reports/nightly-account', 'reports/figures-identity', 'reports/default', 'analytics/default']) {
    for (const namespace of ['analytics', 'reports', 'kube-system']) {
      expect([account, namespace, can(account, 'get', 'secrets', namespace)]).toEqual([account, namespace, 'no']);
    }
    expect(can(account, 'create', 'pods', 'reports')).toBe('no');
  }
});

test('every workload meets the level restricted with a read-only root, and names its images by digest', () => {
  const templates = input.objects.flatMap(({ object }) => podTemplateOf(object) ?? []);
  expect(templates).toHaveLength(2);
  for (const { metadata, spec, path } of templates) {
    expect(podSecurityViolations({ metadata, spec, metadataPath: 'metadata', specPath: path }, { level: 'restricted', minor: 36 })).toEqual([]);
    for (const container of spec.containers as Json[]) {
      expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
      expect(container.securityContext.runAsUser ?? (spec.securityContext as Json).runAsUser).toBeGreaterThan(0);
      expect(container.image).toMatch(/@sha256:[0-9a-f]{64}$/);
    }
  }
});

test('the explanation of the report fits on a screen and names its one destination and the name service', () => {
  const { account, reaches, reachedBy } = explainWorkload(input, 'reports/nightly');
  expect(account).toMatchObject({ name: 'nightly-account', token: false });
  expect(reaches.map(({ place }) => place)).toEqual(['reports/StatefulSet/figures', expect.stringMatching(/^name service \(/)]);
  expect(reachedBy).toEqual([]);
});
