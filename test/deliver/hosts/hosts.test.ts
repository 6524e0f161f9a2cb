import * as yaml from 'yaml';
import { renderHosts } from '../../../src/deliver/hosts';
import { NO_HOSTS, type HostsModel } from '../../../src/deliver/hosts-model';
import { modelOf } from '../support';

const AUDIT: HostsModel = {
  ...NO_HOSTS,
  controlPlane: {
    ...NO_HOSTS.controlPlane,
    apiServerFlags: { 'audit-policy-file': '/etc/kubernetes/audit/policy.yaml', 'audit-log-maxage': '30' },
    controllerManagerFlags: { 'cluster-signing-duration': '720h0m0s' },
    files: [{ path: '/etc/kubernetes/audit/policy.yaml', content: 'rules: []\n' }],
    mounts: [{ name: 'audit', path: '/etc/kubernetes/audit', readOnly: true }],
  },
  kubelet: { rotateCertificates: true },
};

function render(distribution: string, minor: number, hosts: Partial<HostsModel>): Record<string, string> {
  return Object.fromEntries(renderHosts(modelOf({ distribution, minor, hosts })));
}

function documents(text: string): Array<Record<string, unknown>> {
  return yaml.parseAllDocuments(text).map(document => document.toJS() as Record<string, unknown>);
}

test.each(['kubeadm', 'generic'])('nothing asked gives no files: %s', distribution => {
  expect(render(distribution, 34, {})).toEqual({});
});

describe('kubeadm', () => {
  test.each([[27, 'v1beta3'], [30, 'v1beta3'], [31, 'v1beta4'], [37, 'v1beta4']])('for 1.%i is configured in %s', (minor, version) => {
    const files = render('kubeadm', minor, AUDIT);
    expect(Object.keys(files)).toEqual(
      ['kubeadm.yaml', 'control-plane/etc/kubernetes/audit/policy.yaml', 'README.md'].map(path => `hosts/kubeadm/${path}`));
    const [cluster, kubelet, ...others] = documents(files['hosts/kubeadm/kubeadm.yaml']!);
    const folder = '/etc/kubernetes/audit';
    const volume = { name: 'audit', hostPath: folder, mountPath: folder, readOnly: true, pathType: 'DirectoryOrCreate' };
    expect(cluster).toEqual({
      apiVersion: `kubeadm.k8s.io/${version}`,
      kind: 'ClusterConfiguration',
      kubernetesVersion: `stable-1.${minor}`,
      apiServer: {
        extraArgs: version === 'v1beta3'
          ? { 'audit-log-maxage': '30', 'audit-policy-file': `${folder}/policy.yaml` }
          : [{ name: 'audit-log-maxage', value: '30' }, { name: 'audit-policy-file', value: `${folder}/policy.yaml` }],
        extraVolumes: [volume],
      },
      controllerManager: {
        extraArgs: version === 'v1beta3'
          ? { 'cluster-signing-duration': '720h0m0s' }
          : [{ name: 'cluster-signing-duration', value: '720h0m0s' }],
      },
    });
    expect(kubelet).toEqual({ apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', rotateCertificates: true });
    expect(others).toEqual([]);
  });

  test('has no ClusterConfiguration where only kubelets are asked something', () => {
    const files = render('kubeadm', 34, { kubelet: { rotateCertificates: true } });
    expect(documents(files['hosts/kubeadm/kubeadm.yaml']!).map(each => each.kind)).toEqual(['KubeletConfiguration']);
  });

  test('names the patch that the author named', () => {
    const model = modelOf({ distribution: 'kubeadm', hosts: AUDIT });
    const files = renderHosts({ ...model, target: { ...model.target, kubernetes: '1.34.2' } });
    expect(documents(files.get('hosts/kubeadm/kubeadm.yaml')!)[0]).toMatchObject({ kubernetesVersion: 'v1.34.2' });
  });
});

describe('generic', () => {
  test.each([
    [27, 'nodes/kubelet-configuration.yaml'], [31, 'nodes/kubelet-configuration.yaml'],
    [32, 'nodes/etc/kubernetes/kubelet.conf.d/50-bulwark.conf'], [37, 'nodes/etc/kubernetes/kubelet.conf.d/50-bulwark.conf'],
  ])('for 1.%i puts kubelet fields into %s', (minor, path) => {
    expect(render('generic', minor, { kubelet: { rotateCertificates: true } })[`hosts/generic/${path}`])
      .toBe('apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nrotateCertificates: true\n');
  });

  test('writes flags one a line, and says of every file where it goes', () => {
    expect(render('generic', 34, AUDIT)).toMatchInlineSnapshot(`
{
  "hosts/generic/README.md": "# prod: files for machines

- \`control-plane/kube-apiserver.flags\`: flags of kube-apiserver, one a line; add them to its unit or static pod.
- \`control-plane/kube-controller-manager.flags\`: flags of kube-controller-manager, one a line; add them to its unit or static pod.
- \`control-plane/etc/kubernetes/audit/policy.yaml\`: goes to \`/etc/kubernetes/audit/policy.yaml\` on every control-plane machine.
- \`control-plane/kube-apiserver.patch.yaml\`: where kube-apiserver runs in a static pod, a strategic merge patch for its manifest.
- \`/etc/kubernetes/audit\` must exist and be readable by kube-apiserver.
- \`nodes/etc/kubernetes/kubelet.conf.d/50-bulwark.conf\`: goes to \`/etc/kubernetes/kubelet.conf.d/50-bulwark.conf\` on every machine; start the kubelet with \`--config-dir=/etc/kubernetes/kubelet.conf.d\`.
- \`nodes/etc/systemd/system/kubelet.service.d/50-bulwark.conf\`: does that where the unit of the kubelet takes \`KUBELET_EXTRA_ARGS\`, as that of the packages does. It goes to \`/etc/systemd/system/kubelet.service.d/50-bulwark.conf\`; a value that you set there yourself must be joined with it.
",
  "hosts/generic/control-plane/etc/kubernetes/audit/policy.yaml": "rules: []
",
  "hosts/generic/control-plane/kube-apiserver.flags": "--audit-log-maxage=30
--audit-policy-file=/etc/kubernetes/audit/policy.yaml
",
  "hosts/generic/control-plane/kube-apiserver.patch.yaml": "spec:
  containers:
  - name: kube-apiserver
    volumeMounts:
    - mountPath: /etc/kubernetes/audit
      name: audit
      readOnly: true
  volumes:
  - hostPath:
      path: /etc/kubernetes/audit
      type: DirectoryOrCreate
    name: audit
",
  "hosts/generic/control-plane/kube-controller-manager.flags": "--cluster-signing-duration=720h0m0s
",
  "hosts/generic/nodes/etc/kubernetes/kubelet.conf.d/50-bulwark.conf": "apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
rotateCertificates: true
",
  "hosts/generic/nodes/etc/systemd/system/kubelet.service.d/50-bulwark.conf": "[Service]
Environment="KUBELET_EXTRA_ARGS=--config-dir=/etc/kubernetes/kubelet.conf.d"
",
}
`);
  });
});
