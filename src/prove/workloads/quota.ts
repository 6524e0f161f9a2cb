import { amountText } from './amount-text';
import { amountsIn, type Amounts, type ContainerResources } from './amounts';
import type { AmountViolation } from './limit-range';
import { namesPodLevel, podResources } from './pod-resources';
import { countsPod, isScoped } from './quota-scopes';
import { podUsage } from './usage';
import { mapAt, type Fields } from '../../manifests/fields';

/** A quota of a namespace, read. */
export interface QuotaView {
  readonly name: string;
  readonly quota: Fields;
  readonly hard: Amounts;
}

/** Amounts that a quota makes every container name (pkg/quota/v1/evaluator/core/pods.go, `validationSet`). */
const NAMED: Readonly<Record<string, readonly ['requests' | 'limits', string]>> = {
  'cpu': ['requests', 'cpu'],
  'memory': ['requests', 'memory'],
  'requests.cpu': ['requests', 'cpu'],
  'requests.memory': ['requests', 'memory'],
  'limits.cpu': ['limits', 'cpu'],
  'limits.memory': ['limits', 'memory'],
};

export function quotaView(quota: Fields): QuotaView {
  return { name: String(mapAt(quota, 'metadata').name), quota, hard: amountsIn(mapAt(quota, 'spec'), 'hard') };
}

/** A pod as quotas count it. */
export interface CountedPod {
  readonly spec: Fields;
  /** Where the spec stands in its object. */
  readonly path: string;
  readonly containers: readonly ContainerResources[];
  /** The PriorityClass of pods that name none. */
  readonly priority?: string;
}

/**
 * Why a quota refuses a pod, however empty the namespace is: its containers do not name what the quota counts, or it alone takes
 * more than there is. Containers need not name anything where the pod does (PodLevelResources).
 */
export function quotaViolations(pod: CountedPod, { name, quota, hard }: QuotaView, minor: number): AmountViolation[] {
  const resources = podResources(pod.containers, pod.spec, minor, true);
  if (!countsPod(quota, pod.spec, resources, pod.priority)) return [];
  const asked = namesPodLevel(pod.spec, minor) ? [] : [...hard.keys()].filter(key => Object.hasOwn(NAMED, key));
  const unnamed = asked.flatMap(resource => {
    const [side, what] = NAMED[resource]!;
    return pod.containers.filter(container => !container[side].has(what)).map(({ path }): AmountViolation => ({
      field: `${path}.resources.${side}.${what}`,
      message: `must be set: the ResourceQuota ${name} counts ${resource}, and no LimitRange fills it`,
      fix: 'set it, or give the namespace a LimitRange with a default',
    }));
  });
  const usage = podUsage(resources);
  const above = [...hard].filter(([resource, most]) => (usage.get(resource) ?? 0n) > most).map(([resource, most]): AmountViolation => ({
    field: fieldOf(resource, pod),
    value: amountText(usage.get(resource)!, resource),
    message: `is more of ${resource} than the ${amountText(most, resource)} that the ResourceQuota ${name} gives to all pods together`,
    fix: 'lower it, or raise the quota',
  }));
  return [...unnamed, ...above];
}

/** What a quota counts of a pod: nothing where its scopes are about other pods. */
export function countedUsage(pod: CountedPod, { quota }: QuotaView, minor: number): Amounts {
  const resources = podResources(pod.containers, pod.spec, minor, true);
  return countsPod(quota, pod.spec, resources, pod.priority) ? podUsage(resources) : new Map();
}

/** Whether a quota counts objects that are no pods. */
export function countsObjects({ quota }: QuotaView): boolean {
  return !isScoped(quota);
}

/** The container alone where there is one, else the list of them. */
function fieldOf(resource: string, { containers, path }: CountedPod): string {
  const [side, what] = resource.startsWith('limits.') ? ['limits', resource.slice('limits.'.length)] : ['requests', resource.replace(/^requests\./, '')];
  return containers.length === 1 && /^(cpu|memory|ephemeral-storage|hugepages-|.*\/)/.test(what) && !resource.startsWith('count/')
    ? `${containers[0]!.path}.resources.${side}.${what}` : `${path}.containers`;
}
