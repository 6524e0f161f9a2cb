import { Duration } from 'cdk8s';
import { modelOf, problemOf, small } from '../support';
import { AuditBackendMode, AuditBaseline, AuditLogBackend, AuditWebhookBackend, type AuditBackend, type AuditLogOptions, type Cluster } from 'cdk8s-bulwark';

const KUBECONFIG = '/etc/kubernetes/audit/siem.conf';

function controlPlaneWith(make: (prod: Cluster) => AuditBackend[]) {
  const { prod } = small();
  new AuditBaseline(prod, 'audit', { backends: make(prod) });
  return modelOf(prod).hosts.controlPlane;
}

test('a log with everything said', () => {
  const { apiServerFlags, mounts } = controlPlaneWith(prod => [new AuditLogBackend(prod, 'log', {
    path: '/var/log/audit/kube/audit.log',
    maxAgeDays: 90,
    maxBackups: 20,
    maxSizeMegabytes: 200,
    compress: true,
    mode: AuditBackendMode.BATCH,
    batch: { bufferSize: 5000, maxSize: 100, maxWait: Duration.millis(1500), throttleQps: 5, throttleBurst: 9 },
    truncate: { maxBatchBytes: 2_000_000, maxEventBytes: 50_000 },
  })]);
  expect(apiServerFlags).toEqual({
    'audit-log-batch-buffer-size': '5000',
    'audit-log-batch-max-size': '100',
    'audit-log-batch-max-wait': '1500ms',
    'audit-log-batch-throttle-burst': '9',
    'audit-log-batch-throttle-enable': 'true',
    'audit-log-batch-throttle-qps': '5',
    'audit-log-compress': 'true',
    'audit-log-maxage': '90',
    'audit-log-maxbackup': '20',
    'audit-log-maxsize': '200',
    'audit-log-mode': 'batch',
    'audit-log-path': '/var/log/audit/kube/audit.log',
    'audit-log-truncate-enabled': 'true',
    'audit-log-truncate-max-batch-size': '2000000',
    'audit-log-truncate-max-event-size': '50000',
    'audit-policy-file': '/etc/kubernetes/policies/audit-policy.yaml',
  });
  expect(mounts.map(({ path }) => path)).toContain('/var/log/audit/kube');
});

test('a webhook names its kubeconfig and holds nothing of it', () => {
  const { apiServerFlags, expected, files, mounts } = controlPlaneWith(prod => [
    new AuditWebhookBackend(prod, 'siem', { kubeconfig: KUBECONFIG, initialBackoff: Duration.seconds(5), batch: { maxSize: 50 }, truncate: {} }),
  ]);
  expect(apiServerFlags).toEqual({
    'audit-policy-file': '/etc/kubernetes/policies/audit-policy.yaml',
    'audit-webhook-batch-max-size': '50',
    'audit-webhook-config-file': KUBECONFIG,
    'audit-webhook-initial-backoff': '5s',
    'audit-webhook-truncate-enabled': 'true',
  });
  expect(expected).toEqual([{ path: KUBECONFIG, purpose: expect.stringContaining('kubeconfig') }]);
  expect(files.map(({ path }) => path)).toEqual(['/etc/kubernetes/policies/audit-policy.yaml']);
  expect(mounts).toContainEqual({ name: 'audit-webhook', path: '/etc/kubernetes/audit', readOnly: true });
});

test('both at once', () => {
  const { apiServerFlags } = controlPlaneWith(prod => [new AuditLogBackend(prod, 'log'), new AuditWebhookBackend(prod, 'siem', { kubeconfig: KUBECONFIG })]);
  expect(Object.keys(apiServerFlags)).toEqual(expect.arrayContaining(['audit-log-path', 'audit-webhook-config-file']));
});

test.each<[string, AuditLogOptions, string]>([
  ['a batch without the mode', { batch: { maxSize: 5 } }, 'batch'],
  ['a mode that there is not', { mode: 'fast' as AuditBackendMode }, 'mode'],
  ['an event bigger than a batch', { truncate: { maxBatchBytes: 1000 } }, 'truncate.maxEventBytes'],
  ['half an event', { truncate: { maxEventBytes: 0.5 } }, 'truncate.maxEventBytes'],
  ['no wait at all', { mode: AuditBackendMode.BATCH, batch: { maxWait: Duration.seconds(0) } }, 'batch.maxWait'],
])('refused: %s', (_, props, field) => {
  expect(problemOf(() => new AuditLogBackend(small().prod, 'log', props))).toMatchObject({ id: 'construct-invalid', construct: 'prod/log', field });
});

test('a log in the folder of the policy, which is read-only, and a backend of another cluster are refused', () => {
  const { prod } = small();
  const log = new AuditLogBackend(prod, 'log', { path: '/etc/kubernetes/policies/audit.log' });
  expect(problemOf(() => new AuditBaseline(prod, 'a', { backends: [log] }))).toMatchObject({ field: 'path' });
  const other = new AuditLogBackend(small().prod, 'log');
  expect(problemOf(() => new AuditBaseline(small().prod, 'b', { backends: [other] }))).toMatchObject({ field: 'backends' });
  expect(problemOf(() => new AuditBaseline(small().prod, 'c', { backends: [other], log: {} }))).toMatchObject({ field: 'log' });
});

test('a log that is throttled has both a rate and a burst: the API server has no default for either, and does not start', () => {
  for (const batch of [{ throttleQps: 3 }, { throttleBurst: 3 }]) {
    const { prod } = small();
    expect(() => new AuditLogBackend(prod, 'log', { mode: AuditBackendMode.BATCH, batch })).toThrow(/must be given with the other one/);
    expect(() => new AuditWebhookBackend(prod, 'hook', { kubeconfig: '/etc/kubernetes/audit/a.conf', batch })).not.toThrow();
  }
});
