import type { Fields } from '../fields';

/**
 * Fields of tools whose modules Go's proxy does not have, from their sources and documentation. Of k3s, RKE2 and nodeadm they are
 * whole. Of kops, and of the parts of k0s that K0S_OPEN names, they are not: a newer release may have a field that is not among
 * them, so that only a name which is almost one of these is told to be wrong.
 */

/** kubernetes/kops pkg/apis/kops/v1alpha2 (cluster.go, componentconfig.go, containerdconfig.go). */
export const KOPS_FIELDS: Fields = {
  ClusterSpec: 'additionalPolicies additionalNetworkCIDRs additionalSans addons api assets authentication authorization awsLoadBalancerController '
    + 'certManager channel cloudConfig cloudControllerManager cloudLabels cloudProvider clusterAutoscaler clusterDNSDomain configBase configStore '
    + 'containerRuntime containerd:Containerd controlPlaneKubelet:Kubelet dnsZone docker egressProxy encryptionConfig=bool etcdClusters externalDns '
    + 'externalPolicies fileAssets:[]FileAsset gossipConfig hooks iam isolateMasters karpenter keyStore kubeAPIServer:KubeAPIServer '
    + 'kubeControllerManager:KubeControllerManager kubeDNS kubeProxy kubeScheduler kubelet:Kubelet kubernetesApiAccess kubernetesVersion '
    + 'masterInternalName masterKubelet:Kubelet masterPublicName metricsServer networkCIDR networkID networking nodeAuthorization nodePortAccess '
    + 'nodeProblemDetector nodeTerminationHandler nonMasqueradeCIDR ntp packages podCIDR podIdentityWebhook project rollingUpdate secretStore '
    + 'serviceAccountIssuerDiscovery serviceClusterIPRange snapshotController sshAccess sshKeyName subnets sysctlParameters tagSubnets target '
    + 'topology updatePolicy useHostCertificates warmPool',
  FileAsset: 'name path roles content isBase64=bool mode',
  Containerd: 'address configAdditions configOverride installCriCtl logLevel nri nvidiaGPU packages registryMirrors root runc selinuxEnabled=bool '
    + 'seLinuxEnabled skipInstall=bool state useECRCredentialsForMirrors=bool version gvisor',
  Kubelet: 'allowedUnsafeSysctls anonymousAuth=bool authenticationTokenWebhook=bool authenticationTokenWebhookCacheTtl authorizationMode '
    + 'bootstrapKubeconfig cgroupDriver cgroupRoot clientCaFile cloudProvider clusterDNS clusterDomain configureCbr0 containerLogMaxFiles=int '
    + 'containerLogMaxSize cpuCFSQuota=bool cpuCFSQuotaPeriod cpuManagerPolicy enableCadvisorJsonEndpoints enableCustomMetrics '
    + 'enableDebuggingHandlers=bool enforceNodeAllocatable eventBurst=int eventQPS=int evictionHard evictionMaxPodGracePeriod '
    + 'evictionMinimumReclaim evictionPressureTransitionPeriod evictionSoft evictionSoftGracePeriod experimentalAllowedUnsafeSysctls failSwapOn=bool '
    + 'featureGates hairpinMode hostnameOverride housekeepingInterval imageGCHighThresholdPercent=int imageGCLowThresholdPercent=int '
    + 'imageMaximumGCAge imageMinimumGCAge imagePullProgressDeadline kernelMemcgNotification kubeReserved kubeReservedCgroup kubeconfigPath '
    + 'kubeletCgroups logFormat logLevel maxParallelImagePulls maxPods=int memorySwapBehavior networkPluginMTU networkPluginName nodeLabels '
    + 'nodeStatusUpdateFrequency nonMasqueradeCIDR podCIDR podInfraContainerImage podManifestPath podPidsLimit=int protectKernelDefaults=bool '
    + 'readOnlyPort=int registerNode registerSchedulable registryBurst=int registryPullQPS=int requireKubeconfig resolvConf rootDir '
    + 'rotateCertificates=bool runtimeCgroups runtimeRequestTimeout seccompDefault=bool seccompProfileRoot serializeImagePulls=bool '
    + 'shutdownGracePeriod shutdownGracePeriodCriticalPods streamingConnectionIdleTimeout systemCgroups systemReserved systemReservedCgroup taints '
    + 'tlsCertFile tlsCipherSuites tlsMinVersion tlsPrivateKeyFile topologyManagerPolicy volumePluginDirectory volumeStatsAggPeriod',
  KubeAPIServer: 'admissionControl admissionControlConfigFile allowPrivileged anonymousAuth=bool apiAudiences apiServerCount appendAdmissionPlugins '
    + 'auditDynamicConfiguration auditLogFormat auditLogMaxAge=int auditLogMaxBackups=int auditLogMaxSize=int auditLogPath auditPolicyFile '
    + 'auditWebhookBatchBufferSize auditWebhookBatchMaxSize auditWebhookBatchMaxWait auditWebhookBatchThrottleBurst auditWebhookBatchThrottleEnable '
    + 'auditWebhookBatchThrottleQps auditWebhookConfigFile auditWebhookInitialBackoff auditWebhookMode authenticationConfigFile '
    + 'authenticationTokenWebhookCacheTtl authenticationTokenWebhookConfigFile authorizationMode authorizationRbacSuperUser '
    + 'authorizationWebhookCacheAuthorizedTtl authorizationWebhookCacheUnauthorizedTtl authorizationWebhookConfigFile bindAddress clientCAFile '
    + 'cloudProvider corsAllowedOrigins cpuLimit cpuRequest defaultNotReadyTolerationSeconds defaultUnreachableTolerationSeconds '
    + 'disableAdmissionPlugins enableAdmissionPlugins enableAggregatorRouting=bool enableBootstrapTokenAuth=bool enableContentionProfiling=bool '
    + 'enableProfiling=bool encryptionProviderConfig etcdCaFile etcdCertFile etcdKeyFile etcdQuorumRead etcdServers etcdServersOverrides eventTTL '
    + 'experimentalEncryptionProviderConfig featureGates http2MaxStreamsPerConnection image insecureBindAddress insecurePort kubeletClientCertificate '
    + 'kubeletClientKey kubeletPreferredAddressTypes logFormat logLevel maxMutatingRequestsInflight maxRequestsInflight memoryLimit memoryRequest '
    + 'minRequestTimeout oidcCAFile oidcClientID oidcGroupsClaim oidcGroupsPrefix oidcIssuerURL oidcRequiredClaim oidcUsernameClaim '
    + 'oidcUsernamePrefix proxyClientCertFile proxyClientKeyFile requestTimeout runtimeConfig securePort serviceAccountIssuer serviceAccountJWKSURI '
    + 'serviceAccountKeyFile serviceAccountSigningKeyFile serviceClusterIPRange serviceNodePortRange storageBackend targetRamMb tlsCertFile '
    + 'tlsCipherSuites tlsMinVersion tlsPrivateKeyFile tokenAuthFile watchCache watchCacheSizes',
  KubeControllerManager: 'ClusterSigningDuration allocateNodeCIDRs attachDetachReconcileSyncPeriod authenticationKubeconfig authorizationAlwaysAllowPaths '
    + 'authorizationKubeconfig cidrAllocatorType cloudProvider clusterCIDR clusterName concurrentDeploymentSyncs concurrentEndpointSyncs '
    + 'concurrentJobSyncs concurrentNamespaceSyncs concurrentRcSyncs concurrentReplicasetSyncs concurrentResourceQuotaSyncs '
    + 'concurrentServiceSyncs concurrentServiceaccountTokenSyncs configureCloudRoutes controllers cpuLimit cpuRequest '
    + 'disableAttachDetachReconcileSync enableContentionProfiling=bool enableLeaderMigration=bool enableProfiling=bool endpointSliceUpdatesBatchPeriod '
    + 'endpointUpdatesBatchPeriod experimentalClusterSigningDuration externalCloudVolumePlugin featureGates horizontalPodAutoscalerSyncPeriod image '
    + 'kubeAPIBurst kubeAPIQPS leaderElection logFormat logLevel master memoryLimit memoryRequest minResyncPeriod nodeCIDRMaskSize '
    + 'nodeMonitorGracePeriod nodeMonitorPeriod podEvictionTimeout rootCAFile serviceAccountPrivateKeyFile serviceClusterIPRange '
    + 'terminatedPodGCThreshold tlsCertFile tlsCipherSuites tlsMinVersion tlsPrivateKeyFile useServiceAccountCredentials volumePluginDirectory',
};

