import { amountText } from './amount-text';
import { amountsIn, itemsOf, type Amounts, type ContainerResources, type Resources } from './amounts';
import { podResources } from './pod-resources';
import { mapAt, type Fields } from '../../manifests/fields';

/** A reason for which a pod or a claim is refused because of an amount. */
export interface AmountViolation {
  readonly field: string;
  /** As Kubernetes writes it; absent where nothing is set. */
  readonly value?: string;
  readonly message: string;
  readonly fix: string;
}

/**
 * Pods that the limit ranges of their namespace refuse: an amount below `min`, above `max` or none where either is asked, a limit
 * too far above its request; and a request above the limit that a LimitRange itself fills in, which the API server refuses
 * after that (plugin/pkg/admission/limitranger/admission.go, PodValidateLimitFunc).
 */
export function limitRangeViolations(
  containers: readonly ContainerResources[], spec: Fields, path: string, limitRanges: readonly Fields[], minor: number,
): AmountViolation[] {
  const pod = podResources(containers, spec, minor, false);
  return [
    ...containers.flatMap(aboveFilledLimit),
    ...limitRanges.flatMap(range => {
      const by = `the LimitRange ${String(mapAt(range, 'metadata').name)}`;
      return [
        ...itemsOf(range, 'Container').flatMap(item => containers.flatMap(container => constraints(item, container, `${container.path}.resources`, 'a container', by))),
        ...itemsOf(range, 'Pod').flatMap(item => constraints(item, pod, `${path}.containers`, 'a pod', by)),
      ];
    }),
  ];
}

/** The same of claims: they have no limits. */
export function claimViolations(claim: Fields, path: '' | `${string}.`, limitRanges: readonly Fields[]): AmountViolation[] {
  const requests = amountsIn(mapAt(mapAt(claim, 'spec'), 'resources'), 'requests');
  return limitRanges.flatMap(range => itemsOf(range, 'PersistentVolumeClaim').flatMap(item => {
    const by = `the LimitRange ${String(mapAt(range, 'metadata').name)}`;
    const field = (resource: string) => `${path}spec.resources.requests.${resource}`;
    return [
      ...[...amountsIn(item, 'min')].flatMap(([resource, least]) => atLeast(requests, resource, least, field(resource), 'a claim', by)),
      ...[...amountsIn(item, 'max')].flatMap(([resource, most]) => atMost(requests, resource, most, field(resource), 'a claim', by)),
    ];
  }));
}

function aboveFilledLimit({ requests, limits, filled, path }: ContainerResources): AmountViolation[] {
  return [...requests].flatMap(([resource, request]): AmountViolation[] => {
    const limit = limits.get(resource);
    const isFilled = filled.has(`limits.${resource}`) || filled.has(`requests.${resource}`);
    return !isFilled || limit === undefined || request <= limit ? [] : [{
      field: `${path}.resources.${filled.has(`limits.${resource}`) ? 'limits' : 'requests'}.${resource}`,
      message: filled.has(`limits.${resource}`)
        ? `must be set: the request is ${amountText(request, resource)}, and a LimitRange of the namespace fills in the limit ${amountText(limit, resource)}`
        : `must be set: the limit is ${amountText(limit, resource)}, and a LimitRange of the namespace fills in the request ${amountText(request, resource)}`,
      fix: 'name both, the request not above the limit',
    }];
  });
}

function constraints(item: Fields, { requests, limits }: Resources, path: string, what: string, by: string): AmountViolation[] {
  const field = (side: string) => (resource: string) => what === 'a pod' ? path : `${path}.${side}.${resource}`;
  const [request, limit] = [field('requests'), field('limits')];
  const isOther = (resource: string) => requests.get(resource) !== limits.get(resource);
  return [
    ...[...amountsIn(item, 'min')].flatMap(([resource, least]) => [
      ...atLeast(requests, resource, least, request(resource), what, by),
      ...limits.has(resource) && isOther(resource) ? atLeast(limits, resource, least, limit(resource), what, by) : [],
    ]),
    ...[...amountsIn(item, 'max')].flatMap(([resource, most]) => [
      ...atMost(limits, resource, most, limit(resource), what, by),
      ...requests.has(resource) && isOther(resource) ? atMost(requests, resource, most, request(resource), what, by) : [],
    ]),
    ...[...amountsIn(item, 'maxLimitRequestRatio')].flatMap(([resource, ratio]) => withinRatio({ requests, limits }, resource, ratio, limit(resource), what, by)),
  ];
}

function atLeast(amounts: Amounts, resource: string, least: bigint, field: string, what: string, by: string): AmountViolation[] {
  const amount = amounts.get(resource);
  return amount !== undefined && amount >= least ? [] : [{
    field,
    value: amount === undefined ? undefined : amountText(amount, resource),
    message: `must be at least ${amountText(least, resource)}: ${by} asks that of the ${resource} of ${what}`,
    fix: 'raise it, or lower the min of the LimitRange',
  }];
}

function atMost(amounts: Amounts, resource: string, most: bigint, field: string, what: string, by: string): AmountViolation[] {
  const amount = amounts.get(resource);
  return amount !== undefined && amount <= most ? [] : [{
    field,
    value: amount === undefined ? undefined : amountText(amount, resource),
    message: `${amount === undefined ? 'must be set, and be' : 'must be'} at most ${amountText(most, resource)}: ${by} asks that of the ${resource} of ${what}`,
    fix: 'lower it, or raise the max of the LimitRange',
  }];
}

/** The ratio is in billionths, as every quantity. */
function withinRatio({ requests, limits }: Resources, resource: string, ratio: bigint, field: string, what: string, by: string): AmountViolation[] {
  const [request = 0n, limit = 0n] = [requests.get(resource), limits.get(resource)];
  return request !== 0n && limit !== 0n && limit * 1_000_000_000n <= ratio * request ? [] : [{
    field,
    value: limits.has(resource) ? amountText(limit, resource) : undefined,
    message: `must be at most ${amountText(ratio, '')} times the request ${amountText(request, resource)}: ${by} asks that of the ${resource} of ${what}`,
    fix: 'name both, closer to each other',
  }];
}
