import { amountsIn, type Amounts, type Resources } from './amounts';
import { findByKind } from '../../kubernetes';
import { mapAt, mapsAt, type Fields } from '../../manifests/fields';
import { groupOf } from '../../manifests/identity';

/** One, as quantities are counted. */
export const ONE = 1_000_000_000n;

/** What a pod takes of a quota, by the names that quotas use (pkg/quota/v1/evaluator/core/pods.go, podComputeUsageHelper). */
export function podUsage({ requests, limits }: Resources): Map<string, bigint> {
  const usage = new Map([['pods', ONE], ['count/pods', ONE]]);
  for (const [resource, amount] of requests) {
    const isCompute = ['cpu', 'memory', 'ephemeral-storage'].includes(resource);
    if (isCompute || resource.startsWith('hugepages-')) usage.set(resource, amount);
    if (isCompute || resource.startsWith('hugepages-') || resource.includes('/')) usage.set(`requests.${resource}`, amount);
  }
  for (const [resource, amount] of limits) {
    if (['cpu', 'memory', 'ephemeral-storage'].includes(resource)) usage.set(`limits.${resource}`, amount);
  }
  return usage;
}

/** What an object that is no pod takes itself: its count, and of Services and claims what they ask for. */
export function objectUsage(object: Fields): Map<string, bigint> {
  const [group, kind] = [groupOf(object), String(object.kind)];
  if (group === '' && kind === 'PersistentVolumeClaim') return claimUsage(object);
  const plural = findByKind(group, kind)?.plural;
  const usage = new Map<string, bigint>();
  if (plural !== undefined) {
    usage.set(`count/${plural}${group === '' ? '' : `.${group}`}`, ONE);
    if (group === '') usage.set(plural, ONE);
  }
  const spec = mapAt(object, 'spec');
  if (group === '' && kind === 'Service') addAll(usage, serviceUsage(spec));
  return usage;
}

/** What claims take, beside their count (persistent_volume_claims.go). */
export function claimUsage(claim: Fields): Map<string, bigint> {
  const spec = mapAt(claim, 'spec');
  const storage = amountsIn(mapAt(spec, 'resources'), 'requests').get('storage');
  const { storageClassName } = spec;
  const usage = new Map([['persistentvolumeclaims', ONE], ['count/persistentvolumeclaims', ONE]]);
  const ofClass = typeof storageClassName === 'string' && storageClassName !== '' ? `${storageClassName}.storageclass.storage.k8s.io/` : undefined;
  if (ofClass !== undefined) usage.set(`${ofClass}persistentvolumeclaims`, ONE);
  if (storage !== undefined) {
    usage.set('requests.storage', storage);
    if (ofClass !== undefined) usage.set(`${ofClass}requests.storage`, storage);
  }
  return usage;
}

/** Adds so many times the usage. */
export function addAll(to: Map<string, bigint>, usage: Amounts, times = 1n): void {
  usage.forEach((amount, resource) => to.set(resource, (to.get(resource) ?? 0n) + amount * times));
}

/** A load balancer has ports of every node as well, unless it is told not to (services.go). */
function serviceUsage(spec: Fields): Map<string, bigint> {
  const ports = mapsAt(spec, 'ports');
  const isBalanced = spec.type === 'LoadBalancer';
  const counted = spec.type === 'NodePort' || (isBalanced && spec.allocateLoadBalancerNodePorts !== false) ? ports
    : isBalanced ? ports.filter(({ nodePort }) => typeof nodePort === 'number' && nodePort !== 0) : [];
  return new Map([['services.loadbalancers', isBalanced ? ONE : 0n], ['services.nodeports', BigInt(counted.length) * ONE]]);
}
