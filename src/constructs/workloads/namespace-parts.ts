import type { Construct, IConstruct } from 'constructs';
import type { ContainerResources } from './container-resources';
import type { NamespaceQuota } from './namespace-quota';
import { resourceLists } from './resource-lists';
import { parseQuantity } from '../../manifests/quantity';
import { AccessRole } from '../access/access-role';
import { KubernetesResource as R } from '../access/kubernetes-resource';
import { NamespaceOperator } from '../access/namespace-operator';
import type { Subject } from '../access/subject';
import { Verb } from '../access/verb';
import { invalid } from '../errors';
import { ManifestObject } from '../manifest-object';

/** Resources by which people see how their workloads fare; no Secrets, and no ConfigMaps, which often hold secrets too. */
const SEEN = [
  R.PODS, R.SERVICES, R.ENDPOINTS, R.EVENTS, R.PERSISTENT_VOLUME_CLAIMS, R.DEPLOYMENTS, R.REPLICA_SETS, R.STATEFUL_SETS, R.DAEMON_SETS, R.JOBS,
  R.CRON_JOBS, R.INGRESSES, R.NETWORK_POLICIES,
];

/** Names of the fields of a NamespaceQuota as a ResourceQuota has them. */
const HARD: Readonly<Record<keyof NamespaceQuota, string>> = {
  cpuRequests: 'requests.cpu',
  cpuLimits: 'limits.cpu',
  memoryRequests: 'requests.memory',
  memoryLimits: 'limits.memory',
  storage: 'requests.storage',
  pods: 'pods',
  volumeClaims: 'persistentvolumeclaims',
  loadBalancers: 'services.loadbalancers',
  nodePorts: 'services.nodeports',
};

/** A ResourceQuota called `quota`. */
export function addQuota(namespace: Construct, quota: NamespaceQuota): void {
  const given = Object.entries(quota).filter(([, value]) => value !== undefined);
  for (const [key, value] of given as Array<[keyof NamespaceQuota, unknown]>) {
    const amount = parseQuantity(value);
    if (!Object.hasOwn(HARD, key) || amount === undefined || amount < 0n) {
      throw invalid(namespace, `quota.${key}`, value, 'is no amount', 'write it as Kubernetes does: 10, 500m, 64Gi');
    }
  }
  if (given.length === 0) {
    throw invalid(namespace, 'quota', quota, 'limits nothing', 'name an amount, or leave quota out');
  }
  const entries = given.map(([key, value]): [string, string] => [HARD[key as keyof NamespaceQuota], String(value)]);
  const hard = Object.fromEntries(entries.sort(([a], [b]) => a < b ? -1 : 1));
  new ManifestObject(namespace, 'quota', { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'quota' }, spec: { hard } });
}

/** A LimitRange called `defaults`. */
export function addContainerDefaults(namespace: Construct, resources: ContainerResources): void {
  const { requests, limits } = resourceLists(resources, namespace, 'containerDefaults');
  const item = {
    type: 'Container',
    ...Object.keys(limits).length > 0 ? { default: limits } : {},
    ...Object.keys(requests).length > 0 ? { defaultRequest: requests } : {},
  };
  if (Object.keys(item).length === 1) {
    throw invalid(namespace, 'containerDefaults', resources, 'names no amount', 'name one, or leave containerDefaults out');
  }
  new ManifestObject(namespace, 'defaults', { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'defaults' }, spec: { limits: [item] } });
}

/** The account that pods run as when they name none, without a token (CIS 5.1.5); the controller that makes it leaves ours alone. */
export function addDefaultAccount(namespace: Construct): void {
  new ManifestObject(namespace, 'default-account', {
    apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' }, automountServiceAccountToken: false,
  });
}

/** A Role `readers`: what is in the namespace but Secrets and ConfigMaps, and the logs of pods. */
export function addReaders(namespace: Construct, subjects: (IConstruct | Subject)[]): void {
  new AccessRole(namespace, 'readers', {
    subjects,
    rules: [{ verbs: [Verb.GET, Verb.LIST, Verb.WATCH], resources: SEEN }, { verbs: [Verb.GET], resources: [R.PODS_LOG] }],
  });
}

/** A Role `operators`, see NamespaceOperator. */
export function addOperators(namespace: Construct, subjects: (IConstruct | Subject)[]): void {
  new NamespaceOperator(namespace, 'operators', { subjects });
}
