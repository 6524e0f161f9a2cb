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

const link = '---\napiVersion: v1alpha1\nkind: LinkConfig\nname: eth0\nsomethingOfTomorrow: 1\n';
const machine = (image: string) => `version: v1alpha1\nmachine: {type: worker, install: {image: "ghcr.io/siderolabs/installer:${image}"}}\n`;
const told = (line: number, id = 'host-file-invalid') => [[id, `worker.yaml:${line}:1`, 'somethingOfTomorrow']];

test.each<[string, string, unknown]>([
  ['names its release', `${machine('v1.12.3')}${link}`, told(7)],
  ['names one of which not all is known', `${machine('v1.14.0')}${link}`, told(7, 'host-field-unknown')],
  ['is not there, so that 1.14 may be meant', link, told(5, 'host-field-unknown')],
  ['is there twice, so that nobody knows which is meant', `${machine('v1.12.3')}---\n${machine('v1.14.0')}${link}`, told(10, 'host-field-unknown')],
  ['stands behind the document', `${link}---\n${machine('v1.13.0')}`, told(5)],
  ['names a minor of Kubernetes that 1.14 does not run', `version: v1alpha1\nmachine: {kubelet: {image: "ghcr.io/siderolabs/kubelet:v1.30.1"}}\n${link}`, told(7)],
  ['is broken', `version: v1alpha1\nmachine: {install: {image: "ghcr.io/siderolabs/installer:v1.12.3"\n${link}`, expect.not.arrayContaining(told(7))],
])('the machine configuration of Talos that stands beside a document %s', (_, text, expected) => {
  expect(check({ 'worker.yaml': text }).problems).toEqual(expected);
});

test('a machine configuration in another file says nothing of a document', () => {
  expect(check({ 'machine.yaml': machine('v1.12.3'), 'worker.yaml': link }).problems).toEqual(told(5, 'host-field-unknown'));
});

test('of a release beyond the tables, slips alone are told, and that is said of its documents as well', () => {
  const root = temporaryFolder();
  put(root, 'worker.yaml', `${machine('v1.15.0')}${link}`);
  expect(checkManifests(root, { kubernetesMinor: 35 })).toMatchObject({ problems: [], unseen: [expect.stringMatching(/file of Talos/)] });
  put(root, 'worker.yaml', `${machine('v1.12.3')}${link.replace('somethingOfTomorrow: 1', 'up: true')}`);
  expect(checkManifests(root, { kubernetesMinor: 35 })).toMatchObject({ problems: [], unseen: [] });
});

const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...[...'bcdefghi'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]!}`).join(', ')}]`)].join('\n');

test.each<[string, string, string]>([
  ['repeats itself without end', `version: v1alpha1\nmachine: {}\n${bomb}\n${link}`, 'yaml-alias'],
  ['holds itself', `version: v1alpha1\nmachine: &m {network: *m}\n${link}`, 'yaml-alias'],
  ['is deep without end', `version: v1alpha1\nmachine: ${'{a: '.repeat(20_000)}1${'}'.repeat(20_000)}\n${link}`, 'yaml-depth'],
])('a machine configuration that %s is told, and the check goes on', (_, text, id) => {
  const { problems } = check({ 'a.yaml': text, 'b.yaml': 'kubelet-arg: [a=b]\nnode-labl: [a=b]\n' });
  expect(problems.map(([each]) => each)).toContain(id);
  expect(problems).toContainEqual(['host-file-invalid', 'b.yaml:2:1', 'node-labl']);
});

test('a drop-in of the kubelet that repeats itself without end stops it', () => {
  expect(check({ 'kubelet.conf.d/50.conf': `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${bomb}\n` }).problems)
    .toEqual([['host-file-invalid', 'kubelet.conf.d/50.conf:1:1', undefined]]);
});

test('an alias in many places is read as what it repeats', () => {
  const labels = Array.from({ length: 300 }, (_, at) => `  - interface: eth${at}\n    vip: *vip\n`).join('');
  const text = `version: v1alpha1\nmachine:\n  network:\n    hostname: &vip {ip: 10.0.0.1}\n    interfaces:\n${labels.replace(/^/gm, '    ').trimEnd()}\n    resolver: {}\n`;
  expect(check({ 'a.yaml': text }).problems).toEqual([['host-file-invalid', expect.stringMatching(/^a.yaml:\d+:5$/), 'machine.network.resolver']]);
});
