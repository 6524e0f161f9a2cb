import { managed, registryLimits, settable, unsettable, type Area, type Cell, type Distribution } from './capability';

const HOST_FILE_OF_CONTAINERD = settable('/etc/containerd/conf.d, a host file that kubeadm leaves alone');
const CERTS_D = settable('hosts.toml below /etc/containerd/certs.d');

/** What all that run kubeadm have in common (kubeadm v1beta3 and v1beta4, cmd/kubeadm/app/apis/kubeadm). */
const OF_KUBEADM: Readonly<Record<Area, Cell>> = {
  'audit': settable('apiServer.extraArgs and extraVolumes; the file must stand on the machine before'),
  'api-server': settable('apiServer.extraArgs and extraVolumes'),
  'controller-manager': settable('controllerManager.extraArgs'),
  'certificate-lifetime': settable('controllerManager.extraArgs cluster-signing-duration'),
  'client-rotation': settable('always on: kubeadm forces rotateCertificates (kubernetes#96394)'),
  'serving-rotation': settable('KubeletConfiguration.serverTLSBootstrap, with an approver'),
  'kubelet': settable('a KubeletConfiguration document'),
  'containerd': HOST_FILE_OF_CONTAINERD,
  'registries': CERTS_D,
};

/** kubeadm writes rotateCertificates itself, and a `false` of ours would be overridden without a word. */
const FORCED_ROTATION = {
  settings: /^kubelet rotateCertificates=false$/,
  ...unsettable('kubeadm forces rotateCertificates to true (kubernetes#96394)'),
};

/** Flags that the templates of kubespray write whatever else is asked (roles/kubernetes/control-plane/templates/kubeadm-config.*.yaml.j2). */
const OF_TEMPLATES_OF_KUBESPRAY = new RegExp('^(kube-apiserver --(etcd-.*|default-(not-ready|unreachable)-toleration-seconds|anonymous-auth|authorization-mode|bind-address'
  + '|enable-admission-plugins|disable-admission-plugins|apiserver-count|endpoint-reconciler-type|service-node-port-range|service-cluster-ip-range|kubelet-preferred-address-types'
  + '|profiling|request-timeout|enable-aggregator-routing|service-account-lookup|storage-backend|runtime-config|allow-privileged|event-ttl|tls-min-version|tls-cipher-suites)'
  + '|kube-controller-manager --(node-monitor-(grace-)?period|cluster-cidr|service-cluster-ip-range|allocate-node-cidrs|node-cidr-mask-size.*|profiling|terminated-pod-gc-threshold'
  + '|bind-address|leader-elect-(lease-duration|renew-deadline)|configure-cloud-routes|tls-min-version|tls-cipher-suites))$');

