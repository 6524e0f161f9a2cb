import * as fc from 'fast-check';
import { kubeletStruct } from '../../../src/kubernetes/kubelet-fields';
import { goDuration, isGoDuration, parseGoDuration } from '../../../src/manifests/go-duration';
import { flagProblems } from '../../../src/manifests/host-files/flags';
import { kubeletProblems } from '../../../src/manifests/host-files/kubelet-configuration';

const HEAD = { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration' };

test.each<[string, object, number, Array<[string, RegExp]>]>([
  ['all is well', { ...HEAD, rotateCertificates: true, authentication: { anonymous: { enabled: false }, x509: { clientCAFile: '/x' } }, readOnlyPort: 0 }, 34, []],
  ['a null is absent', { ...HEAD, tlsMinVersion: null, clusterDNS: null }, 34, []],
  ['a misspelt field', { serverTlsBootstrap: true }, 35, [['serverTlsBootstrap', /no kubelet of 1.35 knows it/]]],
  ['a field of a later minor', { tlsCurvePreferences: [29] }, 35, [['tlsCurvePreferences', /since Kubernetes 1.36/]]],
  ['a misspelt field of a struct', { authentication: { anonymous: { enable: false } } }, 35, [['authentication.anonymous.enable', /no kubelet/]]],
  ['a wrong type', { readOnlyPort: '0' }, 35, [['readOnlyPort', /32-bit integer/]]],
  ['a wrong type in a list', { clusterDNS: ['10.0.0.10', 53] }, 35, [['clusterDNS[1]', /a string/]]],
  ['days, which are no unit of Go', { streamingConnectionIdleTimeout: '1d' }, 33, [['streamingConnectionIdleTimeout', /duration/]]],
  ['a field without effect', { streamingConnectionIdleTimeout: '5m' }, 34, [['streamingConnectionIdleTimeout', /no effect since Kubernetes 1.34/]]],
  ['a gate that went', { featureGates: { RotateKubeletClientCertificate: true } }, 30, [['featureGates.RotateKubeletClientCertificate', /went with Kubernetes 1.22/]]],
  ['a gate of a wrong type', { featureGates: { SeccompDefault: 'true' } }, 28, [['featureGates.SeccompDefault', /true or false/]]],
  ['a mode that is none', { authorization: { mode: 'RBAC' } }, 34, [['authorization.mode', /AlwaysAllow, Webhook/]]],
  ['a version that is none', { tlsMinVersion: 'TLS12' }, 34, [['tlsMinVersion', /VersionTLS12/]]],
  ['a certificate of its own beside one that is asked for', { serverTLSBootstrap: true, tlsCertFile: '/x.crt' }, 34, [['serverTLSBootstrap', /asks for no certificate/]]],
])('%s', (_, config, minor, problems) => {
  const found = kubeletProblems(config as Record<string, unknown>, minor);
  expect(found.map(({ field }) => field)).toEqual(problems.map(([field]) => field));
  problems.forEach(([, message], index) => expect(found[index]!.message).toMatch(message));
});

test('a field that one minor knows, every later one knows as well: nothing was removed since 1.27', () => {
  const fields = [...kubeletStruct('KubeletConfiguration')!.keys()];
  fc.assert(fc.property(fc.constantFrom(...fields), fc.integer({ min: 27, max: 36 }), (field, minor) => {
    const unknown = (at: number) => kubeletProblems({ [field]: null }, at).some(({ dead }) => !dead);
    return unknown(minor) || !unknown(minor + 1);
  }));
});

test.each<[string, string, RegExp | undefined]>([
  ['cluster-signing-duration', '720h', undefined], ['cluster-signing-duration', '30d', /no duration/], ['cluster-signing-duration', '9m59s', /less than ten minutes/],
  ['cluster-signing-duration', '10m', undefined], ['experimental-cluster-signing-duration', '720h', /was removed in Kubernetes 1.25/],
  ['feature-gates', 'RotateKubeletServerCertificate=true', undefined], ['feature-gates', 'A=true,SeccompDefault=false', /A Kubernetes 1.28 has no such/],
])('--%s=%s of the controller manager: %s', (name, value, message) => {
  const found = flagProblems('kube-controller-manager', [{ name, value, field: 'f' }], 28);
  expect(found.map(problem => problem.message)[0]).toEqual(message === undefined ? undefined : expect.stringMatching(message));
});

test('files for all signers and for one of them do not go together', () => {
  const flag = (name: string) => ({ name, value: '/x', field: name });
  expect(flagProblems('kube-controller-manager', [flag('cluster-signing-cert-file'), flag('cluster-signing-kubelet-client-cert-file')], 34))
    .toMatchObject([{ field: 'cluster-signing-cert-file', message: expect.stringContaining('cannot stand beside --cluster-signing-kubelet-client-cert-file') }]);
});

test.each<[string, number | undefined]>([
  ['720h', 2592000], ['1h30m', 5400], ['1.5s', 1.5], ['0', 0], ['-2m', -120], ['.5h', 1800], ['1h 2m', undefined], ['1d', undefined], ['', undefined], ['h', undefined],
  ['5', undefined], ['3000000h', undefined],
])('Go reads the duration %s as %s seconds', (text, seconds) => {
  expect(parseGoDuration(text)).toBe(seconds);
});

test('what is printed as a duration is read as the same', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 9e9 }), seconds => {
    expect([isGoDuration(goDuration(seconds)), parseGoDuration(goDuration(seconds))]).toEqual([true, seconds]);
  }));
});
