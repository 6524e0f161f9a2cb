import { managed, registryLimits, settable, unsettable, type Cell, type Distribution, type Exception } from './capability';
import { kopsSettable } from '../kops-flags';

const SUPERVISOR = 'the supervisor issues the certificates of kubelets, for 365 days, and renews them at start when less than 120 days are left';

/** The supervisor passes these flags itself; a second time they contradict it (k3s pkg/daemons). */
const OWN_CERTIFICATES: Exception = {
  settings: /^(kube-controller-manager --cluster-signing-(.+-)?(cert|key)-file|kube-apiserver --(client-ca-file|tls-.*-file|kubelet-(certificate-authority|client-.*)|service-account-.*|etcd-.*))$/,
  ...managed('k3s and RKE2 set the certificates of their components themselves'),
};

/** k3s, RKE2 and k0s pass `--authorization-mode=Node,RBAC`. */
const OWN_AUTHORIZATION: Exception = {
  settings: /^kube-apiserver --authorization-config$/,
  ...unsettable('authorization-mode is set already, and the API server stops at both'),
};

/** They pass `--anonymous-auth=false` (k3s pkg/daemons/control/server.go, k0s pkg/component/controller/apiserver.go). */
const OWN_ANONYMOUS: Exception = {
  settings: /^kube-apiserver anonymous paths$/,
  ...unsettable('anonymous-auth is set already, and the API server stops where anonymous paths stand beside it'),
};

/** k0s stops with `cannot override apiserver flag` at each flag that it sets itself, profiling aside (pkg/component/controller/apiserver.go). */
const OWN_FLAGS_OF_K0S: Exception = {
  settings: /^kube-apiserver --(advertise-address|authorization-mode|client-ca-file|enable-bootstrap-token-auth|kubelet-client-(certificate|key)|kubelet-preferred-address-types|proxy-client-(cert|key)-file|requestheader-(allowed-names|client-ca-file)|service-account-(key-file|signing-key-file|issuer)|service-cluster-ip-range|tls-(cert|private-key)-file|egress-selector-config-file|api-audiences|etcd-.*|v)$/,
  ...unsettable('k0s sets this flag itself, and stops where extraArgs name it'),
};

/** A table of TOML may be written once, and theirs has these already. */
const OWN_TABLES: Exception = {
  settings: /^containerd (?!handler |registry |sandboxImage(=|$))/,
  ...managed('k3s and RKE2 write this themselves, and a second table of the same name is an error of TOML'),
};

/**
 * Keys that may not stand in `extraConfig` of Talos, or `config` of its KubeletConfig document
 * (siderolabs/talos pkg/machinery/config, the list of protected kubelet fields).
 */
const LOCKED_IN_TALOS: readonly Exception[] = [
  {
    settings: /^kubelet (protectKernelDefaults|authentication\.anonymous\.enabled|authentication\.webhook\.enabled|authorization\.mode)(=.*)?$/,
    ...managed('Talos sets authentication, authorization and protectKernelDefaults itself and refuses them in a configuration'),
  },
  {
    settings: /^kubelet (apiVersion|authentication|authorization|cgroupRoot|kind|kubeletCgroups|port|resolvConf|systemCgroups|staticPodPath)(\.|=|$)/,
    ...unsettable('Talos refuses this field in a configuration'),
  },
];

const DENIED_TO_API_SERVER_OF_TALOS: Exception = {
  settings: /^kube-apiserver --(client-ca-file|kubelet-client-.*|encryption-provider-config|etcd-.*|tls-min-version|tls-cert-file|tls-private-key-file|authorization-config|service-account-.*)$/,
  ...unsettable('Talos denies this flag of the API server'),
};

/**
 * Fields of KubeletConfiguration that kops has by the same name and kind, and longer than since 1.27, or by a name of its own; those that
 * its validation forbids aside (../data/kops-fields.ts).
 */
const KUBELET_OF_KOPS: Exception = {
  settings: new RegExp(`^kubelet (${[
    'authentication\\.((anonymous|webhook)\\.enabled|x509\\.clientCAFile)', 'authorization\\.mode', 'eventRecordQPS',
    ...'allowedUnsafeSysctls cgroupDriver cgroupRoot clusterDomain containerLogMaxFiles containerLogMaxSize cpuCFSQuota cpuManagerPolicy '
      .concat('enableDebuggingHandlers eventBurst evictionMaxPodGracePeriod evictionPressureTransitionPeriod failSwapOn hairpinMode ')
      .concat('imageGCHighThresholdPercent imageGCLowThresholdPercent kernelMemcgNotification kubeReserved kubeReservedCgroup kubeletCgroups ')
      .concat('maxPods nodeStatusUpdateFrequency podCIDR podPidsLimit protectKernelDefaults readOnlyPort registerNode registryBurst ')
      .concat('registryPullQPS resolvConf rotateCertificates runtimeRequestTimeout seccompDefault serializeImagePulls shutdownGracePeriod ')
      .concat('shutdownGracePeriodCriticalPods streamingConnectionIdleTimeout systemCgroups systemReserved systemReservedCgroup tlsCertFile ')
      .concat('tlsCipherSuites tlsMinVersion tlsPrivateKeyFile topologyManagerPolicy volumeStatsAggPeriod').split(' '),
  ].join('|')})(=.*)?$`),
  said: 'kubelet: the fields that kops has as well, such as seccompDefault',
  ...settable('a field of kubelet'),
};