/** Distributions in which the control plane and its flags are the operator's own. */
export const SELF_MANAGED = {
  kubeadm: {
    title: 'kubeadm', areas: OF_KUBEADM, exceptions: [FORCED_ROTATION], ownsBootstrapBindings: true, approvesServing: false,
  },
  kind: {
    title: 'kind',
    areas: {
      ...OF_KUBEADM,
      'audit': settable('extraMounts and kubeadmConfigPatches'),
      'api-server': settable('extraMounts and kubeadmConfigPatches'),
      'controller-manager': settable('kubeadmConfigPatches'),
      'certificate-lifetime': settable('kubeadmConfigPatches'),
      'serving-rotation': settable('kubeadmConfigPatches, with an approver'),
      'kubelet': settable('kubeadmConfigPatches'),
      'containerd': settable('containerdConfigPatches; the base file is of version 2'),
      'registries': settable('extraMounts below /etc/containerd/certs.d and containerdConfigPatches'),
    },
    exceptions: [FORCED_ROTATION],
    ownsBootstrapBindings: true,
    approvesServing: false,
  },
  kubespray: {
    title: 'kubespray',
    areas: {
      'audit': settable('kubernetes_audit and audit_policy_custom_rules'),
      'api-server': settable('kube_kubeadm_apiserver_extra_args and apiserver_extra_volumes'),
      'controller-manager': settable('kube_kubeadm_controller_extra_args'),
      'certificate-lifetime': settable('kube_kubeadm_controller_extra_args'),
      'client-rotation': settable('kubelet_rotate_certificates, on by default'),
      'serving-rotation': settable('kubelet_rotate_server_certificates, which brings an approver and the kubelet CA of the API server'),
      'kubelet': settable('kubelet_config_extra_args'),
      'containerd': settable('containerd_additional_runtimes and other containerd_ variables'),
      'registries': settable('containerd_registries_mirrors'),
    },
    exceptions: [
      FORCED_ROTATION,
      { settings: /^kube-apiserver --kubelet-certificate-authority$/, ...managed('kubespray sets it with kubelet_rotate_server_certificates') },
      { settings: /^kubelet authentication\.anonymous\.enabled=false$/, ...managed('kubespray always turns anonymous requests off') },
      { settings: /^kubelet authentication\.anonymous\.enabled=true$/, ...unsettable('kubespray always turns anonymous requests off') },
      { settings: /^containerd registryConfigPath$/, ...managed('kubespray sets it with containerd_registries_mirrors') },
      { settings: /^kube-apiserver --authorization-config$/, ...unsettable('kubespray passes authorization-mode as well, and the API server stops at both') },
      { settings: OF_TEMPLATES_OF_KUBESPRAY, said: 'kube-apiserver and kube-controller-manager flags of kubespray\'s templates, such as --profiling', ...unsettable('kubespray writes this flag itself, from a variable of its own') },
      { settings: /^containerd (?!systemdCgroup(=|$)|enableUnprivileged|handler |registry )/, ...unsettable('kubespray has no variable for it that this program knows') },
      ...registryLimits('kubespray', { authority: true }),
      { settings: /^containerd handler .*("podAnnotations":\[|"privilegedWithoutHostDevices":true)/, ...unsettable('containerd_additional_runtimes has no such field') },
    ],
    ownsBootstrapBindings: true,
    approvesServing: true,
  },
  clusterApi: {
    title: 'Cluster API (kubeadm)',
    areas: {
      ...OF_KUBEADM,
      'audit': settable('files, extraArgs and extraVolumes of KubeadmControlPlane'),
      'api-server': settable('files, extraArgs and extraVolumes of KubeadmControlPlane'),
      'serving-rotation': settable('a kubeadm patch among files, with an approver'),
      'kubelet': settable('a kubeadm patch among files: the API has no KubeletConfiguration'),
      'containerd': settable('files and preKubeadmCommands'),
      'registries': settable('files below /etc/containerd/certs.d'),
    },
    exceptions: [
      FORCED_ROTATION,
      {
        settings: /^containerd /,
        containerd: 2,
        ...unsettable('before containerd 2.0 an imported file replaces the whole table of a plugin; name the containerd of the machines in the target, or build it into their image'),
      },
    ],
    ownsBootstrapBindings: true,
    approvesServing: false,
  },
  minikube: {
    title: 'minikube',
    areas: {
      'audit': settable('--extra-config=apiserver.*, files by ~/.minikube/files'),
      'api-server': settable('--extra-config=apiserver.*, files by ~/.minikube/files'),
      'controller-manager': settable('--extra-config=controller-manager.*'),
      'certificate-lifetime': settable('--extra-config=controller-manager.cluster-signing-duration'),
      'client-rotation': settable('always on: kubeadm forces rotateCertificates'),
      'serving-rotation': settable('--extra-config=kubelet.rotate-server-certificates, with an approver'),
      'kubelet': settable('--extra-config=kubelet.*, flags alone'),
      'containerd': unsettable('minikube writes the configuration of containerd itself'),
      'registries': unsettable('only --registry-mirror and --insecure-registry'),
    },
    exceptions: [
      FORCED_ROTATION,
      { settings: /^kube-apiserver --audit-log-max(age|backup|size)$/, ...unsettable('no folder can be mounted for the log, so that it goes to standard output') },
      { settings: /^kube-apiserver --(encryption-provider-config|audit-webhook-config-file|authorization-config)$/, ...unsettable('no folder with secrets can be mounted') },
    ],
    kubeletFlagsUntil: Infinity,
    ownsBootstrapBindings: true,
    approvesServing: false,
  },
  generic: {
    title: 'machines set up by other means',
    areas: {
      'audit': settable('flags, or a patch of the static pod'),
      'api-server': settable('flags, or a patch of the static pod'),
      'controller-manager': settable('flags, or a patch of the static pod'),
      'certificate-lifetime': settable('flag cluster-signing-duration'),
      'client-rotation': settable('KubeletConfiguration'),
      'serving-rotation': settable('KubeletConfiguration, with an approver'),
      'kubelet': settable('a drop-in from 1.32 on, before that fields of the one file'),
      'containerd': settable('/etc/containerd/conf.d'),
      'registries': CERTS_D,
    },
    ownsBootstrapBindings: false,
    approvesServing: false,
  },
} as const satisfies Record<string, Distribution>;
