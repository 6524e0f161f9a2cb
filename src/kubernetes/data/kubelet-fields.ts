/**
 * Every field of KubeletConfiguration (`kubelet.config.k8s.io/v1beta1`) and of the structs in it, as
 * k8s.io/kubelet config/v1beta1/types.go has them in releases 1.27 to 1.37: the Go type without `*`, and the minors
 * that know it where not all of them do. `any` is a struct of another module that is not looked into. None of them was
 * removed in these releases.
 */
export type KubeletFieldRow = readonly [field: string, type: string, minors?: string];

export const KUBELET_STRUCTS: Readonly<Record<string, readonly KubeletFieldRow[]>> = {
  KubeletConfiguration: [
    ['staticPodPath', 'string'], ['syncFrequency', 'Duration'], ['fileCheckFrequency', 'Duration'], ['httpCheckFrequency', 'Duration'],
    ['staticPodURL', 'string'], ['staticPodURLHeader', 'map[string][]string'], ['address', 'string'], ['port', 'int32'],
    ['readOnlyPort', 'int32'], ['tlsCertFile', 'string'], ['tlsPrivateKeyFile', 'string'], ['tlsCipherSuites', '[]string'],
    ['tlsMinVersion', 'string'], ['rotateCertificates', 'bool'], ['serverTLSBootstrap', 'bool'],
    ['authentication', 'KubeletAuthentication'], ['authorization', 'KubeletAuthorization'], ['registryPullQPS', 'int32'],
    ['registryBurst', 'int32'], ['eventRecordQPS', 'int32'], ['eventBurst', 'int32'], ['enableDebuggingHandlers', 'bool'],
    ['enableContentionProfiling', 'bool'], ['healthzPort', 'int32'], ['healthzBindAddress', 'string'], ['oomScoreAdj', 'int32'],
    ['clusterDomain', 'string'], ['clusterDNS', '[]string'], ['streamingConnectionIdleTimeout', 'Duration'],
    ['nodeStatusUpdateFrequency', 'Duration'], ['nodeLeaseDurationSeconds', 'int32'], ['imageMinimumGCAge', 'Duration'],
    ['imageGCHighThresholdPercent', 'int32'], ['imageGCLowThresholdPercent', 'int32'], ['volumeStatsAggPeriod', 'Duration'],
    ['kubeletCgroups', 'string'], ['systemCgroups', 'string'], ['cgroupRoot', 'string'], ['cgroupsPerQOS', 'bool'],
    ['cgroupDriver', 'string'], ['cpuManagerPolicy', 'string'], ['cpuManagerReconcilePeriod', 'Duration'],
    ['qosReserved', 'map[string]string'], ['runtimeRequestTimeout', 'Duration'], ['hairpinMode', 'string'], ['maxPods', 'int32'],
    ['podCIDR', 'string'], ['podPidsLimit', 'int64'], ['resolvConf', 'string'], ['cpuCFSQuota', 'bool'], ['cpuCFSQuotaPeriod', 'Duration'],
    ['maxOpenFiles', 'int64'], ['contentType', 'string'], ['kubeAPIQPS', 'int32'], ['kubeAPIBurst', 'int32'],
    ['serializeImagePulls', 'bool'], ['evictionHard', 'map[string]string'], ['evictionSoft', 'map[string]string'],
    ['evictionSoftGracePeriod', 'map[string]string'], ['evictionPressureTransitionPeriod', 'Duration'],
    ['evictionMaxPodGracePeriod', 'int32'], ['evictionMinimumReclaim', 'map[string]string'], ['podsPerCore', 'int32'],
    ['enableControllerAttachDetach', 'bool'], ['protectKernelDefaults', 'bool'], ['makeIPTablesUtilChains', 'bool'],
    ['iptablesMasqueradeBit', 'int32'], ['iptablesDropBit', 'int32'], ['featureGates', 'map[string]bool'], ['failSwapOn', 'bool'],
    ['containerLogMaxSize', 'string'], ['containerLogMaxFiles', 'int32'], ['configMapAndSecretChangeDetectionStrategy', 'string'],
    ['systemReserved', 'map[string]string'], ['kubeReserved', 'map[string]string'], ['systemReservedCgroup', 'string'],
    ['kubeReservedCgroup', 'string'], ['enforceNodeAllocatable', '[]string'], ['nodeStatusReportFrequency', 'Duration'],
    ['topologyManagerPolicy', 'string'], ['allowedUnsafeSysctls', '[]string'], ['reservedSystemCPUs', 'string'],
    ['showHiddenMetricsForVersion', 'string'], ['enableServer', 'bool'], ['runOnce', 'bool'], ['nodeStatusMaxImages', 'int32'],
    ['volumePluginDir', 'string'], ['providerID', 'string'], ['kernelMemcgNotification', 'bool'], ['logging', 'any'],
    ['enableSystemLogHandler', 'bool'], ['topologyManagerScope', 'string'], ['shutdownGracePeriod', 'Duration'],
    ['shutdownGracePeriodCriticalPods', 'Duration'], ['memoryManagerPolicy', 'string'], ['reservedMemory', '[]MemoryReservation'],
    ['enableProfilingHandler', 'bool'], ['enableDebugFlagsHandler', 'bool'], ['cpuManagerPolicyOptions', 'map[string]string'],
    ['memorySwap', 'MemorySwapConfiguration'], ['seccompDefault', 'bool'], ['memoryThrottlingFactor', 'float64'],
    ['shutdownGracePeriodByPodPriority', '[]ShutdownGracePeriodByPodPriority'], ['registerWithTaints', '[]any'], ['registerNode', 'bool'],
    ['tracing', 'any'], ['localStorageCapacityIsolation', 'bool'], ['topologyManagerPolicyOptions', 'map[string]string'],
    ['maxParallelImagePulls', 'int32'], ['enableSystemLogQuery', 'bool'], ['containerRuntimeEndpoint', 'string'],
    ['imageServiceEndpoint', 'string'], ['imageMaximumGCAge', 'Duration', '29-'], ['podLogsDir', 'string', '30-'],
    ['containerLogMaxWorkers', 'int32', '30-'], ['containerLogMonitorInterval', 'Duration', '30-'], ['failCgroupV1', 'bool', '31-'],
    ['singleProcessOOMKill', 'bool', '32-'], ['crashLoopBackOff', 'CrashLoopBackOffConfig', '32-'],
    ['imagePullCredentialsVerificationPolicy', 'string', '33-'], ['preloadedImagesVerificationAllowlist', '[]string', '33-'],
    ['mergeDefaultEvictionSettings', 'bool', '33-'], ['userNamespaces', 'UserNamespaces', '33-'], ['tlsCurvePreferences', '[]int32', '36-'],
    ['memoryReservationPolicy', 'string', '36-'], ['defaultPodSysctls', 'map[string]string', '37-'],
  ],
  KubeletAuthorization: [
    ['mode', 'string'], ['webhook', 'KubeletWebhookAuthorization'],
  ],
  KubeletWebhookAuthorization: [
    ['cacheAuthorizedTTL', 'Duration'], ['cacheUnauthorizedTTL', 'Duration'],
  ],
  KubeletAuthentication: [
    ['x509', 'KubeletX509Authentication'], ['webhook', 'KubeletWebhookAuthentication'], ['anonymous', 'KubeletAnonymousAuthentication'],
  ],
  KubeletX509Authentication: [
    ['clientCAFile', 'string'],
  ],
  KubeletWebhookAuthentication: [
    ['enabled', 'bool'], ['cacheTTL', 'Duration'],
  ],
  KubeletAnonymousAuthentication: [
    ['enabled', 'bool'],
  ],
  MemoryReservation: [
    ['numaNode', 'int32'], ['limits', 'map[string]string'],
  ],
  MemorySwapConfiguration: [
    ['swapBehavior', 'string'],
  ],
  ShutdownGracePeriodByPodPriority: [
    ['priority', 'int32'], ['shutdownGracePeriodSeconds', 'int64'],
  ],
  CrashLoopBackOffConfig: [
    ['maxContainerRestartPeriod', 'Duration', '32-'],
  ],
  UserNamespaces: [
    ['idsPerPod', 'int64', '33-'],
  ],
};
