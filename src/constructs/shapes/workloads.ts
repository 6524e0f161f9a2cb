import { shape as of } from '../types/shapes';
import type { ContainerResources } from '../workloads/container-resources';
import type { CronJobContainer, HardenedCronJobProps } from '../workloads/cron-job-props';
import type { NamespacePartOff } from '../workloads/namespace-part';
import type { NamespaceQuota } from '../workloads/namespace-quota';
import type { PodHardeningProps } from '../workloads/pod-hardening';
import type { SecuredNamespaceProps } from '../workloads/secured-namespace';
import type { SparkApplicationProps, SparkSize } from '../workloads/spark/spark-props';
import type { WorkloadIdentityProps } from '../workloads/workload-identity';

/** The properties of the structs about namespaces and workloads, each with its type. */
of<ContainerResources>('ContainerResources', {
  cpuLimit: '?string',
  cpuRequest: '?string',
  memoryLimit: '?string',
  memoryRequest: '?string',
  storageLimit: '?string',
  storageRequest: '?string',
});
of<CronJobContainer>('CronJobContainer', {
  args: '?string[]',
  command: '?string[]',
  environment: '?Map<string>',
  image: 'string',
  resources: 'ContainerResources',
  runAsUser: '?number',
  writablePaths: '?string[]',
});
of<HardenedCronJobProps>('HardenedCronJobProps', {
  access: '?AccessRule[]',
  activeDeadline: '?Duration',
  concurrency: '?CronJobConcurrency',
  container: '?CronJobContainer',
  cronJob: '?IConstruct',
  egress: '?EgressRule[]',
  failedRuns: '?number',
  retries: '?number',
  schedule: '?string',
  startingDeadline: '?Duration',
  successfulRuns: '?number',
  timeToLive: '?Duration',
  timeZone: '?string',
});
of<NamespacePartOff>('NamespacePartOff', { part: 'NamespacePart', reason: 'string' });
of<NamespaceQuota>('NamespaceQuota', {
  cpuLimits: '?string',
  cpuRequests: '?string',
  loadBalancers: '?number',
  memoryLimits: '?string',
  memoryRequests: '?string',
  nodePorts: '?number',
  pods: '?number',
  storage: '?string',
  volumeClaims: '?number',
});
of<PodHardeningProps>('PodHardeningProps', {
  fsGroup: '?number',
  images: '?ImagePinning',
  level: '?PodSecurityLevel',
  resources: '?ContainerResources',
  runAsGroup: '?number',
  runAsUser: '?number',
  workloads: '?IConstruct',
  writablePaths: '?string[]',
});
of<SecuredNamespaceProps>('SecuredNamespaceProps', {
  containerDefaults: '?ContainerResources',
  defaultDeny: '?boolean',
  dns: '?boolean',
  harden: '?boolean',
  labels: '?Map<string>',
  name: '?string',
  operators: '?(Subject | IConstruct)[]',
  podSecurity: '?PodSecurityLevel',
  quota: '?NamespaceQuota',
  readers: '?(Subject | IConstruct)[]',
  without: '?NamespacePartOff[]',
});
of<SparkApplicationProps>('SparkApplicationProps', {
  apiServer: 'ApiServerAddress',
  arguments: '?string[]',
  driver: '?SparkSize',
  driverIngress: '?IngressRule[]',
  executor: '?SparkSize',
  executorIngress: '?IngressRule[]',
  executors: '?number',
  image: 'string',
  language: '?SparkLanguage',
  limitDriver: '?boolean',
  mainApplicationFile: 'string',
  mainClass: '?string',
  sparkConf: '?Map<string>',
  sparkOwnPolicy: '?SparkOwnPolicy',
  sparkVersion: 'string',
  storage: '?EgressRule[]',
  submission: 'SparkSubmission',
  submitters: '?(Subject | IConstruct)[]',
  timeToLive: '?Duration',
});
of<SparkSize>('SparkSize', { cores: '?number', memory: '?string' });
of<WorkloadIdentityProps>('WorkloadIdentityProps', {
  access: '?AccessRule[]',
  egress: '?EgressRule[]',
  ingress: '?IngressRule[]',
  workload: 'IConstruct',
});
