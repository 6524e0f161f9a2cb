import type { NetworkModel, NetworkPod } from '../../decide/network/model';
import { selectsPod } from '../../decide/network/selectors';
import type { PodsModel, WorkloadModel } from '../guarantee';

/** The pods that a promise is about, or why nobody can tell. */
export function podsMeant({ pods }: NetworkModel, { namespace, selector, workload }: PodsModel): readonly NetworkPod[] | string {
  const found = pods.filter(pod => pod.namespace === namespace && !pod.terminated && selectsPod(selector, pod).yes);
  if (workload && !found.some(pod => isOf(pod, workload))) {
    return `no manifest shows the pods of ${workload.kind} ${workload.namespace}/${workload.name}, or they do not carry the labels of the promise`;
  }
  return found.length > 0 ? found : `no manifest shows a pod of ${namespace} with the labels of the promise`;
}

/** Whether a pod is one of a workload's: of its template, or known to be owned by it. */
export function isOf({ kind, namespace, name, owner }: NetworkPod, workload: WorkloadModel): boolean {
  return namespace === workload.namespace
    && ((kind === workload.kind && name === workload.name) || (owner?.kind === workload.kind && owner.name === workload.name));
}
