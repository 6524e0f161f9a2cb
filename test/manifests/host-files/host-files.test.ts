import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as yaml from 'yaml';
import { hostDocument } from '../../../src/manifests/host-files';
import { containerdProblems } from '../../../src/manifests/host-files/containerd';
import { readToml } from '../../../src/manifests/toml';

type Found = Array<[field: string, message: RegExp]>;

function problemsOf(text: string, minor: number) {
  return yaml.parseAllDocuments(text).flatMap(document => hostDocument(document.toJS() as Record<string, unknown>)!.problems(minor));
}

test.each<[string, string, number, Found]>([
  ['kubeadm before 1.31 does not know v1beta4', 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration', 30, [['apiVersion', /1.30 does not read this version/]]],
  ['kubeadm from 1.36 on does not know v1beta3', 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration', 36, [['apiVersion', /1.36 does not read this version/]]],
  ['a version of its own goes first', 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nkubernetesVersion: v1.30.1', 36, []],
  ['v1beta4 wants flags as a list', 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer: {extraArgs: {audit-log-path: /x}}', 34, [['apiServer.extraArgs', /a list of name and value/]]],
  ['v1beta3 wants flags as a map', 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\napiServer: {extraArgs: [{name: a, value: b}]}', 30, [['apiServer.extraArgs', /a map of names/]]],
  ['a misspelt field of kubeadm is dropped', 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer: {extravolumes: []}', 34, [['apiServer.extravolumes', /drops it with a warning/]]],
  ['v1beta3 has no validity of certificates', 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\ncertificateValidityPeriod: 24h', 30, [['certificateValidityPeriod', /v1beta3 has no such field/]]],
  ['a flag that went stops the controller manager', 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\ncontrollerManager: {extraArgs: [{name: experimental-cluster-signing-duration, value: 720h}]}', 34,
    [['controllerManager.extraArgs[0]', /was removed in Kubernetes 1.25/]]],
  ['a gate that went stops the kubelet that kubeadm starts', 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\nnodeRegistration: {kubeletExtraArgs: [{name: feature-gates, value: RotateKubeletClientCertificate=true}]}', 34,
    [['nodeRegistration.kubeletExtraArgs[0]', /went with Kubernetes 1.22/]]],
  ['a kubelet drops a field of a later minor', 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ntlsCurvePreferences: [29]', 35, [['tlsCurvePreferences', /since Kubernetes 1.36/]]],
  ['kind ≥ 1.36 writes v1beta4: a patch of v1beta3 matches nothing', 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatches: ["kind: ClusterConfiguration\\napiVersion: kubeadm.k8s.io/v1beta3"]', 36,
    [['kubeadmConfigPatches[0]', /apiVersion kind writes kubeadm.k8s.io\/v1beta4/]]],
  ['kind takes each document of a text for a patch', 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatches: ["kind: KubeletConfiguration\\nrotateCertificates: true\\n---\\nkind: KubeletConfiguration\\nrotateCertificate: true\\n---\\nkind: ClusterConfiguration\\napiVersion: kubeadm.k8s.io/v1beta3"]', 36,
    [['kubeadmConfigPatches[0]', /rotateCertificate/], ['kubeadmConfigPatches[0]', /apiVersion kind writes kubeadm.k8s.io\/v1beta4/]]],
  ['kind refuses a text of which one document is none', 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatches: ["kind: KubeletConfiguration\\n---\\n["]', 36, [['kubeadmConfigPatches[0]', /is no YAML/]]],
  ['kind passes over an empty document', 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatches: ["---\\nkind: KubeletConfiguration\\nrotateCertificates: true\\n---\\n"]', 36, []],
  ['kind\'s containerd file is of version 2', 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\ncontainerdConfigPatches: ["[plugins.\\"io.containerd.cri.v1.runtime\\"]\\nenable_selinux = true"]', 36,
    [['containerdConfigPatches[0]', /version 2 has no such plugin/]]],
  ['k3s sets the certificates of signers itself', 'kube-controller-manager-arg: [cluster-signing-cert-file=/x]', 34, [['kube-controller-manager-arg[0]', /set the certificates of their components themselves/]]],
  ['k3s is not CSR-based', 'kubelet-arg: [rotate-certificates=true]\nkube-controller-manager-arg: [cluster-signing-duration=720h]', 34,
    [['kube-controller-manager-arg[0]', /supervisor issues/], ['kubelet-arg[0]', /from the supervisor/]]],
  ['RKE2\'s cis profile logs nothing without a policy', 'profile: cis\nkubelet-arg: [seccomp-default=true]', 34, [['profile', /level None, which logs nothing/]]],
  ['RKE2\'s cis profile with a policy logs', 'profile: cis\naudit-policy-file: /x\nkubelet-arg: [seccomp-default=true]', 34, []],
  ['a gate that went stops a kubelet of k3s', 'kubelet-arg+: [feature-gates=RotateKubeletClientCertificate=true]', 34, [['kubelet-arg+[0]', /went with Kubernetes 1.22/]]],
  ['Talos locks fields of the kubelet', 'version: v1alpha1\nmachine: {kubelet: {extraConfig: {resolvConf: /x, rotateCertificates: true, authentication: {anonymous: {enabled: true}}}}}', 34,
    [['machine.kubelet.extraConfig.resolvConf', /refuses this field/], ['machine.kubelet.extraConfig.rotateCertificates', /locks/], ['machine.kubelet.extraConfig.authentication.anonymous.enabled', /Talos sets/]]],
  ['Talos has a name of its own for seccompDefault', 'version: v1alpha1\nmachine: {kubelet: {extraConfig: {seccompDefault: true}}}', 34, [['machine.kubelet.extraConfig.seccompDefault', /refuses this field here/]]],
  ['Talos denies flags of the API server', 'apiVersion: v1alpha1\nkind: KubeAPIServerConfig\nextraArgs: {encryption-provider-config: /x, audit-log-path: /y}', 34,
    [['extraArgs.encryption-provider-config', /denies/], ['extraArgs.audit-log-path', /rotates the audit log itself/]]],
  ['kops writes it with a capital C', 'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec: {kubeControllerManager: {clusterSigningDuration: 720h}}', 34, [['spec.kubeControllerManager.clusterSigningDuration', /refuses the file/]]],
  ['kops forbids the experimental flag', 'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec: {kubeControllerManager: {experimentalClusterSigningDuration: 720h}}', 34, [['spec.kubeControllerManager.experimentalClusterSigningDuration', /forbids/]]],
  ['kops has no field for serverTLSBootstrap', 'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec: {kubelet: {serverTLSBootstrap: true}}', 34, [['spec.kubelet.serverTLSBootstrap', /no such field/]]],
  ['k0s does not let a profile change the name service', 'apiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nspec: {workerProfiles: [{name: a, values: {clusterDomain: x, seccompDefualt: true}}]}', 34,
    [['spec.workerProfiles[0].values.clusterDomain', /does not let/], ['spec.workerProfiles[0].values.seccompDefualt', /no kubelet of 1.34/]]],
  ['Cluster API v1beta2 wants flags as a list', 'apiVersion: controlplane.cluster.x-k8s.io/v1beta2\nkind: KubeadmControlPlane\nspec: {kubeadmConfigSpec: {clusterConfiguration: {controllerManager: {extraArgs: {cluster-signing-duration: 720h}}}}}', 34,
    [['spec.kubeadmConfigSpec.clusterConfiguration.controllerManager.extraArgs', /a list/]]],
  ['Cluster API v1beta1 wants flags as a map', 'apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: KubeadmControlPlane\nspec: {kubeadmConfigSpec: {clusterConfiguration: {controllerManager: {extraArgs: [{name: cluster-signing-duration, value: 720h}]}}}}', 34,
    [['spec.kubeadmConfigSpec.clusterConfiguration.controllerManager.extraArgs', /a map/]]],
  ['a kubelet patch that nobody names is never applied', 'apiVersion: bootstrap.cluster.x-k8s.io/v1beta2\nkind: KubeadmConfigTemplate\nspec: {template: {spec: {files: [{path: /etc/kubernetes/patches/kubeletconfiguration0+strategic.json, content: \'{"serverTlsBootstrap":true}\'}]}}}', 34,
    [['spec.template.spec.files[0].path', /never applies it/], ['spec.template.spec.files[0].content', /serverTlsBootstrap no kubelet/]]],
  ['nodeadm passes fields of the kubelet on', 'apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {kubelet: {config: {podPidLimit: 1}}, containerd: {config: "version = 3\\n[plugins.\\"io.containerd.grpc.v1.cri\\"]\\nsandbox_image = \\"x\\""}}', 34,
    [['spec.kubelet.config.podPidLimit', /no kubelet/], ['spec.containerd.config', /sandbox_image in version 3 this setting is elsewhere/]]],
])('%s', (_, text, minor, expected) => {
  const found = problemsOf(text, minor);
  expect(found.map(({ field }) => field)).toEqual(expected.map(([field]) => field));
  expected.forEach(([, message], index) => expect(found[index]!.message).toMatch(message));
});

test.each<[string, string, Found]>([
  ['a file without a version is of version 1', '[plugins]', [['version', /version 1/]]],
  ['only another version at the top is not enough', 'version = 3\n[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runsc]\nruntime_type = "io.containerd.runsc.v1"', [['plugins."io.containerd.grpc.v1.cri".containerd', /elsewhere/]]],
  ['the streaming server stays where it was', 'version = 3\n[plugins."io.containerd.grpc.v1.cri"]\nstream_server_address = "127.0.0.1"', []],
  ['mirrors in the file go', 'version = 2\n[plugins."io.containerd.grpc.v1.cri".registry.mirrors."docker.io"]\nendpoint = ["https://x"]', [['plugins."io.containerd.grpc.v1.cri".registry.mirrors', /2.4/]]],
  ['the shim of version 1 went', 'version = 2\n[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]\nruntime_type = "io.containerd.runtime.v1.linux"', [['plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.runtime_type', /went with containerd 2.0/]]],
  ['tables of the top went below plugins in version 4', 'version = 4\n[grpc]\naddress = "/x"', [['grpc', /io.containerd.server.v1.grpc/]]],
  ['in version 3 they are at the top', 'version = 3\n[grpc]\naddress = "/x"', []],
])('containerd: %s', (_, text, expected) => {
  const found = containerdProblems(readToml(text));
  expect(found.map(({ field }) => field)).toEqual(expected.map(([field]) => field));
  expected.forEach(([, message], index) => expect(found[index]!.message).toMatch(message));
});

test.each([
  ['a Deployment', { apiVersion: 'apps/v1', kind: 'Deployment' }], ['values of a chart', { image: 'x', cluster: 'prod' }],
  ['a Cluster of others', { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster' }], ['an alpha kind of a core look', { apiVersion: 'v1alpha1', kind: 'Thing' }],
])('%s is no host file', (_, document) => {
  expect(hostDocument(document)).toBeUndefined();
});

describe('right files of every tool', () => {
  const folder = join(__dirname, 'examples');
  test.each(readdirSync(folder).filter(name => name.endsWith('.yaml')))('%s has no problem', name => {
    const documents = yaml.parseAllDocuments(readFileSync(join(folder, name), 'utf8'));
    for (const document of documents) {
      const host = hostDocument(document.toJS() as Record<string, unknown>);
      expect(host).toBeDefined();
      expect(host!.problems(name === 'kubeadm-v1beta3.yaml' ? 30 : 36).filter(({ message }) => !/supervisor issues|rotates the audit log/.test(message))).toEqual([]);
    }
  });
});
