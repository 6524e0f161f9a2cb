import { amountText } from './amount-text';
import type { Amounts } from './amounts';
import type { AmountViolation } from './limit-range';
import { countedUsage, countsObjects, quotaViolations, type CountedPod, type QuotaView } from './quota';
import { addAll, claimUsage, objectUsage } from './usage';
import { mapAt, mapsAt, type Fields } from '../../manifests/fields';
import { objectLabel } from '../../manifests/identity';

/** An object of a namespace, and its pods where it makes any. */
export interface Counted {
  readonly object: Fields;
  readonly pod?: CountedPod;
  /** How many pods of it run at once at the least. */
  readonly replicas: bigint;
}

/** Objects that a quota refuses by themselves, and what it refuses of all of them together. */
export interface QuotaRefusals {
  readonly each: ReadonlyArray<{ readonly at: number; readonly violation: AmountViolation }>;
  /** Fields of the quota. */
  readonly together: readonly AmountViolation[];
}

/** Judges everything in a namespace by one of its quotas. What controllers add by themselves, as to roll out, is not counted. */
export function quotaRefusals(all: readonly Counted[], view: QuotaView, minor: number): QuotaRefusals {
  const each = all.flatMap(({ object, pod }, at) => [
    ...pod ? quotaViolations(pod, view, minor) : [], ...countsObjects(view) ? objectViolations(object, view) : [],
  ].map(violation => ({ at, violation })));
  const [total, takers] = [new Map<string, bigint>(), new Map<string, Counted[]>()];
  for (const counted of all) {
    const usage = usageOf(counted, view, minor);
    addAll(total, usage);
    usage.forEach((amount, resource) => {
      if (amount === 0n) return;
      const known = takers.get(resource);
      if (known) known.push(counted); else takers.set(resource, [counted]);
    });
  }
  // What one object takes alone is told there.
  const singles = all.map(one => single(one, view, minor));
  const isAlone = (resource: string, most: bigint) => singles.some(usage => (usage.get(resource) ?? 0n) > most);
  const short = [...view.hard].filter(([resource, most]) => (total.get(resource) ?? 0n) > most && !isAlone(resource, most));
  const together = short.map(([resource, most]): AmountViolation => ({
    field: `spec.hard.${resource}`,
    value: amountText(most, resource),
    message: `is less than the ${amountText(total.get(resource)!, resource)} that the namespace takes at once: ${listed(takers.get(resource) ?? [])}`,
    fix: 'raise the quota, or lower what they take or how many there are',
  }));
  return { each, together };
}

/** What an object takes of a quota, its pods and the claims of its StatefulSet included. */
function usageOf(counted: Counted, view: QuotaView, minor: number): Map<string, bigint> {
  const { object, pod, replicas } = counted;
  const usage = new Map<string, bigint>();
  if (object.kind !== 'Pod' && countsObjects(view)) {
    addAll(usage, objectUsage(object));
    claimsOf(object).forEach(claim => addAll(usage, claimUsage(claim), replicas));
  }
  if (pod) addAll(usage, countedUsage(pod, view, minor), replicas);
  return usage;
}

/** The same of one of its pods: a quota that has not even room for that is told of at the workload. */
function single({ object, pod }: Counted, view: QuotaView, minor: number): Amounts {
  return usageOf({ object, pod, replicas: 1n }, view, minor);
}

function objectViolations(object: Fields, { name, hard }: QuotaView): AmountViolation[] {
  const usage = object.kind === 'Pod' ? new Map<string, bigint>() : objectUsage(object);
  const claims = claimsOf(object).flatMap((claim, at) => [...claimUsage(claim)].map(([resource, amount]) => ({
    resource, amount, field: `spec.volumeClaimTemplates[${at}].spec.resources.requests.storage`,
  })));
  const asked = [...[...usage].map(([resource, amount]) => ({ resource, amount, field: fieldOf(resource) })), ...claims];
  return asked.flatMap(({ resource, amount, field }): AmountViolation[] => {
    const most = hard.get(resource);
    return most === undefined || amount <= most ? [] : [{
      field,
      value: amountText(amount, resource),
      message: `is more of ${resource} than the ${amountText(most, resource)} that the ResourceQuota ${name} allows`,
      fix: 'leave it out, or raise the quota',
    }];
  });
}

function fieldOf(resource: string): string {
  if (resource === 'services.loadbalancers') return 'spec.type';
  if (resource === 'services.nodeports') return 'spec.ports';
  return resource.endsWith('requests.storage') ? 'spec.resources.requests.storage' : 'kind';
}

/** Claims that a StatefulSet makes for each of its pods. */
export function claimsOf(object: Fields): Fields[] {
  return object.kind === 'StatefulSet' ? mapsAt(mapAt(object, 'spec'), 'volumeClaimTemplates') : [];
}

/** Beyond these a list tells nothing. */
const MOST = 5;

function listed(takers: readonly Counted[]): string {
  const names = takers.slice(0, MOST).map(({ object, pod, replicas }) => `${objectLabel(object)}${pod && replicas !== 1n ? ` (${replicas} pods)` : ''}`);
  return [...names, ...takers.length > MOST ? [`${takers.length - MOST} more`] : []].join(', ');
}
