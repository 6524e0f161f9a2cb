import { containerdVersionOf } from '../../src/kubernetes/containerd';
import { AREAS, areaOf, capabilityOf, distributionOf, DISTRIBUTIONS } from '../../src/kubernetes/distributions';

const NAMES = ['kubeadm', 'kind', 'k3s', 'rke2', 'talos', 'kops', 'kubespray', 'clusterApi', 'k0s', 'minikube', 'eks', 'gke', 'aks', 'generic'];

test('every distribution has a row, and every row says something of every column', () => {
  expect(Object.keys(DISTRIBUTIONS).sort()).toEqual([...NAMES].sort());
  for (const name of NAMES) {
    const row = distributionOf(name)!;
    expect(Object.keys(row.areas).sort()).toEqual(Object.keys(AREAS).sort());
    for (const cell of [...Object.values(row.areas), ...row.exceptions ?? []]) {
      expect(cell.how).toMatch(/[^.]$/);
    }
  }
});

test('what is no distribution lets one set nothing', () => {
  expect(distributionOf('toString')).toBeUndefined();
  expect(capabilityOf({ distribution: 'constructor', minor: 34 }, 'kubelet seccompDefault').can).toBe('unsettable');
});

test.each([
  ['kube-apiserver --audit-policy-file', 'audit'], ['kube-apiserver --audit-webhook-config-file', 'audit'],
  ['kube-apiserver --kubelet-certificate-authority', 'serving-rotation'], ['kube-apiserver --encryption-provider-config', 'api-server'],
  ['kube-controller-manager --cluster-signing-duration', 'certificate-lifetime'], ['kube-controller-manager --profiling', 'controller-manager'],
  ['kubelet rotateCertificates', 'client-rotation'], ['kubelet serverTLSBootstrap', 'serving-rotation'], ['kubelet seccompDefault', 'kubelet'],
  ['containerd systemdCgroup', 'containerd'], ['containerd handler runsc', 'containerd'], ['containerd registry docker.io', 'registries'],
])('%s belongs to the column %s', (setting, area) => {
  expect(areaOf(setting)).toBe(area);
});