/** What a Cluster of kops says by typed fields, and what kops fills in itself, as full Clusters in its tests show. */
const FLAGS_OF_KOPS: readonly Exception[] = [
  {
    settings: /^kube-apiserver --(advertise-address|apiserver-count|bind-address|etcd-servers|etcd-servers-overrides|kubelet-preferred-address-types|requestheader-(allowed-names|extra-headers-prefix|group-headers|username-headers)|secure-port|service-cluster-ip-range|storage-backend)(=.*)?$/,
    ...managed('kops sets itself how the parts of the control plane find each other'),
  },
  {
    settings: /^kube-controller-manager --(allocate-node-cidrs|cloud-provider|cluster-cidr|cluster-name|configure-cloud-routes|master)(=.*)?$/,
    ...managed('kops sets itself how the parts of the control plane find each other'),
  },
  { settings: /^kube-apiserver --enable-bootstrap-token-auth(=.*)?$/, ...unsettable('kops knows no bootstrap tokens') },
  { settings: /^kube-apiserver --storage-initialization-timeout(=.*)?$/, last: 35, ...unsettable('kops has a field for it since 1.36, and an older one may run the cluster') },
  { settings: /^kube-apiserver --strict-transport-security-directives(=.*)?$/, ...unsettable('which kops has a field for it first is not known here') },
  ofKops('kube-apiserver', kopsSettable('KubeAPIServer').plain.filter(flag => !flag.startsWith('audit-')), 'kube-apiserver: the flags of which kops has a field, such as --profiling', settable('a field of kubeAPIServer')),
  ofKops('kube-apiserver', kopsSettable('KubeAPIServer').files.filter(flag => !/^(audit-|kubelet-certificate-authority$)/.test(flag)), 'kube-apiserver: of those, what names a file, such as --encryption-provider-config', unsettable('which files its API server sees, beside those of auditing, is not known here')),
  ofKops('kube-controller-manager', kopsSettable('KubeControllerManager').plain.filter(flag => flag !== 'cluster-signing-duration'), 'kube-controller-manager: the flags of which kops has a field, such as --terminated-pod-gc-threshold', settable('a field of kubeControllerManager')),
  ofKops('kube-controller-manager', kopsSettable('KubeControllerManager').files, 'kube-controller-manager: of those, what names a file, such as --root-ca-file', unsettable('which files its controller manager sees is not known here')),
  {
    settings: new RegExp(`^kube-apiserver --audit-(?!(${[...kopsSettable('KubeAPIServer').plain, ...kopsSettable('KubeAPIServer').files].filter(flag => flag.startsWith('audit-')).map(flag => flag.slice('audit-'.length)).join('|')})(=|$))`),
    said: 'kube-apiserver --audit-* without a field of kubeAPIServer, such as --audit-log-mode',
    ...unsettable('kops has no field of kubeAPIServer for it'),
  },
];

function ofKops(component: string, flags: readonly string[], said: string, cell: Cell): Exception {
  return { settings: new RegExp(`^${component} --(${flags.join('|')})(=|$)`), said, ...cell };
}

/** Files of machines lie below /var on Talos, and folders of the API server are its own. */
const FILES_OF_API_SERVER_OF_TALOS: Exception = {
  settings: /^kube-apiserver (--(admission-control-config-file|authentication-config|audit-webhook-config-file|egress-selector-config-file|tracing-config-file)|file|folder)$/,
  ...unsettable('Talos gives the API server no files of one\'s own'),
};

