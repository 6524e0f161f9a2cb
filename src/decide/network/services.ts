import { difference, intersection, Intervals, intervalsOf, intervalsOfSorted, NOTHING, union } from './intervals';
import type { MapEnd } from './map';
import type { NetworkModel, NetworkOrigin, NetworkPod } from './model';
import type { NetworkIndex } from './network-index';
import type { NetworkSource } from './read';
import { findMapAt, mapsAt, type Fields } from '../../manifests/fields';
import { groupOf, metadataOf } from '../../manifests/identity';
import type { Protocol } from '../../manifests/model';
import { selectorMatches } from '../label-selector';

/** One port of a Service or one backend of an Ingress, and the pods that it leads to. */
export interface Lead<T extends Led = Led> {
  readonly kind: 'Service' | 'Ingress';
  readonly namespace: string;
  readonly name: string;
  /** The type of the Service. */
  readonly type: string;
  /** The Service behind an Ingress. */
  readonly service?: string;
  /** What clients ask for: a number, or a name. */
  readonly port: number | string;
  readonly protocol: Protocol;
  /** Where it leads, a row a workload and number; empty where it leads nowhere. */
  readonly targets: readonly T[];
  /** Why it leads nowhere. */
  readonly dangling?: 'no-service' | 'no-port' | 'no-pods' | 'no-target-port';
  readonly origin: NetworkOrigin;
}

/** Pods that a Service leads to, on a port of theirs. */
export interface Led {
  readonly end: MapEnd;
  readonly pods: readonly NetworkPod[];
  readonly number: number;
}

export interface LeadTarget extends Led {
  /**
   * Whom policies let through to that port: everybody who may come this way, some, or nobody. For a Service of type
   * NodePort or LoadBalancer those are addresses outside, for any other Service other pods, for an Ingress both, since
   * nobody here knows its controller.
   */
  readonly open: 'all' | 'some' | 'none';
}

/** The Services with selectors and the Ingresses among some objects, where each of their ports leads, and whom policies let through. */
export function leadsOf(objects: Iterable<NetworkSource>, index: NetworkIndex): Lead<LeadTarget>[] {
  return leadsAmong(objects, index.model).map(lead => ({
    ...lead, targets: lead.targets.map(target => ({ ...target, open: openTo(index, target, lead) })),
  }));
}

/** The same, without asking any policy. */
export function leadsAmong(objects: Iterable<NetworkSource>, model: NetworkModel): Lead[] {
  const services = new Map<string, NetworkSource>();
  const ingresses: NetworkSource[] = [];
  for (const each of objects) {
    const { namespace = 'default', name = '' } = metadataOf(each.object);
    if (each.object.apiVersion === 'v1' && each.object.kind === 'Service') services.set(`${namespace}/${name}`, each);
    if (groupOf(each.object) === 'networking.k8s.io' && each.object.kind === 'Ingress') ingresses.push(each);
  }
  return [
    ...[...services.values()].flatMap(service => leadsOfService(service, model)),
    ...ingresses.flatMap(ingress => leadsOfIngress(ingress, services, model)),
  ];
}

function leadsOfService({ object, ...origin }: NetworkSource, model: NetworkModel): Lead[] {
  const spec = findMapAt(object, 'spec');
  const selector = findMapAt(spec, 'selector');
  // Without a selector somebody else says where it leads.
  if (!selector || Object.keys(selector).length === 0 || spec?.type === 'ExternalName') return [];
  const { namespace = 'default', name = '' } = metadataOf(object);
  const type = typeof spec?.type === 'string' ? spec.type : 'ClusterIP';
  return portsOf(spec).map(port => {
    const head = { kind: 'Service' as const, namespace, name, type, port: port.port, protocol: port.protocol, origin };
    return { ...head, ...leading(model, namespace, selector, port) };
  });
}

