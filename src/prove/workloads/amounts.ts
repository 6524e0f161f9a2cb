import { isMap, mapAt, mapsAt, type Fields } from '../../manifests/fields';
import { parseQuantity } from '../../manifests/quantity';

/** Amounts by resource (`cpu`, `memory`, …), in billionths. */
export type Amounts = ReadonlyMap<string, bigint>;

/** What somebody asks for: at least, and at most. */
export interface Resources {
  readonly requests: Amounts;
  readonly limits: Amounts;
}

/** A container, with what a LimitRange fills in. */
export interface ContainerResources extends Resources {
  /** `spec.containers[0]`. */
  readonly path: string;
  readonly list: 'initContainers' | 'containers';
  /** An init container that keeps running beside the others (KEP-753). */
  readonly isSidecar: boolean;
  /** Amounts that a LimitRange filled in: `limits.memory`. */
  readonly filled: ReadonlySet<string>;
}

/**
 * What the containers of a pod ask for once it is admitted: a limit without a request is the request as well
 * (pkg/apis/core/v1/defaults.go, SetDefaults_Pod), and limit ranges fill in the rest (plugin/pkg/admission/limitranger,
 * mergePodResourceRequirements). Of several limit ranges the API server takes any first; here it is the first by name.
 */
export function containersOf(spec: Fields, path: string, limitRanges: readonly Fields[]): ContainerResources[] {
  const defaults = limitRanges.map(defaultsOf);
  return (['initContainers', 'containers'] as const).flatMap(list => listAt(spec, list).map((container, at): ContainerResources => {
    const own = mapAt(container, 'resources');
    const limits = new Map(amountsIn(own, 'limits'));
    const requests = new Map([...limits, ...amountsIn(own, 'requests')]);
    const filled = new Set<string>();
    for (const each of defaults) {
      fill(limits, each.limits, 'limits', filled);
      fill(requests, each.requests, 'requests', filled);
    }
    return { path: `${path}.${list}[${at}]`, list, isSidecar: list === 'initContainers' && container.restartPolicy === 'Always', requests, limits, filled };
  }));
}

/** The amounts under a key; what is no quantity is left out, as the API server refuses it before. */
export function amountsIn(holder: Fields, key: string): Map<string, bigint> {
  return new Map(Object.entries(mapAt(holder, key)).flatMap(([resource, value]): Array<[string, bigint]> => {
    const amount = parseQuantity(value);
    return amount === undefined ? [] : [[resource, amount]];
  }));
}

/** Limit items of a LimitRange of one type. */
export function itemsOf(limitRange: Fields, type: string): Fields[] {
  return mapsAt(mapAt(limitRange, 'spec'), 'limits').filter(item => item.type === type);
}

/** As SetDefaults_LimitRangeItem and limitranger's defaultContainerResourceRequirements have it. */
function defaultsOf(limitRange: Fields): Resources {
  const [requests, limits] = [new Map<string, bigint>(), new Map<string, bigint>()];
  for (const item of itemsOf(limitRange, 'Container')) {
    const limit = new Map([...amountsIn(item, 'max'), ...amountsIn(item, 'default')]);
    const request = new Map([...amountsIn(item, 'min'), ...limit, ...amountsIn(item, 'defaultRequest')]);
    limit.forEach((amount, resource) => limits.set(resource, amount));
    request.forEach((amount, resource) => requests.set(resource, amount));
  }
  return { requests, limits };
}

function fill(target: Map<string, bigint>, defaults: Amounts, side: string, filled: Set<string>): void {
  for (const [resource, amount] of defaults) {
    if (!target.has(resource)) {
      target.set(resource, amount);
      filled.add(`${side}.${resource}`);
    }
  }
}

function listAt(spec: Fields, list: string): Fields[] {
  return Array.isArray(spec[list]) ? (spec[list] as unknown[]).map(each => isMap(each) ? each : {}) : [];
}
