/**
 * The APIs of cluster-scoped network policies. They are custom resources, which a network plugin brings or an administrator
 * installs beside Kubernetes, whatever its version.
 *
 * @see https://network-policy-api.sigs.k8s.io/
 */
export enum ClusterPolicyApi {
  /** `ClusterNetworkPolicy` of policy.networking.k8s.io/v1alpha2, for both tiers (network-policy-api from v0.2). */
  CLUSTER_NETWORK_POLICY = 'ClusterNetworkPolicy',
  /** `AdminNetworkPolicy` and `BaselineAdminNetworkPolicy` of policy.networking.k8s.io/v1alpha1 (network-policy-api up to v0.1). */
  ADMIN_NETWORK_POLICY = 'AdminNetworkPolicy',
}
