import { createHash } from 'node:crypto';
import { podTemplateOf } from './pod-template';
import { metadataOf } from '../manifests/identity';

/** The label that cdk8s-plus puts on the pods of a workload and selects them by; its value is a hash of the construct path. */
export const ADDRESS = 'cdk8s.io/metadata.addr';

/** What it becomes: the label that people and tools look for. */
const READABLE = 'app.kubernetes.io/name';
/** Used where the author gave the pods a name of their own. */
const SECOND = 'app.kubernetes.io/instance';

/** Labels that a selector may name and that a replaced address may become. */
const KEYS: readonly string[] = [READABLE, SECOND, ADDRESS];

type Json = Record<string, unknown>;

interface Workload {
  readonly object: Json;
  readonly namespace: string;
  readonly name: string;
}

/** The workloads whose pods carry one address: one, unless an author copied its label to another. */
interface Addressed {
  readonly address: string;
  /** Sorted, so that the order of declaration decides nothing. */
  readonly workloads: Workload[];
  readonly namespaces: Set<string>;
  /** Keys that stand beside the address somewhere: the author's own labels, which must stay as they are. */
  readonly beside: Set<string>;
  /** True when some selector names it. */
  selected: boolean;
  /** True when a selector outside its namespace, or one that looks beyond it, names it. */
  wide: boolean;
}

/**
 * Replaces the address label in the objects of one cluster, wherever it stands: templates, selectors,
 * Services, policies, affinities. Each value stays unique among the pods that a selector holding it can
 * see (its namespace, or the whole cluster where a selector looks beyond), and no pod starts to carry a
 * label whose presence some selector asks for, so that every selector selects what it selected before.
 * The exception is meant: an author's selector that names the readable value means the workload that
 * the output shows under it. An address that nothing selects by is dropped.
 *
 * @param isOurs whether a construct of the program has an address; others were read from manifests, whose selectors may already be
 * in a cluster, where they cannot be changed. Default: all are
 */
export function replaceAddressLabels(objects: readonly Json[], isOurs: (address: string) => boolean = () => true): void {
  const addressed = addressedIn(objects, isOurs);
  if (addressed.size === 0) {
    return;
  }
  const taken = new TakenLabels();
  if (findUses(objects, addressed, taken)) {
    return;
  }
  const chosen = chooseLabels(addressed, taken);
  for (const object of objects) {
    for (const field of Object.keys(object)) {
      object[field] = rewritten(object[field], chosen);
    }
  }
}

function addressedIn(objects: readonly Json[], isOurs: (address: string) => boolean): Map<string, Addressed> {
  const all = new Map<string, Addressed>();
  for (const object of objects) {
    const address = valueOf(podTemplateOf(object)?.labels ?? {}, ADDRESS);
    if (address !== undefined && isOurs(address)) {
      const { name = '', namespace = '' } = metadataOf(object);
      const known: Addressed = all.get(address)
        ?? { address, workloads: [], namespaces: new Set(), beside: new Set(), selected: false, wide: false };
      known.workloads.push({ object, namespace, name });
      known.namespaces.add(namespace);
      all.set(address, known);
    }
  }
  for (const { workloads } of all.values()) {
    workloads.sort((a, b) => compare([a.namespace, a.name, String(a.object.kind)], [b.namespace, b.name, String(b.object.kind)]));
  }
  return all;
}

/**
 * Notes who names which address, and which labels are in use besides. True when something asks for the
 * address label itself, whatever its value: then none can be replaced without changing the answer.
 */
