import { clusterOn } from './support';
import { proveModel } from '../../../src/engine/prove';
import { SUPPORTED_MINORS } from '../../../src/kubernetes';
import { kubeletProblems } from '../../../src/manifests/host-files/kubelet-configuration';
import { modelOf, problemOf } from '../support';
import { KubeletHardening, TlsVersion } from 'cdk8s-bulwark';

test.each(SUPPORTED_MINORS)('a kubelet of 1.%i reads every field of it, and does something with it', minor => {
  const prod = clusterOn('kubeadm', `1.${minor}`);
  new KubeletHardening(prod, 'harden', { clientCertificateAuthority: '/etc/kubernetes/pki/ca.crt' });
  const { kubelet, notes } = modelOf(prod).hosts;
  expect(kubeletProblems(kubelet, minor)).toEqual([]);
  expect(kubelet).toMatchObject({
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: '/etc/kubernetes/pki/ca.crt' } },
    authorization: { mode: 'Webhook' },
    readOnlyPort: 0,
    makeIPTablesUtilChains: true,
    eventRecordQPS: 5,
    podPidsLimit: 4096,
    rotateCertificates: true,
    protectKernelDefaults: true,
    seccompDefault: true,
    tlsMinVersion: 'VersionTLS12',
  });
  // CIS 4.2.5 is a field without effect from 1.34 on: left out, and the README says so.
  expect([kubelet.streamingConnectionIdleTimeout, notes.some(({ text }) => text.includes('streamingConnectionIdleTimeout'))]).toEqual(minor < 34 ? ['5m0s', false] : [undefined, true]);
});

test('a kubelet that stops at a kernel set up otherwise is noted with what it compares, and only where it is asked for', () => {
  const notesOf = (props: { protectKernelDefaults?: boolean }) => {
    const prod = clusterOn('kubeadm');
    new KubeletHardening(prod, 'harden', props);
    return modelOf(prod).hosts.notes.filter(({ text }) => text.includes('vm.overcommit_memory=1')).length;
  };
  expect([notesOf({}), notesOf({ protectKernelDefaults: false })]).toEqual([1, 0]);
});

test('TLS 1.3 chooses its own suites', () => {
  const prod = clusterOn('kubeadm');
  new KubeletHardening(prod, 'harden', { minTlsVersion: TlsVersion.TLS13 });
  expect(modelOf(prod).hosts.kubelet).toMatchObject({ tlsMinVersion: 'VersionTLS13' });
  expect(modelOf(prod).hosts.kubelet.tlsCipherSuites).toBeUndefined();
  expect(problemOf(() => new KubeletHardening(clusterOn('kubeadm'), 'harden', { minTlsVersion: TlsVersion.TLS13, cipherSuites: ['X'] }))).toMatchObject({ field: 'cipherSuites' });
});

test.each([[{ podPidsLimit: 0 }, 'podPidsLimit'], [{ podPidsLimit: 1.5 }, 'podPidsLimit'], [{ eventsPerSecond: -1 }, 'eventsPerSecond'], [{ cipherSuites: [] }, 'cipherSuites']])(
  '%j is refused', (props, field) => {
    expect(problemOf(() => new KubeletHardening(clusterOn('kubeadm'), 'harden', props))).toMatchObject({ field });
  });

test('what a managed offer does not let one set is a finding that names the construct, and nothing is written for it', () => {
  const prod = clusterOn('gke');
  new KubeletHardening(prod, 'harden');
  const { problems } = proveModel(modelOf(prod));
  expect(problems.map(({ id, construct, field }) => [id, construct, field])).toContainEqual(['setting-unsettable', 'prod/harden', 'kubelet seccompDefault']);
  expect(problems.some(({ field }) => field === 'kubelet podPidsLimit')).toBe(false);
});
