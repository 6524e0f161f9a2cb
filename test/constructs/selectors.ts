import type { Json } from './support';

/** A pod as a selector sees it. */
export interface Pod {
  readonly id: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A selector of an object, with the namespaces that it looks at. */
export interface Selector {
  readonly at: string;
  readonly namespaces: (namespace: string) => boolean;
  readonly labels: Json;
}

export function matches(selector: Json, labels: Readonly<Record<string, string>>): boolean {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    if (labels[key] !== value) return false;
  }
  for (const { key, operator, values } of selector.matchExpressions ?? []) {
    const has = Object.hasOwn(labels, key);
    if (operator === 'In' && !(has && values.includes(labels[key]))) return false;
    if (operator === 'NotIn' && has && values.includes(labels[key])) return false;
    if (operator === 'Exists' && !has) return false;
    if (operator === 'DoesNotExist' && has) return false;
  }
  return true;
}

/** What an object runs; its template, wherever the kind keeps it. */
export function templateOf(object: Json): Json | undefined {
  switch (object.kind) {
    case 'Pod': return object;
    case 'CronJob': return object.spec.jobTemplate.spec.template;
    default: return object.spec?.template;
  }
}

export function podOf(id: string, object: Json): Pod | undefined {
  const template = templateOf(object);
  return template && { id, namespace: object.metadata.namespace, labels: template.metadata?.labels ?? {} };
}

/** Every pod selector of an object: of a Service, a workload, a policy, its peers, affinities. */
export function selectorsOf(object: Json): Selector[] {
  const own = (namespace: string) => namespace === object.metadata.namespace;
  const all: Selector[] = [];
  const add = (at: string, labels: Json, namespaces = own) => all.push({ at, labels, namespaces });
  if (object.kind === 'Service' && object.spec.selector) add('service', { matchLabels: object.spec.selector });
  if (object.kind !== 'Service' && object.spec?.selector) add('workload', object.spec.selector);
  if (object.kind === 'NetworkPolicy') {
    add('policy', object.spec.podSelector);
    const rules: Json[] = [...object.spec.ingress ?? [], ...object.spec.egress ?? []];
    rules.forEach((rule, r) => [...rule.from ?? [], ...rule.to ?? []].forEach((peer: Json, p) => {
      if (peer.ipBlock) return;
      const elsewhere = (namespace: string) => matches(peer.namespaceSelector, { 'kubernetes.io/metadata.name': namespace });
      add(`peer ${r} ${p}`, peer.podSelector ?? {}, peer.namespaceSelector ? elsewhere : own);
    }));
  }
  const affinity = templateOf(object)?.spec.affinity ?? {};
  for (const side of ['podAffinity', 'podAntiAffinity']) {
    for (const strictness of ['requiredDuringSchedulingIgnoredDuringExecution', 'preferredDuringSchedulingIgnoredDuringExecution']) {
      (affinity[side]?.[strictness] ?? []).forEach((entry: Json, at: number) => {
        const term: Json = entry.podAffinityTerm ?? entry;
        const named: string[] = term.namespaces ?? [];
        const sees = (namespace: string) => named.includes(namespace)
          || (term.namespaceSelector !== undefined && matches(term.namespaceSelector, { 'kubernetes.io/metadata.name': namespace }));
        add(`${side} ${at}`, term.labelSelector ?? {}, named.length > 0 || term.namespaceSelector ? sees : own);
      });
    }
  }
  return all;
}

/** The ids of the pods that each selector of each object selects. */
export function selected(objects: ReadonlyMap<string, Json>): Record<string, string[]> {
  const pods = [...objects].flatMap(([id, object]) => podOf(id, object) ?? []);
  return Object.fromEntries([...objects].flatMap(([id, object]) => selectorsOf(object).map(({ at, labels, namespaces }) =>
    [`${id} ${at}`, pods.filter(pod => namespaces(pod.namespace) && matches(labels, pod.labels)).map(pod => pod.id)])));
}
