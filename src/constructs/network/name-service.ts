import type { IConstruct } from 'constructs';
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../manifests/model';
import { Cluster } from '../cluster';

/**
 * The cluster's name service: CoreDNS and kube-dns carry this label in every distribution that installs them as
 * kube-dns did.
 * @see https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/
 */
export const DNS_PODS: NetworkPolicyPeer = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
  podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
};

/** It answers on both protocols: over TCP what does not fit into a datagram. */
export const DNS_PORTS: readonly NetworkPolicyPort[] = [{ port: 53, protocol: 'TCP' }, { port: 53, protocol: 'UDP' }];

/** The rule of a policy that lets its pods ask the name service. */
export const DNS_RULE = { to: [DNS_PODS], ports: DNS_PORTS };

const DECISIONS = Symbol.for('cdk8s-bulwark.name-service');

/** What was decided about all pods of each namespace, in the cluster or app around a construct. */
function decisionsAround(construct: IConstruct): Map<string, boolean> {
  const holder = (Cluster._around(construct) ?? construct.node.root) as unknown as { [DECISIONS]?: Map<string, boolean> };
  return holder[DECISIONS] ??= new Map();
}

/** Notes that a policy isolates every pod of a namespace, and whether another one opens the name service to each of them. */
export function decideNameService(construct: IConstruct, namespace: string, open: boolean): void {
  const decisions = decisionsAround(construct);
  decisions.set(namespace, open || decisions.get(namespace) === true);
}

/**
 * Whether the pods of a namespace may ask the name service; undefined where nobody decided about all of them, so that
 * whoever isolates one of them must.
 */
export function nameServiceIn(construct: IConstruct, namespace: string): boolean | undefined {
  return decisionsAround(construct).get(namespace);
}
