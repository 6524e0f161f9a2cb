import * as fc from 'fast-check';
import { renderHosts } from '../../../src/deliver/hosts';
import { offered } from '../../../src/deliver/hosts/offered';
import { NO_HOSTS, type HostsModel } from '../../../src/deliver/hosts-model';
import { DISTRIBUTIONS } from '../../../src/kubernetes/distributions';
import { modelOf } from '../support';

const AUDIT: HostsModel = {
  ...NO_HOSTS,
  controlPlane: {
    ...NO_HOSTS.controlPlane,
    apiServerFlags: { 'audit-policy-file': '/etc/audit/policy/p.yaml', 'audit-log-path': '/var/log/audit/audit.log' },
    files: [{ path: '/etc/audit/policy/p.yaml', content: 'rules: []\n' }],
    mounts: [{ name: 'policy', path: '/etc/audit/policy', readOnly: true }, { name: 'log', path: '/var/log/audit', readOnly: false }],
  },
  kubelet: { seccompDefault: true, podPidsLimit: 4096, authentication: { anonymous: { enabled: false } } },
  askedBy: { 'kube-apiserver --audit-policy-file': 'prod/audit', 'kubelet authentication.anonymous.enabled': 'prod/harden' },
};

test('what the provider manages is not emitted, nor are the files and folders that only it would name; who asked is told', () => {
  const { hosts, refused } = offered({ distribution: 'gke', kubernetes: '1.34', minor: 34 }, AUDIT);
  expect(hosts.controlPlane).toEqual(NO_HOSTS.controlPlane);
  expect(hosts.kubelet).toEqual({ podPidsLimit: 4096 });
  expect(refused.map(({ setting, construct, can }) => [setting, construct, can])).toEqual([
    ['kube-apiserver --audit-log-path', undefined, 'managed'],
    ['kube-apiserver --audit-policy-file', 'prod/audit', 'managed'],
    ['kubelet authentication.anonymous.enabled', 'prod/harden', 'unsettable'],
    ['kubelet seccompDefault', undefined, 'unsettable'],
  ]);
});

test('a target that takes everything is offered everything', () => {
  expect(offered({ distribution: 'generic', kubernetes: '1.34', minor: 34 }, AUDIT)).toEqual({ hosts: AUDIT, refused: [] });
});

describe('a webhook that authorizes: flag, file, and the kubeconfig that only the file names', () => {
  const WEBHOOK: HostsModel = {
    ...NO_HOSTS,
    controlPlane: {
      ...NO_HOSTS.controlPlane,
      apiServerFlags: { 'authorization-config': '/etc/kubernetes/authorization/authorization.yaml' },
      files: [{ path: '/etc/kubernetes/authorization/authorization.yaml', content: 'kubeConfigFile: /etc/kubernetes/opa/kubeconfig.yaml\n' }],
      expected: [{ path: '/etc/kubernetes/opa/kubeconfig.yaml', purpose: 'the kubeconfig' }],
      mounts: [{ name: 'a', path: '/etc/kubernetes/authorization', readOnly: true }, { name: 'b', path: '/etc/kubernetes/opa', readOnly: true }],
    },
  };

  test.each(Object.keys(DISTRIBUTIONS))('on %s all of it is offered, or nothing but the flag is refused', distribution => {
    const { hosts, refused } = offered({ distribution, kubernetes: '1.36', minor: 36 }, WEBHOOK);
    const settable = ['kubeadm', 'kind', 'clusterApi', 'generic'].includes(distribution);
    expect(hosts.controlPlane).toEqual(settable ? WEBHOOK.controlPlane : NO_HOSTS.controlPlane);
    expect(refused.map(({ setting }) => setting)).toEqual(settable ? [] : ['kube-apiserver --authorization-config']);
  });
});

test('a file that nobody names is refused by its path, with the construct that asked', () => {
  const asked: HostsModel = {
    ...NO_HOSTS, controlPlane: { ...NO_HOSTS.controlPlane, files: [{ path: '/etc/a/b/c.yaml', content: '' }] }, askedBy: { 'file /etc/a/b/c.yaml': 'prod/own' },
  };
  expect(offered({ distribution: 'eks', kubernetes: '1.36', minor: 36 }, asked).refused).toMatchObject([{ setting: 'kube-apiserver file /etc/a/b/c.yaml', construct: 'prod/own' }]);
});

