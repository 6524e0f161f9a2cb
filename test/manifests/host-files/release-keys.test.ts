import * as fc from 'fast-check';
import { SUPPORTED_MINORS } from '../../../src/kubernetes';
import { RANCHER_FIELDS } from '../../../src/kubernetes/data/rancher-keys';
import { fieldsOf } from '../../../src/kubernetes/fields';
import { hostDocument } from '../../../src/manifests/host-files';
import { rancherProblems } from '../../../src/manifests/host-files/rancher';

const keysTold = (document: Record<string, unknown>, minor: number, tool: 'k3s' | 'rke2') => rancherProblems(document, minor, tool).map(({ field, message }) => [field, message]);

test.each<['k3s' | 'rke2', string, number]>([
  ['k3s', 'nonroot-devices', 28], ['rke2', 'nonroot-devices', 28], ['k3s', 'node-external-dns', 28], ['k3s', 'node-internal-dns', 28],
  ['k3s', 'etcd-snapshot-reconcile-interval', 29], ['k3s', 'etcd-s3-session-token', 29], ['rke2', 'node-name-from-cloud-provider-metadata', 29],
  ['k3s', 'secrets-encryption-provider', 30], ['k3s', 'etcd-s3-bucket-lookup-type', 30], ['rke2', 'etcd-s3-retention', 31], ['k3s', 'write-kubeconfig-name', 37],
])('%s knows %s since 1.%i', (tool, key, first) => {
  const name = tool === 'k3s' ? 'k3s' : 'RKE2';
  expect(keysTold({ [key]: 'x' }, first, tool)).toEqual([]);
  expect(keysTold({ [key]: 'x' }, first - 1, tool)).toEqual([[key, `is known since ${name} 1.${first}: ${name} 1.${first - 1} and older skip it with a line in the log`]]);
});

test.each<['k3s' | 'rke2', string, number]>([['k3s', 'no-flannel', 26], ['k3s', 'no-deploy', 26], ['k3s', 'disable-selinux', 26], ['k3s', 'cluster-secret', 26], ['k3s', 'multi-cluster-cidr', 29], ['rke2', 'multi-cluster-cidr', 29]])('%s: %s went with 1.%i', (tool, key, removed) => {
  const minor = Math.max(removed, 27);
  expect(keysTold({ [key]: 'x' }, minor, tool)).toEqual([[key, expect.stringMatching(new RegExp(`^went with (k3s|RKE2) 1.${removed}: .* 1.${minor} and newer skip it with a line in the log$`))]]);
  expect(keysTold({ [key]: 'x' }, removed - 1, tool)).toEqual([]);
});

test('a key is told in the minors that do not have it, and in no other, with or without a plus', () => {
  for (const tool of ['k3s', 'rke2'] as const) {
    const keys = [...fieldsOf(RANCHER_FIELDS, tool)!.values()];
    const one = fc.constantFrom(...keys);
    fc.assert(fc.property(one, fc.constantFrom(...SUPPORTED_MINORS), fc.boolean(), ({ name, first = 0, last = 99 }, minor, plus) => {
      const key = plus ? `${name}+` : name;
      expect(keysTold({ [key]: null }, minor, tool).filter(([field]) => field === key).length).toBe(first <= minor && minor <= last ? 0 : 1);
    }));
  }
});

test('a file that may be another program\'s is not told that a key is too young', () => {
  const document = { 'node-name': 'a', 'node-external-dns': 'b', 'region': 'c', 'zone': 'd', 'colour': 'e' };
  expect(hostDocument(document)?.problems(27) ?? []).toEqual([]);
});

test('a key of the other tool alone is told as such, whatever its release', () => {
  expect(keysTold({ 'node-name-from-cloud-provider-metadata': true }, 27, 'k3s')).toEqual([['node-name-from-cloud-provider-metadata', expect.stringMatching(/key of RKE2 alone/)]]);
  expect(keysTold({ 'no-flannel': true }, 34, 'rke2')).toEqual([['no-flannel', expect.stringMatching(/key of k3s alone/)]]);
});

test.each<[number, unknown, ReadonlyArray<readonly [string, RegExp]>]>([
  [27, { kubelet: { maxPodsExpression: 'max_pods + 1' } }, [['spec.kubelet.maxPodsExpression', /known since the nodeadm of EKS 1.28: .* 1.27 and older drop it without a word/]]],
  [28, { kubelet: { maxPodsExpression: 'max_pods + 1' } }, []],
  [34, { kubelet: { maxPods: 10 } }, [['spec.kubelet.maxPods', /drops it without a word/]]],
  [34, { instance: { localStorage: { stratgy: 'RAID0' }, somethingOfTomorrow: 1 } }, [['spec.instance.localStorage.stratgy', /^nodeadm knows no such field, and drops it/], ['spec.instance.somethingOfTomorrow', /newer image may know it/]]],
  [34, { instance: { localStorage: { strategy: 'RAID0', mountPath: '/x', disabledMounts: ['PodLogs'] }, environment: { default: { HTTP_PROXY: 'http://a' } } } }, []],
])('nodeadm, on EKS 1.%i: %j', (minor, spec, told) => {
  const found = hostDocument({ apiVersion: 'node.eks.aws/v1alpha1', kind: 'NodeConfig', spec })!.problems(minor);
  expect(found.map(({ field }) => field)).toEqual(told.map(([field]) => field));
  told.forEach(([, message], at) => expect(found[at]!.message).toMatch(message));
});
