import type { IConstruct } from 'constructs';
import { ClusterPolicyApi } from './cluster-policy-api';
import { Cluster } from '../cluster';
import { invalid } from '../errors';

/** The newer one first: it is taken where a cluster serves both. */
const APIS = [ClusterPolicyApi.CLUSTER_NETWORK_POLICY, ClusterPolicyApi.ADMIN_NETWORK_POLICY];

/**
 * The API in which a cluster-scoped policy is written: what the target serves, or `asked` where that is among it. Throws where
 * nobody says what is served, because a policy of a kind that a cluster does not know is refused, or worse: kept and not obeyed.
 */
export function clusterPolicyApi(construct: IConstruct, asked: ClusterPolicyApi | undefined): ClusterPolicyApi {
  if (asked !== undefined && !APIS.includes(asked)) {
    throw invalid(construct, 'api', asked, 'is no API of cluster-scoped policies', 'use one of ClusterPolicyApi, or leave it out');
  }
  const cluster = Cluster._around(construct);
  const served = cluster?.target.clusterPolicies;
  if (!cluster) {
    if (asked === undefined) {
      throw invalid(construct, 'api', undefined, 'outside a Cluster nothing says which cluster-scoped policies are served', 'say it by api');
    }
    return asked;
  }
  const found = asked === undefined ? APIS.find(api => served?.includes(api)) : served?.includes(asked) ? asked : undefined;
  if (found === undefined) {
    const { distribution } = cluster.target;
    throw invalid(construct, 'api', asked,
      served === undefined ? `the target of ${cluster.clusterName} does not say which cluster-scoped policies its network plugin serves`
        : `the target of ${cluster.clusterName} serves ${served.length === 0 ? 'no cluster-scoped policies' : `${served.join(' and ')} alone`}`,
      served === undefined || served.length === 0
        ? `where the cluster serves them, name it in the target: ClusterTarget.${distribution}({ …, clusterPolicies: [ClusterPolicyApi.CLUSTER_NETWORK_POLICY] }); else use NetworkPolicies`
        : 'leave api out, or name what the cluster serves in clusterPolicies of its target');
  }
  return found;
}
