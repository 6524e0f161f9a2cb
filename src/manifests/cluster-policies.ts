import type { LabelSelector, ObjectMeta, Protocol, TypeMeta } from './model';

/**
 * The cluster-scoped policies of kubernetes-sigs/network-policy-api as people write them: ClusterNetworkPolicy of
 * apis/v1alpha2 (release v0.2.0), AdminNetworkPolicy and BaselineAdminNetworkPolicy of apis/v1alpha1 (release v0.1.7).
 * What their definitions (config/crd) require is required here, so these types describe objects that passed validation.
 */

/** Pods by the labels of their namespace and their own; an empty selector selects all. */
export interface NamespacedPodSelector {
  readonly namespaceSelector?: LabelSelector;
  readonly podSelector: LabelSelector;
}

/** Exactly one field: all pods of namespaces, or pods in them. */
export interface ClusterPolicySubject {
  readonly namespaces?: LabelSelector;
  readonly pods?: NamespacedPodSelector;
}

/** Exactly one field. */
export interface ClusterPolicyEgressPeer extends ClusterPolicySubject {
  /** The addresses of the nodes with these labels. */
  readonly nodes?: LabelSelector;
  /** Blocks of addresses; pods have addresses too. */
  readonly networks?: readonly string[];
  /** Names that a DNS server resolves; only in rules that allow. */
  readonly domainNames?: readonly string[];
}

// policy.networking.k8s.io/v1alpha2

export type ClusterNetworkPolicyAction = 'Accept' | 'Deny' | 'Pass';

/** One port, or a range from `start` to a greater `end`. */
export interface ClusterNetworkPolicyPort {
  readonly number?: number;
  readonly range?: { readonly start: number; readonly end: number };
}

export interface DestinationPort {
  readonly destinationPort?: ClusterNetworkPolicyPort;
}

/** Exactly one field. A named port is of any protocol. */
export interface ClusterNetworkPolicyProtocol {
  readonly tcp?: DestinationPort;
  readonly udp?: DestinationPort;
  readonly sctp?: DestinationPort;
  readonly destinationNamedPort?: string;
}

export interface ClusterNetworkPolicyIngressRule {
  readonly name?: string;
  readonly action: ClusterNetworkPolicyAction;
  readonly from: readonly ClusterPolicySubject[];
  /** Absent: any traffic. */
  readonly protocols?: readonly ClusterNetworkPolicyProtocol[];
}

export interface ClusterNetworkPolicyEgressRule {
  readonly name?: string;
  readonly action: ClusterNetworkPolicyAction;
  readonly to: readonly ClusterPolicyEgressPeer[];
  readonly protocols?: readonly ClusterNetworkPolicyProtocol[];
}

export interface ClusterNetworkPolicySpec {
  readonly tier: 'Admin' | 'Baseline';
  /** From 0 to 1000; the lower one comes first. */
  readonly priority: number;
  readonly subject: ClusterPolicySubject;
  readonly ingress?: readonly ClusterNetworkPolicyIngressRule[];
  readonly egress?: readonly ClusterNetworkPolicyEgressRule[];
}

export interface ClusterNetworkPolicy extends TypeMeta {
  readonly metadata: ObjectMeta;
  readonly spec: ClusterNetworkPolicySpec;
  readonly status?: unknown;
}

// policy.networking.k8s.io/v1alpha1

export type AdminNetworkPolicyAction = 'Allow' | 'Deny' | 'Pass';

/** Exactly one field. A named port is of any protocol. */
export interface AdminNetworkPolicyPort {
  readonly portNumber?: { readonly protocol?: Protocol; readonly port: number };
  readonly portRange?: { readonly protocol?: Protocol; readonly start: number; readonly end: number };
  readonly namedPort?: string;
}

export interface AdminNetworkPolicyIngressRule {
  readonly name?: string;
  readonly action: AdminNetworkPolicyAction;
  readonly from: readonly ClusterPolicySubject[];
  /** Absent: any traffic. */
  readonly ports?: readonly AdminNetworkPolicyPort[];
}

export interface AdminNetworkPolicyEgressRule {
  readonly name?: string;
  readonly action: AdminNetworkPolicyAction;
  readonly to: readonly ClusterPolicyEgressPeer[];
  readonly ports?: readonly AdminNetworkPolicyPort[];
}

export interface AdminNetworkPolicySpec {
  /** From 0 to 1000; the lower one comes first. Not in a BaselineAdminNetworkPolicy. */
  readonly priority?: number;
  readonly subject: ClusterPolicySubject;
  readonly ingress?: readonly AdminNetworkPolicyIngressRule[];
  readonly egress?: readonly AdminNetworkPolicyEgressRule[];
}

/** AdminNetworkPolicy, or BaselineAdminNetworkPolicy: the latter has no priority, never passes, and is named `default`. */
export interface AdminNetworkPolicy extends TypeMeta {
  readonly metadata: ObjectMeta;
  readonly spec: AdminNetworkPolicySpec;
  readonly status?: unknown;
}
