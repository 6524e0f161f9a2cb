/**
 * The fields of kubeadm's configuration files by version and struct, from cmd/kubeadm/app/apis/kubeadm/v1beta3/types.go of
 * 1.35.4 and v1beta4/types.go of 1.36.3. `apiServer:APIServer` is a field that is a struct of this table,
 * `extraVolumes:[]HostPathMount` a list of them; of others only the name is known.
 */
export const KUBEADM_FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  v1beta3: {
    ClusterConfiguration: 'etcd:Etcd networking:Networking kubernetesVersion controlPlaneEndpoint apiServer:APIServer '
      + 'controllerManager:ControlPlaneComponent scheduler:ControlPlaneComponent dns:DNS certificatesDir imageRepository featureGates '
      + 'clusterName',
    InitConfiguration: 'bootstrapTokens nodeRegistration:NodeRegistrationOptions localAPIEndpoint:APIEndpoint certificateKey skipPhases '
      + 'patches:Patches',
    JoinConfiguration: 'nodeRegistration:NodeRegistrationOptions caCertPath discovery:Discovery controlPlane:JoinControlPlane skipPhases '
      + 'patches:Patches',
    Etcd: 'local:LocalEtcd external:ExternalEtcd',
    Networking: 'serviceSubnet podSubnet dnsDomain',
    APIServer: 'extraArgs extraVolumes:[]HostPathMount certSANs timeoutForControlPlane',
    ControlPlaneComponent: 'extraArgs extraVolumes:[]HostPathMount',
    DNS: 'imageRepository imageTag',
    NodeRegistrationOptions: 'name criSocket taints kubeletExtraArgs ignorePreflightErrors imagePullPolicy',
    APIEndpoint: 'advertiseAddress bindPort',
    Patches: 'directory',
    Discovery: 'bootstrapToken:BootstrapTokenDiscovery file:FileDiscovery timeout',
    JoinControlPlane: 'localAPIEndpoint:APIEndpoint certificateKey',
    LocalEtcd: 'imageRepository imageTag dataDir extraArgs serverCertSANs peerCertSANs',
    ExternalEtcd: 'endpoints caFile certFile keyFile',
    HostPathMount: 'name hostPath mountPath readOnly pathType',
    BootstrapTokenDiscovery: 'apiServerEndpoint unsafeSkipCAVerification',
    FileDiscovery: 'kubeConfigPath',
  },
  v1beta4: {
    ClusterConfiguration: 'etcd:Etcd networking:Networking kubernetesVersion controlPlaneEndpoint apiServer:APIServer '
      + 'controllerManager:ControlPlaneComponent scheduler:ControlPlaneComponent dns:DNS proxy:Proxy certificatesDir imageRepository '
      + 'featureGates clusterName encryptionAlgorithm certificateValidityPeriod caCertificateValidityPeriod',
    InitConfiguration: 'bootstrapTokens dryRun nodeRegistration:NodeRegistrationOptions localAPIEndpoint:APIEndpoint certificateKey skipPhases '
      + 'patches:Patches timeouts:Timeouts',
    JoinConfiguration: 'dryRun nodeRegistration:NodeRegistrationOptions caCertPath discovery:Discovery controlPlane:JoinControlPlane skipPhases '
      + 'patches:Patches timeouts:Timeouts',
    ResetConfiguration: 'cleanupTmpDir certificatesDir criSocket dryRun force ignorePreflightErrors skipPhases unmountFlags timeouts:Timeouts',
    UpgradeConfiguration: 'apply:UpgradeApplyConfiguration diff:UpgradeDiffConfiguration node:UpgradeNodeConfiguration plan:UpgradePlanConfiguration '
      + 'timeouts:Timeouts',
    Etcd: 'local:LocalEtcd external:ExternalEtcd',
    Networking: 'serviceSubnet podSubnet dnsDomain',
    APIServer: 'extraArgs:[]Arg extraVolumes:[]HostPathMount extraEnvs certSANs',
    ControlPlaneComponent: 'extraArgs:[]Arg extraVolumes:[]HostPathMount extraEnvs',
    DNS: 'imageRepository imageTag disabled',
    Proxy: 'disabled',
    NodeRegistrationOptions: 'name criSocket taints kubeletExtraArgs:[]Arg ignorePreflightErrors imagePullPolicy imagePullSerial',
    APIEndpoint: 'advertiseAddress bindPort',
    Patches: 'directory',
    Timeouts: 'controlPlaneComponentHealthCheck kubeletHealthCheck kubernetesAPICall etcdAPICall tlsBootstrap discovery upgradeManifests',
    Discovery: 'bootstrapToken:BootstrapTokenDiscovery file:FileDiscovery',
    JoinControlPlane: 'localAPIEndpoint:APIEndpoint certificateKey',
    UpgradeApplyConfiguration: 'kubernetesVersion allowExperimentalUpgrades allowRCUpgrades certificateRenewal dryRun etcdUpgrade forceUpgrade '
      + 'ignorePreflightErrors patches:Patches printConfig skipPhases imagePullPolicy imagePullSerial',
    UpgradeDiffConfiguration: 'kubernetesVersion contextLines',
    UpgradeNodeConfiguration: 'certificateRenewal dryRun etcdUpgrade ignorePreflightErrors skipPhases patches:Patches imagePullPolicy imagePullSerial',
    UpgradePlanConfiguration: 'kubernetesVersion allowExperimentalUpgrades allowRCUpgrades dryRun etcdUpgrade ignorePreflightErrors printConfig',
    LocalEtcd: 'imageRepository imageTag dataDir extraArgs:[]Arg extraEnvs serverCertSANs peerCertSANs',
    ExternalEtcd: 'endpoints httpEndpoints caFile certFile keyFile',
    Arg: 'name value',
    HostPathMount: 'name hostPath mountPath readOnly pathType',
    BootstrapTokenDiscovery: 'apiServerEndpoint unsafeSkipCAVerification',
    FileDiscovery: 'kubeConfigPath',
  },
};
