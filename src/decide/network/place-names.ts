import type { NetworkModel, NetworkPod } from './model';
import { Cidr, contains, IpAddress, parseCidr, parseIp } from '../../manifests/validate';
import { closest } from '../resembles';

/** What a name of one side of a question stands for: all pods and all addresses that are meant. */
export interface MeantPlace {
  readonly text: string;
  readonly pods: readonly NetworkPod[];
  /** Addresses outside the cluster; none where pods are named. */
  readonly addresses?: readonly Cidr[];
}

/** Why a name stands for nothing, in one sentence without a final stop, and what was perhaps meant. */
export interface UnknownPlace {
  readonly unknown: string;
  readonly similar: readonly string[];
}

/** The word for every address outside the cluster, of both families. No workload is named without its namespace. */
export const OUTSIDE = 'outside';

/** All addresses of each family. */
export const FAMILIES: readonly Cidr[] = ['0.0.0.0/0', '::/0'].map(text => parseCidr(text)!);

/**
 * Reads `namespace/name` (a workload, or a pod), `namespace/Kind/name`, `namespace/*` (all pods there), an address, a CIDR, or
 * `outside`.
 *
 * A workload stands for its template and for every pod that it is known to own. An address that is a pod's stands for that
 * pod, and a CIDR for the pods in it as well; only `0.0.0.0/0`, `::/0` and `outside` mean what is outside the cluster alone, the
 * first two in one family.
 */
export function placeNamed(model: NetworkModel, text: string): MeantPlace | UnknownPlace {
  if (text === OUTSIDE) return { text, pods: [], addresses: FAMILIES };
  const address = parseIp(text);
  const cidr = address ? blockOf(address) : parseCidr(text);
  return cidr ? addressesNamed(model, text, cidr) : podsNamed(model, text);
}

function blockOf({ family, value }: IpAddress): Cidr {
  const prefix = family === 4 ? 32 : 128;
  return { family, first: value, last: value, prefix, writtenPrefix: prefix };
}

function addressesNamed(model: NetworkModel, text: string, cidr: Cidr): MeantPlace {
  const pods = cidr.prefix === 0 ? [] : model.pods.filter(pod => !pod.terminated && !pod.hostNetwork
    && pod.addresses.some(address => contains(cidr, address)));
  // An address that only a manifest claims may be of somebody outside as well.
  const single = cidr.first === cidr.last && pods.length > 0 && pods.every(({ claimed }) => !claimed);
  return { text, pods, ...single ? {} : { addresses: [cidr] } };
}

/** Digits and dots, or a colon, which no name of Kubernetes has: what people write for an address. */
const ADDRESS_LIKE = /^(\d+(\.\d+){2,}|[^/]*:[^/]*)(\/|$)/;

function podsNamed(model: NetworkModel, text: string): MeantPlace | UnknownPlace {
  const parts = text.split('/');
  const [namespace, kind, name] = parts.length === 3 ? parts : [parts[0], undefined, parts[1]];
  if (ADDRESS_LIKE.test(text)) return { unknown: `${text} is no address and no CIDR`, similar: [] };
  const places = placesOf(model);
  if (parts.length < 2 || parts.length > 3 || !namespace || !name) {
    const similar = [...places].filter(([, byName]) => byName.has(text)).map(([of]) => `${of}/${text}`);
    return { unknown: `${text} is neither namespace/name nor an address`, similar: similar.slice(0, 3) };
  }
  if (!model.namespaces.has(namespace)) {
    const known = [...model.namespaces.keys()];
    return { unknown: `there is no namespace ${namespace}${among(known)}`, similar: closest(namespace, known) };
  }
  const byName = places.get(namespace) ?? new Map<string, NetworkPod[]>();
  const isKind = (of: string) => kind === undefined || of.toLowerCase() === kind.toLowerCase();
  const named = name === '*' ? [...new Set([...byName.values()].flat())] : (byName.get(name) ?? [])
    .filter(pod => (pod.name === name && isKind(pod.kind)) || (pod.owner?.name === name && isKind(pod.owner.kind)));
  const live = named.filter(({ terminated }) => !terminated);
  if (live.length > 0) return { text, pods: live };
  if (named.length > 0) return { unknown: `the pods of ${text} have come to their end`, similar: [] };
  if (name === '*') return { unknown: `the namespace ${namespace} has no pods`, similar: [] };
  const similar = closest(name, byName.keys()).map(each => `${namespace}/${each}`);
  return { unknown: `there is no workload or pod ${text}${among([...byName.keys()])}`, similar };
}

/** The names there are, where they are few. */
function among(names: readonly string[]): string {
  return names.length > 0 && names.length <= 12 ? ` among ${[...names].sort().join(', ')}` : '';
}

/** The pods of each namespace by their own names and those of their workloads. */
function placesOf(model: NetworkModel): ReadonlyMap<string, ReadonlyMap<string, NetworkPod[]>> {
  let found = PLACES.get(model);
  if (!found) {
    found = new Map();
    for (const pod of model.pods) {
      const byName = found.get(pod.namespace) ?? new Map<string, NetworkPod[]>();
      found.set(pod.namespace, byName);
      for (const name of new Set([pod.name, pod.owner?.name ?? pod.name])) byName.set(name, [...byName.get(name) ?? [], pod]);
    }
    PLACES.set(model, found);
  }
  return found;
}

/** A model never changes, and thousands of questions are asked of one. */
const PLACES = new WeakMap<NetworkModel, Map<string, Map<string, NetworkPod[]>>>();

export function isUnknown(place: MeantPlace | UnknownPlace): place is UnknownPlace {
  return 'unknown' in place;
}