test.each([
  // facts of the distributions, each a trap when it is forgotten
  ['kubeadm', 'kubelet rotateCertificates', 'false', 'unsettable', /kubernetes#96394/],
  ['kubeadm', 'kubelet rotateCertificates', 'true', 'settable', /forces/],
  ['k3s', 'kube-controller-manager --cluster-signing-duration', '720h0m0s', 'managed', /supervisor/],
  ['k3s', 'kube-controller-manager --cluster-signing-cert-file', '/x', 'managed', /themselves/],
  ['rke2', 'kubelet rotateCertificates', 'true', 'managed', /365 days/],
  ['rke2', 'kube-apiserver --audit-policy-file', '/x', 'settable', /level None/],
  ['talos', 'kubelet rotateCertificates', 'true', 'managed', /locks/],
  ['talos', 'kubelet protectKernelDefaults', 'true', 'managed', /refuses/],
  ['talos', 'kubelet authorization.mode', 'Webhook', 'managed', /refuses/],
  ['talos', 'kubelet resolvConf', '/x', 'unsettable', /refuses/],
  ['talos', 'kubelet seccompDefault', 'true', 'settable', /KubeletConfig/],
  ['talos', 'kube-apiserver --encryption-provider-config', '/x', 'unsettable', /denies/],
  ['talos', 'kube-apiserver --authorization-config', '/x', 'unsettable', /denies/],
  ['talos', 'kube-controller-manager --cluster-signing-cert-file', '/x', 'unsettable', /denies/],
  ['talos', 'kube-controller-manager --cluster-signing-duration', '720h0m0s', 'settable', /extraArgs/],
  ['kops', 'kubelet serverTLSBootstrap', 'true', 'managed', /kops-controller/],
  ['kops', 'kubelet seccompDefault', 'true', 'settable', /field/],
  ['kops', 'kubelet makeIPTablesUtilChains', 'true', 'unsettable', /no field/],
  ['kops', 'kubelet streamingConnectionIdleTimeout', '5m', 'settable', /a field/],
  ['kops', 'kube-apiserver --audit-log-path', '/x', 'settable', /fileAssets/],
  ['kops', 'kube-apiserver --audit-webhook-mode', 'batch', 'settable', /fileAssets/],
  ['kops', 'kube-apiserver --audit-log-mode', 'batch', 'unsettable', /no field/],
  ['kops', 'kube-apiserver --profiling', 'false', 'settable', /a field of kubeAPIServer/],
  ['kops', 'kube-apiserver --service-account-lookup', 'true', 'unsettable', /no field of kubeAPIServer/],
  ['kops', 'kube-apiserver --encryption-provider-config', '/x', 'unsettable', /which files/],
  ['kops', 'kube-apiserver --enable-bootstrap-token-auth', 'true', 'unsettable', /no bootstrap tokens/],
  ['kops', 'kube-apiserver --secure-port', '6443', 'managed', /itself/],
  ['kops', 'kube-controller-manager --terminated-pod-gc-threshold', '10', 'settable', /a field of kubeControllerManager/],
  ['kops', 'kube-controller-manager --bind-address', '127.0.0.1', 'unsettable', /no field of kubeControllerManager/],
  ['kops', 'kube-controller-manager --root-ca-file', '/x', 'unsettable', /which files/],
  ['k3s', 'containerd sandboxImage', 'x', 'settable', /template/],
  ['k3s', 'containerd systemdCgroup', 'true', 'managed', /second table/],
  ['kubespray', 'containerd systemdCgroup', 'true', 'settable', /variables/],
  ['kubespray', 'containerd sandboxImage', 'x', 'unsettable', /no variable/],
  ['k0s', 'kubelet serverTLSBootstrap', 'true', 'managed', /approves/],
  ['k0s', 'kubelet clusterDNS', '["10.0.0.10"]', 'unsettable', /worker profile/],
  ['minikube', 'containerd systemdCgroup', 'true', 'unsettable', /itself/],
  ['eks', 'kube-apiserver --audit-policy-file', '/x', 'managed', /EKS/],
  ['eks', 'kubelet rotateCertificates', 'true', 'managed', /IAM/],
  ['eks', 'kubelet seccompDefault', 'true', 'settable', /NodeConfig/],
  ['gke', 'kubelet seccompDefault', 'true', 'unsettable', /no such field/],
  ['gke', 'kubelet podPidsLimit', '4096', 'settable', /kubeletConfig/],
  ['gke', 'kubelet readOnlyPort', '0', 'settable', /kubeletConfig/],
  ['gke', 'kubelet readOnlyPort', '10255', 'unsettable', /on or off/],
  ['gke', 'kube-apiserver --audit-policy-file', '/x', 'managed', /fixed policy/],
  ['aks', 'kubelet seccompDefault', 'true', 'settable', /node pool/],
  ['aks', 'kubelet tlsMinVersion', 'VersionTLS12', 'unsettable', /no such field/],
  ['aks', 'kube-apiserver --audit-policy-file', '/x', 'managed', /fixed policy/],
  ['generic', 'kube-apiserver --encryption-provider-config', '/x', 'settable', /flags/],
])('%s: %s=%s is %s', (distribution, setting, value, can, how) => {
  const cell = capabilityOf({ distribution, minor: 36 }, setting, value);
  expect(cell.can).toBe(can);
  expect(cell.how).toMatch(how);
});

test.each([
  [{ distribution: 'generic', minor: 35 }, 2], [{ distribution: 'generic', minor: 36 }, 3],
  [{ distribution: 'generic', minor: 34, containerd: '1.7' }, 2], [{ distribution: 'generic', minor: 34, containerd: '2.0' }, 3],
  [{ distribution: 'generic', minor: 36, containerd: '2.2' }, 3], [{ distribution: 'generic', minor: 36, containerd: '2.3' }, 4],
  [{ distribution: 'kind', minor: 37, containerd: '2.3' }, 2],
  [{ distribution: 'k0s', minor: 35 }, 2], [{ distribution: 'k0s', minor: 36 }, 3],
  [{ distribution: 'talos', minor: 34, version: '1.14' }, 3], [{ distribution: 'talos', minor: 31, version: '1.8' }, 2],
  [{ distribution: 'eks', minor: 34 }, 2], [{ distribution: 'eks', minor: 36 }, 3], [{ distribution: 'k3s', minor: 31 }, 2], [{ distribution: 'k3s', minor: 33 }, 3],
])('the configuration of containerd on %j is of version %i', (target, version) => {
  expect(containerdVersionOf(target)).toBe(version);
});

test('a value never changes what is said of a setting, but where an exception names the very value', () => {
  const settings = [
    ...['audit-policy-file', 'audit-log-path', 'audit-webhook-config-file', 'encryption-provider-config', 'authorization-config'].map(flag => `kube-apiserver --${flag}`),
    'kube-controller-manager --cluster-signing-duration', 'kubelet seccompDefault', 'kubelet podPidsLimit',
    'containerd systemdCgroup', 'containerd sandboxImage', 'containerd registryConfigPath', 'containerd registry docker.io', 'containerd handler runsc',
  ];
  for (const distribution of NAMES) {
    for (const setting of settings) {
      expect([distribution, setting, capabilityOf({ distribution, minor: 36 }, setting, 'x')]).toEqual([distribution, setting, capabilityOf({ distribution, minor: 36 }, setting)]);
    }
  }
});