/**
 * k0sproject/k0s pkg/apis/k0s/v1beta1 and static/_crds. A release has the minor of the Kubernetes that it runs.
 */
export const K0S_FIELDS: Fields = {
  ClusterSpec: 'api:API controllerManager:Component scheduler:Component workerProfiles:[]WorkerProfile network:Network storage:Storage '
    + 'extensions:Extensions images:Images installConfig:InstallConfig konnectivity:Konnectivity telemetry:Telemetry '
    + 'featureGates:[]FeatureGate',
  API: 'address ca:CA externalAddress extraArgs rawArgs k0sApiPort=int onlyBindToAddress=bool port=int sans tunneledNetworkingMode=bool',
  CA: 'expiresAfter certificatesExpireAfter',
  Component: 'extraArgs rawArgs',
  WorkerProfile: 'name values',
  Storage: 'type etcd:Etcd kine:Kine',
  Etcd: 'ca:CA externalCluster:ExternalEtcd extraArgs rawArgs peerAddress',
  ExternalEtcd: 'caFile clientCertFile clientKeyFile endpoints etcdPrefix',
  Kine: 'dataSource',
  Telemetry: 'enabled=bool',
  InstallConfig: 'users:SystemUser',
  SystemUser: 'etcdUser kineUser konnectivityUser kubeAPIserverUser kubeSchedulerUser',
  Konnectivity: 'adminPort=int agentPort=int externalAddress',
  FeatureGate: 'components enabled=bool name',
  Extensions: 'helm:Helm storage',
  Helm: 'charts:[]Chart concurrencyLevel=int repositories:[]Repository',
  Chart: 'chartname forceUpgrade=bool name namespace order=int timeout values version',
  Repository: 'caFile certFile insecure=bool keyfile name password url username',
  Images: 'calico konnectivity coredns default_pull_policy kubeproxy kuberouter metricsserver pause pushgateway repository windows',
  Network: 'calico:Calico clusterDomain controlPlaneLoadBalancing:ControlPlaneLoadBalancing dualStack:DualStack kubeProxy:KubeProxy '
    + 'kuberouter:KubeRouter nodeLocalLoadBalancing:NodeLocalLoadBalancing podCIDR primaryAddressFamily provider serviceCIDR',
  Calico: 'envVars flexVolumeDriverPath ipAutodetectionMethod ipV6AutodetectionMethod mode mtu=int overlay vxlanPort=int vxlanVNI=int wireguard=bool',
  ControlPlaneLoadBalancing: 'enabled=bool keepalived type',
  DualStack: 'IPv6podCIDR IPv6serviceCIDR enabled=bool',
  KubeProxy: 'disabled=bool extraArgs iptables ipvs metricsBindAddress mode nftables nodePortAddresses rawArgs',
  KubeRouter: 'autoMTU=bool extraArgs rawArgs hairpin hairpinMode=bool ipMasq=bool metricsPort=int mtu=int peerRouterASNs peerRouterIPs',
  NodeLocalLoadBalancing: 'enabled=bool envoyProxy type',
};

