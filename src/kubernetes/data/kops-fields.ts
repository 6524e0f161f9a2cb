import type { Fields } from '../fields';

/**
 * The fields of kops' Cluster and InstanceGroup, version v1alpha2, the one that kops stores and that people write.
 *
 * From k8s/crds/kops.k8s.io_clusters.yaml and kops.k8s.io_instancegroups.yaml of kubernetes/kops (Apache-2.0) at commit
 * 05ffbdb33e55394cb26bcb30b19fdf7e9f95c051, while kops 1.38 was made. What kops does not use any more stays in v1alpha2, and is in
 * KOPS_UNUSED. `@36-` and `@37-` are what docs/releases/1.36-NOTES.md and 1.37-NOTES.md call new, `@-36` what
 * they call refused. test/cluster/compare-kops-fields.ts holds the table against the two files of any release.
 * Of Kubernetes' own types (affinity, tolerations, sources of variables) nothing is written down.
 */
export const KOPS_FIELDS: Fields = {
  ClusterSpec: 'DisableSubnetTags=bool additionalNetworkCIDRs=[]text additionalPolicies={}text additionalSans=[]text addons:[]Addon api:API '
    + 'assets:Assets authentication:Authentication authorization:Authorization awsLoadBalancerController:LoadBalancerController '
    + 'certManager:CertManager channel=text cloudConfig:CloudConfig cloudControllerManager:CloudControllerManager cloudLabels={}text '
    + 'cloudProvider=text clusterAutoscaler:ClusterAutoscaler clusterDNSDomain=text configBase=text configStore=text containerRuntime=text '
    + 'containerd:Containerd dnsControllerGossipConfig:DNSControllerGossip dnsZone=text docker:Docker egressProxy:EgressProxy '
    + 'encryptionConfig=bool etcdClusters:[]EtcdCluster externalDns:ExternalDNS externalPolicies fileAssets:[]FileAsset gossipConfig:Gossip '
    + 'hooks:[]Hook iam:IAM isolateMasters=bool karpenter:Karpenter keyStore=text kubeAPIServer:KubeAPIServer '
    + 'kubeControllerManager:KubeControllerManager kubeDNS:KubeDNS kubeProxy:KubeProxy kubeScheduler:KubeScheduler kubelet:Kubelet '
    + 'kubernetesApiAccess=[]text kubernetesVersion=text masterInternalName=text masterKubelet:Kubelet masterPublicName=text '
    + 'metricsServer:MetricsServer networkCIDR=text networkID=text networking:Networking nodeAuthorization:NodeAuthorization '
    + 'nodePortAccess=[]text nodeProblemDetector:NodeProblemDetector nodeTerminationHandler:NodeTerminationHandler nonMasqueradeCIDR=text '
    + 'ntp:NTP packages=[]text podCIDR=text podIdentityWebhook:PodIdentityWebhook project=text rollingUpdate:RollingUpdate secretStore=text '
    + 'serviceAccountIssuerDiscovery:IssuerDiscovery serviceClusterIPRange=text snapshotController:SnapshotController sshAccess=[]text '
    + 'sshKeyName=text subnets:[]Subnet sysctlParameters=[]text target:Target topology:Topology updatePolicy=text useHostCertificates=bool '
    + 'warmPool:WarmPool',
  Addon: 'manifest=text',
  API: 'dns:Nothing loadBalancer:APILoadBalancer',
  Nothing: '',
  APILoadBalancer: 'accessLog:AccessLog additionalSecurityGroups=[]text class=text crossZoneLoadBalancing=bool idleTimeoutSeconds=int '
    + 'securityGroupOverride=text sslCertificate=text sslPolicy=text subnets:[]LoadBalancerSubnet type=text useForInternalApi=bool',
  AccessLog: 'bucket=text bucketPrefix=text interval=int',
  LoadBalancerSubnet: 'allocationId=text name=text privateIPv4Address=text',
  Assets: 'containerProxy=text containerRegistry=text fileRepository=text',
  Authentication: 'aws:AWSAuthentication kopeio:Nothing',
  AWSAuthentication: 'backendMode=text clusterID=text cpuLimit cpuRequest identityMappings:[]IdentityMapping image=text memoryLimit memoryRequest',
  IdentityMapping: 'arn=text groups=[]text username=text',
  Authorization: 'alwaysAllow:Nothing rbac:Nothing',
  LoadBalancerController: 'cpuLimit cpuRequest enableShield=bool enableWAF=bool enableWAFv2=bool enabled=bool memoryLimit memoryRequest version=text',
  CertManager: 'cainjectorFeatureGates={}bool defaultIssuer=text enabled=bool featureGates={}bool hostedZoneIDs=[]text image=text managed=bool '
    + 'nameservers=[]text webhookFeatureGates={}bool',
  CloudConfig: 'awsBinariesLocation=text@37- awsEBSCSIDriver:EBSCSIDriver azure:Azure disableSecurityGroupIngress=bool elbSecurityGroup=text '
    + 'gceBinariesLocation=text@37- gceServiceAccount=text gceUseStartupScript=bool gcpPDCSIDriver:PDCSIDriver manageStorageClasses=bool '
    + 'multizone=bool nlbSecurityGroupMode=text nodeIPFamilies=[]text nodeInstancePrefix=text nodeTags=text openstack:Openstack '
    + 'spotinstOrientation=text spotinstProduct=text useIPBasedNodeNames=bool@37- vSphereCoreDNSServer=text vSphereDatacenter=text '
    + 'vSphereDatastore=text vSpherePassword=text vSphereResourcePool=text vSphereServer=text vSphereUsername=text',
  EBSCSIDriver: 'enabled=bool hostNetwork=bool kubeAPIBurst=int kubeAPIQPS managed=bool podAnnotations={}text version=text volumeAttachLimit=int',
  Azure: 'adminUser=text resourceGroupName=text routeTableName=text storageAccountID=text subscriptionId=text tenantId=text',
  PDCSIDriver: 'defaultStorageClassName=text enabled=bool version=text',
  Openstack: 'blockStorage:OpenstackBlockStorage insecureSkipVerify=bool loadbalancer:OpenstackLoadbalancer metadata:OpenstackMetadata '
    + 'monitor:OpenstackMonitor network:OpenstackNetwork router:OpenstackRouter',
  OpenstackBlockStorage: 'bs-version=text clusterName=text createStorageClass=bool csiPluginImage=text csiTopologySupport=bool '
    + 'ignore-volume-az=bool ignore-volume-microversion=bool metricsEnabled=bool override-volume-az=text',
  OpenstackLoadbalancer: 'enableIngressHostname=bool flavorID=text floatingNetwork=text floatingNetworkID=text floatingSubnet=text '
    + 'ingressHostnameSuffix=text manageSecurityGroups=bool method=text provider=text subnetID=text useOctavia=bool',
  OpenstackMetadata: 'configDrive=bool',
  OpenstackMonitor: 'delay=text maxRetries=int timeout=text',
  OpenstackNetwork: 'addressSortOrder=text availabilityZoneHints=[]text internalNetworkNames=[]text ipv6SupportDisabled=bool publicNetworkNames=[]text',
  OpenstackRouter: 'availabilityZoneHints=[]text dnsServers=text externalNetwork=text externalSubnet=text',
  CloudControllerManager: 'allocateNodeCIDRs=bool allowUntaggedCloud=bool azureNodeManagerImage=text cidrAllocatorType=text cloudProvider=text '
    + 'clusterCIDR=text clusterName=text concurrentNodeSyncs=int configureCloudRoutes=bool controllers=[]text cpuRequest '
    + 'enableLeaderMigration=bool image=text leaderElection:LeaderElection logLevel=int master=text nodeStatusUpdateFrequency=text '
    + 'useServiceAccountCredentials=bool',
  LeaderElection: 'leaderElect=bool leaderElectLeaseDuration=text leaderElectRenewDeadlineDuration=text leaderElectResourceLock=text '
    + 'leaderElectResourceName=text leaderElectResourceNamespace=text leaderElectRetryPeriod=text',
  ClusterAutoscaler: 'awsUseStaticInstanceList=bool balanceSimilarNodeGroups=bool cordonNodeBeforeTerminating=bool cpuRequest '
    + 'createPriorityExpanderConfig=bool customPriorityExpanderConfig emitPerNodegroupMetrics=bool enabled=bool expander=text '
    + 'ignoreDaemonSetsUtilization=bool image=text maxNodeProvisionTime=text memoryRequest newPodScaleUpDelay=text podAnnotations={}text '
    + 'scaleDownDelayAfterAdd=text scaleDownUnneededTime=text scaleDownUnreadyTime=text scaleDownUtilizationThreshold=text '
    + 'skipNodesWithCustomControllerPods=bool skipNodesWithLocalStorage=bool skipNodesWithSystemPods=bool',
  Containerd: 'address=text configAdditions configOverride=text gvisor:GVisor@36- installCriCtl=bool installNerdCtl=bool logLevel=text nri:NRI '
    + 'nvidiaGPU:NvidiaGPU packages:Packages registryMirrors root=text runc:Runc sandboxImage=text selinuxEnabled=bool skipInstall=bool '
    + 'state=text useECRCredentialsForMirrors=bool version=text',
  GVisor: 'enabled=bool platform=text',
  NRI: 'enabled=bool pluginRegistrationTimeout=text pluginRequestTimeout=text',
  NvidiaGPU: 'dcgmExporter:Enabled enabled=bool image=text package=text',
  Enabled: 'enabled=bool',
  Packages: 'hashAmd64=text hashArm64=text urlAmd64=text urlArm64=text',
  Runc: 'packages:Packages version=text',
  DNSControllerGossip: 'listen=text protocol=text secondary:DNSControllerGossipSecondary secret=text seed=text',
  DNSControllerGossipSecondary: 'listen=text protocol=text secret=text seed=text',
  Gossip: 'listen=text protocol=text secondary:GossipSecondary secret=text',
  GossipSecondary: 'listen=text protocol=text secret=text',
  Docker: 'authorizationPlugins=[]text bridge=text bridgeIP=text dataRoot=text defaultRuntime=text defaultUlimit=[]text dns=[]text execOpt=[]text '
    + 'execRoot=text experimental=bool healthCheck=bool hosts=[]text insecureRegistries=[]text insecureRegistry=text ipMasq=bool ipTables=bool '
    + 'liveRestore=bool logDriver=text logLevel=text logOpt=[]text maxConcurrentDownloads=int maxConcurrentUploads=int maxDownloadAttempts=int '
    + 'metricsAddress=text mtu=int packages:Packages registryMirrors=[]text runtimes=[]text selinuxEnabled=bool skipInstall=bool storage=text '
    + 'storageOpts=[]text userNamespaceRemap=text version=text',
  EgressProxy: 'excludes=text httpProxy:HTTPProxy',
  HTTPProxy: 'host=text port=int',
  EtcdCluster: 'backups:EtcdBackups cpuRequest enableEtcdTLS=bool enableTLSAuth=bool etcdMembers:[]EtcdMember heartbeatInterval=text image=text '
    + 'leaderElectionTimeout=text manager:EtcdManager memoryRequest name=text provider=text version=text',
  EtcdBackups: 'backupStore=text image=text',
  EtcdMember: 'encryptedVolume=bool instanceGroup=text kmsKeyId=text name=text volumeIops=int volumeSize=int volumeThroughput=int volumeType=text',
  EtcdManager: 'backupInterval=text backupRetentionDays=int discoveryPollInterval=text env:[]EnvVar image=text listenClientHTTPURLs=[]text@36- '
    + 'listenMetricsURLs=[]text logLevel=int',
  EnvVar: 'name=text value=text',
  ExternalDNS: 'disable=bool priorityClassName=text provider=text watchIngress=bool watchNamespace=text',
  FileAsset: 'content=text isBase64=bool mode=text name=text path=text roles=[]text',
  Hook: 'before=[]text disabled=bool execContainer:ExecContainer manifest=text name=text requires=[]text roles=[]text useRawManifest=bool',
  ExecContainer: 'command=[]text environment={}text image=text',
  IAM: 'allowContainerRegistry=bool legacy=bool permissionsBoundary=text serviceAccountExternalPermissions:[]ExternalPermission '
    + 'useServiceAccountExternalPermissions=bool',
  ExternalPermission: 'aws:AWSPermission name=text namespace=text',
  AWSPermission: 'inlinePolicy=text policyARNs=[]text',
  Karpenter: 'cpuRequest enabled=bool featureGates=text image=text logEncoding=text logLevel=text memoryLimit memoryRequest',
  KubeAPIServer: 'additionalServiceAccountIssuers=[]text address=text admissionControl=[]text admissionControlConfigFile=text advertiseAddress=text '
    + 'allowPrivileged=bool anonymousAuth=bool apiAudiences=[]text apiServerCount=int appendAdmissionPlugins=[]text '
    + 'auditDynamicConfiguration=bool auditLogFormat=text auditLogMaxAge=int auditLogMaxBackups=int auditLogMaxSize=int auditLogPath=text '
    + 'auditPolicyFile=text auditWebhookBatchBufferSize=int auditWebhookBatchMaxSize=int auditWebhookBatchMaxWait=text '
    + 'auditWebhookBatchThrottleBurst=int auditWebhookBatchThrottleEnable=bool auditWebhookBatchThrottleQps auditWebhookConfigFile=text '
    + 'auditWebhookInitialBackoff=text auditWebhookMode=text authenticationConfigFile=text authenticationTokenWebhookCacheTtl=text '
    + 'authenticationTokenWebhookConfigFile=text authorizationMode=text authorizationRbacSuperUser=text '
    + 'authorizationWebhookCacheAuthorizedTtl=text authorizationWebhookCacheUnauthorizedTtl=text authorizationWebhookConfigFile=text '
    + 'basicAuthFile=text bindAddress=text clientCAFile=text cloudProvider=text compactionInterval=text corsAllowedOrigins=[]text cpuLimit '
    + 'cpuRequest defaultNotReadyTolerationSeconds=int defaultUnreachableTolerationSeconds=int deleteCollectionWorkers=int '
    + 'disableAdmissionPlugins=[]text disableBasicAuth=bool enableAdmissionPlugins=[]text enableAggregatorRouting=bool '
    + 'enableBootstrapTokenAuth=bool enableContentionProfiling=bool enableProfiling=bool encryptionProviderConfig=text env:[]PodEnvVar '
    + 'etcdCaFile=text etcdCertFile=text etcdKeyFile=text etcdQuorumRead=bool etcdServers=[]text etcdServersOverrides=[]text eventTTL=text '
    + 'experimentalEncryptionProviderConfig=text featureGates={}text goawayChance=text http2MaxStreamsPerConnection=int image=text '
    + 'insecureBindAddress=text insecurePort=int kubeletCertificateAuthority=text kubeletClientCertificate=text kubeletClientKey=text '
    + 'kubeletPreferredAddressTypes=[]text logFormat=text logLevel=int maxMutatingRequestsInflight=int maxRequestsInflight=int memoryLimit '
    + 'memoryRequest minRequestTimeout=int oidcCAFile=text oidcClientID=text oidcGroupsClaim=text oidcGroupsPrefix=text oidcIssuerURL=text '
    + 'oidcRequiredClaim=[]text oidcUsernameClaim=text oidcUsernamePrefix=text proxyClientCertFile=text proxyClientKeyFile=text '
    + 'requestTimeout=text requestheaderAllowedNames=[]text requestheaderClientCAFile=text requestheaderExtraHeaderPrefixes=[]text '
    + 'requestheaderGroupHeaders=[]text requestheaderUsernameHeaders=[]text runtimeConfig={}text securePort=int serviceAccountIssuer=text '
    + 'serviceAccountJWKSURI=text serviceAccountKeyFile=[]text serviceAccountSigningKeyFile=text serviceClusterIPRange=text '
    + 'serviceNodePortRange=text storageBackend=text storageInitializationTimeout=text strictTransportSecurityDirectives=[]text tlsCertFile=text '
    + 'tlsCipherSuites=[]text tlsMinVersion=text tlsPrivateKeyFile=text tokenAuthFile=text watchCache=bool watchCacheSizes=[]text',
  PodEnvVar: 'name=text value=text valueFrom',
  KubeControllerManager: 'ClusterSigningDuration=text allocateNodeCIDRs=bool attachDetachReconcileSyncPeriod=text authenticationKubeconfig=text '
    + 'authorizationAlwaysAllowPaths=[]text authorizationKubeconfig=text cidrAllocatorType=text cloudProvider=text clusterCIDR=text '
    + 'clusterName=text concurrentDeploymentSyncs=int concurrentEndpointSyncs=int concurrentHorizontalPodAustoscalerSyncs=int '
    + 'concurrentJobSyncs=int concurrentNamespaceSyncs=int concurrentRcSyncs=int concurrentReplicasetSyncs=int concurrentResourceQuotaSyncs=int '
    + 'concurrentServiceSyncs=int concurrentServiceaccountTokenSyncs=int configureCloudRoutes=bool controllers=[]text cpuLimit cpuRequest '
    + 'disableAttachDetachReconcileSync=bool enableContentionProfiling=bool enableLeaderMigration=bool enableProfiling=bool '
    + 'endpointSliceUpdatesBatchPeriod=text endpointUpdatesBatchPeriod=text experimentalClusterSigningDuration=text '
    + 'externalCloudVolumePlugin=text featureGates={}text horizontalPodAutoscalerCpuInitializationPeriod=text '
    + 'horizontalPodAutoscalerDownscaleDelay=text horizontalPodAutoscalerDownscaleStabilization=text '
    + 'horizontalPodAutoscalerInitialReadinessDelay=text horizontalPodAutoscalerSyncPeriod=text horizontalPodAutoscalerTolerance '
    + 'horizontalPodAutoscalerUpscaleDelay=text horizontalPodAutoscalerUseRestClients=bool image=text kubeAPIBurst=int kubeAPIQPS '
    + 'leaderElection:LeaderElection logFormat=text logLevel=int master=text memoryLimit memoryRequest minResyncPeriod=text nodeCIDRMaskSize=int '
    + 'nodeMonitorGracePeriod=text nodeMonitorPeriod=text podEvictionTimeout=text rootCAFile=text serviceAccountPrivateKeyFile=text '
    + 'terminatedPodGCThreshold=int tlsCertFile=text tlsCipherSuites=[]text tlsMinVersion=text tlsPrivateKeyFile=text '
    + 'useServiceAccountCredentials=bool',
  KubeDNS: 'affinity cacheMaxConcurrent=int cacheMaxSize=int coreDNSImage=text cpaImage=text cpuRequest domain=text externalCoreFile=text image=text '
    + 'memoryLimit memoryRequest nodeLocalDNS:NodeLocalDNS podAnnotations={}text provider=text replicas=int serverIP=text stubDomains tolerations '
    + 'upstreamNameservers=[]text',
  NodeLocalDNS: 'additionalConfig=text cpuRequest enabled=bool externalCoreFile=text forwardToKubeDNS=bool image=text localIP=text memoryRequest '
    + 'podAnnotations={}text',
  KubeProxy: 'bindAddress=text clusterCIDR=text conntrackMaxPerCore=int conntrackMin=int cpuLimit cpuRequest enabled=bool featureGates={}text '
    + 'hostnameOverride=text image=text ipvsExcludeCidrs=[]text ipvsMinSyncPeriod=text ipvsScheduler=text ipvsSyncPeriod=text logLevel=int '
    + 'master=text memoryLimit memoryRequest metricsBindAddress=text proxyMode=text',
  KubeScheduler: 'authenticationKubeconfig=text authorizationAlwaysAllowPaths=[]text authorizationKubeconfig=text burst=int cpuLimit cpuRequest '
    + 'enableContentionProfiling=bool enableProfiling=bool featureGates={}text image=text kubeAPIBurst=int kubeAPIQPS '
    + 'leaderElection:LeaderElection logFormat=text logLevel=int master=text maxPersistentVolumes=int memoryLimit memoryRequest qps '
    + 'tlsCertFile=text tlsPrivateKeyFile=text usePolicyConfigMap=bool',
  Kubelet: 'allowPrivileged=bool allowedUnsafeSysctls=[]text anonymousAuth=bool apiServers=text authenticationTokenWebhook=bool '
    + 'authenticationTokenWebhookCacheTtl=text authorizationMode=text babysitDaemons=bool bootstrapKubeconfig=text cgroupDriver=text '
    + 'cgroupRoot=text clientCaFile=text cloudProvider=text clusterDNS=text clusterDomain=text configureCbr0=bool containerLogMaxFiles=int '
    + 'containerLogMaxSize=text cpuCFSQuota=bool cpuCFSQuotaPeriod=text cpuManagerPolicy=text crashLoopBackOffMaxContainerRestartPeriod=text '
    + 'dockerDisableSharedPID=bool enableCadvisorJsonEndpoints=bool enableCustomMetrics=bool enableDebuggingHandlers=bool '
    + 'enforceNodeAllocatable=text eventBurst=int eventQPS=int eventRecordQPS=int evictionHard=text evictionMaxPodGracePeriod=int '
    + 'evictionMinimumReclaim=text evictionPressureTransitionPeriod=text evictionSoft=text evictionSoftGracePeriod=text '
    + 'experimentalAllocatableIgnoreEviction=bool experimentalAllowedUnsafeSysctls=[]text failSwapOn=bool featureGates={}text hairpinMode=text '
    + 'hostnameOverride=text housekeepingInterval=text imageGCHighThresholdPercent=int imageGCLowThresholdPercent=int imageMaximumGCAge=text '
    + 'imageMinimumGCAge=text imagePullProgressDeadline=text kernelMemcgNotification=bool kubeAPIQPS=int kubeReserved={}text '
    + 'kubeReservedCgroup=text kubeconfigPath=text kubeletCgroups=text logFormat=text logLevel=int maxParallelImagePulls=int maxPods=int '
    + 'memorySwapBehavior=text networkPluginMTU=int networkPluginName=text nodeLabels={}text nodeLeaseDurationSeconds=int '
    + 'nodeStatusUpdateFrequency=text nonMasqueradeCIDR=text nvidiaGPUs=int podCIDR=text podInfraContainerImage=text podManifestPath=text '
    + 'podPidsLimit=int protectKernelDefaults=bool readOnlyPort=int reconcileCIDR=bool registerNode=bool registerSchedulable=bool '
    + 'registryBurst=int registryPullQPS=int requireKubeconfig=bool resolvConf=text rootDir=text rotateCertificates=bool runtimeCgroups=text '
    + 'runtimeRequestTimeout=text seccompDefault=bool seccompProfileRoot=text serializeImagePulls=bool shutdownGracePeriod=text '
    + 'shutdownGracePeriodCriticalPods=text streamingConnectionIdleTimeout=text systemCgroups=text systemReserved={}text '
    + 'systemReservedCgroup=text taints=[]text tlsCertFile=text tlsCipherSuites=[]text tlsMinVersion=text tlsPrivateKeyFile=text '
    + 'topologyManagerPolicy=text volumePluginDirectory=text volumeStatsAggPeriod=text',
  MetricsServer: 'enabled=bool image=text insecure=bool',
  Networking: 'amazonvpc:AmazonVPC calico:Calico canal:Canal cilium:Cilium classic:Nothing cni:CNI external:Nothing flannel:Flannel gce:Nothing '
    + 'kindnet:Kindnet kopeio:Nothing@-36 kubenet:Nothing kuberouter:Kuberouter lyftvpc:LyftVPC@-22 romana:Romana@-18 weave:Weave',
  AmazonVPC: 'env:[]EnvVar imageName=text initImageName=text networkPolicyAgentImage=text',
  Calico: 'allowIPForwarding=bool awsSrcDstCheck=text bpfEnabled=bool bpfExternalServiceMode=text bpfKubeProxyIptablesCleanupEnabled=bool '
    + 'bpfLogLevel=text chainInsertMode=text cpuRequest crossSubnet=bool encapsulationMode=text ipipMode=text iptablesBackend=text '
    + 'ipv4AutoDetectionMethod=text ipv6AutoDetectionMethod=text logSeverityScreen=text majorVersion=text mtu=int nftablesMode=text@36- '
    + 'prometheusGoMetricsEnabled=bool prometheusMetricsEnabled=bool prometheusMetricsPort=int prometheusProcessMetricsEnabled=bool registry=text '
    + 'typhaPrometheusMetricsEnabled=bool typhaPrometheusMetricsPort=int typhaReplicas=int version=text vxlanMode=text wireguardEnabled=bool',
  Canal: 'chainInsertMode=text cpuRequest defaultEndpointToHostAction=text disableFlannelForwardRules=bool disableTxChecksumOffloading=bool '
    + 'iptablesBackend=text logSeveritySys=text mtu=int prometheusGoMetricsEnabled=bool prometheusMetricsEnabled=bool prometheusMetricsPort=int '
    + 'prometheusProcessMetricsEnabled=bool typhaPrometheusMetricsEnabled=bool typhaPrometheusMetricsPort=int typhaReplicas=int',
  Cilium: 'IPTablesRulesNoinstall=bool accessLog=text agentLabels=[]text agentPodAnnotations={}text agentPrometheusPort=int allowLocalhost=text '
    + 'autoDirectNodeRoutes=bool autoIpv6NodeRoutes=bool bpfCTGlobalAnyMax=int bpfCTGlobalTCPMax=int bpfLBAlgorithm=text bpfLBMaglevTableSize=text '
    + 'bpfLBMapMax=int bpfLBSock=bool@36- bpfLBSockHostNSOnly=bool bpfNATGlobalMax=int bpfNeighGlobalMax=int bpfPolicyMapMax=int bpfRoot=text '
    + 'chainingMode=text clusterID=int clusterName=text cniBinPath=text cniExclusive=bool containerRuntime=[]text containerRuntimeEndpoint={}text '
    + 'containerRuntimeLabels=text cpuRequest debug=bool debugVerbose=[]text device=text disableCNPStatusUpdates=bool disableConntrack=bool '
    + 'disableEndpointCRD=bool disableIpv4=bool disableK8sServices=bool disableMasquerade=bool enableBPFMasquerade=bool enableEncryption=bool '
    + 'enableEndpointHealthChecking=bool enableHostFirewall=bool enableHostReachableServices=bool enableL7Proxy=bool '
    + 'enableLocalRedirectPolicy=bool enableNodePort=bool enablePolicy=text enablePrometheusMetrics=bool enableRemoteNodeIdentity=bool '
    + 'enableServiceTopology=bool enableTracing=bool enableUnreachableRoutes=bool enableipv4=bool enableipv6=bool encryptionType=text envoyLog=text '
    + 'etcdManaged=bool extraConfig={}text@36- gatewayAPI:CiliumGatewayAPI hubble:Hubble identityAllocationMode=text '
    + 'identityChangeGracePeriod=text ingress:CiliumIngress ipam=text ipv4ClusterCidrMaskSize=int ipv4Node=text ipv4Range=text '
    + 'ipv4ServiceRange=text ipv6ClusterAllocCidr=text ipv6Node=text ipv6Range=text ipv6ServiceRange=text k8sApiServer=text k8sKubeconfigPath=text '
    + 'keepBpfTemplates=bool keepConfig=bool labelPrefixFile=text labels=[]text lb=text libDir=text logDriver=[]text logOpt={}text logstash=bool '
    + 'logstashAgent=text logstashProbeTimer=int memoryRequest metrics=[]text monitorAggregation=text nat46Range=text nodeEncryption=bool '
    + 'nodeInitBootstrapFile=text operatorPodAnnotations={}text pprof=bool preallocateBPFMaps=bool prefilterDevice=text prometheusServeAddr=text '
    + 'reconfigureKubelet=bool registry=text removeCbrBridge=bool restartPods=bool restore=bool sidecarIstioProxyImage=text '
    + 'singleClusterRoute=bool socketPath=text stateDir=text toFqdnsDnsRejectResponseCode=text toFqdnsEnablePoller=bool tracePayloadlen=int '
    + 'tunnel=text version=text',
  CiliumGatewayAPI: 'enableSecretsSync=bool enabled=bool',
  Hubble: 'enabled=bool metrics=[]text',
  CiliumIngress: 'defaultLoadBalancerMode=text enableSecretsSync=bool enabled=bool enforceHttps=bool loadBalancerAnnotationPrefixes=text '
    + 'sharedLoadBalancerServiceName=text',
  CNI: 'usesSecondaryIP=bool',
  Flannel: 'backend=text disableTxChecksumOffloading=bool iptablesResyncSeconds=int',
  Kindnet: 'adminNetworkPolicies=bool baselineAdminNetworkPolicies=bool dnsCaching=bool fastPathThreshold=int logLevel=int '
    + 'masquerade:KindnetMasquerade nat64=bool networkPolicies=bool version=text',
  KindnetMasquerade: 'enabled=bool nonMasqueradeCIDRs=[]text',
  Kuberouter: 'externalIPRanges=[]text@37- loadBalancerIPRanges=[]text@37- useNFTablesForNetpol=bool@37-',
  LyftVPC: 'subnetTags={}text',
  Romana: 'daemonServiceIP=text etcdServiceIP=text',
  Weave: 'connLimit=int cpuLimit cpuRequest memoryLimit memoryRequest mtu=int netExtraArgs=text noMasqLocal=int npcCPULimit npcCPURequest '
    + 'npcExtraArgs=text npcMemoryLimit npcMemoryRequest version=text',
  NodeAuthorization: 'nodeAuthorizer:NodeAuthorizer',
  NodeAuthorizer: 'authorizer=text features=[]text image=text interval=text nodeURL=text port=int timeout=text tokenTTL=text',
  NodeProblemDetector: 'cpuLimit cpuRequest enabled=bool image=text memoryLimit memoryRequest',
  NodeTerminationHandler: 'cpuRequest deleteSQSMsgIfNodeNotFound=bool enableOutOfServiceTaint=bool enableRebalanceDraining=bool '
    + 'enableRebalanceMonitoring=bool enableSQSTerminationDraining=bool enableScheduledEventDraining=bool enableSpotInterruptionDraining=bool '
    + 'enabled=bool excludeFromLoadBalancers=bool managedASGTag=text memoryLimit memoryRequest podTerminationGracePeriod=int '
    + 'prometheusEnable=bool taintNode=bool version=text webhookTemplate=text webhookURL=text',
  NTP: 'managed=bool',
  PodIdentityWebhook: 'enabled=bool replicas=int',
  RollingUpdate: 'drainAndTerminate=bool maxSurge maxUnavailable',
  IssuerDiscovery: 'additionalAudiences=[]text discoveryService:DiscoveryService discoveryStore=text enableAWSOIDCProvider=bool',
  DiscoveryService: 'url=text',
  SnapshotController: 'enabled=bool installDefaultClass=bool',
  Subnet: 'additionalRoutes:[]Route cidr=text egress=text id=text ipv6CIDR=text name=text publicIP=text region=text type=text zone=text',
  Route: 'cidr=text target=text',
  Target: 'terraform:Terraform',
  Terraform: 'filesProviderExtraConfig={}text providerExtraConfig={}text',
  Topology: 'bastion:Bastion dns:TopologyDNS masters=text nodes=text',
  Bastion: 'bastionPublicName=text idleTimeoutSeconds=int loadBalancer:BastionLoadBalancer',
  BastionLoadBalancer: 'additionalSecurityGroups=[]text type=text',
  TopologyDNS: 'type=text',
  WarmPool: 'additionalImages=[]text enableLifecycleHook=bool lifecycleHookTimeout=int maxSize=int minSize=int',

  InstanceGroupSpec: 'additionalSecurityGroups=[]text additionalUserData:[]UserData associatePublicIp=bool autoscale=bool autoscalePriority=int '
    + 'capacityRebalance=bool cloudLabels={}text compressUserData=bool containerd:Containerd cpuCredits=text detailedInstanceMonitoring=bool '
    + 'externalLoadBalancers:[]ExternalLoadBalancer fileAssets:[]FileAsset gcpProvisioningModel=text guestAccelerators:[]Accelerator hooks:[]Hook '
    + 'iam:IAMProfile image=text instanceInterruptionBehavior=text instanceMetadata:InstanceMetadata instanceProtection=bool kubelet:Kubelet '
    + 'machineType=text manager=text maxInstanceLifetime=text maxPrice=text maxSize=int minSize=int mixedInstancesPolicy:MixedInstancesPolicy '
    + 'nodeLabels={}text packages=[]text role=text rollingUpdate:RollingUpdate rootVolumeDeleteOnTermination=bool rootVolumeEncryption=bool '
    + 'rootVolumeEncryptionKey=text rootVolumeIops=int rootVolumeOptimization=bool rootVolumeSize=int rootVolumeThroughput=int '
    + 'rootVolumeType=text securityGroupOverride=text spotDurationInMinutes=int subnets=[]text suspendProcesses=[]text sysctlParameters=[]text '
    + 'taints=[]text tenancy=text updatePolicy=text volumeMounts:[]VolumeMount volumes:[]Volume warmPool:WarmPool zones=[]text',
  UserData: 'content=text name=text type=text',
  ExternalLoadBalancer: 'loadBalancerName=text targetGroupArn=text',
  Accelerator: 'acceleratorCount=int acceleratorType=text',
  IAMProfile: 'profile=text',
  InstanceMetadata: 'httpPutResponseHopLimit=int httpTokens=text',
  MixedInstancesPolicy: 'instanceRequirements:InstanceRequirements instances=[]text onDemandAboveBase=int onDemandAllocationStrategy=text '
    + 'onDemandBase=int spotAllocationStrategy=text spotInstancePools=int',
  InstanceRequirements: 'cpu:MinMax excludedInstanceTypes=[]text memory:MinMax',
  MinMax: 'max min',
  VolumeMount: 'device=text filesystem=text formatOptions=[]text mountOptions=[]text path=text',
  Volume: 'deleteOnTermination=bool device=text encrypted=bool iops=int key=text size=int throughput=int type=text',
};

