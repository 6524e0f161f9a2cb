import type { Fields } from '../fields';

/**
 * Fields of tools whose types cannot be read by a program here, from their sources and documentation. The tables are not whole: a
 * newer release may have a field that is not among them, so that only a name which is almost one of these is told to be wrong.
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

/** k0sproject/k0s pkg/apis/k0s/v1beta1. */
export const K0S_FIELDS: Fields = {
  ClusterSpec: 'api:API controllerManager:Component scheduler:Component workerProfiles:[]WorkerProfile network storage extensions images installConfig '
    + 'konnectivity podSecurityPolicy telemetry featureGates',
  API: 'address ca externalAddress extraArgs rawArgs k0sApiPort=int onlyBindToAddress=bool port=int sans tunneledNetworkingMode',
  Component: 'extraArgs rawArgs',
  WorkerProfile: 'name values',
};

/** awslabs/amazon-eks-ami nodeadm/api/v1alpha1. */
export const NODEADM_FIELDS: Fields = {
  NodeConfigSpec: 'cluster:Cluster containerd:Containerd instance kubelet:Kubelet featureGates',
  Cluster: 'name apiServerEndpoint certificateAuthority cidr enableOutpost=bool id',
  Containerd: 'config baseRuntimeSpec',
  Kubelet: 'config flags maxPodsExpression',
};

/** k3s-io/k3s pkg/cli/cmds (agent.go, server.go): what stands in its file is a flag of `k3s server` or `k3s agent`. */
const K3S = 'config debug v vmodule log alsologtostderr bind-address https-listen-port advertise-address advertise-port tls-san tls-san-security '
  + 'data-dir cluster-cidr service-cidr service-node-port-range cluster-dns cluster-domain flannel-backend flannel-ipv6-masq flannel-external-ip '
  + 'egress-selector-mode servicelb-namespace write-kubeconfig write-kubeconfig-mode write-kubeconfig-group helm-job-image token token-file '
  + 'agent-token agent-token-file server cluster-init cluster-reset cluster-reset-restore-path kube-apiserver-arg etcd-arg '
  + 'kube-controller-manager-arg kube-scheduler-arg kube-cloud-controller-manager-arg datastore-endpoint datastore-cafile datastore-certfile '
  + 'datastore-keyfile kine-tls etcd-expose-metrics etcd-disable-snapshots etcd-snapshot-name etcd-snapshot-schedule-cron etcd-snapshot-retention '
  + 'etcd-snapshot-dir etcd-snapshot-compress etcd-s3 etcd-s3-endpoint etcd-s3-endpoint-ca etcd-s3-skip-ssl-verify etcd-s3-access-key '
  + 'etcd-s3-secret-key etcd-s3-session-token etcd-s3-bucket etcd-s3-bucket-lookup-type etcd-s3-region etcd-s3-folder etcd-s3-proxy '
  + 'etcd-s3-config-secret etcd-s3-insecure etcd-s3-timeout etcd-s3-retention default-local-storage-path disable disable-scheduler '
  + 'disable-cloud-controller disable-kube-proxy disable-network-policy disable-helm-controller disable-apiserver disable-controller-manager '
  + 'disable-etcd disable-agent embedded-registry supervisor-metrics node-name with-node-id node-label node-taint '
  + 'image-credential-provider-bin-dir image-credential-provider-config docker container-runtime-endpoint image-service-endpoint '
  + 'default-runtime disable-default-registry-endpoint nonroot-devices pause-image snapshotter private-registry system-default-registry '
  + 'airgap-extra-registry node-ip node-internal-dns node-external-dns node-external-ip resolv-conf flannel-iface flannel-conf flannel-cni-conf '
  + 'kubelet-arg kube-proxy-arg protect-kernel-defaults secrets-encryption secrets-encryption-provider enable-pprof rootless '
  + 'prefer-bundled-bin selinux lb-server-port disable-apiserver-lb vpn-auth vpn-auth-file no-flannel no-deploy disable-selinux cluster-secret';

/** Of RKE2's static pods. */
const COMPONENTS = ['kube-apiserver', 'kube-scheduler', 'kube-controller-manager', 'kube-proxy', 'etcd', 'cloud-controller-manager'];

/** rancher/rke2 pkg/cli/cmds (root.go, server.go), beside those of k3s. */
const RKE2 = 'profile audit-policy-file pod-security-admission-config-file cni ingress-controller enable-servicelb control-plane-resource-requests '
  + 'control-plane-resource-limits control-plane-probe-configuration cloud-provider-name cloud-provider-config kubelet-path runtime-image '
  + 'kube-apiserver-image kube-controller-manager-image cloud-controller-manager-image kube-proxy-image kube-scheduler-image etcd-image '
  + 'node-name-from-cloud-provider-metadata cloud-controller-manager-arg';

export const RANCHER_FIELDS: Fields = {
  k3s: K3S,
  rke2: [K3S, RKE2, ...COMPONENTS.flatMap(each => [`${each}-extra-mount`, `${each}-extra-env`])].join(' '),
};
