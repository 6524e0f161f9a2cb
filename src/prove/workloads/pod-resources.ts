import { amountsIn, type Amounts, type ContainerResources, type Resources } from './amounts';
import { mapAt, type Fields } from '../../manifests/fields';

/** Pod-level resources count from this minor on (the gate PodLevelResources, KEP-2837). */
const POD_LEVEL_SINCE = 34;

/** From this minor on they are filled in after limit ranges have filled in the containers (the gate PodLevelResourcesFixDefaulting). */
const FILLED_LATE_SINCE = 37;

type Side = keyof Resources;
type MutableAmounts = Map<string, bigint>;

/**
 * What a whole pod takes: its containers together, or its largest step of initialization; what the pod itself names
 * stands in the place of either (component-helpers resource/helpers.go, PodRequests and PodLimits).
 *
 * @param withOverhead add what its runtime takes: a quota counts it, a LimitRange does not
 */
export function podResources(containers: readonly ContainerResources[], spec: Fields, minor: number, withOverhead: boolean): Resources {
  const own = podLevel(containers, spec, minor);
  const overhead = withOverhead ? amountsIn(spec, 'overhead') : new Map<string, bigint>();
  const total = (side: Side): Amounts => {
    const all = aggregate(containers, side);
    own[side].forEach((amount, resource) => all.set(resource, amount));
    // Of limits only those that are there grow by the overhead of the runtime.
    for (const [resource, amount] of overhead) {
      const before = all.get(resource) ?? 0n;
      if (side === 'requests' || before !== 0n) all.set(resource, before + amount);
    }
    return all;
  };
  return { requests: total('requests'), limits: total('limits') };
}

/** Whether a pod itself names resources for all its containers together, and the minor knows them. */
export function namesPodLevel(spec: Fields, minor: number): boolean {
  const { requests, limits } = written(spec, minor);
  return requests.size + limits.size > 0;
}

/**
 * The resources of the pod itself, with what the API server fills in. A request that is left open is what the containers ask for
 * together, and where they ask for nothing the limit of the pod. Up to 1.36 this is done as the pod is decoded, before limit ranges,
 * and only where it names a limit (pkg/apis/core/v1/defaults.go, defaultPodRequests); from 1.37 after them, with limits that
 * are raised to the requests (pkg/api/pod/util.go, DefaultPodLevelResources).
 */
function podLevel(containers: readonly ContainerResources[], spec: Fields, minor: number): Resources {
  const { requests, limits } = written(spec, minor);
  if (requests.size + limits.size === 0) {
    return { requests, limits };
  }
  const isLate = minor >= FILLED_LATE_SINCE;
  const seen = isLate ? containers : containers.map(unfilled);
  for (const [resource, amount] of aggregate(seen, 'limits')) {
    if (isHugePages(resource) && !requests.has(resource) && !limits.has(resource)) limits.set(resource, amount);
  }
  if (isLate || limits.size > 0) {
    const asked = [...aggregate(seen, 'requests')].filter(([resource]) => isOfPods(resource) && !isHugePages(resource));
    for (const [resource, amount] of [...asked, ...limits]) {
      if (!requests.has(resource)) requests.set(resource, amount);
    }
  }
  if (isLate) {
    const together = aggregate(seen, 'limits');
    for (const [resource, request] of requests) {
      if (!limits.has(resource) && containers.every(container => container.limits.has(resource))) {
        const sum = together.get(resource) ?? 0n;
        limits.set(resource, request > sum ? request : sum);
      }
    }
  }
  return { requests, limits };
}

/** As it stands in the manifest, of the resources that a pod can name. */
function written(spec: Fields, minor: number): Record<Side, MutableAmounts> {
  const own = minor >= POD_LEVEL_SINCE ? mapAt(spec, 'resources') : {};
  const of = (side: Side) => new Map([...amountsIn(own, side)].filter(([resource]) => isOfPods(resource)));
  return { requests: of('requests'), limits: of('limits') };
}

/** component-helpers resource/helpers.go, IsSupportedPodLevelResource. */
function isOfPods(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory' || isHugePages(resource);
}

function isHugePages(resource: string): boolean {
  return resource.startsWith('hugepages-');
}

/** Without what a LimitRange filled in. */
function unfilled(container: ContainerResources): ContainerResources {
  const of = (side: Side) => new Map([...container[side]].filter(([resource]) => !container.filled.has(`${side}.${resource}`)));
  return { ...container, requests: of('requests'), limits: of('limits') };
}

function aggregate(containers: readonly ContainerResources[], side: Side): MutableAmounts {
  const [running, sidecars, largest] = [new Map<string, bigint>(), new Map<string, bigint>(), new Map<string, bigint>()];
  containers.filter(({ list }) => list === 'containers').forEach(container => add(running, container[side]));
  for (const container of containers.filter(({ list }) => list === 'initContainers')) {
    if (container.isSidecar) {
      add(running, container[side]);
      add(sidecars, container[side]);
    }
    const step = new Map(sidecars);
    if (!container.isSidecar) add(step, container[side]);
    step.forEach((amount, resource) => raise(largest, resource, amount));
  }
  largest.forEach((amount, resource) => raise(running, resource, amount));
  return running;
}

function add(to: MutableAmounts, amounts: Amounts): void {
  amounts.forEach((amount, resource) => to.set(resource, (to.get(resource) ?? 0n) + amount));
}

function raise(to: MutableAmounts, resource: string, amount: bigint): void {
  const known = to.get(resource);
  if (known === undefined || known < amount) to.set(resource, amount);
}
