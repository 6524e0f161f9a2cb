import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'yaml';

/**
 * The article's own files, beside what the app writes for them. `audit.k8s.io/v1beta1` is gone since
 * Kubernetes 1.24, so that one field is `v1` now; everything else is the same field for field.
 */
const TREE = join(__dirname, '../../dist/manifests/kubernetes-1-8/article');
const CASES = [
  ['pod-reader.yaml', 'manifests/policies/default/role-pod-reader.yaml'],
  ['jane-can-read-pods.yaml', 'manifests/policies/default/rolebinding-jane-can-read-pods.yaml'],
  ['test-network-policy.yaml', 'manifests/policies/default/networkpolicy-test-network-policy.yaml'],
  ['audit-policy.yaml', 'hosts/kubeadm/control-plane/etc/kubernetes/policies/audit-policy.yaml'],
] as const;

/** Lists whose order has no meaning, by the key that holds them. The rules of an audit policy are not among them. */
const SETS = new Set(['verbs', 'resources', 'apiGroups', 'subjects', 'from', 'to', 'ports', 'except', 'policyTypes', 'ingress', 'egress', 'omitStages']);

function normal(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map(item => normal(item));
    return SETS.has(key) ? items.sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1) : items;
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([name, item]) => [name, normal(item, name)]));
  }
  return value;
}

function read(path: string): unknown {
  return normal(yaml.parse(readFileSync(path, 'utf8')));
}

test.each(CASES)('the article\'s %s is %s, field for field', (article, written) => {
  const original = read(join(__dirname, 'article', article)) as Record<string, unknown>;
  const expected = original.apiVersion === 'audit.k8s.io/v1beta1' ? { ...original, apiVersion: 'audit.k8s.io/v1' } : original;
  expect(read(join(TREE, written))).toEqual(expected);
});

test('certificate rotation names no removed gate and no removed flag', () => {
  const [cluster, kubelet] = yaml.parseAllDocuments(readFileSync(join(TREE, 'hosts/kubeadm/kubeadm.yaml'), 'utf8')).map(document => document.toJS() as unknown);
  expect(cluster).toMatchObject({ controllerManager: { extraArgs: [{ name: 'cluster-signing-duration', value: '720h0m0s' }] } });
  expect(kubelet).toEqual({ apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', rotateCertificates: true });
});
