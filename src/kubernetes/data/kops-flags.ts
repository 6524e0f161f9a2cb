/**
 * The flags that kops makes of fields, for each component: `anonymousAuth` becomes `--anonymous-auth`, `logLevel/v` becomes `--v`.
 * What stands in the table of fields and not here becomes no flag.
 *
 * From the tags `flag` of kubernetes/kops pkg/apis/kops/v1alpha2/componentconfig.go (Apache-2.0) at commit
 * c45c96b9c4f56341c0b069766e6b7c949b1e9e9c, kops 1.36; the two fields of KubeAPIServer that came later have the names of their flags.
 */
export const KOPS_FLAGS = {
  Kubelet: 'allowPrivileged allowedUnsafeSysctls anonymousAuth apiServers authenticationTokenWebhook authenticationTokenWebhookCacheTtl '
    + 'authorizationMode babysitDaemons bootstrapKubeconfig cgroupDriver cgroupRoot clientCaFile cloudProvider clusterDNS clusterDomain '
    + 'configureCbr0 containerLogMaxFiles containerLogMaxSize cpuCFSQuota cpuCFSQuotaPeriod cpuManagerPolicy dockerDisableSharedPID '
    + 'enableCadvisorJsonEndpoints enableCustomMetrics enableDebuggingHandlers enforceNodeAllocatable eventBurst eventQPS/event-qps '
    + 'evictionHard evictionMaxPodGracePeriod evictionMinimumReclaim evictionPressureTransitionPeriod evictionSoft evictionSoftGracePeriod '
    + 'experimentalAllocatableIgnoreEviction experimentalAllowedUnsafeSysctls failSwapOn hairpinMode hostnameOverride '
    + 'housekeepingInterval imageGCHighThresholdPercent/image-gc-high-threshold imageGCLowThresholdPercent/image-gc-low-threshold '
    + 'imagePullProgressDeadline kernelMemcgNotification kubeAPIQPS/kube-api-qps kubeReserved kubeReservedCgroup kubeconfigPath/kubeconfig '
    + 'kubeletCgroups logFormat/logging-format logLevel/v maxPods networkPluginMTU networkPluginName/network-plugin nodeLabels '
    + 'nodeStatusUpdateFrequency nonMasqueradeCIDR nvidiaGPUs/experimental-nvidia-gpus podCIDR podManifestPath podPidsLimit/pod-max-pids '
    + 'protectKernelDefaults readOnlyPort reconcileCIDR registerNode registerSchedulable registryBurst registryPullQPS/registry-qps '
    + 'requireKubeconfig resolvConf rootDir rotateCertificates runtimeCgroups runtimeRequestTimeout seccompDefault seccompProfileRoot '
    + 'serializeImagePulls streamingConnectionIdleTimeout systemCgroups systemReserved systemReservedCgroup taints/register-with-taints '
    + 'tlsCertFile tlsCipherSuites tlsMinVersion tlsPrivateKeyFile topologyManagerPolicy volumePluginDirectory/volume-plugin-dir '
    + 'volumeStatsAggPeriod',
  KubeAPIServer: 'address admissionControl admissionControlConfigFile advertiseAddress allowPrivileged anonymousAuth apiAudiences '
    + 'apiServerCount/apiserver-count appendAdmissionPlugins/enable-admission-plugins auditDynamicConfiguration auditLogFormat '
    + 'auditLogMaxAge/audit-log-maxage auditLogMaxBackups/audit-log-maxbackup auditLogMaxSize/audit-log-maxsize auditLogPath '
    + 'auditPolicyFile auditWebhookBatchBufferSize auditWebhookBatchMaxSize auditWebhookBatchMaxWait auditWebhookBatchThrottleBurst '
    + 'auditWebhookBatchThrottleEnable auditWebhookBatchThrottleQps auditWebhookConfigFile auditWebhookInitialBackoff auditWebhookMode '
    + 'authenticationConfigFile/authentication-config authenticationTokenWebhookCacheTtl authenticationTokenWebhookConfigFile '
    + 'authorizationMode authorizationRbacSuperUser authorizationWebhookCacheAuthorizedTtl authorizationWebhookCacheUnauthorizedTtl '
    + 'authorizationWebhookConfigFile basicAuthFile bindAddress clientCAFile cloudProvider compactionInterval/etcd-compaction-interval '
    + 'corsAllowedOrigins defaultNotReadyTolerationSeconds defaultUnreachableTolerationSeconds deleteCollectionWorkers '
    + 'disableAdmissionPlugins enableAdmissionPlugins enableAggregatorRouting enableBootstrapTokenAuth '
    + 'enableContentionProfiling/contention-profiling enableProfiling/profiling encryptionProviderConfig etcdCaFile/etcd-cafile '
    + 'etcdCertFile/etcd-certfile etcdKeyFile/etcd-keyfile etcdQuorumRead etcdServers etcdServersOverrides eventTTL '
    + 'experimentalEncryptionProviderConfig goawayChance http2MaxStreamsPerConnection insecureBindAddress insecurePort '
    + 'kubeletCertificateAuthority kubeletClientCertificate kubeletClientKey kubeletPreferredAddressTypes logFormat/logging-format '
    + 'logLevel/v maxMutatingRequestsInflight maxRequestsInflight minRequestTimeout oidcCAFile oidcClientID oidcGroupsClaim '
    + 'oidcGroupsPrefix oidcIssuerURL oidcRequiredClaim oidcUsernameClaim oidcUsernamePrefix proxyClientCertFile proxyClientKeyFile '
    + 'requestTimeout requestheaderAllowedNames requestheaderClientCAFile '
    + 'requestheaderExtraHeaderPrefixes/requestheader-extra-headers-prefix requestheaderGroupHeaders requestheaderUsernameHeaders '
    + 'runtimeConfig securePort serviceAccountIssuer serviceAccountJWKSURI/service-account-jwks-uri serviceAccountKeyFile '
    + 'serviceAccountSigningKeyFile serviceClusterIPRange serviceNodePortRange storageBackend storageInitializationTimeout '
    + 'strictTransportSecurityDirectives tlsCertFile tlsCipherSuites tlsMinVersion tlsPrivateKeyFile tokenAuthFile watchCache '
    + 'watchCacheSizes',
  KubeControllerManager: 'ClusterSigningDuration/cluster-signing-duration allocateNodeCIDRs/allocate-node-cidrs '
    + 'attachDetachReconcileSyncPeriod authenticationKubeconfig authorizationAlwaysAllowPaths authorizationKubeconfig cidrAllocatorType '
    + 'cloudProvider clusterCIDR clusterName concurrentDeploymentSyncs concurrentEndpointSyncs '
    + 'concurrentHorizontalPodAustoscalerSyncs/concurrent-horizontal-pod-autoscaler-syncs concurrentJobSyncs concurrentNamespaceSyncs '
    + 'concurrentRcSyncs concurrentReplicasetSyncs concurrentResourceQuotaSyncs concurrentServiceSyncs concurrentServiceaccountTokenSyncs '
    + 'configureCloudRoutes controllers disableAttachDetachReconcileSync enableContentionProfiling/contention-profiling '
    + 'enableLeaderMigration enableProfiling/profiling endpointSliceUpdatesBatchPeriod/endpointslice-updates-batch-period '
    + 'endpointUpdatesBatchPeriod externalCloudVolumePlugin horizontalPodAutoscalerCpuInitializationPeriod '
    + 'horizontalPodAutoscalerDownscaleDelay horizontalPodAutoscalerDownscaleStabilization horizontalPodAutoscalerInitialReadinessDelay '
    + 'horizontalPodAutoscalerSyncPeriod horizontalPodAutoscalerTolerance horizontalPodAutoscalerUpscaleDelay '
    + 'horizontalPodAutoscalerUseRestClients kubeAPIBurst/kube-api-burst kubeAPIQPS/kube-api-qps logFormat/logging-format logLevel/v master '
    + 'minResyncPeriod nodeCIDRMaskSize nodeMonitorGracePeriod nodeMonitorPeriod podEvictionTimeout rootCAFile '
    + 'serviceAccountPrivateKeyFile terminatedPodGCThreshold tlsCertFile tlsCipherSuites tlsMinVersion tlsPrivateKeyFile '
    + 'useServiceAccountCredentials',
  KubeScheduler: 'authenticationKubeconfig authorizationAlwaysAllowPaths authorizationKubeconfig '
    + 'enableContentionProfiling/contention-profiling enableProfiling/profiling kubeAPIBurst/kube-api-burst kubeAPIQPS/kube-api-qps '
    + 'logFormat/logging-format logLevel/v master tlsCertFile tlsPrivateKeyFile',
} as const;
