import * as yaml from 'yaml';
import { renderHosts } from '../../../src/deliver/hosts';
import { NO_HOSTS, type HostsModel } from '../../../src/deliver/hosts-model';
import type { TargetModel } from '../../../src/deliver/model';
import { modelOf } from '../support';

const ROTATION: Partial<HostsModel> = {
  controlPlane: { ...NO_HOSTS.controlPlane, controllerManagerFlags: { 'cluster-signing-duration': '720h' } }, kubelet: { rotateCertificates: true, serverTLSBootstrap: true },
};
const HARDENING: Partial<HostsModel> = { kubelet: { seccompDefault: true, podPidsLimit: 4096, readOnlyPort: 0, protectKernelDefaults: true, authorization: { mode: 'Webhook' } } };
const SANDBOX: Partial<HostsModel> = { containerd: { ...NO_HOSTS.containerd, handlers: { runsc: { type: 'io.containerd.runsc.v1' } } } };

const MIRROR: Partial<HostsModel> = {
  containerd: { ...NO_HOSTS.containerd, registryHosts: { 'docker.io': { server: 'https://registry-1.docker.io', mirrors: [{ url: 'https://mirror.example.com:5000', capabilities: ['pull', 'resolve'] }] } } },
};
const MIRROR_WITH_CA: Partial<HostsModel> = {
  containerd: { ...NO_HOSTS.containerd, registryHosts: { 'docker.io': { mirrors: [{ url: 'https://mirror.example.com:5000', capabilities: ['pull', 'resolve'], ca: '/etc/ca.crt' }] } } },
};

function filesOf(target: Partial<TargetModel> & { minor: number }, hosts: Partial<HostsModel>): Record<string, string> {
  const model = modelOf({ hosts: { ...NO_HOSTS, ...hosts } });
  const { distribution = 'generic' } = target;
  const files = renderHosts({ ...model, target: { ...model.target, kubernetes: `1.${target.minor}`, ...target } });
  return Object.fromEntries([...files].map(([path, text]) => [path.slice(`hosts/${distribution}/`.length), text]));
}

type Trap = [trap: string, target: Partial<TargetModel> & { minor: number }, hosts: Partial<HostsModel>, file: string, expected: unknown];