/** What of k0s may have more fields in one release or another. */
export const K0S_OPEN = /^(Network|Calico|ControlPlaneLoadBalancing|DualStack|KubeProxy|KubeRouter|NodeLocalLoadBalancing|Images|Extensions|Helm|Chart|Repository)$/;
/** k0s 1.36 and newer may have more parts than are known here. */
export const K0S_OPEN_FROM = 36;

/** awslabs/amazon-eks-ami nodeadm/api/v1alpha1 and nodeadm/crds. `instance` grows with the releases, and is not looked into. */
export const NODEADM_FIELDS: Fields = {
  NodeConfigSpec: 'cluster:Cluster containerd:Containerd instance kubelet:Kubelet featureGates',
  Cluster: 'name apiServerEndpoint certificateAuthority cidr enableOutpost=bool id',
  Containerd: 'config baseRuntimeSpec',
  Kubelet: 'config flags maxPodsExpression',
};

/** Of both k3s and RKE2 (k3s-io/k3s pkg/cli/cmds, rancher/rke2 pkg/cli/cmds, and what both print as help): a key is a flag of theirs. */
const BOTH = 'config c debug v vmodule log l alsologtostderr bind-address advertise-address tls-san tls-san-security data-dir d disable-agent '
  + 'cluster-cidr service-cidr cluster-reset cluster-reset-restore-path cluster-dns cluster-domain token t token-file write-kubeconfig o '
  + 'write-kubeconfig-mode write-kubeconfig-group kube-apiserver-arg etcd-arg kube-scheduler-arg kube-controller-manager-arg '
  + 'kube-cloud-controller-manager-arg datastore-endpoint datastore-cafile datastore-certfile datastore-keyfile disable disable-scheduler '
  + 'disable-cloud-controller disable-kube-proxy disable-apiserver disable-controller-manager disable-etcd etcd-disable-snapshots '
  + 'etcd-snapshot-schedule-cron etcd-snapshot-reconcile-interval etcd-snapshot-retention etcd-snapshot-dir etcd-snapshot-name '
  + 'etcd-snapshot-compress node-name with-node-id node-label node-taint image-credential-provider-bin-dir image-credential-provider-config '
  + 'container-runtime-endpoint disable-default-registry-endpoint nonroot-devices embedded-registry supervisor-metrics pause-image '
  + 'default-runtime private-registry system-default-registry node-ip i node-external-ip node-internal-dns node-external-dns resolv-conf '
  + 'egress-selector-mode kubelet-arg kube-proxy-arg agent-token agent-token-file server s secrets-encryption secrets-encryption-provider '
  + 'protect-kernel-defaults snapshotter selinux lb-server-port service-node-port-range etcd-expose-metrics airgap-extra-registry etcd-s3 '
  + 'etcd-s3-access-key etcd-s3-bucket etcd-s3-bucket-lookup-type etcd-s3-config-secret etcd-s3-endpoint etcd-s3-endpoint-ca etcd-s3-folder '
  + 'etcd-s3-insecure etcd-s3-proxy etcd-s3-region etcd-s3-retention etcd-s3-secret-key etcd-s3-session-token etcd-s3-skip-ssl-verify '
  + 'etcd-s3-timeout helm-job-image enable-pprof servicelb-namespace';