/** Distributions that bring their own supervisor. */
export const BUNDLED = {
  k3s: {
    title: 'k3s',
    areas: {
      'audit': settable('kube-apiserver-arg; k3s has no policy by itself'),
      'api-server': settable('kube-apiserver-arg'),
      'controller-manager': settable('kube-controller-manager-arg'),
      'certificate-lifetime': managed(SUPERVISOR),
      'client-rotation': managed(SUPERVISOR),
      'serving-rotation': managed(SUPERVISOR),
      'kubelet': settable('a drop-in from 1.32 on, before that kubelet-arg'),
      'containerd': settable('a template beside the file that k3s writes'),
      'registries': settable('registries.yaml'),
    },
    exceptions: [OWN_CERTIFICATES, OWN_AUTHORIZATION, OWN_ANONYMOUS, OWN_TABLES, ...registryLimits('k3s', { capabilities: true, server: true })],
    // Its folder of drop-ins is documented for 1.32 and newer alone (k3s#2116).
    kubeletFlagsUntil: 31,
    ownsBootstrapBindings: true,
    approvesServing: true,
  },
  rke2: {
    title: 'RKE2',
    areas: {
      'audit': settable('audit-policy-file; without one, `profile: cis` writes a policy of level None, which logs nothing'),
      'api-server': settable('kube-apiserver-arg'),
      'controller-manager': settable('kube-controller-manager-arg'),
      'certificate-lifetime': managed(SUPERVISOR),
      'client-rotation': managed(SUPERVISOR),
      'serving-rotation': managed(SUPERVISOR),
      'kubelet': settable('kubelet-arg'),
      'containerd': settable('a template beside the file that RKE2 writes'),
      'registries': settable('registries.yaml'),
    },
    exceptions: [OWN_CERTIFICATES, OWN_AUTHORIZATION, OWN_ANONYMOUS, OWN_TABLES, ...registryLimits('RKE2', { capabilities: true, server: true })],
    kubeletFlagsUntil: Infinity,
    ownsBootstrapBindings: true,
    approvesServing: true,
  },
  talos: {
    title: 'Talos',
    areas: {
      'audit': settable('cluster.apiServer.auditPolicy, from 1.14 on KubeAuditPolicyConfig'),
      'api-server': settable('cluster.apiServer.extraArgs, from 1.14 on KubeAPIServerConfig'),
      'controller-manager': settable('cluster.controllerManager.extraArgs, from 1.14 on KubeControllerManagerConfig'),
      'certificate-lifetime': settable('extraArgs cluster-signing-duration of the controller manager'),
      'client-rotation': managed('Talos locks rotateCertificates to true'),
      'serving-rotation': settable('serverTLSBootstrap in the kubelet configuration, with an approver'),
      'kubelet': settable('machine.kubelet.extraConfig, from 1.14 on KubeletConfig'),
      'containerd': settable('/etc/cri/conf.d/20-customization.part, from 1.14 on CRICustomizationConfig'),
      'registries': settable('machine.registries, from 1.14 on RegistryMirrorConfig'),
    },
    exceptions: [
      ...LOCKED_IN_TALOS, DENIED_TO_API_SERVER_OF_TALOS, FILES_OF_API_SERVER_OF_TALOS,
      { settings: /^kube-apiserver --audit-log-(path|maxage|maxbackup|maxsize|mode|format)$/, ...managed('Talos writes and rotates the audit log itself, in /var/log/audit/kube') },
      { settings: /^kube-controller-manager --cluster-signing-(cert|key)-file$/, ...unsettable('Talos denies this flag of the controller manager') },
      { settings: /^kube-apiserver --kubelet-certificate-authority$/, ...unsettable('Talos keeps certificates of the API server to itself, and which file holds the CA of kubelets is not fixed') },
      { settings: /^containerd (systemdCgroup|sandboxImage|registryConfigPath)$/, ...managed('Talos sets this itself') },
      ...registryLimits('Talos', { capabilities: true, authority: true, server: true }),
    ],
    ownsBootstrapBindings: true,
    approvesServing: false,
  },
  kops: {
    title: 'kops',
    areas: {
      'audit': settable('kubeAPIServer.audit* and fileAssets'),
      'api-server': unsettable('kops has no field of kubeAPIServer for it'),
      'controller-manager': unsettable('kops has no field of kubeControllerManager for it'),
      'certificate-lifetime': settable('kubeControllerManager.ClusterSigningDuration, with a capital C'),
      'client-rotation': settable('kubelet.rotateCertificates'),
      'serving-rotation': managed('kops-controller issues serving certificates; there is no field for serverTLSBootstrap'),
      'kubelet': unsettable('kops has no field for it'),
      'containerd': settable('containerd.configAdditions'),
      'registries': settable('containerd.registryMirrors'),
    },
    exceptions: [
      KUBELET_OF_KOPS,
      ...FLAGS_OF_KOPS,
      { settings: /^containerd handler .*"podAnnotations":\[/, ...unsettable('configAdditions takes no lists') },
      { settings: /^containerd registryConfigPath$/, ...managed('kops sets it with containerd.registryMirrors') },
      ...registryLimits('kops', { capabilities: true, authority: true, server: true }),
    ],
    ownsBootstrapBindings: true,
    approvesServing: true,
  },
  k0s: {
    title: 'k0s',
    areas: {
      'audit': settable('api.extraArgs; the file must stand on controllers before'),
      'api-server': settable('api.extraArgs'),
      'controller-manager': settable('controllerManager.extraArgs'),
      'certificate-lifetime': settable('controllerManager.extraArgs cluster-signing-duration'),
      'client-rotation': managed('on by default'),
      'serving-rotation': managed('k0s sets serverTLSBootstrap and approves the certificates itself'),
      'kubelet': settable('workerProfiles'),
      'containerd': settable('/etc/k0s/containerd.d/*.toml; from 1.36 on of version 3, of which k0s refuses older ones'),
      'registries': settable('/etc/k0s/containerd.d and hosts.toml below /etc/k0s/containerd/certs.d'),
    },
    exceptions: [
      OWN_AUTHORIZATION, OWN_ANONYMOUS, OWN_FLAGS_OF_K0S,
      { settings: /^kubelet (clusterDNS|clusterDomain|apiVersion|kind|staticPodURL)(\.|=|$)/, ...unsettable('k0s does not let a worker profile override this field') },
    ],
    ownsBootstrapBindings: true,
    approvesServing: true,
  },
} as const satisfies Record<string, Distribution>;
