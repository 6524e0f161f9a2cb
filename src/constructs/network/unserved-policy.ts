import { ClusterPolicyApi } from './cluster-policy-api';
import { groupOf } from '../../manifests/identity';
import { shown, type Problem } from '../../manifests/problem';
import type { ClusterTarget } from '../target';

/** A cluster-scoped policy, however it was made, of a kind that the target says it does not serve. */
export function unservedClusterPolicy(object: Readonly<Record<string, unknown>>, { clusterPolicies }: ClusterTarget): Problem[] {
  if (clusterPolicies === undefined || groupOf(object) !== 'policy.networking.k8s.io') {
    return [];
  }
  const api = object.kind === 'ClusterNetworkPolicy' ? ClusterPolicyApi.CLUSTER_NETWORK_POLICY : ClusterPolicyApi.ADMIN_NETWORK_POLICY;
  return clusterPolicies.includes(api) ? [] : [{
    id: 'object-unserved',
    field: 'apiVersion',
    value: shown(object.apiVersion),
    message: `the target serves ${clusterPolicies.length === 0 ? 'no cluster-scoped policies' : `${clusterPolicies.join(' and ')} alone`}`,
    fix: 'write the policy in what the cluster serves, or name this API in clusterPolicies of the target',
  }];
}