/** Of k3s alone: RKE2 drops these flags (dropFlag), or never had them. */
const K3S = 'https-listen-port supervisor-port apiserver-port apiserver-bind-address advertise-port cluster-init flannel-backend vpn-auth '
  + 'vpn-auth-file kube-controller-arg kube-cloud-controller-arg kine-tls default-local-storage-path disable-network-policy '
  + 'disable-apiserver-lb docker image-service-endpoint flannel-iface flannel-conf flannel-cni-conf flannel-ipv6-masq flannel-external-ip '
  + 'rootless prefer-bundled-bin disable-helm-controller no-flannel no-deploy disable-selinux cluster-secret';

/** Of RKE2's static pods. */
const COMPONENTS = ['kube-apiserver', 'kube-scheduler', 'kube-controller-manager', 'kube-proxy', 'etcd', 'cloud-controller-manager'];

/** Of RKE2 alone (root.go, server.go). */
const RKE2 = 'profile audit-policy-file pod-security-admission-config-file cni ingress-controller enable-servicelb control-plane-resource-requests '
  + 'control-plane-resource-limits control-plane-probe-configuration cloud-provider-name cloud-provider-config kubelet-path runtime-image '
  + 'kube-apiserver-image kube-controller-manager-image cloud-controller-manager-image kube-proxy-image kube-scheduler-image etcd-image '
  + 'node-name-from-cloud-provider-metadata';

export const RANCHER_FIELDS: Fields = {
  k3s: `${BOTH} ${K3S}`,
  rke2: [BOTH, RKE2, ...COMPONENTS.flatMap(each => [`${each}-extra-mount`, `${each}-extra-env`])].join(' '),
};
