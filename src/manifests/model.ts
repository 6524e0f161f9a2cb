/**
 * The objects we decide about, in the shape in which people write them: nothing is defaulted, and a
 * field that the API server fills in may be absent. What the API server refuses to be without is
 * required here, so these types describe objects that passed `validateManifest`. In a manifest `null`
 * means absent; `decode` of `validate/shape.ts` leaves such fields out.
 *
 * The interfaces are closed: the strict decoder is typed against them, so a field that is missing here
 * is one that we refuse as unknown.
 */

/** String keys to string values, as of labels and annotations. */
export interface StringMap {
  readonly [key: string]: string;
}

/** What every object carries: its version and kind. */
export interface TypeMeta {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Reference to an object that owns this one (meta/v1 OwnerReference). */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** Who manages which fields (meta/v1 ManagedFieldsEntry); found in exported objects. */
export interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation?: string;
  readonly apiVersion?: string;
  readonly time?: string;
  readonly fieldsType?: string;
  readonly fieldsV1?: Readonly<Record<string, unknown>>;
  readonly subresource?: string;
}

/** meta/v1 ObjectMeta. */
export interface ObjectMeta {
  readonly name: string;
  readonly generateName?: string;
  /** Absent in cluster-scoped objects, and where whoever applies the manifest chooses it. */
  readonly namespace?: string;
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly selfLink?: string;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly managedFields?: readonly ManagedFieldsEntry[];
}

/** Metadata of an object inside another, such as a pod template; it needs no name. */
export type TemplateMeta = Partial<ObjectMeta>;

export type LabelSelectorOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';

/** One condition on a label. `values` belongs to In and NotIn alone. */
export interface LabelSelectorRequirement {
  readonly key: string;
  readonly operator: LabelSelectorOperator;
  readonly values?: readonly string[];
}

/** Every label and every expression must match; the empty selector matches everything. */
export interface LabelSelector {
  readonly matchLabels?: StringMap;
  readonly matchExpressions?: readonly LabelSelectorRequirement[];
}

// rbac.authorization.k8s.io/v1

/** Either `apiGroups` with `resources`, or `nonResourceURLs` (ClusterRole only); never both. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

/** Role: permissions in one namespace. */
export interface Role extends TypeMeta {
  readonly metadata: ObjectMeta;
  readonly rules?: readonly PolicyRule[];
}

/** Which ClusterRoles a controller gathers the rules from. */
export interface AggregationRule {
  readonly clusterRoleSelectors: readonly LabelSelector[];
}

/** ClusterRole: permissions in the whole cluster, or wherever a RoleBinding names it. */
export interface ClusterRole extends TypeMeta {
  readonly metadata: ObjectMeta;
  readonly rules?: readonly PolicyRule[];
  readonly aggregationRule?: AggregationRule;
}

export type SubjectKind = 'User' | 'Group' | 'ServiceAccount';

/** Whom a binding grants its role. A service account without a namespace is of the binding's own. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly name: string;
  readonly apiGroup?: string;
  readonly namespace?: string;
}

/** The role that a binding grants; it never changes during the binding's life. */
export interface RoleRef {
  readonly kind: 'Role' | 'ClusterRole';
  readonly name: string;
  readonly apiGroup?: string;
}

/** RoleBinding: grants a role in one namespace. */
export interface RoleBinding extends TypeMeta {
  readonly metadata: ObjectMeta;
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[];
}

/** ClusterRoleBinding: grants a ClusterRole everywhere. */
export interface ClusterRoleBinding extends TypeMeta {
  readonly metadata: ObjectMeta;
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[];
}

// networking.k8s.io/v1

export type Protocol = 'TCP' | 'UDP' | 'SCTP';
export type PolicyType = 'Ingress' | 'Egress';

/** `port` is a number or the name of a container port; without it every port of the protocol is meant. */
export interface NetworkPolicyPort {
  readonly protocol?: Protocol;
  readonly port?: number | string;
  /** Last port of a range that starts at a numeric `port`. */
  readonly endPort?: number;
}

/** The addresses in `cidr` that are in none of `except`. */
export interface IPBlock {
  readonly cidr: string;
  readonly except?: readonly string[];
}

/** Selectors together mean both; `ipBlock` stands alone. */
export interface NetworkPolicyPeer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: IPBlock;
}

/** Allowed sources and ports; an absent or empty list allows all. */
export interface NetworkPolicyIngressRule {
  readonly from?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}

/** Allowed destinations and ports; an absent or empty list allows all. */
export interface NetworkPolicyEgressRule {
  readonly to?: readonly NetworkPolicyPeer[];
  readonly ports?: readonly NetworkPolicyPort[];
}

/** Without `policyTypes`: Ingress, and Egress as well if there is an egress rule. */
export interface NetworkPolicySpec {
  readonly podSelector?: LabelSelector;
  readonly policyTypes?: readonly PolicyType[];
  readonly ingress?: readonly NetworkPolicyIngressRule[];
  readonly egress?: readonly NetworkPolicyEgressRule[];
}

/** NetworkPolicy. Without a spec it isolates every pod of its namespace against ingress. */
export interface NetworkPolicy extends TypeMeta {
  readonly metadata: ObjectMeta;
  readonly spec?: NetworkPolicySpec;
}

// v1

/** What the control plane reports of a namespace. */
export interface NamespaceStatus {
  readonly phase?: string;
  readonly conditions?: readonly NamespaceCondition[];
}

export interface NamespaceCondition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** Namespace; its labels are what namespace selectors and Pod Security read. */
export interface Namespace extends TypeMeta {
  readonly metadata: ObjectMeta;
  readonly spec?: { readonly finalizers?: readonly string[] };
  readonly status?: NamespaceStatus;
}

/** A declared port; only its name and protocol decide anything. */
export interface ContainerPort {
  readonly containerPort: number;
  readonly name?: string;
  readonly protocol?: Protocol;
}

/** The part of a container that network decisions read. */
export interface Container {
  readonly name: string;
  readonly ports?: readonly ContainerPort[];
  /** `Always` on an init container makes it a sidecar, whose ports count. */
  readonly restartPolicy?: string;
}

/** The part of a pod's spec that access and network decisions read. */
export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly hostNetwork?: boolean;
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
}

/** What the workload kinds make pods from. */
export interface PodTemplateSpec {
  readonly metadata?: TemplateMeta;
  readonly spec?: PodSpec;
}

// audit.k8s.io/v1

export type AuditLevel = 'None' | 'Metadata' | 'Request' | 'RequestResponse';
export type AuditStage = 'RequestReceived' | 'ResponseStarted' | 'ResponseComplete' | 'Panic';

/** Resources of one API group; without `resources` all of the group. */
export interface AuditGroupResources {
  readonly group?: string;
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** One rule of an audit policy; every list that is present must match, and the first rule decides. */
export interface AuditPolicyRule {
  readonly level: AuditLevel;
  readonly users?: readonly string[];
  readonly userGroups?: readonly string[];
  readonly verbs?: readonly string[];
  readonly resources?: readonly AuditGroupResources[];
  readonly namespaces?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly omitStages?: readonly AuditStage[];
  readonly omitManagedFields?: boolean;
}

/** audit.k8s.io/v1 Policy: the file that the API server reads with --audit-policy-file. */
export interface AuditPolicy {
  readonly apiVersion: string;
  readonly kind?: string;
  readonly metadata?: TemplateMeta;
  readonly rules: readonly AuditPolicyRule[];
  readonly omitStages?: readonly AuditStage[];
  readonly omitManagedFields?: boolean;
}
