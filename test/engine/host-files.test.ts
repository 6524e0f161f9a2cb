import { checkManifests } from '../../src/engine/check';
import { put, temporaryFolder } from '../deliver/support';

function check(files: Readonly<Record<string, string>>, kubernetesMinor = 35) {
  const root = temporaryFolder();
  Object.entries(files).forEach(([path, text]) => put(root, path, text));
  const { problems, objects, others } = checkManifests(root, { kubernetesMinor });
  return { objects, others, problems: problems.map(({ id, source, field }) => [id, `${source!.file.slice(root.length + 1)}:${source!.line}:${source!.column}`, field]) };
}

test('host files in any folder are judged where they stand: the problem has its file and line', () => {
  expect(check({
    'ansible/files/kubelet.yaml': 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nserverTlsBootstrap: true\n',
    'etc/kubernetes/kubelet.conf.d/50-tls.conf': 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n# new\ntlsCurvePreferences: [29]\n',
    'etc/rancher/rke2/config.yaml': 'profile: cis\nkubelet-arg:\n  - rotate-certificates=true\n',
    'talos/worker.yaml': 'version: v1alpha1\nmachine:\n  kubelet:\n    extraConfig:\n      resolvConf: /x\n',
    'containerd/config.toml': 'version = 3\n\n[plugins."io.containerd.grpc.v1.cri".registry.mirrors]\n',
    'kubeadm.yaml': '---\napiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\ncontrollerManager:\n  extraArgs:\n    - name: experimental-cluster-signing-duration\n      value: 720h\n',
  })).toEqual({
    objects: 6,
    others: 0,
    problems: [
      ['host-file-invalid', 'etc/kubernetes/kubelet.conf.d/50-tls.conf:4:1', 'tlsCurvePreferences'],
      ['host-file-invalid', 'talos/worker.yaml:5:7', 'machine.kubelet.extraConfig.resolvConf'],
      ['host-file-invalid', 'ansible/files/kubelet.yaml:3:1', 'serverTlsBootstrap'],
      ['host-file-invalid', 'kubeadm.yaml:6:7', 'controllerManager.extraArgs[0]'],
      ['host-setting-dead', 'containerd/config.toml:3:38', 'plugins."io.containerd.grpc.v1.cri".registry'],
      ['host-setting-dead', 'containerd/config.toml:3:47', 'plugins."io.containerd.grpc.v1.cri".registry.mirrors'],
      ['host-setting-dead', 'etc/rancher/rke2/config.yaml:3:5', 'kubelet-arg[0]'],
      ['host-setting-dead', 'etc/rancher/rke2/config.yaml:1:1', 'profile'],
    ],
  });
});

test('other TOML, other configuration and values of charts are left alone', () => {
  expect(check({
    'pyproject.toml': '[tool.x]\na = 1\n',
    'nginx.conf': 'server { listen 80; }\n',
    'values.yaml': 'cluster: prod\nimage: x\n',
    'broken.toml': 'not = = toml\n',
    'ns.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n',
  })).toMatchObject({ objects: 1, others: 1, problems: [] });
});

test.each([['without its head', 'readOnlyPort: 0\n'], ['that is no YAML', 'apiVersion: [\n']])('a drop-in of the kubelet %s stops it', (_, text) => {
  expect(check({ 'etc/kubernetes/kubelet.conf.d/50-port.conf': text, 'etc/other.conf': text }).problems)
    .toEqual([['host-file-invalid', 'etc/kubernetes/kubelet.conf.d/50-port.conf:1:1', undefined]]);
});

test('a dead setting does not keep the rest from being proved', () => {
  const { problems } = check({
    'kubelet.yaml': 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nstreamingConnectionIdleTimeout: 5m\n',
    'rbac.yaml': 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: a}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}]\n',
  });
  expect(problems.map(([id]) => id)).toEqual(expect.arrayContaining(['host-setting-dead', 'access-everything']));
});

const GROUP = (cluster: string, spec: string) => `apiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nmetadata:\n  name: nodes\n  labels:\n    kops.k8s.io/cluster: ${cluster}\nspec:\n  role: Node\n${spec}`;
const CLUSTER = (name: string, version: string) => `apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nmetadata:\n  name: ${name}\nspec:\n  kubernetesVersion: ${version}\n`;

test.each<[string, Readonly<Record<string, string>>, number]>([
  ['of 1.33', { 'cluster.yaml': CLUSTER('a.example.com', '1.33.1') }, 0],
  ['of 1.34', { 'cluster.yaml': CLUSTER('a.example.com', '1.34.1') }, 1],
  ['of 1.33 and of 1.34, in two overlays', { 'one/cluster.yaml': CLUSTER('a.example.com', '1.33.1'), 'two/cluster.yaml': CLUSTER('a.example.com', '1.34.1') }, 1],
  ['that is not here: the minor that was asked for', {}, 1],
  ['of another name: the minor that was asked for', { 'cluster.yaml': CLUSTER('b.example.com', '1.33.1') }, 1],
])('a group of machines of kops is judged by the Kubernetes of its cluster: %s', (_, files, told) => {
  const { problems } = check({ ...files, 'groups/nodes.yaml': GROUP('a.example.com', '  kubelet:\n    registerSchedulable: true\n') }, 35);
  expect(problems).toEqual(told === 0 ? [] : [['host-file-invalid', 'groups/nodes.yaml:10:5', 'spec.kubelet.registerSchedulable']]);
});

test('a field that a newer kops may have is told, and keeps nothing from being proved', () => {
  const { problems } = check({
    'kops.yaml': GROUP('a.example.com', '  hardening: {}\n'),
    'rbac.yaml': 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: a}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: eve}]\n',
  });
  expect(problems.map(([id, place]) => [id, place])).toEqual(expect.arrayContaining([['host-field-unknown', 'kops.yaml:9:3']]));
  expect(problems.map(([id]) => id)).toContain('access-everything');
});
