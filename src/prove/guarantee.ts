import type { SubjectModel } from './subject';
import type { AuditRequests } from '../decide/audit/requests';
import type { AuditLevel, LabelSelector, NetworkPolicyPeer, NetworkPolicyPort } from '../manifests/model';

/**
 * What a construct promises about the whole cluster, as data. It is written to the index, so that a tree
 * is proved without the program that made it, and a promise that goes is seen in review.
 */
export interface GuaranteeModel {
  /** The path of the construct that promises. */
  readonly construct: string;
  readonly predicate: Predicate;
}

/** The closed set of what can be promised. */
export type Predicate = ReadsOnly | Cannot | AuditAtMost | AuditAtLeast | AuditRulesReachable | OnlyTraffic | NoWayAround | KubeletCertificates;

/** None of the subjects can change anything, anywhere in the cluster. Reads that act (exec, proxy …) count as change. */
export interface ReadsOnly {
  readonly kind: 'reads-only';
  readonly subjects: readonly SubjectModel[];
}

/** None of the subjects may send such a request. */
export interface Cannot {
  readonly kind: 'cannot';
  readonly subjects: readonly SubjectModel[];
  readonly verbs: readonly string[];
  /** The API group: the empty text for core. */
  readonly group: string;
  /** `pods`, or `pods/exec` for a subresource. */
  readonly resource: string;
  /** Only in this namespace. Default: in every one, and in the cluster scope. */
  readonly namespace?: string;
}

/** No more than a level is logged of these requests, whoever sends them: at Metadata, no body is. */
export interface AuditAtMost {
  readonly kind: 'audit-at-most';
  readonly level: AuditLevel;
  /** Sets of requests; it holds for each. */
  readonly requests: readonly AuditRequests[];
}

/** At least a level is logged of these requests. */
export interface AuditAtLeast {
  readonly kind: 'audit-at-least';
  readonly level: AuditLevel;
  /** Sets of requests; it holds for each. The empty set of conditions is every request. */
  readonly requests?: readonly AuditRequests[];
  /** But not of these. */
  readonly except?: readonly AuditRequests[];
  /** Every login that fails, too. */
  readonly failedLogins?: boolean;
}

/** No rule of the audit policy is without effect because those before it take all that it could. */
export interface AuditRulesReachable {
  readonly kind: 'audit-rules-reachable';
}

/** A workload by its identity. */
export interface WorkloadModel {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Pods that a promise is about: those that a selector selects in a namespace. */
export interface PodsModel {
  readonly namespace: string;
  readonly selector: LabelSelector;
  /** The workload whose pods they are, where it is known. */
  readonly workload?: WorkloadModel;
}

/** Traffic between those pods and others. */
export interface FlowModel {
  /** The others, as a NetworkPolicy in the namespace of the pods names them. Default: everybody. */
  readonly peer?: NetworkPolicyPeer;
  /** Of the pods that the peer selects only those of this workload; another one that carries its labels is not meant. */
  readonly workload?: WorkloadModel;
  /** The ports of the destination. Default: every port of every protocol. */
  readonly ports?: readonly NetworkPolicyPort[];
}

/** All policies together let nothing in and out of the pods but these flows. A direction that is absent is not spoken of. */
export interface OnlyTraffic {
  readonly kind: 'only-traffic';
  readonly pods: PodsModel;
  readonly ingress?: readonly FlowModel[];
  readonly egress?: readonly FlowModel[];
}

/** An identity that applies the tree, in some namespaces or, without them, in the whole cluster. */
export interface DeployerModel {
  readonly subject: SubjectModel;
  readonly namespaces?: readonly string[];
}

/** Nobody but the operators goes past the network to the pods by the API of Kubernetes. */
export interface NoWayAround {
  readonly kind: 'no-way-around';
  readonly pods: PodsModel;
  /** Whoever becomes one of these reaches the pods. */
  readonly clients: readonly Omit<FlowModel, 'ports'>[];
  readonly operators: readonly SubjectModel[];
  /** Trusted where they deploy. */
  readonly deployers: readonly DeployerModel[];
}

/**
 * Kubelets renew their client certificates, which live no longer than this; with `serving`, their serving certificates are
 * asked for, approved and verified.
 */
export interface KubeletCertificates {
  readonly kind: 'kubelet-certificates';
  readonly lifetimeSeconds: number;
  readonly serving: boolean;
}

/** A person's word that a finding, or a guarantee that is broken, is meant. */
export interface AcknowledgementModel {
  /** The path of the construct for which it speaks: its own objects and all below it. */
  readonly construct: string;
  /** The ids of what is acknowledged (docs/problems.md). */
  readonly ids: readonly string[];
  readonly reason: string;
  /** The last day on which it counts, as YYYY-MM-DD in UTC. Default: it counts for good. */
  readonly expires?: string;
}

/** What the constructs of a cluster say about it beside its objects. */
export interface PromisesModel {
  readonly guarantees: readonly GuaranteeModel[];
  readonly acknowledgements: readonly AcknowledgementModel[];
  /** Groups of users that the app declares, beside those that Kubernetes adds. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
}
