import type { Fields } from '../fields';

/**
 * The fields of Cluster API's kubeadm bootstrap and control plane providers.
 * test/cluster/write-host-fields.ts reads them from Go; how they are written is told in ../fields.ts.
 */

/**
 * From:
 * sigs.k8s.io/cluster-api/api v1.14.2: bootstrap/kubeadm/v1beta1, controlplane/kubeadm/v1beta1
 * sigs.k8s.io/cluster-api v1.8.12: bootstrap/kubeadm/api/v1beta1, controlplane/kubeadm/api/v1beta1
 */
export const CLUSTER_API_V1BETA1: Fields = {
  KubeadmControlPlaneSpec: 'replicas=int version machineTemplate:KubeadmControlPlaneMachineTemplate kubeadmConfigSpec:KubeadmConfigSpec '
    + 'rolloutBefore:RolloutBefore rolloutAfter rolloutStrategy:RolloutStrategy remediationStrategy:RemediationStrategy '
    + 'machineNamingStrategy:MachineNamingStrategy',
  KubeadmConfigSpec: 'clusterConfiguration:ClusterConfiguration initConfiguration:InitConfiguration joinConfiguration:JoinConfiguration '
    + 'files:[]File diskSetup:DiskSetup mounts bootCommands preKubeadmCommands postKubeadmCommands users:[]User ntp:NTP format '
    + 'verbosity=int useExperimentalRetryJoin=bool ignition:IgnitionSpec',
  ClusterConfiguration: 'apiVersion kind etcd:Etcd networking:Networking kubernetesVersion controlPlaneEndpoint apiServer:APIServer '
    + 'controllerManager:ControlPlaneComponent scheduler:ControlPlaneComponent dns:DNS certificatesDir imageRepository '
    + 'featureGates certificateValidityPeriodDays=int caCertificateValidityPeriodDays=int encryptionAlgorithm clusterName',
  APIServer: 'extraArgs extraVolumes:[]HostPathMount extraEnvs:[]EnvVar certSANs timeoutForControlPlane',
  EnvVar: '',
  HostPathMount: 'name hostPath mountPath readOnly=bool pathType',
  ControlPlaneComponent: 'extraArgs extraVolumes:[]HostPathMount extraEnvs:[]EnvVar',
  DNS: 'imageRepository imageTag',
  Etcd: 'local:LocalEtcd external:ExternalEtcd',
  ExternalEtcd: 'endpoints caFile certFile keyFile',
  LocalEtcd: 'imageRepository imageTag dataDir extraArgs extraEnvs:[]EnvVar serverCertSANs peerCertSANs',
  Networking: 'serviceSubnet podSubnet dnsDomain',
  DiskSetup: 'partitions:[]Partition filesystems:[]Filesystem',
  Filesystem: 'device filesystem label partition overwrite=bool replaceFS extraOpts',
  Partition: 'device layout=bool overwrite=bool tableType diskLayout:[]PartitionSpec',
  PartitionSpec: 'percentage=int partitionType',
  File: 'path owner permissions encoding append=bool content contentFrom:FileSource contentFormat',
  FileSource: 'secret:SecretFileSource',
  SecretFileSource: 'name key',
  IgnitionSpec: 'containerLinuxConfig:ContainerLinuxConfig',
  ContainerLinuxConfig: 'additionalConfig strict=bool',
  InitConfiguration: 'apiVersion kind bootstrapTokens:[]BootstrapToken nodeRegistration:NodeRegistrationOptions localAPIEndpoint:APIEndpoint '
    + 'skipPhases patches:Patches',
  APIEndpoint: 'advertiseAddress bindPort=int',
  BootstrapToken: 'token:BootstrapTokenString description ttl expires usages groups',
  BootstrapTokenString: '',
  NodeRegistrationOptions: 'name criSocket taints kubeletExtraArgs ignorePreflightErrors imagePullPolicy imagePullSerial=bool',
  Patches: 'directory',
  JoinConfiguration: 'apiVersion kind nodeRegistration:NodeRegistrationOptions caCertPath discovery:Discovery controlPlane:JoinControlPlane '
    + 'skipPhases patches:Patches',
  Discovery: 'bootstrapToken:BootstrapTokenDiscovery file:FileDiscovery tlsBootstrapToken timeout',
  BootstrapTokenDiscovery: 'token apiServerEndpoint caCertHashes unsafeSkipCAVerification=bool',
  FileDiscovery: 'kubeConfigPath kubeConfig:FileDiscoveryKubeConfig',
  FileDiscoveryKubeConfig: 'cluster:KubeConfigCluster user:KubeConfigUser',
  KubeConfigCluster: 'server tlsServerName insecureSkipTLSVerify=bool certificateAuthorityData proxyURL',
  KubeConfigUser: 'authProvider:KubeConfigAuthProvider exec:KubeConfigAuthExec',
  KubeConfigAuthExec: 'command args env:[]KubeConfigAuthExecEnv apiVersion provideClusterInfo=bool',
  KubeConfigAuthExecEnv: 'name value',
  KubeConfigAuthProvider: 'name config',
  JoinControlPlane: 'localAPIEndpoint:APIEndpoint',
  NTP: 'servers enabled=bool',
  User: 'name gecos groups homeDir inactive=bool shell passwd passwdFrom:PasswdSource primaryGroup lockPassword=bool sudo '
    + 'sshAuthorizedKeys',
  PasswdSource: 'secret:SecretPasswdSource',
  SecretPasswdSource: 'name key',
  KubeadmControlPlaneMachineTemplate: 'metadata infrastructureRef readinessGates nodeDrainTimeout nodeVolumeDetachTimeout nodeDeletionTimeout taints',
  MachineNamingStrategy: 'template',
  RemediationStrategy: 'maxRetry=int retryPeriod minHealthyPeriod',
  RolloutBefore: 'certificatesExpiryDays=int',
  RolloutStrategy: 'type rollingUpdate:RollingUpdate',
  RollingUpdate: 'maxSurge',
  KubeadmControlPlaneTemplateResource: 'metadata spec:KubeadmControlPlaneTemplateResourceSpec',
  KubeadmControlPlaneTemplateResourceSpec: 'machineTemplate:KubeadmControlPlaneTemplateMachineTemplate kubeadmConfigSpec:KubeadmConfigSpec '
    + 'rolloutBefore:RolloutBefore rolloutAfter rolloutStrategy:RolloutStrategy remediationStrategy:RemediationStrategy '
    + 'machineNamingStrategy:MachineNamingStrategy',
  KubeadmControlPlaneTemplateMachineTemplate: 'metadata nodeDrainTimeout nodeVolumeDetachTimeout nodeDeletionTimeout taints',
};

