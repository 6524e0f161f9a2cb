import type { Fields } from '../fields';

/**
 * Fields of kops, whose module Go's proxy does not have, from its sources and documentation. They are not whole: a newer release may
 * have a field that is not among them, so that only a name which is almost one of these is told to be wrong.
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