/** Each row of the distributions' traps that concerns what is written: the file, and what must be in it. */
test.each<Trap>([
  ['kubeadm v1beta3 takes flags as a map', { distribution: 'kubeadm', minor: 30 }, ROTATION, 'kubeadm.yaml',
    { apiVersion: 'kubeadm.k8s.io/v1beta3', controllerManager: { extraArgs: { 'cluster-signing-duration': '720h' } } }],
  ['kubeadm v1beta4 takes flags as a list', { distribution: 'kubeadm', minor: 36 }, ROTATION, 'kubeadm.yaml',
    { apiVersion: 'kubeadm.k8s.io/v1beta4', controllerManager: { extraArgs: [{ name: 'cluster-signing-duration', value: '720h' }] } }],
  ['kind gets patches without a version, which it converts for the image', { distribution: 'kind', minor: 36 }, ROTATION, 'kind.yaml',
    { kubeadmConfigPatches: ['kind: ClusterConfiguration\ncontrollerManager:\n  extraArgs:\n    cluster-signing-duration: 720h\n', 'kind: KubeletConfiguration\nrotateCertificates: true\nserverTLSBootstrap: true\n'] }],
  ['kind\'s containerd file is of version 2, whatever containerd it runs', { distribution: 'kind', minor: 37, containerd: '2.3' }, SANDBOX, 'kind.yaml',
    { containerdConfigPatches: ['[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runsc]\nruntime_type = "io.containerd.runsc.v1"\n'] }],
  ['kops wants a capital C', { distribution: 'kops', minor: 34 }, ROTATION, 'cluster-patch.yaml',
    { spec: { kubeControllerManager: { ClusterSigningDuration: '720h' }, kubelet: { rotateCertificates: true } } }],
  ['Talos 1.13 has one document, and seccompDefault under a name of its own', { distribution: 'talos', version: '1.13', minor: 34 }, HARDENING, 'machine-patch.yaml',
    { version: 'v1alpha1', machine: { kubelet: { extraConfig: { podPidsLimit: 4096, readOnlyPort: 0 }, defaultRuntimeSeccompProfileEnabled: true } } }],
  ['Talos 1.14 has separate documents', { distribution: 'talos', version: '1.14', minor: 36 }, HARDENING, 'machine-patch.yaml',
    { apiVersion: 'v1alpha1', kind: 'KubeletConfig', config: { podPidsLimit: 4096, readOnlyPort: 0 }, defaultRuntimeSeccompProfileEnabled: true }],
  ['Talos 1.14 documents name the image only of a release that was named', { distribution: 'talos', version: '1.14', minor: 36, kubernetes: '1.36.2' }, HARDENING, 'machine-patch.yaml',
    { kind: 'KubeletConfig', image: 'ghcr.io/siderolabs/kubelet:v1.36.2' }],
  ['k0s from 1.36 on stops at a file of version 2', { distribution: 'k0s', minor: 36 }, SANDBOX, 'nodes/etc/k0s/containerd.d/50-bulwark.toml',
    'version = 3\n\n[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runsc]\nruntime_type = "io.containerd.runsc.v1"\n'],
  ['k0s before is of version 2', { distribution: 'k0s', minor: 35 }, SANDBOX, 'nodes/etc/k0s/containerd.d/50-bulwark.toml',
    'version = 2\n\n[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runsc]\nruntime_type = "io.containerd.runsc.v1"\n'],
  ['Cluster API v1beta1 takes flags as a map', { distribution: 'clusterApi', version: 'v1beta1', minor: 34 }, ROTATION, 'kubeadm-control-plane.yaml',
    { spec: { kubeadmConfigSpec: { clusterConfiguration: { controllerManager: { extraArgs: { 'cluster-signing-duration': '720h' } } } } } }],
  ['Cluster API has no field for the kubelet: a patch, and the folder that kubeadm is told of', { distribution: 'clusterApi', version: 'v1beta2', minor: 34 }, ROTATION, 'kubeadm-config-template.yaml',
    { spec: { template: { spec: { joinConfiguration: { patches: { directory: '/etc/kubernetes/patches' } }, files: [{ path: '/etc/kubernetes/patches/kubeletconfiguration0+strategic.json' }] } } } }],
  ['AKS writes seccompDefault as a word, and podPidsLimit under another name', { distribution: 'aks', minor: 34 }, HARDENING, 'kubelet-config.json', { podMaxPids: 4096, seccompDefault: 'RuntimeDefault' }],
  ['GKE turns the read-only port off under another name', { distribution: 'gke', minor: 34 }, HARDENING, 'system-config.yaml', { kubeletConfig: { insecureKubeletReadonlyPortEnabled: false, podPidsLimit: 4096 } }],
  ['nodeadm takes scalars of the kubelet, whatever its definition says', { distribution: 'eks', minor: 34 }, HARDENING, 'node-config.yaml', { spec: { kubelet: { config: { seccompDefault: true, podPidsLimit: 4096 } } } }],
  ['k3s has drop-ins for the kubelet from 1.32 on', { distribution: 'k3s', minor: 32 }, HARDENING, 'nodes/var/lib/rancher/k3s/agent/etc/kubelet.conf.d/50-bulwark.conf', { kind: 'KubeletConfiguration', readOnlyPort: 0 }],
  ['k3s before takes flags', { distribution: 'k3s', minor: 31 }, HARDENING, 'agent/etc/rancher/k3s/config.yaml.d/50-bulwark.yaml',
    { 'kubelet-arg+': ['authorization-mode=Webhook', 'pod-max-pids=4096', 'protect-kernel-defaults=true', 'read-only-port=0', 'seccomp-default=true'] }],
  ['GKE names registries and mirrors by host, not by URL', { distribution: 'gke', minor: 36 }, MIRROR, 'containerd-config.yaml',
    { registryHosts: [{ server: 'docker.io', hosts: [{ host: 'mirror.example.com:5000', capabilities: ['HOST_CAPABILITY_PULL', 'HOST_CAPABILITY_RESOLVE'] }] }] }],
  ['k3s names the authority of a mirror by its host', { distribution: 'k3s', minor: 36 }, MIRROR_WITH_CA, 'nodes/etc/rancher/k3s/registries.yaml',
    { mirrors: { 'docker.io': { endpoint: ['https://mirror.example.com:5000'] } }, configs: { 'mirror.example.com:5000': { tls: { ca_file: '/etc/ca.crt' } } } }],
  ['kubespray names the server beside the mirrors', { distribution: 'kubespray', minor: 36 }, MIRROR, 'group_vars/k8s_cluster/bulwark.yml',
    { containerd_registries_mirrors: [{ prefix: 'docker.io', server: 'https://registry-1.docker.io' }] }],
  ['nodeadm refuses tables of version 3 where containerd is of 1.7', { distribution: 'eks', minor: 32 }, SANDBOX, 'node-config.yaml',
    { spec: { containerd: { config: 'version = 2\n\n[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runsc]\nruntime_type = "io.containerd.runsc.v1"\n' } } }],
  ['kubespray has a variable for serving certificates, which brings the rest', { distribution: 'kubespray', minor: 34 }, ROTATION, 'group_vars/k8s_cluster/bulwark.yml',
    { kubelet_rotate_certificates: true, kubelet_rotate_server_certificates: true, kube_kubeadm_controller_extra_args: { 'cluster-signing-duration': '720h' } }],
])('%s', (_, target, hosts, file, expected) => {
  const files = filesOf(target, hosts);
  expect(Object.keys(files)).toContain(file);
  if (typeof expected === 'string') {
    expect(files[file]).toBe(expected);
  } else {
    expect(yaml.parseAllDocuments(files[file]!)[0]!.toJS()).toMatchObject(expected as object);
  }
});

