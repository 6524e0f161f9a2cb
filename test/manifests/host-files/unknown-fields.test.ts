import * as fc from 'fast-check';
import * as yaml from 'yaml';
import { SUPPORTED_MINORS } from '../../../src/kubernetes';
import { componentFlags, flagGap, type FlaggedComponent } from '../../../src/kubernetes/component-flags';
import { COMPONENT_FLAGS } from '../../../src/kubernetes/data/component-flags';
import { K0S_FIELDS } from '../../../src/kubernetes/data/k0s-fields';
import { KOPS_FIELDS } from '../../../src/kubernetes/data/kops-fields';
import { KUBELET_STRUCTS } from '../../../src/kubernetes/data/kubelet-fields';
import { NODEADM_FIELDS } from '../../../src/kubernetes/data/nodeadm-fields';
import { RANCHER_FIELDS } from '../../../src/kubernetes/data/rancher-keys';
import { TALOS_FIELDS } from '../../../src/kubernetes/data/talos-fields';
import { fieldsOf, meantBy } from '../../../src/kubernetes/fields';
import { kubeletFlag } from '../../../src/kubernetes/kubelet-fields';
import { hostDocument } from '../../../src/manifests/host-files';
import { tomlProblems } from '../../../src/manifests/host-files/toml-text';

type Found = Array<[field: string, message: RegExp, fix?: RegExp]>;

function expectFound(found: ReadonlyArray<{ field: string; message: string; fix?: string }>, expected: Found): void {
  expect(found.map(({ field }) => field)).toEqual(expected.map(([field]) => field));
  expected.forEach(([, message, fix], at) => {
    expect(found[at]!.message).toMatch(message);
    expect(found[at]!.fix).toMatch(fix ?? /./);
  });
}