/** The minor of the newest kops whose fields are above. */
export const KOPS_NEWEST = 38;

/** Fields that kops takes and does nothing with ("is unused", "was removed", "has no effect" in the same files). */
export const KOPS_UNUSED: Fields = {
  ClusterSpec: 'configStore containerRuntime dnsControllerGossipConfig@37- docker gossipConfig@37- masterInternalName',
  APILoadBalancer: 'idleTimeoutSeconds@37-',
  AccessLog: 'interval@37-',
  CloudConfig: 'vSphereCoreDNSServer vSphereDatacenter vSphereDatastore vSpherePassword vSphereResourcePool vSphereServer vSphereUsername',
  EtcdCluster: 'enableEtcdTLS enableTLSAuth',
  KubeDNS: 'image replicas',
  Calico: 'crossSubnet majorVersion',
  Canal: 'disableTxChecksumOffloading',
  Flannel: 'disableTxChecksumOffloading',
  Cilium: 'accessLog agentLabels allowLocalhost autoIpv6NodeRoutes bpfRoot cniBinPath containerRuntime containerRuntimeEndpoint '
    + 'containerRuntimeLabels debugVerbose device disableConntrack disableIpv4 disableK8sServices enableTracing enableipv4 enableipv6 envoyLog '
    + 'ipv4ClusterCidrMaskSize ipv4Node ipv4Range ipv4ServiceRange ipv6ClusterAllocCidr ipv6Node ipv6Range ipv6ServiceRange k8sApiServer '
    + 'k8sKubeconfigPath keepBpfTemplates keepConfig labelPrefixFile labels lb libDir logDriver logOpt logstash logstashAgent '
    + 'logstashProbeTimer nat46Range nodeInitBootstrapFile pprof prefilterDevice prometheusServeAddr reconfigureKubelet removeCbrBridge '
    + 'restartPods restore singleClusterRoute socketPath stateDir tracePayloadlen',
  Topology: 'masters nodes',
  Bastion: 'idleTimeoutSeconds',
  InstanceGroupSpec: 'rootVolumeDeleteOnTermination',
};
