import type { BootstrapTokenProps } from '../nodes/bootstrap-token';
import type { ContainerRuntimeProps, Registry, RegistryMirror } from '../nodes/container-runtime';
import type { ControlPlaneSettingsProps } from '../nodes/control-plane-settings';
import type { EncryptionAtRest, KmsPlugin } from '../nodes/encryption-at-rest';
import type { KubeletCertificateRotationProps, KubeletServingCertificates } from '../nodes/kubelet-certificate-rotation';
import type { KubeletHardeningProps } from '../nodes/kubelet-hardening';
import type { PodSecurityDefaults } from '../nodes/pod-security-defaults';
import type { SandboxOverhead, SandboxToleration, SandboxedRuntimeProps } from '../nodes/sandboxed-runtime';
import type { ServingCertificateApproverProps } from '../nodes/serving-certificate-approver';
import type { AuthenticationSettings, AuthorizationWebhook, JwtIssuer } from '../nodes/structured-configuration';
import { shape as of } from '../types/shapes';

/** The properties of the structs about machines and the control plane, each with its type. */
of<AuthenticationSettings>('AuthenticationSettings', { anonymousPaths: '?string[]', issuers: '?JwtIssuer[]' });
of<AuthorizationWebhook>('AuthorizationWebhook', { ignoreFailures: '?boolean', kubeconfig: 'string', matchConditions: '?string[]', name: 'string' });
of<BootstrapTokenProps>('BootstrapTokenProps', {
  clusterStore: '?boolean',
  description: '?string',
  expires: 'string',
  groups: '?string[]',
  id: 'string',
  secretKey: 'string',
  secretStore: 'string',
});
of<ContainerRuntimeProps>('ContainerRuntimeProps', {
  deviceOwnershipFromSecurityContext: '?boolean',
  registries: '?Registry[]',
  sandboxImage: '?string',
  selinux: '?boolean',
  systemdCgroup: '?boolean',
  unprivilegedIcmp: '?boolean',
  unprivilegedPorts: '?boolean',
  unsetSeccompProfile: '?string',
});
of<ControlPlaneSettingsProps>('ControlPlaneSettingsProps', {
  apiServerFlags: '?Map<string>',
  authentication: '?AuthenticationSettings',
  authorizationWebhooks: '?AuthorizationWebhook[]',
  controllerManagerFlags: '?Map<string>',
  encryption: '?EncryptionAtRest',
  podSecurity: '?PodSecurityDefaults',
});
of<EncryptionAtRest>('EncryptionAtRest', {
  configurationFile: '?string',
  kms: '?KmsPlugin',
  readUnencrypted: '?boolean',
  resources: '?KubernetesResource[]',
});
of<JwtIssuer>('JwtIssuer', {
  audiences: 'string[]',
  certificateAuthority: '?string',
  groupsClaim: '?string',
  groupsPrefix: '?string',
  url: 'string',
  usernameClaim: '?string',
  usernamePrefix: 'string',
});
of<KmsPlugin>('KmsPlugin', { endpoint: 'string', name: 'string', timeout: '?Duration' });
of<KubeletCertificateRotationProps>('KubeletCertificateRotationProps', {
  bootstrapBindings: '?boolean',
  bootstrapGroup: '?string',
  bootstrapTokens: '?BootstrapToken[]',
  certificateLifetime: '?Duration',
  serving: '?KubeletServingCertificates',
});
of<KubeletHardeningProps>('KubeletHardeningProps', {
  cipherSuites: '?string[]',
  clientCertificateAuthority: '?string',
  eventsPerSecond: '?number',
  minTlsVersion: '?TlsVersion',
  podPidsLimit: '?number',
  protectKernelDefaults: '?boolean',
  seccompDefault: '?boolean',
});
of<KubeletServingCertificates>('KubeletServingCertificates', {
  approvedBy: '?string',
  approver: '?ServingCertificateApproverProps',
  certificateAuthority: '?string',
});
of<PodSecurityDefaults>('PodSecurityDefaults', { enforce: '?PodSecurityLevel', exemptNamespaces: '?string[]', warn: '?PodSecurityLevel' });
of<Registry>('Registry', { host: 'string', mirrors: '?RegistryMirror[]', server: '?string' });
of<RegistryMirror>('RegistryMirror', { capabilities: '?RegistryCapability[]', certificateAuthority: '?string', url: 'string' });
of<SandboxOverhead>('SandboxOverhead', { cpu: '?string', memory: '?string' });
of<SandboxToleration>('SandboxToleration', { effect: '?string', key: 'string', value: '?string' });
of<SandboxedRuntimeProps>('SandboxedRuntimeProps', {
  configPath: '?string',
  handler: '?string',
  nodeSelector: '?Map<string>',
  overhead: '?SandboxOverhead',
  podAnnotations: '?string[]',
  sandbox: 'Sandbox',
  tolerations: '?SandboxToleration[]',
});
of<ServingCertificateApproverProps>('ServingCertificateApproverProps', {
  apiServers: '?string[]',
  image: 'string',
  maxExpirationSeconds: '?number',
  namespace: '?string',
  nodeAddresses: 'string[]',
  nodeNames: 'string',
  withoutDns: '?boolean',
});