function leadsOfIngress({ object, ...origin }: NetworkSource, services: ReadonlyMap<string, NetworkSource>, model: NetworkModel): Lead[] {
  const { namespace = 'default', name = '' } = metadataOf(object);
  const seen = new Set<string>();
  return backendsOf(findMapAt(object, 'spec')).flatMap(({ service, port }): Lead[] => {
    const key = `${service} ${port}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const head = { kind: 'Ingress' as const, namespace, name, type: 'Ingress', service, port, protocol: 'TCP' as const, targets: [], origin };
    const spec = findMapAt(services.get(`${namespace}/${service}`)?.object, 'spec');
    if (!spec) return [{ ...head, dangling: 'no-service' }];
    const found = portsOf(spec).find(each => each.port === port || each.name === port);
    if (!found) return [{ ...head, dangling: 'no-port' }];
    const selector = findMapAt(spec, 'selector');
    return selector ? [{ ...head, ...leading(model, namespace, selector, found) }] : [];
  });
}

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly target: number | string;
}

/** The pods behind a port, by workload and number: a name may be another number in each pod. */
function leading(model: NetworkModel, namespace: string, selector: Fields, port: ServicePort): Pick<Lead, 'targets' | 'dangling'> {
  const labels = Object.fromEntries(Object.entries(selector).map(([key, value]) => [key, String(value)]));
  const pods = podsIn(model, namespace).filter(pod => selectorMatches({ matchLabels: labels }, pod.labels));
  if (pods.length === 0) return { targets: [], dangling: 'no-pods' };
  const groups = new Map<string, { readonly pods: NetworkPod[]; readonly number: number }>();
  for (const pod of pods) {
    const number = typeof port.target === 'number' ? port.target
      : pod.ports.find(each => each.name === port.target && each.protocol === port.protocol)?.number;
    if (number === undefined) continue;
    const { kind, name } = pod.owner ?? pod;
    const key = `${name} ${kind} ${number}`;
    const group = groups.get(key) ?? { pods: [], number };
    groups.set(key, group);
    group.pods.push(pod);
  }
  if (groups.size === 0) return { targets: [], dangling: 'no-target-port' };
  return {
    targets: [...groups].sort(([a], [b]) => a < b ? -1 : 1).map(([, group]) => {
      const { kind, name } = group.pods[0]!.owner ?? group.pods[0]!;
      return { ...group, end: { type: 'workload', kind, namespace, name } };
    }),
  };
}

/** Whether those who come are let in by the policies of the pods; what the comers themselves may send is not asked. */
function openTo(index: NetworkIndex, { pods, number }: Led, { type, protocol }: Lead): LeadTarget['open'] {
  const { classes, atoms, sets } = index;
  const own = [...new Set(pods.flatMap(pod => placesOf(index, pod)))].sort((a, b) => a - b);
  // Alike pods may be others than these: then their class is one that others come from.
  const alone = own.filter(place => classes[place]!.pods.every(pod => pods.includes(pod)));
  const isOutside = type === 'NodePort' || type === 'LoadBalancer';
  const within = isOutside ? NOTHING : difference([0, classes.length], intervalsOfSorted(alone));
  const answers = own.map((place): LeadTarget['open'] => {
    const speaking = speakersTo(index, place);
    const others = intersection(within, speaking);
    const outside = intersection([classes.length, classes.length + atoms.count], speaking);
    const comers = !isOutside && type !== 'Ingress' && others.length > 0 ? others : union(others, outside);
    const { firsts, ends, connections } = index.row('Ingress', place);
    const open = intervalsOf(firsts.flatMap((first, at) => sets.has(connections[at]!, protocol, number) ? [[first, ends[at]!] as const] : []));
    const admitted = intersection(open, comers);
    return admitted.length === 0 ? 'none' : admitted.join() === comers.join() ? 'all' : 'some';
  });
  return answers.every(each => each === answers[0]) ? answers[0] ?? 'none' : 'some';
}

/** The pods and addresses from which a pod can be reached at all: those of its family, where that is known. */
function speakersTo(index: NetworkIndex, place: number): Intervals {
  const { classes, atoms } = index;
  const { atom } = classes[place]!;
  const everybody: Intervals = [0, classes.length + atoms.count];
  if (atom < 0) return everybody;
  const of = familyOf(index, atom);
  const known = SPEAKERS.get(index) ?? new Map<4 | 6, Intervals>();
  SPEAKERS.set(index, known);
  let found = known.get(of);
  if (!found) {
    const pods = classes.flatMap((each, at) => each.atom < 0 || familyOf(index, each.atom) === of ? [at] : []);
    const [first, end] = of === 4 ? [0, atoms.border] : [atoms.border, atoms.count];
    found = union(intervalsOfSorted(pods), [classes.length + first, classes.length + end]);
    known.set(of, found);
  }
  return found;
}

/** Many Services are asked about in one cluster. */
const SPEAKERS = new WeakMap<NetworkIndex, Map<4 | 6, Intervals>>();

function familyOf({ atoms }: NetworkIndex, atom: number): 4 | 6 {
  return atom < atoms.border ? 4 : 6;
}

function placesOf(index: NetworkIndex, pod: NetworkPod): number[] {
  return (pod.addresses.length === 0 ? [undefined] : pod.addresses).flatMap(address => index.placeOf({ pod, address }) ?? []);
}

const PODS = new WeakMap<NetworkModel, Map<string, NetworkPod[]>>();

/** The live pods of a namespace. */
function podsIn(model: NetworkModel, namespace: string): readonly NetworkPod[] {
  let found = PODS.get(model);
  if (!found) {
    found = new Map();
    for (const pod of model.pods) if (!pod.terminated) found.set(pod.namespace, [...found.get(pod.namespace) ?? [], pod]);
    PODS.set(model, found);
  }
  return found.get(namespace) ?? [];
}

function portsOf(spec: Fields | undefined): ServicePort[] {
  return mapsAt(spec, 'ports').flatMap(({ name, port, protocol = 'TCP', targetPort }): ServicePort[] => {
    if (typeof port !== 'number' || !['TCP', 'UDP', 'SCTP'].includes(String(protocol))) return [];
    const target = typeof targetPort === 'number' || (typeof targetPort === 'string' && targetPort !== '') ? targetPort : port;
    return [{ ...typeof name === 'string' ? { name } : {}, port, protocol: protocol as Protocol, target }];
  });
}

function backendsOf(spec: Fields | undefined): Array<{ readonly service: string; readonly port: number | string }> {
  const paths = mapsAt(spec, 'rules').flatMap(rule => mapsAt(findMapAt(rule, 'http'), 'paths'));
  return [findMapAt(spec, 'defaultBackend'), ...paths.map(path => findMapAt(path, 'backend'))].flatMap(backend => {
    const service = findMapAt(backend, 'service');
    const { number, name } = findMapAt(service, 'port') ?? {};
    const port = typeof number === 'number' ? number : typeof name === 'string' ? name : undefined;
    return typeof service?.name === 'string' && port !== undefined ? [{ service: service.name, port }] : [];
  });
}
