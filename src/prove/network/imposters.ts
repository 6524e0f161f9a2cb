import { meets } from './label-conditions';
import { peerSet } from './outside';
import { isOf } from './pods-meant';
import { isAbout, portsToAsk, type AskedPort } from './ports-open';
import type { NetworkModel, NetworkPod, TrafficRule } from '../../decide/network/model';
import type { FlowModel, WorkloadModel } from '../guarantee';

/** A workload that carries the labels of a client and is none. */
export interface Imposter {
  readonly end: { readonly pod: NetworkPod };
  readonly port: AskedPort;
  /** The client. */
  readonly workload: WorkloadModel;
}

/**
 * Workloads that a promised flow lets in by their labels although it means another workload. A policy cannot tell the two
 * apart, and whoever reviews it would not either.
 *
 * @param declared the flows as rules, in the same order
 */
export function imposters(model: NetworkModel, pod: NetworkPod, flows: readonly FlowModel[], declared: readonly TrafficRule[]): Imposter[] {
  const others = model.pods.filter(each => (each !== pod || each.template) && !each.hostNetwork && !each.terminated);
  return flows.flatMap(({ workload }, at) => workload === undefined ? [] : others
    .filter(other => !isOf(other, workload) && isPeer(model, other, declared[at]!, pod.namespace))
    .flatMap(other => {
      const meant = declared.filter((rule, index) => isPeer(model, other, rule, pod.namespace) && isMeant(other, flows[index]!));
      const port = portsToAsk(declared[at], declared, pod).find(each => !meant.some(rule => isAbout(rule, each, pod)));
      return port ? [{ end: { pod: other }, port, workload }] : [];
    }));
}

function isMeant(pod: NetworkPod, { workload }: FlowModel): boolean {
  return workload === undefined || isOf(pod, workload);
}

function isPeer({ namespaces }: NetworkModel, pod: NetworkPod, { peers }: TrafficRule, home: string): boolean {
  return peers.some(peer => {
    const { pods } = peerSet(peer, home);
    return pods !== undefined && meets(namespaces.get(pod.namespace)!.labels, pods.namespace) && meets(pod.labels, pods.labels);
  });
}
