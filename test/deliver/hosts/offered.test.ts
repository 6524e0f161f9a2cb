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

test('a README stands even where nothing can be set, and says so', () => {
  const files = renderHosts(modelOf({ distribution: 'generic', hosts: { ...NO_HOSTS, notes: ['only a note'] } }));
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
