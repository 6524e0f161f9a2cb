import type { NetworkEnd, NetworkPod } from './model';

/** Traffic of a pod to itself; the pods of one workload are several. */
export function isSelf(from: NetworkEnd, to: NetworkEnd): boolean {
  return from.pod !== undefined && from.pod === to.pod && !from.pod.template && !from.pod.terminated;
}

/** Whether a pod on the host's network may be on the node of another pod: it is not where both nodes are known and differ. */
export function mayBeNodeOf(host: NetworkPod | undefined, pod: NetworkPod): boolean {
  return host !== undefined && host.hostNetwork && (host.node === undefined || pod.node === undefined || host.node === pod.node);
}
