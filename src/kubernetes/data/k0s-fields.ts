import type { Fields } from '../fields';

/**
 * The fields of k0s' configuration (`k0s.k0sproject.io/v1beta1`, kind ClusterConfig), of k0s 1.27 to 1.36. A release has the minor of
 * the Kubernetes that it runs, and so are the releases behind an `@`. How they are written is told in ../fields.ts, where each comes
 * from in docs/host-tables.md. Where two releases are possible for a beginning it is the earlier one, for an end the later one, so
 * that nothing is refused which some patch of a release takes.
 */
export const K0S_FIELDS: Fields = {
  ClusterSpec: 'api:API controllerManager:Component scheduler:Component workerProfiles:[]WorkerProfile network:Network storage:Storage '
    + 'extensions:Extensions images:Images installConfig:InstallConfig konnectivity:Konnectivity telemetry:Telemetry '
    + 'featureGates:[]FeatureGate metricsServer:Patched@36- podSecurityPolicy',
  API: 'address ca:CA@33- externalAddress extraArgs rawArgs@34- k0sApiPort=int onlyBindToAddress=bool@31- port=int sans '
    + 'tunneledNetworkingMode=bool@-28',
  CA: 'expiresAfter certificatesExpireAfter',
  Component: 'extraArgs rawArgs@34-',
  WorkerProfile: 'name values',
  Storage: 'type etcd:Etcd kine:Kine',
  Etcd: 'ca:CA@33- externalCluster:ExternalEtcd extraArgs rawArgs@34- peerAddress',
  ExternalEtcd: 'caFile clientCertFile clientKeyFile endpoints etcdPrefix',
  Kine: 'dataSource',
  Telemetry: 'enabled=bool',
  InstallConfig: 'users:SystemUser',
  SystemUser: 'etcdUser kineUser konnectivityUser kubeAPIserverUser kubeSchedulerUser',
  Konnectivity: 'adminPort=int agentPort=int externalAddress@31-',
  FeatureGate: 'components enabled=bool name',
  Patched: 'patches:[]Patch',
  Patch: 'target:PatchTarget patch:PatchSpec',
  PatchTarget: 'kind name namespace',
  PatchSpec: 'type content',
  Extensions: 'helm:Helm storage:StorageExtension',
  StorageExtension: 'create_default_storage_class=bool type',
  Helm: 'charts:[]Chart concurrencyLevel=int repositories:[]Repository',
  Chart: 'chartname forceUpgrade=bool@31- name namespace order=int timeout values version',
  Repository: 'caFile certFile insecure=bool keyfile name password url username',
  Images: 'calico:CalicoImages coredns:Image default_pull_policy konnectivity:Image kubeproxy:Image kuberouter:KubeRouterImages '
    + 'metricsserver:Image pause:Image pushgateway:Image repository windows@34-',
  Image: 'image version',
  CalicoImages: 'cni:Image kubecontrollers:Image node:Image windows@34-',
  KubeRouterImages: 'cni:Image cniInstaller:Image',
  Network: 'calico:Calico clusterDomain controlPlaneLoadBalancing:ControlPlaneLoadBalancing@30- coreDNS:Patched@36- dualStack:DualStack '
    + 'kubeProxy:KubeProxy kuberouter:KubeRouter nodeLocalLoadBalancing:NodeLocalLoadBalancing podCIDR primaryAddressFamily@34- provider '
    + 'serviceCIDR',
  Calico: 'envVars flexVolumeDriverPath ipAutodetectionMethod ipV6AutodetectionMethod mode mtu=int overlay vxlanPort=int vxlanVNI=int '
    + 'wireguard=bool withWindowsNodes=bool@-30',
  ControlPlaneLoadBalancing: 'enabled=bool keepalived:Keepalived type virtualServers:[]VirtualServer@-30 vrrpInstances:[]VRRPInstance@-30',
  Keepalived: 'configTemplateVRRP@32- configTemplateVS@32- disableLoadBalancer=bool@31- userSpaceProxyBindPort=int@31- '
    + 'virtualServers:[]VirtualServer vrrpInstances:[]VRRPInstance',
  VRRPInstance: 'addressLabel=int@33- advertIntervalSeconds=int authPass interface name@-30 unicastPeers@31- unicastSourceIP@31- virtualIPs '
    + 'virtualRouterID=int',
  VirtualServer: 'delayLoop ipAddress lbAlgo lbKind persistenceTimeoutSeconds=int',
  DualStack: 'IPv6podCIDR IPv6serviceCIDR enabled=bool',
  KubeProxy: 'disabled=bool extraArgs@31- iptables:IPTables ipvs:IPVS metricsBindAddress mode nftables:NFTables@31- nodePortAddresses rawArgs@34-',
  IPTables: 'localhostNodePorts=bool masqueradeAll=bool masqueradeBit=int minSyncPeriod syncPeriod',
  IPVS: 'excludeCIDRs minSyncPeriod scheduler strictARP=bool syncPeriod tcpFinTimeout tcpTimeout udpTimeout',
  NFTables: 'masqueradeAll=bool masqueradeBit=int minSyncPeriod syncPeriod',
  KubeRouter: 'autoMTU=bool extraArgs@29- hairpin hairpinMode=bool ipMasq=bool metricsPort=int mtu=int patches:[]Patch@36- peerRouterASNs peerRouterIPs '
    + 'rawArgs@34-',
  NodeLocalLoadBalancing: 'enabled=bool envoyProxy:Proxy traefik:Proxy@36- type',
  Proxy: 'apiServerBindPort=int image:Image imagePullPolicy konnectivityServerBindPort=int',
};

/**
 * What reads itself with json.Unmarshal (UnmarshalJSON in api.go, storage.go, images.go and network.go), which drops an unknown field,
 * and so all below it. The rest is decoded with DisallowUnknownFields, so that k0s does not start.
 */
export const K0S_DROPPING = /^(API|Storage|Images|Network)$/;

/** From this minor on, patches of k0s' own objects come to one component after the other: K0S_GROWING may have more of them. */
export const K0S_GROWING_FROM = 36;
/** The newest minor of which anything is known; of a later one every name may be new. */
export const K0S_NEWEST = 36;
export const K0S_GROWING = /^(ClusterSpec|Network|Calico|KubeProxy|KubeRouter|Konnectivity)$/;
