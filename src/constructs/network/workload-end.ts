import type { IConstruct } from 'constructs';
import { Peer } from './peer';
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../manifests/model';
import { invalid, problemOf } from '../errors';
import { isConstruct } from '../types/kinds';
import { podsOf, type WorkloadPods } from '../workloads/workload-pods';

/** The pods of a workload at one end of traffic that a policy decides about. Those on their node's network are no such end. */
export function policedPods(workload: IConstruct, asked: IConstruct, field: string): WorkloadPods & { readonly namespace: string } {
  const found = podsOf(workload, asked, field);
  const refuse = (message: string, fix: string) => problemOf(asked, { id: 'workload-unresolved', field, value: workload.node.path, message, fix });
  if (found.hostNetwork) {
    throw refuse('its pods are on the network of their node (hostNetwork), and no NetworkPolicy selects or isolates those', 'take hostNetwork out of the workload');
  }
  if (found.namespace === undefined) {
    throw refuse('stands in no namespace, so that no policy can be about it', 'create it inside a SecuredNamespace, or set its metadata.namespace');
  }
  return { ...found, namespace: found.namespace };
}

/** One end as a peer of a policy in some namespace; undefined stands for everybody. */
export function peerEntry(end: IConstruct | Peer, asked: IConstruct, field: string, namespace: string): NetworkPolicyPeer | undefined {
  if (isConstruct(end)) {
    policedPods(end, asked, field);
  }
  return Peer._of(end, asked, field, namespace)._entry;
}

/** The ports that the containers of a workload declare. Without any it is an error: an empty list would open all. */
export function declaredPorts(workload: IConstruct, asked: IConstruct, field: string): readonly NetworkPolicyPort[] {
  const { ports } = policedPods(workload, asked, field);
  if (ports.length === 0) {
    throw invalid(asked, 'ports', undefined, `the containers of ${workload.node.path} declare no port`, 'declare them there, or list them here: Port.tcp(5432)');
  }
  return ports;
}

/** Refuses what is neither a workload nor a Peer, which a program without types may pass. */
export function refuseNoEnd(asked: IConstruct, field: string, end: unknown): void {
  if (!(end instanceof Peer) && !isConstruct(end)) {
    throw invalid(asked, field, end, 'is neither a workload nor a Peer', 'pass the construct of the workload, or a Peer');
  }
}
