import type { NetworkModel, NetworkPod } from './model';
import { Cidr, contains, IpAddress, parseCidr, parseIp } from '../../manifests/validate';
import { closest } from '../resembles';

/** What a name of one side of a question stands for: all pods and all addresses that are meant. */
export interface MeantPlace {
  readonly text: string;
  readonly pods: readonly NetworkPod[];
  /** Addresses outside the cluster; none where pods are named. */
  readonly addresses?: Cidr;
}

/** Why a name stands for nothing, in one sentence without a final stop, and what was perhaps meant. */
export interface UnknownPlace {
  readonly unknown: string;
  readonly similar: readonly string[];
}

/**
 * Reads `namespace/name` (a workload, or a pod), `namespace/Kind/name`, an address, or a CIDR.
 *
 * A workload stands for its template and for every pod that it is known to own. An address that is a pod's stands for that
 * pod, and a CIDR for the pods in it as well; only `0.0.0.0/0` and `::/0` mean what is outside the cluster alone.
 */
export function placeNamed(model: NetworkModel, text: string): MeantPlace | UnknownPlace {
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
  const single = cidr.first === cidr.last && pods.length > 0;
  return { text, pods, ...single ? {} : { addresses: cidr } };
}

function podsNamed({ pods, namespaces }: NetworkModel, text: string): MeantPlace | UnknownPlace {
  const parts = text.split('/');
  const [namespace, kind, name] = parts.length === 3 ? parts : [parts[0], undefined, parts[1]];
  if (parts.length < 2 || parts.length > 3 || !namespace || !name) {
    return { unknown: `${text} is neither namespace/name nor an address`, similar: [] };
  }
  if (!namespaces.has(namespace)) return { unknown: `there is no namespace ${namespace}`, similar: closest(namespace, namespaces.keys()) };
  const inNamespace = pods.filter(pod => pod.namespace === namespace);
  const isKind = (of: string) => kind === undefined || of.toLowerCase() === kind.toLowerCase();
  const named = inNamespace.filter(pod => (pod.name === name && isKind(pod.kind)) || (pod.owner?.name === name && isKind(pod.owner.kind)));
  const live = named.filter(({ terminated }) => !terminated);
  if (live.length > 0) return { text, pods: live };
  if (named.length > 0) return { unknown: `the pods of ${text} have come to their end`, similar: [] };
  const names = inNamespace.flatMap(pod => [pod.name, ...pod.owner ? [pod.owner.name] : []]);
  return { unknown: `there is no workload or pod ${text}`, similar: closest(name, names).map(each => `${namespace}/${each}`) };
}

export function isUnknown(place: MeantPlace | UnknownPlace): place is UnknownPlace {
  return 'unknown' in place;
}
