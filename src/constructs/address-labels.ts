import { createHash } from 'node:crypto';
import { metadataOf } from '../manifests/identity';
import { podTemplateOf } from './pod-template';

/** The label that cdk8s-plus puts on the pods of a workload and selects them by; its value is a hash of the construct path. */
const ADDRESS = 'cdk8s.io/metadata.addr';

/** What it becomes: the label that people and tools look for. */
const READABLE = 'app.kubernetes.io/name';
/** Used where the author gave the pods a name of their own. */
const SECOND = 'app.kubernetes.io/instance';

type Json = Record<string, unknown>;

interface Workload {
  readonly object: Json;
  readonly address: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, unknown>>;
}

/**
 * Replaces the address label in the objects of one cluster, wherever it stands: templates, selectors,
 * Services, policies, affinities. Each value stays unique among the pods that a selector holding it can
 * see (its namespace, or the whole cluster where a selector looks beyond), so that every selector
 * selects what it selected before. An address that nothing selects by is dropped.
 */
export function replaceAddressLabels(objects: readonly Json[]): void {
  const workloads = objects.flatMap(object => workloadOf(object) ?? []);
  if (workloads.length === 0) {
    return;
  }
  const uses = findUses(objects, new Map(workloads.map(workload => [workload.address, workload])));
  if (uses.byExpression) {
    return;
  }
  const chosen = chooseLabels(workloads, uses, objects);
  for (const object of objects) {
    rewrite(object, chosen);
  }
}

function workloadOf(object: Json): Workload | undefined {
  const labels = podTemplateOf(object)?.labels;
  const address = labels && Object.hasOwn(labels, ADDRESS) ? labels[ADDRESS] : undefined;
  const { name, namespace } = metadataOf(object);
  return typeof address === 'string' ? { object, address, labels: labels!, namespace: namespace ?? '', name: name ?? '' } : undefined;
}

interface Uses {
  /** Addresses that some selector names. */
  readonly selected: ReadonlySet<string>;
  /** Addresses that a selector outside their namespace, or one that looks beyond it, names. */
  readonly wide: ReadonlySet<string>;
  /** True when some expression asks for the label itself: then no value can be replaced without changing its answer. */
  readonly byExpression: boolean;
}

function findUses(objects: readonly Json[], workloads: ReadonlyMap<string, Workload>): Uses {
  const selected = new Set<string>();
  const wide = new Set<string>();
  let byExpression = false;
  for (const object of objects) {
    const { namespace } = metadataOf(object);
    const template = podTemplateOf(object)?.labels;
    visitMaps(object, namespace ?? '', (map, reach) => {
      byExpression ||= map.key === ADDRESS && typeof map.operator === 'string';
      const value = Object.hasOwn(map, ADDRESS) ? map[ADDRESS] : undefined;
      const workload = typeof value === 'string' && map !== template ? workloads.get(value) : undefined;
      if (workload) {
        selected.add(workload.address);
        if (reach !== workload.namespace) {
          wide.add(workload.address);
        }
      }
    });
  }
  return { selected, wide, byExpression };
}

/** More than one namespace, or one that only the cluster knows. */
const BEYOND = '*';

/** Calls back for every map, with the one namespace whose pods a selector at that place can see. */
function visitMaps(value: unknown, reach: string, visit: (map: Json, reach: string) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      visitMaps(item, reach, visit);
    }
  } else if (typeof value === 'object' && value !== null) {
    const map = value as Json;
    const inner = reachOf(map, reach);
    visit(map, reach);
    for (const key of Object.keys(map)) {
      visitMaps(map[key], inner, visit);
    }
  }
}

