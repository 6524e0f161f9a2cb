import type { AccessBindingProps } from './access/access-binding';
import type { AccessRoleProps, AccessRule } from './access/access-role';
import type { AggregatedRoleProps } from './access/aggregated-role';
import type { BreakGlassProps } from './access/break-glass';
import type { ClusterDeployerProps } from './access/cluster-deployer';
import type { DeployerProps } from './access/deployer';
import type { KubernetesResourceOptions } from './access/kubernetes-resource';
import type { NamespaceOperatorProps } from './access/namespace-operator';
import type { ReadOnlyRoleProps } from './access/read-only-role';
import type { RoleProps } from './access/role-props';
import type { AdmissionMutationProps } from './admission/admission-mutation';
import type { AdmissionMatchProps, NamedExpression } from './admission/admission-props';
import type { AdmissionRuleProps } from './admission/admission-rule';
import type { PolicyAppProps } from './app';
import type { AuditBackendOptions, AuditBatchOptions, AuditTruncateOptions } from './audit/audit-backend';
import type { AuditAreaLevels, AuditBaselineProps } from './audit/audit-baseline';
import type { AuditLogOptions } from './audit/audit-log-backend';
import type { AuditPolicyProps } from './audit/audit-policy';
import type { AuditRule } from './audit/audit-rule';
import type { AuditWebhookBackendProps } from './audit/audit-webhook-backend';
import type { ClusterProps } from './cluster';
import type { FleetProps } from './fleet';
import type { ArgoCdOptions, FluxOptions } from './gitops/gitops-agent';
import type { AllowedTrafficProps } from './network/allowed-traffic';
import type { ClusterTrafficPolicyProps } from './network/cluster-traffic-policy';
import type { ClusterTrafficRule } from './network/cluster-traffic-rule';
import type { DefaultDenyProps } from './network/default-deny';
import type { AllowedDestination, ApiServerAddress, EgressAllowListProps } from './network/egress-allow-list';
import type { DatabaseBackup, DatabaseMetrics, IsolatedDatabaseProps } from './network/isolated-database-props';
import type { LabelConditions } from './network/selection';
import type { EgressRule, IngressRule, TrafficPolicyProps } from './network/traffic-policy';
import type { BootstrapTokenProps } from './nodes/bootstrap-token';
import type { ContainerRuntimeProps, Registry, RegistryMirror } from './nodes/container-runtime';
import type { ControlPlaneSettingsProps } from './nodes/control-plane-settings';
import type { EncryptionAtRest, KmsPlugin } from './nodes/encryption-at-rest';
import type { KubeletCertificateRotationProps, KubeletServingCertificates } from './nodes/kubelet-certificate-rotation';
import type { KubeletHardeningProps } from './nodes/kubelet-hardening';
import type { PodSecurityDefaults } from './nodes/pod-security-defaults';
import type { SandboxOverhead, SandboxToleration, SandboxedRuntimeProps } from './nodes/sandboxed-runtime';
import type { ServingCertificateApproverProps } from './nodes/serving-certificate-approver';
import type { AuthenticationSettings, AuthorizationWebhook, JwtIssuer } from './nodes/structured-configuration';
import type { AcknowledgementProps } from './promises/acknowledgements';
import type { AuditedRequests, ForbiddenAccess, KubeletCertificatePromise } from './promises/guarantee';
import type { GuardedPods, PromisedTraffic } from './promises/network-guarantees';
import { propShape as of } from './props';
import type { ClusterApiTargetOptions, TalosTargetOptions, TargetOptions } from './target';
import type { ContainerResources } from './workloads/container-resources';
import type { CronJobContainer, HardenedCronJobProps } from './workloads/cron-job-props';
import type { NamespacePartOff } from './workloads/namespace-part';
import type { NamespaceQuota } from './workloads/namespace-quota';
import type { PodHardeningProps } from './workloads/pod-hardening';
import type { SecuredNamespaceProps } from './workloads/secured-namespace';
import type { SparkApplicationProps, SparkSize } from './workloads/spark/spark-props';
import type { WorkloadIdentityProps } from './workloads/workload-identity';

/**
 * The properties of every struct of the public surface, each with the struct that its value is or holds, or the empty text.
 * A program that nobody checked the types of may say any other, and what it says there would be lost without a word (see
 * `refuseUnknownProps`). The compiler sees that no property of a struct is missing here; a test, that no struct is.
 */