test.each([['k3s', 'supervisor'], ['rke2', 'supervisor'], ['eks', 'IAM'], ['gke', 'GKE issues'], ['aks', 'AKS issues']])(
  '%s does not let one set the lifetime of certificates: no file has it, the README has why', (distribution, why) => {
    const files = filesOf({ distribution, minor: 34 }, ROTATION);
    expect(Object.entries(files).filter(([path, text]) => path !== 'README.md' && /signing|rotate/i.test(text))).toEqual([]);
    expect(files['README.md']).toMatch(new RegExp(`cluster-signing-duration.*${why}`));
  });

test('on Cluster API before containerd 2.0 no drop-in is written: it would replace the whole table of the plugin', () => {
  const files = filesOf({ distribution: 'clusterApi', version: 'v1beta2', minor: 34, containerd: '1.7' }, SANDBOX);
  expect(Object.keys(files)).toEqual(['README.md']);
  expect(files['README.md']).toMatch(/Not settable here[^]*containerd handler runsc/);
});

test.each<[string, string, string]>([
  ['kubespray', 'profiling', 'from a variable of its own'], ['k0s', 'service-cluster-ip-range', 'stops where extraArgs name it'], ['minikube', 'authorization-config', 'no folder with secrets'],
])('%s does not take --%s of the API server a second time: no file has it, the README has why', (distribution, flag, why) => {
  const files = filesOf({ distribution, minor: 36 }, { controlPlane: { ...NO_HOSTS.controlPlane, apiServerFlags: { [flag]: 'x' } } });
  expect(Object.entries(files).filter(([path, text]) => path !== 'README.md' && text.includes(flag))).toEqual([]);
  expect(files['README.md']).toMatch(new RegExp(`${flag}.*${why}`));
});

test('kind names the image of the release, since it would take a minor of its own', () => {
  expect(filesOf({ distribution: 'kind', minor: 36, kubernetes: '1.36.2' }, HARDENING)['README.md']).toContain('--image kindest/node:v1.36.2`');
  expect(filesOf({ distribution: 'kind', minor: 36 }, HARDENING)['README.md']).toContain('Choose the image of 1.36');
});
