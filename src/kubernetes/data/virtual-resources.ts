/**
 * What the authorizer is asked about although no discovery document lists it: names that stand for a
 * right and not for stored objects. With `resources.ts` this is everything that a rule on a built-in group
 * can match.
 *
 * Sources (kubernetes v1.36.2): impersonation, staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation;
 * signers, pkg/registry/certificates and plugin/pkg/admission/certificates; bind and escalate,
 * pkg/registry/rbac/escalation_check.go; the kubelet's API, pkg/kubelet/server/auth.go; node client requests,
 * pkg/controller/certificates/approver/sarapprove.go; the parts of a ResourceClaim's status,
 * pkg/registry/resource/resourceclaim (gate DRAResourceClaimGranularStatusAuthorization, on from 1.36).
 */

/** Group, plural or `plural/subresource`, whether a request carries a namespace, verbs, and the minors that ask. */
export type VirtualRow = readonly [group: string, path: string, namespaced: boolean, verbs: string, minors?: string];

const NAMESPACED = true;
const CLUSTER = false;

export const VIRTUAL_RESOURCES: readonly VirtualRow[] = [
  ['', 'groups', CLUSTER, 'impersonate'],
  ['', 'nodes/checkpoint', CLUSTER, 'create'],
  ['', 'nodes/configz', CLUSTER, 'get', '32-'],
  ['', 'nodes/healthz', CLUSTER, 'get', '32-'],
  ['', 'nodes/log', CLUSTER, 'get'],
  ['', 'nodes/metrics', CLUSTER, 'get'],
  ['', 'nodes/pods', CLUSTER, 'get', '32-'],
  ['', 'nodes/stats', CLUSTER, 'get'],
  ['', 'users', CLUSTER, 'impersonate'],
  ['authentication.k8s.io', 'groups', CLUSTER, 'impersonate:user-info', '35-'],
  ['authentication.k8s.io', 'nodes', CLUSTER, 'impersonate:arbitrary-node impersonate:associated-node', '35-'],
  ['authentication.k8s.io', 'serviceaccounts', NAMESPACED, 'impersonate:serviceaccount', '35-'],
  ['authentication.k8s.io', 'uids', CLUSTER, 'impersonate impersonate:user-info'],
  ['authentication.k8s.io', 'users', CLUSTER, 'impersonate:user-info', '35-'],
  ['certificates.k8s.io', 'certificatesigningrequests/nodeclient', CLUSTER, 'create'],
  ['certificates.k8s.io', 'certificatesigningrequests/selfnodeclient', CLUSTER, 'create'],
  ['certificates.k8s.io', 'signers', CLUSTER, 'approve attest sign'],
  ['resource.k8s.io', 'resourceclaims/binding', NAMESPACED, 'patch update', '36-'],
  ['resource.k8s.io', 'resourceclaims/driver', NAMESPACED,
    'arbitrary-node:patch arbitrary-node:update associated-node:patch associated-node:update', '36-'],
];

/** Group, the resource that any one subresource may follow (the key of an extra field of a user), and verbs. */
export const KEYED_RESOURCES: ReadonlyArray<readonly [group: string, plural: string, verbs: string]> = [
  ['authentication.k8s.io', 'userextras', 'impersonate impersonate:user-info'],
];

/** Verbs asked of real resources beside those that they serve. */
export const SPECIAL_VERBS: ReadonlyArray<readonly [group: string, plural: string, verbs: string]> = [
  ['', 'serviceaccounts', 'impersonate'],
  ['rbac.authorization.k8s.io', 'clusterroles', 'bind escalate'],
  ['rbac.authorization.k8s.io', 'roles', 'bind escalate'],
];

/**
 * Asked of every resource by the admission plugin OwnerReferencesPermissionEnforcement
 * (plugin/pkg/admission/gc/gc_admission.go), served by none.
 */
export const SUBRESOURCES_OF_ALL: ReadonlyArray<readonly [name: string, verbs: string]> = [
  ['finalizers', 'update'],
];
