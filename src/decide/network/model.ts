import type { LabelSelector, Protocol, StringMap } from '../../manifests/model';
import type { PartMaker } from '../../manifests/part-maker';
import type { Problem, SourcePlace } from '../../manifests/problem';
import type { Cidr, IpAddress } from '../../manifests/validate';

/** Where an object comes from. */
export interface NetworkOrigin {
  /** The file and line of the manifest, or of the program when it was run. */
  readonly source?: SourcePlace;
  /** The path of the construct that made it. */
  readonly construct?: string;
  /** Where several constructs made it together, who asked for which part of it, in their order. */
  readonly makers?: readonly PartMaker[];
}

/** A namespace as selectors see it. */
export interface NetworkNamespace {
  readonly name: string;
  /** `kubernetes.io/metadata.name` is always among them. */
  readonly labels: StringMap;
  /** Whether a manifest declares it; of an undeclared one no other label is known. */
  readonly declared: boolean;
  readonly origin: NetworkOrigin;
}

/** A port that a container declares, its protocol defaulted. */
export interface PodPort {
  readonly name?: string;
  readonly protocol: Protocol;
  readonly number: number;
}

/** A pod, or the template from which a workload makes any number of equal ones. */
export interface NetworkPod {
  /** `Pod`, or the kind of the workload. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** True for the pods of a workload: controllers add labels to them, and one may talk to another. */
  readonly template: boolean;
  readonly labels: StringMap;
  /** Ports of the containers and of the init containers that keep running, in the order in which Kubernetes looks for a name. */
  readonly ports: readonly PodPort[];
  /** Known addresses, the primary one first; none for a template. */
  readonly addresses: readonly IpAddress[];
  /** Its manifest says the addresses, and no cluster gave it out: it will have others. Default: false. */
  readonly claimed?: boolean;
  readonly hostNetwork: boolean;
  /** The node on which it runs, where that is known. */
  readonly node?: string;
  /** In the phase Succeeded or Failed: nothing runs there any more. */
  readonly terminated: boolean;
  /** The outermost controller that is known, which people mean when they name a workload. */
  readonly owner?: { readonly kind: string; readonly name: string };
  readonly origin: NetworkOrigin;
}

export type Direction = 'Ingress' | 'Egress';

/** A range of ports of one protocol, both ends included. */
export interface NumberedPorts {
  readonly protocol: Protocol;
  readonly first: number;
  readonly last: number;
}

/** The port that the destination pod declares under a name; without a protocol (cluster-scoped policies) of any. */
export interface NamedPort {
  readonly protocol?: Protocol;
  readonly name: string;
}

export type PortMatch = NumberedPorts | NamedPort;

/** One end of traffic, seen from a policy. */
export type Peer =
  /** Pods. Without a namespaceSelector those of the policy's own namespace; without a podSelector all there. */
  | { readonly type: 'pods'; readonly namespaceSelector?: LabelSelector; readonly podSelector?: LabelSelector }
  /** The addresses in `cidr` that are in none of `except`. */
  | { readonly type: 'ipBlock'; readonly cidr: Cidr; readonly except: readonly Cidr[] }
  /** The addresses of the nodes with these labels. */
  | { readonly type: 'nodes'; readonly selector: LabelSelector }
  /** The addresses to which these names resolve. */
  | { readonly type: 'domainNames'; readonly names: readonly string[] };

/** Traffic between the subject and any of `peers` on any of `ports`; an empty list stands for all, as an absent one does. */
export interface TrafficRule {
  /** Its place in `ingress` or `egress` of the policy, from 0. */
  readonly index: number;
  readonly peers: readonly Peer[];
  readonly ports: readonly PortMatch[];
}

/** A NetworkPolicy, its defaults filled in. */
export interface NetworkPolicyRules {
  readonly kind: 'NetworkPolicy';
  readonly namespace: string;
  readonly name: string;
  readonly podSelector: LabelSelector;
  /** In which directions it isolates the pods that it selects. */
  readonly isolates: readonly Direction[];
  readonly ingress: readonly TrafficRule[];
  readonly egress: readonly TrafficRule[];
  readonly origin: NetworkOrigin;
}

/** A rule that decides by itself; the first one that matches does. `Allow` is also what v1alpha2 calls Accept. */
export interface ClusterRule extends TrafficRule {
  readonly name?: string;
  readonly action: 'Allow' | 'Deny' | 'Pass';
}

/** A ClusterNetworkPolicy, an AdminNetworkPolicy, or the BaselineAdminNetworkPolicy. */
export interface ClusterPolicyRules {
  readonly kind: 'ClusterNetworkPolicy' | 'AdminNetworkPolicy' | 'BaselineAdminNetworkPolicy';
  readonly name: string;
  readonly tier: 'Admin' | 'Baseline';
  /** The lower one comes first. The BaselineAdminNetworkPolicy, which has none, comes after those of its tier that have one. */
  readonly priority: number;
  readonly subject: { readonly namespaceSelector: LabelSelector; readonly podSelector: LabelSelector };
  readonly ingress: readonly ClusterRule[];
  readonly egress: readonly ClusterRule[];
  readonly origin: NetworkOrigin;
}

/** The rules of a policy for one direction. */
export function rulesOf(policy: NetworkPolicyRules, direction: Direction): readonly TrafficRule[];
export function rulesOf(policy: ClusterPolicyRules, direction: Direction): readonly ClusterRule[];
export function rulesOf(policy: NetworkPolicyRules | ClusterPolicyRules, direction: Direction): readonly TrafficRule[] {
  return direction === 'Ingress' ? policy.ingress : policy.egress;
}

/** An object that may decide about traffic, and could not be read or is of a kind that is not understood. */
export interface UnreadPolicy {
  readonly kind: string;
  /** Absent where it may concern every namespace. */
  readonly namespace?: string;
  readonly name: string;
  readonly origin: NetworkOrigin;
}

/** All that network decisions read. */
export interface NetworkModel {
  readonly namespaces: ReadonlyMap<string, NetworkNamespace>;
  readonly pods: readonly NetworkPod[];
  /** NetworkPolicies by namespace. */
  readonly policies: ReadonlyMap<string, readonly NetworkPolicyRules[]>;
  /** In the order of evaluation: by tier, priority and, where that leaves it open, name. */
  readonly clusterPolicies: readonly ClusterPolicyRules[];
  /** Every answer about a pod of their namespace rests on what these say. */
  readonly unread: readonly UnreadPolicy[];
}

/** A model, and what is wrong with the objects it was made from. With any problem somebody must say so before answering. */
export interface NetworkReading {
  readonly model: NetworkModel;
  readonly problems: readonly Problem[];
}

/**
 * One end of a connection: a pod, with the address that it uses (its primary one unless given, and none where none is
 * known), or an address outside the cluster. An address that is a pod's is that pod: `endsAt` finds it.
 */
export type NetworkEnd =
  | { readonly pod: NetworkPod; readonly address?: IpAddress }
  | { readonly pod?: undefined; readonly address: IpAddress };