of<AccessBindingProps>('AccessBindingProps', { clusterWide: '', labels: '', name: '', namespace: '', namespaces: '', role: '', subjects: '' });
of<AccessRoleProps>('AccessRoleProps', {
  aggregateTo: '', bindingName: '', clusterWide: '', labels: '', name: '', namespace: '', namespaces: '', rules: 'AccessRule', subjects: '',
});
of<AccessRule>('AccessRule', { names: '', nonResourceUrls: '', resources: '', verbs: '' });
of<AcknowledgementProps>('AcknowledgementProps', { expires: '', ids: '', reason: '' });
of<AdmissionMatchProps>('AdmissionMatchProps', {
  conditions: 'NamedExpression', name: '', namespaces: '', operations: '', requestedBy: '', resources: '', variables: 'NamedExpression',
});
of<AdmissionMutationProps>('AdmissionMutationProps', {
  conditions: 'NamedExpression', name: '', namespaces: '', operations: '', patches: '', requestedBy: '', resources: '', variables: 'NamedExpression',
});
of<AdmissionRuleProps>('AdmissionRuleProps', {
  actions: '',
  checks: '',
  conditions: 'NamedExpression',
  name: '',
  namespaces: '',
  operations: '',
  requestedBy: '',
  resources: '',
  variables: 'NamedExpression',
});
of<AggregatedRoleProps>('AggregatedRoleProps', {
  bindingName: '', clusterWide: '', labels: '', name: '', namespace: '', namespaces: '', selectors: '', subjects: '',
});
of<AllowedDestination>('AllowedDestination', { cidr: '', except: '', ports: '' });
of<AllowedTrafficProps>('AllowedTrafficProps', { from: '', ports: '', to: '' });
of<ApiServerAddress>('ApiServerAddress', { cidrs: '', ports: '' });
of<ArgoCdOptions>('ArgoCdOptions', {
  automated: '', destination: '', destinationServer: '', namespace: '', path: '', project: '', repoUrl: '', revision: '',
});
of<AuditAreaLevels>('AuditAreaLevels', { everythingElse: '', interactive: '', policy: '', workloads: '' });
of<AuditBackendOptions>('AuditBackendOptions', { batch: 'AuditBatchOptions', mode: '', truncate: 'AuditTruncateOptions' });
of<AuditBaselineProps>('AuditBaselineProps', {
  backends: '', levels: 'AuditAreaLevels', log: 'AuditLogOptions', noisy: '', path: '', profile: '', sensitive: '', watched: '',
});
of<AuditBatchOptions>('AuditBatchOptions', { bufferSize: '', maxSize: '', maxWait: '', throttleBurst: '', throttleQps: '' });
of<AuditLogOptions>('AuditLogOptions', {
  batch: 'AuditBatchOptions',
  compress: '',
  maxAgeDays: '',
  maxBackups: '',
  maxSizeMegabytes: '',
  mode: '',
  path: '',
  truncate: 'AuditTruncateOptions',
});
of<AuditPolicyProps>('AuditPolicyProps', {
  backends: '', log: 'AuditLogOptions', omitManagedFields: '', omitStages: '', path: '', rules: 'AuditRule',
});
of<AuditRule>('AuditRule', {
  level: '', names: '', namespaces: '', nonResourceUrls: '', omitManagedFields: '', omitStages: '', resources: '', subjects: '', verbs: '', withSubresources: '',
});
of<AuditTruncateOptions>('AuditTruncateOptions', { maxBatchBytes: '', maxEventBytes: '' });
of<AuditWebhookBackendProps>('AuditWebhookBackendProps', {
  batch: 'AuditBatchOptions', initialBackoff: '', kubeconfig: '', mode: '', truncate: 'AuditTruncateOptions',
});
of<AuditedRequests>('AuditedRequests', { namespaces: '', nonResourceUrls: '', resources: '', subjects: '', verbs: '' });
of<AuthenticationSettings>('AuthenticationSettings', { anonymousPaths: '', issuers: 'JwtIssuer' });
of<AuthorizationWebhook>('AuthorizationWebhook', { ignoreFailures: '', kubeconfig: '', matchConditions: '', name: '' });
of<BootstrapTokenProps>('BootstrapTokenProps', {
  clusterStore: '', description: '', expires: '', groups: '', id: '', secretKey: '', secretStore: '',
});
of<BreakGlassProps>('BreakGlassProps', { auditedBy: '', expires: '', group: '', name: '', namespaces: '', reason: '', role: '' });
of<ClusterApiTargetOptions>('ClusterApiTargetOptions', { apiVersion: '', clusterPolicies: '', containerd: '', kubernetes: '' });
of<ClusterDeployerProps>('ClusterDeployerProps', { except: '', name: '', prune: '', subjects: '' });
of<ClusterProps>('ClusterProps', { agent: '', groups: '', name: '', target: '' });
of<ClusterTrafficPolicyProps>('ClusterTrafficPolicyProps', {
  api: '', egress: 'ClusterTrafficRule', ingress: 'ClusterTrafficRule', name: '', namespaces: '', pods: '', priority: '', tier: '',
});
of<ClusterTrafficRule>('ClusterTrafficRule', { action: '', name: '', peers: '', ports: '' });
of<ContainerResources>('ContainerResources', {
  cpuLimit: '', cpuRequest: '', memoryLimit: '', memoryRequest: '', storageLimit: '', storageRequest: '',
});
of<ContainerRuntimeProps>('ContainerRuntimeProps', {
  deviceOwnershipFromSecurityContext: '',
  registries: 'Registry',
  sandboxImage: '',
  selinux: '',
  systemdCgroup: '',
  unprivilegedIcmp: '',
  unprivilegedPorts: '',
  unsetSeccompProfile: '',
});
of<ControlPlaneSettingsProps>('ControlPlaneSettingsProps', {
  apiServerFlags: '',
  authentication: 'AuthenticationSettings',
  authorizationWebhooks: 'AuthorizationWebhook',
  controllerManagerFlags: '',
  encryption: 'EncryptionAtRest',
  podSecurity: 'PodSecurityDefaults',
});
of<CronJobContainer>('CronJobContainer', {
  args: '', command: '', environment: '', image: '', resources: 'ContainerResources', runAsUser: '', writablePaths: '',
});
of<DatabaseBackup>('DatabaseBackup', { ports: '', to: '' });
of<DatabaseMetrics>('DatabaseMetrics', { from: '', port: '' });
of<DefaultDenyProps>('DefaultDenyProps', { dns: '', name: '', namespace: '' });
of<DeployerProps>('DeployerProps', {
  bindingName: '', clusterWide: '', name: '', namespace: '', namespaces: '', prune: '', rbac: '', resources: '', subjects: '',
});
of<EgressAllowListProps>('EgressAllowListProps', {
  apiServer: 'ApiServerAddress', destinations: 'AllowedDestination', dns: '', name: '', namespace: '', pods: '',
});
of<EgressRule>('EgressRule', { ports: '', to: '' });
of<EncryptionAtRest>('EncryptionAtRest', { configurationFile: '', kms: 'KmsPlugin', readUnencrypted: '', resources: '' });
of<FleetProps>('FleetProps', { agent: '', blueprint: '', clusters: '', groups: '', target: '', targets: '' });
of<FluxOptions>('FluxOptions', {
  interval: '', namespace: '', path: '', remote: '', repoUrl: '', revision: '', serviceAccountName: '', source: '',
});
of<ForbiddenAccess>('ForbiddenAccess', { namespace: '', resource: '', subjects: '', verbs: '' });
of<GuardedPods>('GuardedPods', { clients: '', namespace: '', operators: '', pods: '' });
of<HardenedCronJobProps>('HardenedCronJobProps', {
  access: 'AccessRule',
  activeDeadline: '',
  concurrency: '',
  container: 'CronJobContainer',
  cronJob: '',
  egress: 'EgressRule',
  failedRuns: '',
  retries: '',
  schedule: '',
  startingDeadline: '',
  successfulRuns: '',
  timeToLive: '',
  timeZone: '',
});
of<IngressRule>('IngressRule', { from: '', ports: '' });
of<IsolatedDatabaseProps>('IsolatedDatabaseProps', {
  backup: 'DatabaseBackup',
  clients: '',
  dns: '',
  engine: '',
  metrics: 'DatabaseMetrics',
  name: '',
  namespace: '',
  operators: '',
  pods: '',
  ports: '',
  replication: '',
  replicationPorts: '',
});
of<JwtIssuer>('JwtIssuer', {
  audiences: '', certificateAuthority: '', groupsClaim: '', groupsPrefix: '', url: '', usernameClaim: '', usernamePrefix: '',
});
of<KmsPlugin>('KmsPlugin', { endpoint: '', name: '', timeout: '' });
of<KubeletCertificatePromise>('KubeletCertificatePromise', { lifetime: '', serving: '' });
of<KubeletCertificateRotationProps>('KubeletCertificateRotationProps', {
  bootstrapBindings: '', bootstrapGroup: '', bootstrapTokens: '', certificateLifetime: '', serving: 'KubeletServingCertificates',
});
of<KubeletHardeningProps>('KubeletHardeningProps', {
  cipherSuites: '',
  clientCertificateAuthority: '',
  eventsPerSecond: '',
  minTlsVersion: '',
  podPidsLimit: '',
  protectKernelDefaults: '',
  seccompDefault: '',
});
of<KubeletServingCertificates>('KubeletServingCertificates', {
  approvedBy: '', approver: 'ServingCertificateApproverProps', certificateAuthority: '',
});
of<KubernetesResourceOptions>('KubernetesResourceOptions', { group: '', namespaced: '', resource: '', subresource: '' });
of<LabelConditions>('LabelConditions', { expressions: '', labels: '' });
of<NamedExpression>('NamedExpression', { expression: '', name: '' });
of<NamespaceOperatorProps>('NamespaceOperatorProps', {
  bindingName: '', debug: '', name: '', namespace: '', namespaces: '', restart: '', rollBack: '', scale: '', subjects: '',
});
of<NamespacePartOff>('NamespacePartOff', { part: '', reason: '' });
of<NamespaceQuota>('NamespaceQuota', {
  cpuLimits: '', cpuRequests: '', loadBalancers: '', memoryLimits: '', memoryRequests: '', nodePorts: '', pods: '', storage: '', volumeClaims: '',
});
of<PodHardeningProps>('PodHardeningProps', {
  fsGroup: '', images: '', level: '', resources: 'ContainerResources', runAsGroup: '', runAsUser: '', workloads: '', writablePaths: '',
});
of<PodSecurityDefaults>('PodSecurityDefaults', { enforce: '', exemptNamespaces: '', warn: '' });
of<PolicyAppProps>('PolicyAppProps', { agent: '', name: '', outdir: '' });
of<PromisedTraffic>('PromisedTraffic', { egress: 'EgressRule', ingress: 'IngressRule', namespace: '', pods: '' });
of<ReadOnlyRoleProps>('ReadOnlyRoleProps', {
  aggregateTo: '', bindingName: '', clusterWide: '', labels: '', name: '', names: '', namespace: '', namespaces: '', resources: '', subjects: '',
});
of<Registry>('Registry', { host: '', mirrors: 'RegistryMirror', server: '' });
of<RegistryMirror>('RegistryMirror', { capabilities: '', certificateAuthority: '', url: '' });
of<RoleProps>('RoleProps', { aggregateTo: '', bindingName: '', clusterWide: '', labels: '', name: '', namespace: '', namespaces: '', subjects: '' });
of<SandboxOverhead>('SandboxOverhead', { cpu: '', memory: '' });
of<SandboxToleration>('SandboxToleration', { effect: '', key: '', value: '' });
of<SandboxedRuntimeProps>('SandboxedRuntimeProps', {
  configPath: '', handler: '', nodeSelector: '', overhead: 'SandboxOverhead', podAnnotations: '', sandbox: '', tolerations: 'SandboxToleration',
});
of<SecuredNamespaceProps>('SecuredNamespaceProps', {
  containerDefaults: 'ContainerResources',
  defaultDeny: '',
  dns: '',
  harden: '',
  labels: '',
  name: '',
  operators: '',
  podSecurity: '',
  quota: 'NamespaceQuota',
  readers: '',
  without: 'NamespacePartOff',
});
of<ServingCertificateApproverProps>('ServingCertificateApproverProps', {
  apiServers: '', image: '', maxExpirationSeconds: '', namespace: '', nodeAddresses: '', nodeNames: '', withoutDns: '',
});
of<SparkApplicationProps>('SparkApplicationProps', {
  apiServer: 'ApiServerAddress',
  arguments: '',
  driver: 'SparkSize',
  driverIngress: 'IngressRule',
  executor: 'SparkSize',
  executorIngress: 'IngressRule',
  executors: '',
  image: '',
  language: '',
  limitDriver: '',
  mainApplicationFile: '',
  mainClass: '',
  sparkConf: '',
  sparkOwnPolicy: '',
  sparkVersion: '',
  storage: 'EgressRule',
  submission: '',
  submitters: '',
  timeToLive: '',
});
of<SparkSize>('SparkSize', { cores: '', memory: '' });
of<TalosTargetOptions>('TalosTargetOptions', { clusterPolicies: '', containerd: '', kubernetes: '', talos: '' });
of<TargetOptions>('TargetOptions', { clusterPolicies: '', containerd: '', kubernetes: '' });
of<TrafficPolicyProps>('TrafficPolicyProps', { egress: 'EgressRule', ingress: 'IngressRule', name: '', namespace: '', pods: '' });
of<WorkloadIdentityProps>('WorkloadIdentityProps', { access: 'AccessRule', egress: 'EgressRule', ingress: 'IngressRule', workload: '' });