/** A policy's peer, or an affinity term, that says which namespaces it looks at. */
function reachOf(map: Json, outer: string): string {
  const named = Object.hasOwn(map, 'namespaces') && Array.isArray(map.namespaces) ? map.namespaces as unknown[] : [];
  if (!Object.hasOwn(map, 'namespaceSelector')) {
    return named.length === 0 ? outer : named.length === 1 && typeof named[0] === 'string' ? named[0] : BEYOND;
  }
  const selector = map.namespaceSelector as { matchLabels?: Record<string, unknown>; matchExpressions?: unknown } | undefined;
  const labels = Object.entries(selector?.matchLabels ?? {});
  const only = labels.length === 1 && labels[0]![0] === 'kubernetes.io/metadata.name' && selector?.matchExpressions === undefined ? labels[0]![1] : undefined;
  return named.length === 0 && typeof only === 'string' ? only : BEYOND;
}

interface Chosen {
  readonly key: string;
  readonly value: string;
}

function chooseLabels(workloads: readonly Workload[], uses: Uses, objects: readonly Json[]): Map<string, Chosen | undefined> {
  const taken = new TakenLabels(objects);
  const chosen = new Map<string, Chosen | undefined>();
  // Sorted, so that the order of declaration decides nothing.
  const order = [...workloads].sort((a, b) => compare([a.namespace, a.name, String(a.object.kind), a.address], [b.namespace, b.name, String(b.object.kind), b.address]));
  for (const workload of order) {
    if (chosen.has(workload.address)) {
      continue;
    }
    if (!uses.selected.has(workload.address)) {
      chosen.set(workload.address, undefined);
      continue;
    }
    const wide = uses.wide.has(workload.address);
    const key = !Object.hasOwn(workload.labels, READABLE) ? READABLE : !Object.hasOwn(workload.labels, SECOND) ? SECOND : ADDRESS;
    const base = wide ? `${workload.namespace}.${workload.name}` : workload.name;
    const kind = String(workload.object.kind).toLowerCase();
    for (let attempt = 0; ; attempt += 1) {
      const suffix = attempt === 0 ? '' : attempt === 1 ? `-${kind}` : `-${kind}-${attempt}`;
      const value = labelValue(base + suffix);
      if (taken.claim(key, value, workload.namespace, wide)) {
        chosen.set(workload.address, { key, value });
        break;
      }
    }
  }
  return chosen;
}

/** Which values of the readable labels stand on pods, and where. */
class TakenLabels {
  private readonly values = new Map<string, Set<string>>();

  constructor(objects: readonly Json[]) {
    for (const object of objects) {
      const labels = podTemplateOf(object)?.labels ?? {};
      for (const key of [READABLE, SECOND]) {
        const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
        if (typeof value === 'string') {
          this.add(key, value, metadataOf(object).namespace ?? '');
        }
      }
    }
  }

  /** Takes a value when no pod that a selector could confuse carries it. */
  public claim(key: string, value: string, namespace: string, wide: boolean): boolean {
    const places = this.values.get(`${key}=${value}`);
    if (places && (wide || places.has(namespace) || places.has(BEYOND))) {
      return false;
    }
    this.add(key, value, wide ? BEYOND : namespace);
    return true;
  }

  private add(key: string, value: string, namespace: string): void {
    const id = `${key}=${value}`;
    const places = this.values.get(id) ?? new Set();
    places.add(namespace);
    this.values.set(id, places);
  }
}

function rewrite(object: Json, chosen: ReadonlyMap<string, Chosen | undefined>): void {
  visitMaps(object, '', map => {
    const value = Object.hasOwn(map, ADDRESS) ? map[ADDRESS] : undefined;
    if (typeof value === 'string' && chosen.has(value)) {
      const label = chosen.get(value);
      delete map[ADDRESS];
      if (label) {
        map[label.key] = label.value;
      }
    }
  });
}

/** A label value holds 63 characters; a longer one is cut with a digest, so that it stays unique. */
function labelValue(text: string): string {
  if (text.length <= 63) {
    return text;
  }
  return `${text.slice(0, 54).replace(/[-.]+$/, '')}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

function compare(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1;
}