/**
 * From:
 * sigs.k8s.io/cluster-api/api v1.14.2: bootstrap/kubeadm/v1beta2, controlplane/kubeadm/v1beta2
 */
export const CLUSTER_API_V1BETA2: Fields = {
  KubeadmControlPlaneSpec: 'replicas=int version machineTemplate:KubeadmControlPlaneMachineTemplate kubeadmConfigSpec:KubeadmConfigSpec '
    + 'rollout:KubeadmControlPlaneRolloutSpec remediation:KubeadmControlPlaneRemediationSpec machineNaming:MachineNamingSpec',
  KubeadmConfigSpec: 'clusterConfiguration:ClusterConfiguration initConfiguration:InitConfiguration joinConfiguration:JoinConfiguration '
    + 'files:[]File diskSetup:DiskSetup mounts bootCommands preKubeadmCommands postKubeadmCommands users:[]User ntp:NTP format '
    + 'verbosity=int ignition:IgnitionSpec',
  ClusterConfiguration: 'etcd:Etcd controlPlaneEndpoint apiServer:APIServer controllerManager:ControllerManager scheduler:Scheduler dns:DNS '
    + 'certificatesDir imageRepository featureGates certificateValidityPeriodDays=int caCertificateValidityPeriodDays=int '
    + 'encryptionAlgorithm',
  APIServer: 'extraArgs:[]Arg extraVolumes:[]HostPathMount extraEnvs:[]EnvVar certSANs',
  Arg: 'name value',
  EnvVar: '',
  HostPathMount: 'name hostPath mountPath readOnly=bool pathType',
  ControllerManager: 'extraArgs:[]Arg extraVolumes:[]HostPathMount extraEnvs:[]EnvVar',
  DNS: 'imageRepository imageTag',
  Etcd: 'local:LocalEtcd external:ExternalEtcd',
  ExternalEtcd: 'endpoints caFile certFile keyFile',
  LocalEtcd: 'imageRepository imageTag dataDir extraArgs:[]Arg extraEnvs:[]EnvVar serverCertSANs peerCertSANs',
  Scheduler: 'extraArgs:[]Arg extraVolumes:[]HostPathMount extraEnvs:[]EnvVar',
  DiskSetup: 'partitions:[]Partition filesystems:[]Filesystem',
  Filesystem: 'device filesystem label partition overwrite=bool replaceFS extraOpts',
  Partition: 'device layout=bool overwrite=bool tableType diskLayout:[]PartitionSpec',
  PartitionSpec: 'percentage=int partitionType',
  File: 'path owner permissions encoding append=bool content contentFrom:FileSource contentFormat',
  FileSource: 'secret:SecretFileSource',
  SecretFileSource: 'name key',
  IgnitionSpec: 'containerLinuxConfig:ContainerLinuxConfig',
  ContainerLinuxConfig: 'additionalConfig strict=bool',
  InitConfiguration: 'bootstrapTokens:[]BootstrapToken nodeRegistration:NodeRegistrationOptions localAPIEndpoint:APIEndpoint skipPhases '
    + 'patches:Patches timeouts:Timeouts',
  APIEndpoint: 'advertiseAddress bindPort=int',
  BootstrapToken: 'token:BootstrapTokenString description ttlSeconds=int expires usages groups',
  BootstrapTokenString: '',
  NodeRegistrationOptions: 'name criSocket taints kubeletExtraArgs:[]Arg ignorePreflightErrors imagePullPolicy imagePullSerial=bool',
  Patches: 'directory',
  Timeouts: 'controlPlaneComponentHealthCheckSeconds=int kubeletHealthCheckSeconds=int kubernetesAPICallSeconds=int '
    + 'etcdAPICallSeconds=int tlsBootstrapSeconds=int discoverySeconds=int',
  JoinConfiguration: 'nodeRegistration:NodeRegistrationOptions caCertPath discovery:Discovery controlPlane:JoinControlPlane skipPhases '
    + 'patches:Patches timeouts:Timeouts',
  Discovery: 'bootstrapToken:BootstrapTokenDiscovery file:FileDiscovery tlsBootstrapToken',
  BootstrapTokenDiscovery: 'token apiServerEndpoint caCertHashes unsafeSkipCAVerification=bool',
  FileDiscovery: 'kubeConfigPath kubeConfig:FileDiscoveryKubeConfig',
  FileDiscoveryKubeConfig: 'cluster:KubeConfigCluster user:KubeConfigUser',
  KubeConfigCluster: 'server tlsServerName insecureSkipTLSVerify=bool certificateAuthorityData proxyURL',
  KubeConfigUser: 'authProvider:KubeConfigAuthProvider exec:KubeConfigAuthExec',
  KubeConfigAuthExec: 'command args env:[]KubeConfigAuthExecEnv apiVersion provideClusterInfo=bool',
  KubeConfigAuthExecEnv: 'name value',
  KubeConfigAuthProvider: 'name config',
  JoinControlPlane: 'localAPIEndpoint:APIEndpoint',
  NTP: 'servers enabled=bool',
  User: 'name gecos groups homeDir inactive=bool shell passwd passwdFrom:PasswdSource primaryGroup lockPassword=bool sudo '
    + 'sshAuthorizedKeys',
  PasswdSource: 'secret:SecretPasswdSource',
  SecretPasswdSource: 'name key',
  KubeadmControlPlaneMachineTemplate: 'metadata spec:KubeadmControlPlaneMachineTemplateSpec',
  KubeadmControlPlaneMachineTemplateSpec: 'infrastructureRef readinessGates deletion:KubeadmControlPlaneMachineTemplateDeletionSpec taints',
  KubeadmControlPlaneMachineTemplateDeletionSpec: 'nodeDrainTimeoutSeconds=int nodeVolumeDetachTimeoutSeconds=int nodeDeletionTimeoutSeconds=int',
  KubeadmControlPlaneRemediationSpec: 'maxRetry=int retryPeriodSeconds=int minHealthyPeriodSeconds=int',
  KubeadmControlPlaneRolloutSpec: 'before:KubeadmControlPlaneRolloutBeforeSpec after strategy:KubeadmControlPlaneRolloutStrategy',
  KubeadmControlPlaneRolloutBeforeSpec: 'certificatesExpiryDays=int',
  KubeadmControlPlaneRolloutStrategy: 'type rollingUpdate:KubeadmControlPlaneRolloutStrategyRollingUpdate',
  KubeadmControlPlaneRolloutStrategyRollingUpdate: 'maxSurge',
  MachineNamingSpec: 'template',
  KubeadmControlPlaneTemplateResource: 'metadata spec:KubeadmControlPlaneTemplateResourceSpec',
  KubeadmControlPlaneTemplateResourceSpec: 'machineTemplate:KubeadmControlPlaneTemplateMachineTemplate kubeadmConfigSpec:KubeadmConfigSpec '
    + 'rollout:KubeadmControlPlaneRolloutSpec remediation:KubeadmControlPlaneRemediationSpec machineNaming:MachineNamingSpec',
  KubeadmControlPlaneTemplateMachineTemplate: 'metadata spec:KubeadmControlPlaneTemplateMachineTemplateSpec',
  KubeadmControlPlaneTemplateMachineTemplateSpec: 'deletion:KubeadmControlPlaneTemplateMachineTemplateDeletionSpec taints',
  KubeadmControlPlaneTemplateMachineTemplateDeletionSpec: 'nodeDrainTimeoutSeconds=int nodeVolumeDetachTimeoutSeconds=int nodeDeletionTimeoutSeconds=int',
};
