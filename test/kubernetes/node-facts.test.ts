import { componentFlags, flagGap, type FlaggedComponent } from '../../src/kubernetes/component-flags';
import { COMPONENT_FLAGS } from '../../src/kubernetes/data/component-flags';
import { FEATURE_GATES } from '../../src/kubernetes/data/feature-gates';
import { KUBELET_STRUCTS } from '../../src/kubernetes/data/kubelet-fields';
import { featureGate, gateGap } from '../../src/kubernetes/feature-gates';
import { kubeletFieldGap, kubeletStruct, withoutEffect } from '../../src/kubernetes/kubelet-fields';

const RANGE = /^(|(2[89]|3\d)-|-(2[7-9]|3\d)|(2[89]|3\d)-(2[89]|3[0-6]))$/;

describe('the tables', () => {
  test('name everything once, with a range that some supported minor lies outside of', () => {
    const gates = FEATURE_GATES.map(([gate]) => gate);
    expect(new Set(gates).size).toBe(gates.length);
    for (const [, minors = '', locked = ''] of FEATURE_GATES) {
      expect(minors).toMatch(RANGE);
      expect(locked).toMatch(/^(|(on|off)(2[7-9]|3[0-7]))$/);
    }
    for (const rows of Object.values(COMPONENT_FLAGS)) {
      expect(new Set(rows.map(row => row.split(' ')[0])).size).toBe(rows.length);
      rows.forEach(row => expect(row.split(' ')[1] ?? '').toMatch(RANGE));
    }
    for (const rows of Object.values(KUBELET_STRUCTS)) {
      expect(new Set(rows.map(([field]) => field)).size).toBe(rows.length);
      rows.forEach(([, , minors = '']) => expect(minors).toMatch(RANGE));
    }
  });

  test('know of every type in them whether it is a struct or plain', () => {
    const types = Object.values(KUBELET_STRUCTS).flatMap(rows => rows.map(([, type]) => type.replace(/^(\[\]|map\[string\](\[\])?)/, '')));
    for (const type of new Set(types)) {
      expect({ type, known: kubeletStruct(type) !== undefined || ['string', 'bool', 'int32', 'int64', 'float64', 'Duration', 'any'].includes(type) }).toEqual({ type, known: true });
    }
  });
});

test.each<[string, number, string | undefined]>([
  // facts: section 2 and the timeline of node configuration
  ['tlsCurvePreferences', 35, 'is known since Kubernetes 1.36'], ['tlsCurvePreferences', 36, undefined],
  ['containerRuntimeEndpoint', 27, undefined], ['failCgroupV1', 30, 'since Kubernetes 1.31'], ['failCgroupV1', 31, undefined],
  ['imagePullCredentialsVerificationPolicy', 32, 'since Kubernetes 1.33'], ['userNamespaces', 32, 'since Kubernetes 1.33'],
  ['crashLoopBackOff', 31, 'since Kubernetes 1.32'], ['memoryReservationPolicy', 35, 'since Kubernetes 1.36'], ['defaultPodSysctls', 36, 'since Kubernetes 1.37'],
  ['serverTlsBootstrap', 37, 'no kubelet of 1.37 knows it'], ['constructor', 37, 'no kubelet'],
])('the kubelet field %s on 1.%i: %s', (field, minor, reason) => {
  const gap = kubeletFieldGap('KubeletConfiguration', field, minor);
  expect(gap?.reason).toEqual(reason === undefined ? undefined : expect.stringContaining(reason));
});

test('a field in the wrong case is told its right one', () => {
  expect(kubeletFieldGap('KubeletConfiguration', 'serverTlsBootstrap', 35)?.fix).toBe('write serverTLSBootstrap');
});

test.each([['streamingConnectionIdleTimeout', 33, false], ['streamingConnectionIdleTimeout', 34, true], ['iptablesDropBit', 27, false], ['iptablesDropBit', 28, true], ['readOnlyPort', 37, false]])(
  '%s on 1.%i is without effect: %s', (field, minor, dead) => {
    expect(withoutEffect(field, minor) !== undefined).toBe(dead);
  });

test.each<[string, boolean, number, string | undefined]>([
  ['RotateKubeletServerCertificate', true, 27, undefined], ['RotateKubeletServerCertificate', false, 37, undefined],
  ['RotateKubeletClientCertificate', true, 27, 'went with Kubernetes 1.22'], ['DynamicAuditing', true, 34, 'went with Kubernetes 1.19'],
  ['SeccompDefault', true, 28, undefined], ['SeccompDefault', false, 28, 'is locked to true since Kubernetes 1.27'], ['SeccompDefault', true, 29, 'went with Kubernetes 1.29'],
  ['AdvancedAuditing', true, 28, 'went with Kubernetes 1.28'], ['KubeletFineGrainedAuthz', true, 31, 'is known since Kubernetes 1.32'],
  ['KubeletFineGrainedAuthz', true, 32, undefined], ['GitRepoVolumeDriver', true, 36, 'is locked to false'], ['AllAlpha', true, 37, undefined],
  ['NoSuchGate', true, 34, 'has no such feature gate'], ['toString', true, 34, 'has no such feature gate'],
])('the gate %s=%s on 1.%i: %s', (gate, value, minor, reason) => {
  expect(gateGap(gate, value, minor)?.reason).toEqual(reason === undefined ? undefined : expect.stringContaining(reason));
});

test('a gate that is always on needs no successor, and says so', () => {
  expect(featureGate('SeccompDefault')).toMatchObject({ lastMinor: 28, locked: { since: 27, value: true } });
  expect(gateGap('SeccompDefault', true, 34)?.fix).toBe('leave it out: what it turned on is always on');
  expect(gateGap('RotateKubeletClientCertificate', true, 34)?.fix).toMatch(/rotateCertificates/);
});

test.each<[FlaggedComponent, string, number, string | undefined]>([
  ['kube-controller-manager', 'cluster-signing-duration', 27, undefined],
  ['kube-controller-manager', 'experimental-cluster-signing-duration', 27, 'was removed in Kubernetes 1.25'],
  ['kube-controller-manager', 'cluster-signing-kubelet-serving-cert-file', 37, undefined],
  ['kube-apiserver', 'audit-policy-file', 37, undefined], ['kube-apiserver', 'kubelet-certificate-authority', 27, undefined],
  ['kube-apiserver', 'authorization-config', 28, 'is known since Kubernetes 1.29'], ['kube-apiserver', 'authentication-config', 29, undefined],
  ['kube-apiserver', 'cloud-provider', 33, 'was removed in Kubernetes 1.33'], ['kube-apiserver', 'audit-dynamic-configuration', 30, 'was removed in Kubernetes 1.19'],
  ['kube-apiserver', 'tls-curve-preferences', 35, 'is known since Kubernetes 1.36'], ['kube-apiserver', 'valueOf', 30, 'there is no such flag'],
])('%s --%s on 1.%i: %s', (component, flag, minor, reason) => {
  expect(flagGap(component, flag, minor)?.reason).toEqual(reason === undefined ? undefined : expect.stringContaining(reason));
  expect(componentFlags(component).size).toBeGreaterThan(140);
});