describe('registries', () => {
  const registry = (mirror: object, server = 'https://registry-1.docker.io'): HostsModel => ({
    ...NO_HOSTS,
    containerd: { ...NO_HOSTS.containerd, registryHosts: { 'docker.io': { server, mirrors: [{ url: 'https://mirror.example.com', capabilities: ['pull', 'resolve'], ...mirror }] } } },
  });
  const refusing = (hosts: HostsModel) => Object.keys(DISTRIBUTIONS).filter(distribution =>
    offered({ distribution, kubernetes: '1.36', minor: 36, containerd: '2.2' }, hosts).refused.length > 0).sort();

  // AKS and minikube take none at all.
  test.each<[string, HostsModel, string[]]>([
    ['a mirror', registry({}), []],
    ['a mirror that may not resolve tags', registry({ capabilities: ['pull'] }), ['k3s', 'kops', 'rke2', 'talos']],
    ['a mirror with an authority of its own', registry({ ca: '/etc/ca.crt' }), ['gke', 'kops', 'kubespray', 'talos']],
    ['another server than the registry', registry({}, 'https://other.example.com'), ['gke', 'k3s', 'kops', 'rke2', 'talos']],
    ['a mirror below a path', registry({ url: 'https://mirror.example.com/v2/cache' }), ['gke']],
  ])('%s is never widened nor cut in silence: refused where the tool cannot say it', (_, hosts, expected) => {
    expect(refusing(hosts)).toEqual([...expected, 'aks', 'minikube'].sort());
  });
});

test('a README stands even where nothing can be set, and says so', () => {
  const files = renderHosts(modelOf({ distribution: 'generic', hosts: { ...NO_HOSTS, notes: [{ text: 'only a note' }] } }));
  expect([...files]).toEqual([['hosts/generic/README.md', '# prod: files for machines\n\nNo file: nothing that was asked is written here.\n\n## To know\n\n- only a note\n']]);
});

test('every setting is either offered or refused, on every distribution: none is lost', () => {
  const flag = fc.constantFrom('audit-policy-file', 'audit-log-path', 'encryption-provider-config', 'authorization-config', 'kubelet-certificate-authority', 'profiling');
  const field = fc.constantFrom('seccompDefault', 'rotateCertificates', 'serverTLSBootstrap', 'podPidsLimit', 'tlsMinVersion', 'resolvConf', 'clusterDNS', 'protectKernelDefaults');
  fc.assert(fc.property(
    fc.constantFrom(...Object.keys(DISTRIBUTIONS)), fc.integer({ min: 27, max: 37 }),
    fc.dictionary(flag, fc.constant('value')), fc.dictionary(field, fc.boolean()), fc.dictionary(fc.constantFrom('runsc', 'kata'), fc.constant({ type: 't' })),
    (distribution, minor, apiServerFlags, kubelet, handlers) => {
      const controlPlane = { ...NO_HOSTS.controlPlane, apiServerFlags };
      const asked: HostsModel = { ...NO_HOSTS, controlPlane, kubelet, containerd: { ...NO_HOSTS.containerd, handlers } };
      const { hosts, refused } = offered({ distribution, kubernetes: `1.${minor}`, minor }, asked);
      const names = (model: HostsModel) => [
        ...Object.keys(model.controlPlane.apiServerFlags).map(name => `kube-apiserver --${name}`),
        ...Object.keys(model.kubelet).map(name => `kubelet ${name}`),
        ...Object.keys(model.containerd.handlers).map(name => `containerd handler ${name}`),
      ];
      expect([...names(hosts), ...refused.map(({ setting }) => setting)].sort()).toEqual(names(asked).sort());
    },
  ));
});

test('a distribution that nobody declared is refused, with the list of those that are', () => {
  expect(() => renderHosts(modelOf({ distribution: 'openshift', hosts: AUDIT }))).toThrow(/is no distribution that is known here \(found "openshift"\)[^]*aks, clusterApi/);
});
