import type { NetworkEnd, NetworkModel, NetworkPod } from './model';
import { formatIp, IpAddress } from '../../manifests/validate';

/** A pod with its address of a family, or its primary one. */
export function endOfPod(pod: NetworkPod, family?: 4 | 6): NetworkEnd {
  return { pod, address: pod.addresses.find(address => address.family === family) ?? pod.addresses[0] };
}

/** The families in which two pods may talk: those of which both have an address; undefined stands for "as far as known, any". */
export function commonFamilies(one: NetworkPod, other: NetworkPod): ReadonlyArray<4 | 6 | undefined> {
  if (one.addresses.length === 0 || other.addresses.length === 0) {
    const known = [...one.addresses, ...other.addresses].map(({ family }) => family);
    return known.length === 0 ? [undefined] : [...new Set(known)];
  }
  return ([4, 6] as const).filter(family => [one, other].every(pod => pod.addresses.some(address => address.family === family)));
}

/**
 * The pods by their addresses; those on the host's network share theirs with a node, and are not
 * found by it, nor is a pod by an address that only its manifest claims: that one may be anybody's.
 */
export function podsByAddress(model: NetworkModel): ReadonlyMap<string, NetworkPod> {
  let found = ADDRESSES.get(model);
  if (!found) {
    found = new Map(model.pods.filter(({ hostNetwork, terminated, claimed }) => !hostNetwork && !terminated && !claimed)
      .flatMap(pod => pod.addresses.map(address => [formatIp(address), pod] as const)));
    ADDRESSES.set(model, found);
  }
  return found;
}

/** A model never changes, and thousands of questions are asked of one. */
const ADDRESSES = new WeakMap<NetworkModel, ReadonlyMap<string, NetworkPod>>();

/** What stands at an address: a pod whose address it is, or something outside the cluster. */
export function endAt(address: IpAddress, pods: ReadonlyMap<string, NetworkPod>): NetworkEnd {
  const pod = pods.get(formatIp(address));
  return pod ? { pod, address } : { address };
}
