import type { Fields } from '../fields';

/**
 * The fields of Talos' machine configuration: the one document (`Config`), and by kind those that stand beside it (`Document`).
 * test/cluster/write-talos-fields.ts reads them from Go; how they are written is told in ../fields.ts. Releases are those of Talos
 * 1.NN, of 1.5 to 1.14.
 *
 * From:
 * github.com/siderolabs/talos/pkg/machinery v1.5.0 to v1.13.0: config/types
 * https://talos.dev/v1.14/schemas/config.schema.json
 */
export const TALOS_FIELDS: Fields = {
  'Document': 'v1alpha1:Config EventSinkConfig:runtime.EventSinkV1Alpha1 KmsgLogConfig:runtime.KmsgLogV1Alpha1 '
    + 'SideroLinkConfig:siderolink.ConfigV1Alpha1 NetworkDefaultActionConfig:network.DefaultActionConfigV1Alpha1@6- '
    + 'NetworkRuleConfig:network.RuleConfigV1Alpha1@6- WatchdogTimerConfig:runtime.WatchdogTimerV1Alpha1@7- '
    + 'ExtensionServiceConfig:extensions.ServiceConfigV1Alpha1@7- VolumeConfig:block.VolumeConfigV1Alpha1@8- '
    + 'KubeSpanEndpointsConfig:network.KubespanEndpointsConfigV1Alpha1@8- '
    + 'TrustedRootsConfig:security.TrustedRootsConfigV1Alpha1@8- UserVolumeConfig:block.UserVolumeConfigV1Alpha1@10- '
    + 'PCIDriverRebindConfig:hardware.PCIDriverRebindConfigV1Alpha1@10- EthernetConfig:network.EthernetConfigV1Alpha1@10- '
    + 'ExistingVolumeConfig:block.ExistingVolumeConfigV1Alpha1@11- RawVolumeConfig:block.RawVolumeConfigV1Alpha1@11- '
    + 'SwapVolumeConfig:block.SwapVolumeConfigV1Alpha1@11- ZswapConfig:block.ZswapConfigV1Alpha1@11- '
    + 'RegistryAuthConfig:cri.RegistryAuthConfigV1Alpha1@12- RegistryMirrorConfig:cri.RegistryMirrorConfigV1Alpha1@12- '
    + 'RegistryTLSConfig:cri.RegistryTLSConfigV1Alpha1@12- BondConfig:network.BondConfigV1Alpha1@12- '
    + 'BridgeConfig:network.BridgeConfigV1Alpha1@12- DHCPv4Config:network.DHCPv4ConfigV1Alpha1@12- '
    + 'DHCPv6Config:network.DHCPv6ConfigV1Alpha1@12- DummyLinkConfig:network.DummyLinkConfigV1Alpha1@12- '
    + 'HCloudVIPConfig:network.HCloudVIPConfigV1Alpha1@12- HostnameConfig:network.HostnameConfigV1Alpha1@12- '
    + 'Layer2VIPConfig:network.Layer2VIPConfigV1Alpha1@12- LinkAliasConfig:network.LinkAliasConfigV1Alpha1@12- '
    + 'LinkConfig:network.LinkConfigV1Alpha1@12- ResolverConfig:network.ResolverConfigV1Alpha1@12- '
    + 'StaticHostConfig:network.StaticHostConfigV1Alpha1@12- TimeSyncConfig:network.TimeSyncConfigV1Alpha1@12- '
    + 'VLANConfig:network.VLANConfigV1Alpha1@12- WireguardConfig:network.WireguardConfigV1Alpha1@12- '
    + 'OOMConfig:runtime.OOMV1Alpha1@12- ExternalVolumeConfig:block.ExternalVolumeConfigV1Alpha1@13- '
    + 'BlackholeRouteConfig:network.BlackholeRouteConfigV1Alpha1@13- KubeSpanConfig:network.KubeSpanConfigV1Alpha1@13- '
    + 'RoutingRuleConfig:network.RoutingRuleConfigV1Alpha1@13- TCPProbeConfig:network.TCPProbeConfigV1Alpha1@13- '
    + 'VRFConfig:network.VRFConfigV1Alpha1@13- EnvironmentConfig:runtime.EnvironmentV1Alpha1@13- '
    + 'ImageVerificationConfig:security.ImageVerificationConfigV1Alpha1@13- '
    + 'FilesystemScrubConfig:block.FilesystemScrubConfigV1Alpha1@14- FilesystemTrimConfig:block.FilesystemTrimConfigV1Alpha1@14- '
    + 'DiscoveryIdentityConfig:cluster.DiscoveryIdentityConfigV1Alpha1@14- '
    + 'DiscoveryServiceConfig:cluster.DiscoveryServiceConfigV1Alpha1@14- ContainerConfig:container.ContainerConfigV1Alpha1@14- '
    + 'CRIBaseRuntimeSpecConfig:cri.CRIBaseRuntimeSpecConfigV1Alpha1@14- '
    + 'CRICustomizationConfig:cri.CRICustomizationConfigV1Alpha1@14- ImageCacheConfig:cri.ImageCacheConfigV1Alpha1@14- '
    + 'KubeAdmissionControlConfig:k8s.KubeAdmissionControlConfigV1Alpha1@14- '
    + 'KubeAggregatorCAConfig:k8s.KubeAggregatorCAConfigV1Alpha1@14- KubeAPIServerConfig:k8s.KubeAPIServerConfigV1Alpha1@14- '
    + 'KubeAPIServerCAConfig:k8s.KubeAPIServerCAConfigV1Alpha1@14- KubeAuditPolicyConfig:k8s.KubeAuditPolicyConfigV1Alpha1@14- '
    + 'KubeAuthenticationConfig:k8s.KubeAuthenticationConfigV1Alpha1@14- '
    + 'KubeAuthorizerConfig:k8s.KubeAuthorizerConfigV1Alpha1@14- KubeClusterConfig:k8s.KubeClusterConfigV1Alpha1@14- '
    + 'KubeControllerManagerConfig:k8s.KubeControllerManagerConfigV1Alpha1@14- '
    + 'KubeCoreDNSConfig:k8s.KubeCoreDNSConfigV1Alpha1@14- '
    + 'KubeCredentialProviderConfig:k8s.KubeCredentialProviderConfigV1Alpha1@14- '
    + 'KubeEtcdEncryptionConfig:k8s.KubeEtcdEncryptionConfigV1Alpha1@14- '
    + 'KubeExternalManifestConfig:k8s.KubeExternalManifestConfigV1Alpha1@14- '
    + 'KubeFlannelCNIConfig:k8s.KubeFlannelCNIConfigV1Alpha1@14- '
    + 'KubeInlineManifestConfig:k8s.KubeInlineManifestConfigV1Alpha1@14- KubeletConfig:k8s.KubeletConfigV1Alpha1@14- '
    + 'KubePrismConfig:k8s.KubePrismConfigV1Alpha1@14- KubeNetworkConfig:k8s.KubeNetworkConfigV1Alpha1@14- '
    + 'KubeNodeConfig:k8s.KubeNodeConfigV1Alpha1@14- KubeProxyConfig:k8s.KubeProxyConfigV1Alpha1@14- '
    + 'KubeSchedulerConfig:k8s.KubeSchedulerConfigV1Alpha1@14- KubeServiceAccountConfig:k8s.KubeServiceAccountConfigV1Alpha1@14- '
    + 'KubeStaticPodConfig:k8s.KubeStaticPodConfigV1Alpha1@14- KubeTalosAPIAccessConfig:k8s.KubeTalosAPIAccessConfigV1Alpha1@14- '
    + 'BGPInstanceConfig:network.BGPInstanceConfigV1Alpha1@14- HTTPProbeConfig:network.HTTPProbeConfigV1Alpha1@14- '
    + 'MacVLANConfig:network.MacVLANConfigV1Alpha1@14- VethConfig:network.VethConfigV1Alpha1@14- '
    + 'VXLANConfig:network.VXLANConfigV1Alpha1@14- EtcFileConfig:runtime.EtcFileConfigV1Alpha1@14- '
    + 'KernelModuleConfig:runtime.KernelModuleConfigV1Alpha1@14- SecurityProfileConfig:runtime.SecurityProfileConfigV1Alpha1@14- '
    + 'SysctlConfig:runtime.SysctlConfigV1Alpha1@14- SysfsConfig:runtime.SysfsConfigV1Alpha1@14- '
    + 'UdevRulesConfig:runtime.UdevRulesConfigV1Alpha1@14- UnattendedInstallConfig:runtime.UnattendedInstallConfigV1Alpha1@14- '
    + 'LVMLogicalVolumeConfig:storage.LVMLogicalVolumeConfigV1Alpha1@14- '
    + 'LVMVolumeGroupConfig:storage.LVMVolumeGroupConfigV1Alpha1@14- RAIDArrayConfig:storage.RAIDArrayConfigV1Alpha1@14-',
  'Config': 'version debug=bool persist=bool machine:MachineConfig cluster:ClusterConfig',
  'ClusterConfig': 'id secret controlPlane:ControlPlaneConfig clusterName network:ClusterNetworkConfig token aescbcEncryptionSecret '
    + 'secretboxEncryptionSecret ca aggregatorCA serviceAccount apiServer:APIServerConfig '
    + 'controllerManager:ControllerManagerConfig proxy:ProxyConfig scheduler:SchedulerConfig discovery:ClusterDiscoveryConfig '
    + 'etcd:EtcdConfig coreDNS:CoreDNS externalCloudProvider:ExternalCloudProviderConfig extraManifests extraManifestHeaders '
    + 'inlineManifests adminKubeconfig:AdminKubeconfigConfig allowSchedulingOnMasters=bool allowSchedulingOnControlPlanes=bool '
    + 'acceptedCAs@7-',
  'APIServerConfig': 'image extraArgs extraVolumes:[]VolumeMountConfig env certSANs disablePodSecurityPolicy=bool '
    + 'admissionControl:[]AdmissionPluginConfig auditPolicy resources:ResourcesConfig '
    + 'authorizationConfig:[]AuthorizationConfigAuthorizerConfig@9-',
  'AdmissionPluginConfig': 'name configuration',
  'ResourcesConfig': 'requests limits',
  'VolumeMountConfig': 'hostPath mountPath readonly=bool',
  'AdminKubeconfigConfig': 'certLifetime',
  'ClusterDiscoveryConfig': 'enabled=bool registries:DiscoveryRegistriesConfig',
  'DiscoveryRegistriesConfig': 'kubernetes:RegistryKubernetesConfig service:RegistryServiceConfig',
  'RegistryKubernetesConfig': 'disabled=bool',
  'RegistryServiceConfig': 'disabled=bool endpoint',
  'ClusterInlineManifest': 'name contents',
  'ClusterNetworkConfig': 'cni:CNIConfig dnsDomain podSubnets serviceSubnets',
  'CNIConfig': 'name urls flannel:FlannelCNIConfig@6-',
  'ControlPlaneConfig': 'endpoint localAPIServerPort=int',
  'ControllerManagerConfig': 'image extraArgs extraVolumes:[]VolumeMountConfig env resources:ResourcesConfig',
  'CoreDNS': 'disabled=bool image',
  'EtcdConfig': 'image ca extraArgs subnet advertisedSubnets listenSubnets',
  'ExternalCloudProviderConfig': 'enabled=bool manifests',
  'ProxyConfig': 'disabled=bool image mode extraArgs',
  'SchedulerConfig': 'image extraArgs extraVolumes:[]VolumeMountConfig env resources:ResourcesConfig config@6-',
  'MachineConfig': 'type token ca certSANs controlPlane:MachineControlPlaneConfig kubelet:KubeletConfig pods network:NetworkConfig '
    + 'disks:[]MachineDisk install:InstallConfig files:[]MachineFile env time:TimeConfig sysctls sysfs '
    + 'registries:RegistriesConfig systemDiskEncryption:SystemDiskEncryptionConfig features:FeaturesConfig udev:UdevConfig '
    + 'logging:LoggingConfig kernel:KernelConfig seccompProfiles:[]MachineSeccompProfile nodeLabels nodeTaints@6- acceptedCAs@7- '
    + 'nodeAnnotations@8- baseRuntimeSpecOverrides@9-',
  'FeaturesConfig': 'rbac=bool stableHostname=bool kubernetesTalosAPIAccess:KubernetesTalosAPIAccessConfig apidCheckExtKeyUsage=bool '
    + 'diskQuotaSupport=bool kubePrism:KubePrism hostDNS:HostDNSConfig@7- imageCache:ImageCacheConfig@9- '
    + 'nodeAddressSortAlgorithm@9-',
  'KubePrism': 'enabled=bool port=int',
  'KubernetesTalosAPIAccessConfig': 'enabled=bool allowedRoles allowedKubernetesNamespaces',
  'InstallConfig': 'disk diskSelector:InstallDiskSelector extraKernelArgs image extensions:[]InstallExtensionConfig bootloader=bool wipe=bool '
    + 'legacyBIOSSupport=bool grubUseUKICmdline=bool@12-',
  'InstallDiskSelector': 'size name model serial modalias uuid wwid type busPath',
  'InstallExtensionConfig': 'image',
  'KernelConfig': 'modules:[]KernelModuleConfig',
  'KernelModuleConfig': 'name parameters',
  'KubeletConfig': 'image clusterDNS extraArgs extraMounts:[]ExtraMount extraConfig defaultRuntimeSeccompProfileEnabled=bool '
    + 'registerWithFQDN=bool nodeIP:KubeletNodeIPConfig skipNodeRegistration=bool disableManifestsDirectory=bool '
    + 'credentialProviderConfig@6-',
  'KubeletNodeIPConfig': 'validSubnets',
  'LoggingConfig': 'destinations:[]LoggingDestination',
  'LoggingDestination': 'endpoint format extraTags@7-',
  'MachineControlPlaneConfig': 'controllerManager:MachineControllerManagerConfig scheduler:MachineSchedulerConfig',
  'MachineControllerManagerConfig': 'disabled=bool',
  'MachineSchedulerConfig': 'disabled=bool',
  'MachineDisk': 'device partitions:[]DiskPartition',
  'DiskPartition': 'size mountpoint',
  'MachineFile': 'content permissions path op',
  'MachineSeccompProfile': 'name value',
  'NetworkConfig': 'hostname interfaces:[]Device nameservers extraHostEntries:[]ExtraHost kubespan:NetworkKubeSpan disableSearchDomain=bool '
    + 'searchDomains@9-',
  'Device': 'interface deviceSelector:NetworkDeviceSelector addresses cidr routes:[]Route bond:Bond bridge:Bridge vlans:[]Vlan mtu=int '
    + 'dhcp=bool ignore=bool dummy=bool dhcpOptions:DHCPOptions wireguard:DeviceWireguardConfig vip:DeviceVIPConfig '
    + 'bridgePort:BridgePort@9-',
  'Bond': 'interfaces deviceSelectors:[]NetworkDeviceSelector arpIPTarget mode xmitHashPolicy lacpRate adActorSystem arpValidate '
    + 'arpAllTargets primary primaryReselect failOverMac adSelect miimon=int updelay=int downdelay=int arpInterval=int '
    + 'resendIgmp=int minLinks=int lpInterval=int packetsPerSlave=int numPeerNotif tlbDynamicLb allSlavesActive useCarrier=bool '
    + 'adActorSysPrio adUserPortKey peerNotifyDelay=int',
  'NetworkDeviceSelector': 'busPath hardwareAddr pciID driver physical=bool@7- permanentAddr@9-',
  'Bridge': 'interfaces stp:STP vlan:BridgeVLAN@8-',
  'STP': 'enabled=bool',
  'DHCPOptions': 'routeMetric=int ipv4=bool ipv6=bool duidv6',
  'DeviceVIPConfig': 'ip equinixMetal:VIPEquinixMetalConfig hcloud:VIPHCloudConfig',
  'VIPEquinixMetalConfig': 'apiToken',
  'VIPHCloudConfig': 'apiToken',
  'DeviceWireguardConfig': 'privateKey listenPort=int firewallMark=int peers:[]DeviceWireguardPeer',
  'DeviceWireguardPeer': 'publicKey endpoint persistentKeepaliveInterval allowedIPs',
  'Route': 'network gateway source metric=int mtu=int',
  'Vlan': 'addresses cidr routes:[]Route dhcp=bool vlanId mtu=int vip:DeviceVIPConfig dhcpOptions:DHCPOptions',
  'ExtraHost': 'ip aliases',
  'NetworkKubeSpan': 'enabled=bool advertiseKubernetesNetworks=bool allowDownPeerBypass=bool mtu=int filters:KubeSpanFilters '
    + 'harvestExtraEndpoints=bool@6-',
  'KubeSpanFilters': 'endpoints excludeAdvertisedNetworks@13-',
  'RegistriesConfig': 'mirrors:{}RegistryMirrorConfig config:{}RegistryConfig',
  'RegistryConfig': 'tls:RegistryTLSConfig auth:RegistryAuthConfig',
  'RegistryAuthConfig': 'username password auth identityToken',
  'RegistryTLSConfig': 'clientIdentity ca insecureSkipVerify=bool',
  'RegistryMirrorConfig': 'endpoints overridePath=bool skipFallback=bool@9-',
  'SystemDiskEncryptionConfig': 'state:EncryptionConfig ephemeral:EncryptionConfig',
  'EncryptionConfig': 'provider keys:[]EncryptionKey cipher keySize blockSize options',
  'EncryptionKey': 'static:EncryptionKeyStatic nodeID:EncryptionKeyNodeID kms:EncryptionKeyKMS slot=int tpm:EncryptionKeyTPM',
  'EncryptionKeyKMS': 'endpoint',
  'EncryptionKeyNodeID': '',
  'EncryptionKeyStatic': 'passphrase',
  'EncryptionKeyTPM': 'checkSecurebootStatusOnEnroll=bool@8-',
  'TimeConfig': 'disabled=bool servers bootTimeout',
  'UdevConfig': 'rules',
  'runtime.EventSinkV1Alpha1': 'apiVersion kind endpoint',
  'runtime.KmsgLogV1Alpha1': 'apiVersion kind name url',
  'siderolink.ConfigV1Alpha1': 'apiVersion kind apiUrl uniqueToken@10-',
  'FlannelCNIConfig': 'extraArgs kubeNetworkPoliciesEnabled=bool@13-',
  'ExtraMount': 'destination type source options uidMappings:[]LinuxIDMapping gidMappings:[]LinuxIDMapping',
  'LinuxIDMapping': 'containerID=int hostID=int size=int',
  'network.DefaultActionConfigV1Alpha1': 'apiVersion kind ingress',
  'network.RuleConfigV1Alpha1': 'apiVersion kind name portSelector:network.RulePortSelector ingress:[]network.IngressRule',
  'network.IngressRule': 'subnet except',
  'network.RulePortSelector': 'ports protocol',
  'HostDNSConfig': 'enabled=bool forwardKubeDNSToHost=bool resolveMemberNames=bool',
  'runtime.WatchdogTimerV1Alpha1': 'apiVersion kind device timeout',
  'extensions.ServiceConfigV1Alpha1': 'apiVersion kind name configFiles:[]extensions.ConfigFile environment',
  'extensions.ConfigFile': 'content mountPath',
  'BridgeVLAN': 'vlanFiltering=bool',
  'block.VolumeConfigV1Alpha1': 'apiVersion kind name provisioning:block.ProvisioningSpec encryption:block.EncryptionSpec@11- mount:block.MountSpec@13- '
    + 'filesystem:block.SystemVolumeFilesystemSpec@14- trim:block.TrimConfig@14- scrub:block.ScrubConfig@14-',
  'block.ProvisioningSpec': 'diskSelector:block.DiskSelector grow=bool minSize maxSize',
  'block.DiskSelector': 'match',
  'network.KubespanEndpointsConfigV1Alpha1': 'apiVersion kind extraAnnouncedEndpoints',
  'security.TrustedRootsConfigV1Alpha1': 'apiVersion kind name certificates',
  'AuthorizationConfigAuthorizerConfig': 'type name webhook',
  'ImageCacheConfig': 'localEnabled=bool',
  'BridgePort': 'master',
  'block.UserVolumeConfigV1Alpha1': 'apiVersion kind name provisioning:block.ProvisioningSpec filesystem:block.FilesystemSpec encryption:block.EncryptionSpec '
    + 'volumeType@12- mount:block.UserMountSpec@13- trim:block.TrimConfig@14- scrub:block.ScrubConfig@14-',
  'block.EncryptionSpec': 'provider keys:[]block.EncryptionKey cipher keySize blockSize options allowDiscards=bool@14-',
  'block.EncryptionKey': 'slot=int static:block.EncryptionKeyStatic nodeID:block.EncryptionKeyNodeID kms:block.EncryptionKeyKMS '
    + 'tpm:block.EncryptionKeyTPM lockToState=bool@11-',
  'block.EncryptionKeyKMS': 'endpoint',
  'block.EncryptionKeyNodeID': '',
  'block.EncryptionKeyStatic': 'passphrase',
  'block.EncryptionKeyTPM': 'checkSecurebootStatusOnEnroll=bool options:block.EncryptionKeyTPMOptions@12-',
  'block.FilesystemSpec': 'type projectQuotaSupport=bool@11- xfs:block.XFSSpec@14-',
  'hardware.PCIDriverRebindConfigV1Alpha1': 'apiVersion kind name targetDriver',
  'network.EthernetConfigV1Alpha1': 'apiVersion kind name features rings:network.EthernetRingsConfig channels:network.EthernetChannelsConfig wakeOnLan@12-',
  'network.EthernetChannelsConfig': 'rx=int tx=int other=int combined=int',
  'network.EthernetRingsConfig': 'rx=int tx=int rx-mini=int rx-jumbo=int rx-buf-len=int cqe-size=int tx-push=bool rx-push=bool tx-push-buf-len=int '
    + 'tcp-data-split=bool',
  'block.ExistingVolumeConfigV1Alpha1': 'apiVersion kind name discovery:block.VolumeDiscoverySpec mount:block.ExistingMountSpec trim:block.TrimConfig@14- '
    + 'scrub:block.ScrubConfig@14-',
  'block.MountSpec': 'readOnly=bool@-12 secure=bool@13- disableAccessTime=bool@14-',
  'block.VolumeDiscoverySpec': 'volumeSelector:block.VolumeSelector',
  'block.VolumeSelector': 'match',
  'block.RawVolumeConfigV1Alpha1': 'apiVersion kind name provisioning:block.ProvisioningSpec encryption:block.EncryptionSpec',
  'block.SwapVolumeConfigV1Alpha1': 'apiVersion kind name provisioning:block.ProvisioningSpec encryption:block.EncryptionSpec',
  'block.ZswapConfigV1Alpha1': 'apiVersion kind maxPoolPercent=int shrinkerEnabled=bool',
  'block.EncryptionKeyTPMOptions': 'pcrs',
  'cri.RegistryAuthConfigV1Alpha1': 'apiVersion kind name username password auth identityToken',
  'cri.RegistryMirrorConfigV1Alpha1': 'apiVersion kind name endpoints:[]cri.RegistryEndpoint skipFallback=bool',
  'cri.RegistryEndpoint': 'url overridePath=bool',
  'cri.RegistryTLSConfigV1Alpha1': 'apiVersion kind name clientIdentity ca insecureSkipVerify=bool',
  'network.BondConfigV1Alpha1': 'apiVersion kind name hardwareAddr links bondMode miimon=int updelay=int downdelay=int useCarrier=bool xmitHashPolicy '
    + 'arpInterval=int arpIpTargets nsIp6Targets arpValidate arpAllTargets lacpRate failOverMac adSelect adActorSysPrio '
    + 'adUserPortKey adLACPActive primaryReselect resendIGMP=int minLinks=int lpInterval=int packetsPerSlave=int numPeerNotif '
    + 'tlbLogicalLb allSlavesActive peerNotifDelay=int missedMax up=bool mtu=int addresses:[]network.AddressConfig '
    + 'routes:[]network.RouteConfig multicast=bool',
  'network.AddressConfig': 'address routePriority=int',
  'network.RouteConfig': 'destination gateway source metric=int mtu=int table',
  'network.BridgeConfigV1Alpha1': 'apiVersion kind name hardwareAddr links stp:network.BridgeSTPConfig vlan:network.BridgeVLANConfig up=bool mtu=int '
    + 'addresses:[]network.AddressConfig routes:[]network.RouteConfig multicast=bool',
  'network.BridgeSTPConfig': 'enabled=bool',
  'network.BridgeVLANConfig': 'filtering=bool',
  'network.DHCPv4ConfigV1Alpha1': 'apiVersion kind name routeMetric=int ignoreHostname=bool clientIdentifier duidRaw',
  'network.DHCPv6ConfigV1Alpha1': 'apiVersion kind name routeMetric=int ignoreHostname=bool clientIdentifier duidRaw',
  'network.DummyLinkConfigV1Alpha1': 'apiVersion kind name hardwareAddr up=bool mtu=int addresses:[]network.AddressConfig routes:[]network.RouteConfig '
    + 'multicast=bool',
  'network.HCloudVIPConfigV1Alpha1': 'apiVersion kind name link apiToken',
  'network.HostnameConfigV1Alpha1': 'apiVersion kind auto hostname',
  'network.Layer2VIPConfigV1Alpha1': 'apiVersion kind name link',
  'network.LinkAliasConfigV1Alpha1': 'apiVersion kind name selector:network.LinkSelector',
  'network.LinkSelector': 'match',
  'network.LinkConfigV1Alpha1': 'apiVersion kind name up=bool mtu=int addresses:[]network.AddressConfig routes:[]network.RouteConfig multicast=bool',
  'network.ResolverConfigV1Alpha1': 'apiVersion kind nameservers:[]network.NameserverConfig searchDomains:network.SearchDomainsConfig',
  'network.NameserverConfig': 'address',
  'network.SearchDomainsConfig': 'domains disableDefault=bool',
  'network.StaticHostConfigV1Alpha1': 'apiVersion kind name hostnames',
  'network.TimeSyncConfigV1Alpha1': 'apiVersion kind enabled=bool bootTimeout ntp:network.NTPConfig ptp:network.PTPConfig',
  'network.NTPConfig': 'servers',
  'network.PTPConfig': 'devices',
  'network.VLANConfigV1Alpha1': 'apiVersion kind name vlanID vlanMode parent up=bool mtu=int addresses:[]network.AddressConfig '
    + 'routes:[]network.RouteConfig multicast=bool',
  'network.WireguardConfigV1Alpha1': 'apiVersion kind name privateKey listenPort=int firewallMark=int peers:[]network.WireguardPeer up=bool mtu=int '
    + 'addresses:[]network.AddressConfig routes:[]network.RouteConfig multicast=bool',
  'network.WireguardPeer': 'publicKey presharedKey endpoint persistentKeepaliveInterval allowedIPs',
  'runtime.OOMV1Alpha1': 'apiVersion kind triggerExpression cgroupRankingExpression sampleInterval',
  'block.ExistingMountSpec': 'readOnly=bool disableAccessTime=bool secure=bool',
  'block.ExternalVolumeConfigV1Alpha1': 'apiVersion kind name filesystemType mount:block.ExternalMountSpec',
  'block.ExternalMountSpec': 'readOnly=bool disableAccessTime=bool secure=bool virtiofs:block.VirtiofsMountSpec',
  'block.VirtiofsMountSpec': 'tag',
  'block.UserMountSpec': 'disableAccessTime=bool secure=bool',
  'network.BlackholeRouteConfigV1Alpha1': 'apiVersion kind name metric=int',
  'network.KubeSpanConfigV1Alpha1': 'apiVersion kind enabled=bool advertiseKubernetesNetworks=bool allowDownPeerBypass=bool harvestExtraEndpoints=bool mtu=int '
    + 'filters:network.KubeSpanFiltersConfig',
  'network.KubeSpanFiltersConfig': 'endpoints excludeAdvertisedNetworks',
  'network.RoutingRuleConfigV1Alpha1': 'apiVersion kind name src dst table action iifName oifName fwMark=int fwMask=int',
  'network.TCPProbeConfigV1Alpha1': 'apiVersion kind name interval failureThreshold=int endpoint timeout',
  'network.VRFConfigV1Alpha1': 'apiVersion kind name hardwareAddr links table up=bool mtu=int addresses:[]network.AddressConfig '
    + 'routes:[]network.RouteConfig multicast=bool',
  'runtime.EnvironmentV1Alpha1': 'apiVersion kind variables',
  'security.ImageVerificationConfigV1Alpha1': 'apiVersion kind rules:[]security.ImageVerificationRuleV1Alpha1',
  'security.ImageVerificationRuleV1Alpha1': 'image skip=bool deny=bool keyless:security.ImageKeylessVerifierV1Alpha1 publicKey:security.ImagePublicKeyVerifierV1Alpha1',
  'security.ImageKeylessVerifierV1Alpha1': 'issuer subject subjectRegex',
  'security.ImagePublicKeyVerifierV1Alpha1': 'certificate',
  'block.FilesystemScrubConfigV1Alpha1': 'apiVersion kind interval',
  'block.FilesystemTrimConfigV1Alpha1': 'apiVersion kind interval',
  'block.ScrubConfig': 'enabled=bool interval',
  'block.TrimConfig': 'enabled=bool interval',
  'block.SystemVolumeFilesystemSpec': 'xfs:block.XFSSpec',
  'block.XFSSpec': 'minAllocationGroupSize',
  'cluster.DiscoveryIdentityConfigV1Alpha1': 'apiVersion kind clusterID clusterSecret',
  'cluster.DiscoveryServiceConfigV1Alpha1': 'apiVersion kind name endpoint',
  'container.ContainerConfigV1Alpha1': 'apiVersion kind name image entrypoint args workingDir runAs:container.ContainerRunAs environment '
    + 'mounts:[]container.ContainerMount security:container.ContainerSecurity network:container.ContainerNetwork '
    + 'resources:container.ContainerResources dependsOn:container.ContainerDependsOn',
  'container.ContainerCapabilities': 'add drop',
  'container.ContainerDependsOn': 'paths networks time=bool containers',
  'container.ContainerMount': 'userVolume:container.UserVolumeMount tmpfs:container.TmpfsMount hostPath:container.HostPathMount',
  'container.ContainerNetwork': 'mode',
  'container.ContainerResourceLimits': 'cpu memory',
  'container.ContainerResources': 'limits:container.ContainerResourceLimits',
  'container.ContainerRunAs': 'uid=int gid=int',
  'container.ContainerSecurity': 'profile capabilities:container.ContainerCapabilities machinedAccess=bool',
  'container.HostPathMount': 'source destination options',
  'container.TmpfsMount': 'destination size options',
  'container.UserVolumeMount': 'name destination options',
  'cri.CRIBaseRuntimeSpecConfigV1Alpha1': 'apiVersion kind overrides',
  'cri.CRICustomizationConfigV1Alpha1': 'apiVersion kind name content',
  'cri.ImageCacheConfigV1Alpha1': 'apiVersion kind local:cri.LocalImageCacheConfig',
  'cri.LocalImageCacheConfig': 'enabled=bool',
  'k8s.AcceptedServiceAccountConfig': 'publicKeys issuers audiences',
  'k8s.IssuerServiceAccountConfig': 'privateKey issuerURL',
  'k8s.KubeAPIServerCAConfigV1Alpha1': 'apiVersion kind issuingCA acceptedCAs',
  'k8s.KubeAPIServerConfigV1Alpha1': 'apiVersion kind image extraArgs env resources:k8s.ResourcesConfig apiPort=int certExtraSANs startupProbes=bool',
  'k8s.KubeAdmissionControlConfigV1Alpha1': 'apiVersion kind name configuration',
  'k8s.KubeAggregatorCAConfigV1Alpha1': 'apiVersion kind issuingCA acceptedCAs',
  'k8s.KubeAuditPolicyConfigV1Alpha1': 'apiVersion kind configuration',
  'k8s.KubeAuthenticationConfigV1Alpha1': 'apiVersion kind configuration',
  'k8s.KubeAuthorizerConfigV1Alpha1': 'apiVersion kind name type webhook',
  'k8s.KubeClusterConfigV1Alpha1': 'apiVersion kind clusterName endpoint',
  'k8s.KubeControllerManagerConfigV1Alpha1': 'apiVersion kind enabled=bool image extraArgs env resources:k8s.ResourcesConfig',
  'k8s.KubeCoreDNSConfigV1Alpha1': 'apiVersion kind enabled=bool image',
  'k8s.KubeCredentialProviderConfigV1Alpha1': 'apiVersion kind configuration',
  'k8s.KubeEtcdEncryptionConfigV1Alpha1': 'apiVersion kind config',
  'k8s.KubeExternalManifestConfigV1Alpha1': 'apiVersion kind name headers url',
  'k8s.KubeFlannelCNIConfigV1Alpha1': 'apiVersion kind backendType backendPort=int backendMTU=int backendExtraConfig resources:k8s.ResourcesConfig extraArgs '
    + 'kubeNetworkPoliciesEnabled=bool',
  'k8s.KubeInlineManifestConfigV1Alpha1': 'apiVersion kind name manifest',
  'k8s.KubeNetworkConfigV1Alpha1': 'apiVersion kind dnsDomain podSubnets serviceSubnets nodeCIDRMaskSizeIPv4=int nodeCIDRMaskSizeIPv6=int',
  'k8s.KubeNodeConfigV1Alpha1': 'apiVersion kind skipNodeRegistration=bool registerWithFQDN=bool nodeIP:k8s.NodeIPConfig labels annotations taints',
  'k8s.KubePrismConfigV1Alpha1': 'apiVersion kind port=int tlsServerName',
  'k8s.KubeProxyConfigV1Alpha1': 'apiVersion kind enabled=bool image mode config extraArgs resources:k8s.ResourcesConfig',
  'k8s.KubeSchedulerConfigV1Alpha1': 'apiVersion kind enabled=bool image config extraArgs env resources:k8s.ResourcesConfig',
  'k8s.KubeServiceAccountConfigV1Alpha1': 'apiVersion kind issuer:k8s.IssuerServiceAccountConfig accepted:k8s.AcceptedServiceAccountConfig',
  'k8s.KubeStaticPodConfigV1Alpha1': 'apiVersion kind name pod',
  'k8s.KubeTalosAPIAccessConfigV1Alpha1': 'apiVersion kind allowedRoles allowedKubernetesNamespaces',
  'k8s.KubeletConfigV1Alpha1': 'apiVersion kind image config extraArgs clusterDNS defaultRuntimeSeccompProfileEnabled=bool',
  'k8s.NodeIPConfig': 'validSubnets',
  'k8s.ResourcesConfig': 'requests limits',
  'network.BGPBFDConfig': 'transmitInterval receiveInterval detectMultiplier=int',
  'network.BGPImportRoute': 'bgpInstance prefixes',
  'network.BGPInstanceConfigV1Alpha1': 'apiVersion kind name vrf localASN=int routerID routeSource advertise multipath=bool maxPaths=int installRoutes=bool '
    + 'importRoutes:[]network.BGPImportRoute neighbors:[]network.BGPNeighborConfig',
  'network.BGPNeighborConfig': 'address link peerASN=int localASN=int passive=bool holdTime bfd:network.BGPBFDConfig',
  'network.HTTPProbeConfigV1Alpha1': 'apiVersion kind name interval failureThreshold=int url timeout',
  'network.MacVLANConfigV1Alpha1': 'apiVersion kind name mode parent hardwareAddr up=bool mtu=int addresses:[]network.AddressConfig '
    + 'routes:[]network.RouteConfig multicast=bool',
  'network.VethConfigV1Alpha1': 'apiVersion kind name peer:network.VethPeerConfig up=bool mtu=int addresses:[]network.AddressConfig '
    + 'routes:[]network.RouteConfig multicast=bool',
  'network.VethPeerConfig': 'name up=bool mtu=int addresses:[]network.AddressConfig routes:[]network.RouteConfig multicast=bool',
  'network.VXLANConfigV1Alpha1': 'apiVersion kind name id=int local group parent port=int learning=bool hardwareAddr up=bool mtu=int '
    + 'addresses:[]network.AddressConfig routes:[]network.RouteConfig multicast=bool',
  'runtime.EtcFileConfigV1Alpha1': 'apiVersion kind name mode contents',
  'runtime.KernelModuleConfigV1Alpha1': 'apiVersion kind name parameters',
  'runtime.SecurityProfileConfigV1Alpha1': 'apiVersion kind workloadIsolation=bool',
  'runtime.SysctlConfigV1Alpha1': 'apiVersion kind params',
  'runtime.SysfsConfigV1Alpha1': 'apiVersion kind params',
  'runtime.UdevRulesConfigV1Alpha1': 'apiVersion kind rules',
  'runtime.UnattendedInstallConfigV1Alpha1': 'apiVersion kind reboot=bool installer:runtime.InstallerSpec provisioning:runtime.ProvisioningSpec',
  'runtime.InstallerSpec': 'image',
  'runtime.ProvisioningSpec': 'diskSelector:runtime.DiskSelectorSpec wipe=bool',
  'runtime.DiskSelectorSpec': 'match',
  'storage.LVMLogicalVolumeConfigV1Alpha1': 'apiVersion kind name type mirrors=int stripes=int provisioning:storage.LVMLogicalVolumeProvisioningSpec',
  'storage.LVMLogicalVolumeProvisioningSpec': 'volumeGroup minSize maxSize',
  'storage.LVMVolumeGroupConfigV1Alpha1': 'apiVersion kind name provisioning:storage.LVMProvisioningSpec',
  'storage.LVMProvisioningSpec': 'volumeSelector:storage.VolumeSelectorSpec',
  'storage.RAIDArrayConfigV1Alpha1': 'apiVersion kind name level metadata provisioning:storage.RAIDProvisioningSpec',
  'storage.RAIDProvisioningSpec': 'volumeSelector:storage.VolumeSelectorSpec',
  'storage.VolumeSelectorSpec': 'match',
};