function findUses(objects: readonly Json[], addressed: ReadonlyMap<string, Addressed>, taken: TakenLabels): boolean {
  let byKey = false;
  for (const object of objects) {
    const template = podTemplateOf(object)?.labels;
    const own = (object.metadata as Json | undefined)?.labels;
    visitMaps(object, metadataOf(object).namespace ?? BEYOND, (map, reach) => {
      if (map === own && map !== template) {
        // Labels of an object that is no pod; what selects it selects no pods.
        return;
      }
      byKey = taken.noteConditions(map, reach) || byKey;
      const address = valueOf(map, ADDRESS);
      const found = address === undefined ? undefined : addressed.get(address);
      for (const key of KEYS) {
        const value = valueOf(map, key);
        if (value !== undefined && !(found && key === ADDRESS)) {
          found?.beside.add(key);
          if (map === template) {
            taken.add(key, value, reach);
          }
        }
      }
      if (found && map !== template) {
        found.selected = true;
        found.wide ||= found.namespaces.size > 1 || !found.namespaces.has(reach);
      }
    });
  }
  return byKey;
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
    visit(map, inner);
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

function chooseLabels(addressed: ReadonlyMap<string, Addressed>, taken: TakenLabels): Map<string, Chosen | undefined> {
  const order = [...addressed.values()].map(each => ({ ...each, first: each.workloads[0]! }))
    .sort((a, b) => compare([a.first.namespace, a.first.name, String(a.first.object.kind), a.address],
      [b.first.namespace, b.first.name, String(b.first.object.kind), b.address]));
  return new Map(order.map(each => [each.address, each.selected ? chooseLabel(each, each.first, taken) : undefined]));
}

function chooseLabel({ namespaces, beside, wide }: Addressed, { object, namespace, name }: Workload, taken: TakenLabels): Chosen {
  const places = wide ? [BEYOND] : [...namespaces];
  const key = [READABLE, SECOND].find(each => !beside.has(each) && !taken.isAskedFor(each, places)) ?? ADDRESS;
  const base = wide ? `${namespace}.${name}` : name;
  const kind = String(object.kind).toLowerCase();
  for (let attempt = 0; ; attempt += 1) {
    const suffix = attempt === 0 ? '' : attempt === 1 ? `-${kind}` : `-${kind}-${attempt}`;
    const value = labelValue(base + suffix);
    if (!taken.has(key, value, places)) {
      places.forEach(place => taken.add(key, value, place));
      return { key, value };
    }
  }
}

/** Which values of the readable labels stand on pods, which labels selectors ask for, and where. */
class TakenLabels {
  private readonly values = new Map<string, Set<string>>();
  private readonly askedFor = new Map<string, Set<string>>();

  public add(key: string, value: string, place: string): void {
    addTo(this.values, `${key}=${value}`, place);
  }

  /** Whether a pod that a selector could confuse has the value. */
  public has(key: string, value: string, places: readonly string[]): boolean {
    return overlaps(this.values.get(`${key}=${value}`), places);
  }

  /** Whether some selector that sees the pods depends on the presence of the label. */
  public isAskedFor(key: string, places: readonly string[]): boolean {
    return overlaps(this.askedFor.get(key), places);
  }

  /** Notes an expression, and the labels that a spread or an affinity compares. True when it is about the address label. */
  public noteConditions(map: Json, place: string): boolean {
    const expression = typeof map.key === 'string' && typeof map.operator === 'string' && KEYS.includes(map.key) ? map.key : undefined;
    if (expression !== undefined && map.operator !== 'In' && map.operator !== 'NotIn') {
      addTo(this.askedFor, expression, place);
    }
    const compared = [map.matchLabelKeys, map.mismatchLabelKeys].flatMap(list => Array.isArray(list) ? list as unknown[] : []);
    const keys = KEYS.filter(key => compared.includes(key));
    keys.forEach(key => addTo(this.askedFor, key, place));
    return expression === ADDRESS || keys.includes(ADDRESS);
  }
}

function addTo(all: Map<string, Set<string>>, key: string, place: string): void {
  all.set(key, (all.get(key) ?? new Set()).add(place));
}

function overlaps(where: ReadonlySet<string> | undefined, places: readonly string[]): boolean {
  return where !== undefined && (where.has(BEYOND) || places.some(place => place === BEYOND || where.has(place)));
}

function valueOf(map: Readonly<Json>, key: string): string | undefined {
  const value = Object.hasOwn(map, key) ? map[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** With the labels in place of the addresses. What holds none is not copied, and nothing is changed: it may be the author's own. */
function rewritten(value: unknown, chosen: ReadonlyMap<string, Chosen | undefined>): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    const items = value.map(item => rewritten(item, chosen));
    return items.every((item, at) => item === value[at]) ? value : items;
  }
  const map = value as Json;
  const address = valueOf(map, ADDRESS);
  // Nothing but a text is an address: any other value stays, for the validation to refuse.
  const isReplaced = address !== undefined && chosen.has(address);
  const label = isReplaced ? chosen.get(address) : undefined;
  const entries = Object.entries(map).flatMap(([key, inner]): Array<[string, unknown]> =>
    key === ADDRESS && isReplaced ? [] : [[key, rewritten(inner, chosen)]]);
  const isSame = !isReplaced && entries.every(([key, inner]) => inner === map[key]);
  return isSame ? value : Object.fromEntries([...entries, ...label ? [[label.key, label.value]] : []]);
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