test.each<[string, string, Found]>([
  ['kind', 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatch: []\nnodes: [{role: control-plane, extraMount: []}]\nnetworking: {disableDefaultCNI: "yes"}',
    [['kubeadmConfigPatch', /kind has no such field/, /write kubeadmConfigPatches/], ['nodes[0].extraMount', /no such field/, /write extraMounts/], ['networking.disableDefaultCNI', /true or false/]]],
  ['kind, a patch of a document that it does not write', 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatches: ["kind: KubletConfiguration"]', [['kubeadmConfigPatches[0]', /changes nothing/]]],
  ['kind, a field in a patch', 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatches: ["kind: ClusterConfiguration\\napiServer: {extraArg: {}}"]', [['kubeadmConfigPatches[0]', /apiServer.extraArg kubeadm's v1beta4 has no such field/, /write extraArgs/]]],
  ['Cluster API', 'apiVersion: controlplane.cluster.x-k8s.io/v1beta2\nkind: KubeadmControlPlane\nspec: {version: v1.36.0, kubeadmConfigSpec: {joinConfiguraton: {}, clusterConfiguration: {kubernetesVersion: v1.36.0}, files: [{path: /x, contnt: y}]}}',
    [['spec.kubeadmConfigSpec.joinConfiguraton', /Cluster API has no such field/, /joinConfiguration/], ['spec.kubeadmConfigSpec.clusterConfiguration.kubernetesVersion', /no such field/], ['spec.kubeadmConfigSpec.files[0].contnt', /no such field/, /write content/]]],
  ['Cluster API v1beta1 still has the version in its ClusterConfiguration', 'apiVersion: bootstrap.cluster.x-k8s.io/v1beta1\nkind: KubeadmConfigTemplate\nspec: {template: {spec: {clusterConfiguration: {kubernetesVersion: v1.30.0}}}}', []],
  ['kubeadm, a kind', 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfig', [['kind', /no such kind/]]],
  ['the kubelet, its version', 'apiVersion: kubelet.config.k8s.io/v1\nkind: KubeletConfiguration', [['apiVersion', /no kubelet knows this version/]]],
  ['the kubelet, what was meant', 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nseccompDefualt: true', [['seccompDefualt', /no kubelet/, /write seccompDefault/]]],
  ['kube-apiserver, authentication', 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt: [{isuer: {}}]', [['jwt[0].isuer', /kube-apiserver has no such field, and stops/, /write issuer/]]],
  ['kube-apiserver, encryption by KMS v1, and none at all', 'apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: [{resources: [secrets], providers: [{identity: {}}, {kms: {apiVersion: v1, name: a, endpoint: b}}]}]',
    [['resources[0].providers[0]', /written unencrypted/], ['resources[0].providers[1].kms', /KMS v1 is off since Kubernetes 1.29/]]],
  ['kube-apiserver, an authorizer', 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nauthorizers: [{type: AlwaysAllow, name: a}, {type: Rbac, name: b}]', [['authorizers[0].type', /everybody do everything/], ['authorizers[1].type', /is no authorizer/]]],
  ['Talos', 'version: v1alpha1\nmachine: {kublet: {}, kubelet: {extraArgs: {network-plugin: cni}}}\ncluster: {apiserver: {}}', [['machine.kublet', /Talos knows no such field/, /write kubelet/], ['cluster.apiserver', /no such field/, /write apiServer/], ['machine.kubelet.extraArgs.network-plugin', /removed in Kubernetes 1.24/]]],
  ['Talos, an audit policy inside', 'version: v1alpha1\ncluster: {apiServer: {auditPolicy: {apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: metadata}]}}}', [['cluster.apiServer.auditPolicy.rules[0].level', /./]]],
  ['Talos, a kind of document', 'apiVersion: v1alpha1\nkind: KubeControllermanagerConfig', [['kind', /no such document/, /write KubeControllerManagerConfig/]]],
  ['Talos, tables of an older containerd', 'apiVersion: v1alpha1\nkind: CRICustomizationConfig\nname: a\ncontent: |\n  [plugins."io.containerd.grpc.v1.cri"]\n  sandbox_image = "x"', [['content', /in version 3 this setting is elsewhere/]]],
  ['k3s', 'protect-kernel-default: true\nkubelet-arg: [foo=bar]\nkube-scheduler-arg: [foo=bar]', [['protect-kernel-default', /k3s knows no such key/, /write protect-kernel-defaults/], ['kube-scheduler-arg[0]', /no such flag/], ['kubelet-arg[0]', /no such flag/]]],
  ['RKE2, known by its keys alone', 'profile: cis\naudit-policy-fil: /x\npod-security-admission-config-file: /y', [['audit-policy-fil', /RKE2 knows no such key/, /write audit-policy-file/], ['profile', /logs nothing/]]],
  ['k3s, a key that looks like none', 'kubelet-arg: [seccomp-default=true]\nflannel-backend: none\ncluster-init: true\nhardening: true\ncni: none', [['hardening', /k3s knows no such key/, /leave it out; known here/], ['cni', /is a key of RKE2 alone/]]],
  ['RKE2, a key of k3s', 'cni: canal\nprofile: cis\naudit-policy-file: /x\nflannel-backend: none', [['flannel-backend', /is a key of k3s alone: RKE2 skips it/, /leave it out/]]],
  ['k3s, a key behind a plus', 'kube-apiserver-arg+: [audit-log-path=/x]\nhardening+: [a]', [['hardening+', /k3s knows no such key/]]],
  ['keys that may be another program\'s are not told', 'node-name: a\ntoken: b\nregion: c', []],
  ['k0s, a field that looks like none', 'apiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nspec: {telemetry: {endpoint: x}, storage: {etcd: {encryption: true}}, network: {somethingOfTomorrow: 1}}', [['spec.telemetry.endpoint', /k0s knows no such field/, /known here: enabled/], ['spec.storage.etcd.encryption', /dropped without a word/], ['spec.network.somethingOfTomorrow', /no k0s 1.36 that is known here has such a field; a newer patch of it may/]]],
  ['nodeadm, a field that looks like none', 'apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {hardening: {}, kubelet: {seccompDefault: true}, instance: {somethingOfTomorrow: 1}}', [['spec.hardening', /nodeadm knows no such field/], ['spec.kubelet.seccompDefault', /no such field/, /known here: config, flags, maxPodsExpression/], ['spec.instance.somethingOfTomorrow', /that of a newer image may know it/]]],
  ['kops', 'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec: {kubeApiServer: {}, kubelet: {rotateCertificate: true, seccompDefault: "yes", featureGates: {RotateKubeletClientCertificate: "true"}}, fileAssets: [{name: a, content: "apiVersion: audit.k8s.io/v1\\nkind: Policy\\nrules: [{level: metadata}]"}]}',
    [['spec.kubeApiServer', /kops knows no such field/, /write kubeAPIServer/], ['spec.kubelet.rotateCertificate', /no such field/], ['spec.kubelet.seccompDefault', /true or false/], ['spec.kubelet.featureGates.RotateKubeletClientCertificate', /went with Kubernetes 1.22/],
      ['spec.fileAssets[0].content', /rules\[0\].level/]]],
  ['k0s', 'apiVersion: k0s.k0sproject.io/v1beta1\nkind: ClusterConfig\nspec: {controlerManager: {}, workerProfiles: [{name: a, value: {}}], scheduler: {extraArgs: {foo: bar}}}', [['spec.controlerManager', /k0s knows no such field/], ['spec.workerProfiles[0].value', /no such field/, /write values/], ['spec.scheduler.extraArgs.foo', /no such flag/]]],
  ['nodeadm', 'apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {kubelet: {confg: {}, flags: ["--foo=bar"]}}', [['spec.kubelet.confg', /nodeadm knows no such field/, /write config/], ['spec.kubelet.flags[0]', /no such flag/]]],
  ['a field of a newer release of a tool that is known in part is nobody\'s slip', 'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec: {kubernetesVersion: 1.39.0, somethingOfTomorrow: {}}', []],
])('an unknown field is told: %s', (_, text, expected) => {
  const document = yaml.parse(text) as Record<string, unknown>;
  expectFound(hostDocument(document)!.problems(36), expected);
});

test.each<[string, string, number | 'hosts' | undefined, Found]>([
  ['at the top', 'version = 3\nimprts = []', undefined, [['imprts', /ignores it/, /write imports/]]],
  ['in a plugin', 'version = 3\n[plugins."io.containerd.cri.v1.runtime"]\nenable_unprivileged_port = true\nenable_selinux = "yes"', undefined,
    [['plugins."io.containerd.cri.v1.runtime".enable_unprivileged_port', /ignores it/, /enable_unprivileged_ports/], ['plugins."io.containerd.cri.v1.runtime".enable_selinux', /true or false: containerd does not start/]]],
  ['in a plugin of version 2', 'version = 2\n[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]\nruntimetype = "x"', undefined, [['plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.runtimetype', /ignores it/, /runtime_type/]]],
  ['among options of runc', 'version = 3\n[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]\nruntime_type = "io.containerd.runc.v2"\n[plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]\nsystemd_cgroup = true', undefined,
    [['plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options.systemd_cgroup', /no such option/, /write SystemdCgroup/]]],
  ['a plugin', 'version = 3\n[plugins."io.containerd.cri.v1.runtme"]\nx = 1', undefined, [['plugins."io.containerd.cri.v1.runtme"', /no such plugin/, /cri.v1.runtime/]]],
  ['a plugin of others', 'version = 3\n[plugins."com.example.thing.v1"]\nx = 1', undefined, []],
  ['in hosts.toml', 'sever = "https://a"\n[host."https://b"]\ncapabilities = ["pul"]\nskip_verfy = true', 'hosts', [['sever', /ignores it/], ['host."https://b".skip_verfy', /ignores it/, /skip_verify/], ['host."https://b".capabilities', /no capability/]]],
  ['hosts.toml as it should be', 'server = "https://a"\n[host."https://b"]\ncapabilities = ["pull"]\nca = "/x"', 'hosts', []],
])('containerd, an unknown name: %s', (_, text, version, expected) => {
  expectFound(tomlProblems(text, version), expected);
});

test.each([
  ['authorization-config', 'authorization-mode'], ['authentication-config', 'oidc-issuer-url'],
])('the API server stops at --%s beside --%s', (flag, other) => {
  const document = { apiVersion: 'kubeadm.k8s.io/v1beta4', kind: 'ClusterConfiguration', apiServer: { extraArgs: [{ name: flag, value: '/x' }, { name: other, value: 'y' }] } };
  expectFound(hostDocument(document)!.problems(36), [['apiServer.extraArgs[1]', new RegExp(`cannot stand beside --${flag}`)]]);
});

test.each([['PodSecurityPolicy', 25], ['SecurityContextDeny', 30]])('the admission plugin %s went with 1.%i', (plugin, removed) => {
  const problemsAt = (minor: number) => hostDocument({
    apiVersion: minor >= 31 ? 'kubeadm.k8s.io/v1beta4' : 'kubeadm.k8s.io/v1beta3',
    kind: 'ClusterConfiguration',
    apiServer: { extraArgs: minor >= 31 ? [{ name: 'enable-admission-plugins', value: `NodeRestriction,${plugin}` }] : { 'enable-admission-plugins': `NodeRestriction,${plugin}` } },
  })!.problems(minor).length;
  expect([27, 36].map(problemsAt)).toEqual([removed <= 27 ? 1 : 0, 1]);
});

test('every flag by which we configure a kubelet exists in every minor', () => {
  const fields = Object.values(KUBELET_STRUCTS).flatMap(rows => rows.map(([name]) => name)).concat('authentication.anonymous.enabled', 'authentication.webhook.enabled', 'authorization.mode');
  const flags = fields.flatMap(field => kubeletFlag(field) ?? []);
  expect(flags.length).toBeGreaterThan(15);
  expect(SUPPORTED_MINORS.flatMap(minor => flags.filter(flag => flagGap('kubelet', flag, minor) !== undefined))).toEqual([]);
});

test('flags stand once in the table of a component', () => {
  for (const component of Object.keys(COMPONENT_FLAGS) as FlaggedComponent[]) {
    expect(componentFlags(component).size).toBe(COMPONENT_FLAGS[component].length);
  }
});

test('every struct that a table names is in it, whatever the tool', () => {
  for (const table of [TALOS_FIELDS, KOPS_FIELDS, K0S_FIELDS, NODEADM_FIELDS, RANCHER_FIELDS]) {
    const named = Object.keys(table).flatMap(struct => [...fieldsOf(table, struct)!.values()].flatMap(field => field.struct ?? []));
    expect(named.filter(struct => fieldsOf(table, struct) === undefined)).toEqual([]);
  }
});

test('a name that is known is meant by itself, and one slip away from a long name by that', () => {
  const names = [...fieldsOf(KOPS_FIELDS, 'Kubelet')!.keys()].filter(name => name.length >= 10);
  fc.assert(fc.property(fc.constantFrom(...names), fc.nat(), (name, seed) => {
    const at = seed % (name.length - 1);
    const swapped = `${name.slice(0, at)}${name[at + 1]!}${name[at]!}${name.slice(at + 2)}`;
    expect(meantBy(name, [name])).toBe(name);
    expect(meantBy(`${name.slice(0, at)}${name.slice(at + 1)}`, [name])).toBe(name);
    expect(meantBy(swapped, [name])).toBe(name);
    expect(meantBy(`entirely${seed}`, [name])).toBeUndefined();
  }));
});
