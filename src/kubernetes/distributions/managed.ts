import { managed, registryLimits, settable, unsettable, type Distribution } from './capability';

/** Fields of GKE's NodeKubeletConfig that also are fields of KubeletConfiguration, or say the same in other words. */
const OF_GKE = /^kubelet (podPidsLimit|readOnlyPort|cpuManagerPolicy|cpuCFSQuota|cpuCFSQuotaPeriod|allowedUnsafeSysctls|containerLogMaxSize|containerLogMaxFiles|imageGCHighThresholdPercent|imageGCLowThresholdPercent|imageMinimumGCAge|imageMaximumGCAge|maxParallelImagePulls|singleProcessOOMKill)(=.*)?$/;

/** Fields of AKS' custom node configuration. */
const OF_AKS = /^kubelet (podPidsLimit|seccompDefault|cpuManagerPolicy|cpuCFSQuota|cpuCFSQuotaPeriod|allowedUnsafeSysctls|containerLogMaxFiles|imageGCHighThresholdPercent|imageGCLowThresholdPercent|topologyManagerPolicy)(=.*)?$/;

/** Managed offers: the control plane is the provider's. */
export const MANAGED = {
  eks: {
    title: 'Amazon EKS (nodeadm)',
    areas: {
      'audit': managed('EKS has a policy of its own; its control plane logging goes on or off as a whole'),
      'api-server': managed('EKS runs the API server'),
      'controller-manager': managed('EKS runs the controller manager'),
      'certificate-lifetime': managed('kubelets sign in by IAM, not by certificates'),
      'client-rotation': managed('kubelets sign in by IAM, not by certificates'),
      'serving-rotation': managed('on by default, and approved by EKS'),
      'kubelet': settable('spec.kubelet.config of NodeConfig'),
      'containerd': settable('spec.containerd.config of NodeConfig'),
      'registries': settable('spec.containerd.config of NodeConfig, and hosts.toml that the machine gets by other means'),
    },
    ownsBootstrapBindings: true,
    approvesServing: true,
  },
  gke: {
    title: 'Google GKE',
    areas: {
      'audit': managed('GKE has a fixed policy and writes to Cloud Logging'),
      'api-server': managed('GKE runs the API server'),
      'controller-manager': managed('GKE runs the controller manager'),
      'certificate-lifetime': managed('GKE issues the certificates of nodes'),
      'client-rotation': managed('GKE issues the certificates of nodes'),
      'serving-rotation': managed('GKE issues the certificates of nodes'),
      'kubelet': unsettable('NodeKubeletConfig has no such field'),
      'containerd': unsettable('GKE takes registry hosts, certificate authorities and writable cgroups alone'),
      'registries': settable('registryHosts of the containerd configuration file'),
    },
    exceptions: [
      { settings: /^containerd handler gvisor$/, ...managed('GKE Sandbox brings the runtime handler gvisor to node pools made with --sandbox type=gvisor') },
      { settings: /^containerd registryConfigPath$/, ...managed('GKE sets this itself') },
      { settings: /^kubelet readOnlyPort=(?!0$)/, ...unsettable('NodeKubeletConfig only turns the read-only port on or off') },
      { settings: OF_GKE, ...settable('kubeletConfig of the system configuration') },
      ...registryLimits('GKE', { authority: true, server: true }),
      { settings: /^containerd registry \S+=.*"url":"https:\/\/[^"/]+\//, said: 'containerd registry whose mirror has a path', ...unsettable('GKE takes the host name of a mirror, without a path') },
    ],
    ownsBootstrapBindings: true,
    approvesServing: true,
  },
  aks: {
    title: 'Azure AKS',
    areas: {
      'audit': managed('AKS has a fixed policy and writes to Azure Monitor'),
      'api-server': managed('AKS runs the API server'),
      'controller-manager': managed('AKS runs the controller manager'),
      'certificate-lifetime': managed('AKS issues the certificates of nodes'),
      'client-rotation': managed('AKS issues the certificates of nodes'),
      'serving-rotation': managed('AKS rotates and approves serving certificates'),
      'kubelet': unsettable('the custom node configuration has no such field'),
      'containerd': unsettable('AKS takes no configuration of containerd'),
      'registries': unsettable('AKS takes no configuration of containerd'),
    },
    exceptions: [
      { settings: /^containerd handler kata/, ...managed('AKS Pod Sandboxing brings its own runtime handler') },
      { settings: OF_AKS, ...settable('the kubelet configuration of a node pool') },
    ],
    ownsBootstrapBindings: true,
    approvesServing: true,
  },
} as const satisfies Record<string, Distribution>;
