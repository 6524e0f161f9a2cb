import { NO_HOSTS, type HostsModel } from '../../../src/deliver/hosts-model';
import { withoutEffect, kubeletFieldGap } from '../../../src/kubernetes/kubelet-fields';

const POLICY = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages:
- RequestReceived
rules:
- level: None
  users:
  - system:kube-proxy
- level: Metadata
`;

/** Something of everything that can be asked of machines, as far as a minor knows it. */
export function everything(minor: number): HostsModel {
  const kubelet = {
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true } },
    authorization: { mode: 'Webhook' },
    podPidsLimit: 4096,
    readOnlyPort: 0,
    rotateCertificates: true,
    seccompDefault: true,
    serverTLSBootstrap: true,
    tlsCurvePreferences: [29],
    tlsMinVersion: 'VersionTLS12',
  };
  return {
    controlPlane: {
      apiServerFlags: {
        'admission-control-config-file': '/etc/kubernetes/admission/admission.yaml',
        'audit-log-maxage': '30',
        'audit-log-path': '/var/log/kubernetes/audit/audit.log',
        'audit-policy-file': '/etc/kubernetes/policies/audit-policy.yaml',
        'encryption-provider-config': '/etc/kubernetes/encryption/config.yaml',
        'kubelet-certificate-authority': '/etc/kubernetes/pki/ca.crt',
      },
      controllerManagerFlags: { 'cluster-signing-duration': '720h0m0s' },
      files: [
        { path: '/etc/kubernetes/admission/admission.yaml', content: 'apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins: []\n' },
        { path: '/etc/kubernetes/policies/audit-policy.yaml', content: POLICY },
      ],
      expected: [{ path: '/etc/kubernetes/encryption/config.yaml', purpose: 'the keys' }],
      mounts: [
        { name: 'admission', path: '/etc/kubernetes/admission', readOnly: true },
        { name: 'audit-log', path: '/var/log/kubernetes/audit', readOnly: false },
        { name: 'audit-policy', path: '/etc/kubernetes/policies', readOnly: true },
        { name: 'encryption', path: '/etc/kubernetes/encryption', readOnly: true },
      ],
    },
    kubelet: Object.fromEntries(Object.entries(kubelet).filter(([field]) => !kubeletFieldGap('KubeletConfiguration', field, minor) && !withoutEffect(field, minor))),
    containerd: {
      settings: { systemdCgroup: true, sandboxImage: 'registry.example.com/pause:3.10', enableUnprivilegedPorts: false },
      handlers: {
        runsc: { type: 'io.containerd.runsc.v1' },
        kata: { type: 'io.containerd.kata.v2', privilegedWithoutHostDevices: true, podAnnotations: ['io.katacontainers.config.hypervisor.default_vcpus'] },
      },
      registryHosts: {
        'docker.io': { server: 'https://registry-1.docker.io', mirrors: [{ url: 'https://mirror.example.com', capabilities: ['pull', 'resolve'], ca: '/etc/ssl/mirror.crt' }] },
        'registry.example.com:5000': { server: 'https://registry.example.com:5000', mirrors: [{ url: 'https://mirror.example.com:5001', capabilities: ['pull', 'resolve'] }] },
      },
    },
    askedBy: { 'kube-apiserver --audit-policy-file': 'prod/audit' },
    notes: [{ text: 'Something to know' }],
  } satisfies HostsModel & typeof NO_HOSTS;
}
