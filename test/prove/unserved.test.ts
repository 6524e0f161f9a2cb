import { builtInKinds, isServedIn, NEWEST_MINOR } from '../../src/kubernetes';
import { unservedProblem } from '../../src/prove/unserved';

test.each([
  ['networking.k8s.io/v1', 'NetworkPolicies', 'kind', 'did you mean NetworkPolicy?'],
  ['networking.k8s.io/v1', 'netpol', 'kind', 'did you mean NetworkPolicy?'],
  ['networking.k8s.io/v1', 'NetworkPolcy', 'kind', 'did you mean NetworkPolicy?'],
  ['v1', 'NetworkPolicies', 'kind', 'did you mean networking.k8s.io/v1 NetworkPolicy?'],
  ['rbac.authorization.k8s.io/v1', 'Rolebinding', 'kind', 'use rbac.authorization.k8s.io/v1 RoleBinding'],
  ['rbac.authorization.k8s.io/v1', 'RoleBindings', 'kind', 'did you mean RoleBinding?'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRoleBindng', 'kind', 'did you mean ClusterRoleBinding?'],
  ['rbac.authorization.k8s.io/v1beta1', 'Role', 'apiVersion', 'use rbac.authorization.k8s.io/v1'],
  ['rbac.authorization.k8s.io/v2', 'Role', 'apiVersion', 'use rbac.authorization.k8s.io/v1'],
  ['v1', 'Namespce', 'kind', 'did you mean Namespace?'],
  ['v1', 'deploy', 'kind', 'did you mean apps/v1 Deployment?'],
  ['v1', 'Deployment', 'apiVersion', 'use apps/v1'],
  ['apps/v1', 'Pods', 'kind', 'did you mean v1 Pod?'],
  ['batch/v1', 'CronJobs', 'kind', 'did you mean CronJob?'],
  ['v1', 'Sevice', 'kind', 'did you mean Service?'],
  ['v1', 'NothingOfTheKind', 'kind', undefined],
  ['rbac.authorisation.k8s.io/v1', 'Role', 'apiVersion', 'did you mean rbac.authorization.k8s.io/v1 Role?'],
  ['rbac.authorization.k8s.oi/v1', 'rolebinding', 'apiVersion', 'did you mean rbac.authorization.k8s.io/v1 RoleBinding?'],
  ['network.k8s.io/v1', 'NetworkPolicy', undefined, undefined],
  ['networking.k8s.i/v1', 'NetworkPolicy', 'apiVersion', 'did you mean networking.k8s.io/v1 NetworkPolicy?'],
  ['app/v1', 'Deployment', 'apiVersion', 'did you mean apps/v1 Deployment?'],
  ['networking.k8s.aws/v1', 'NetworkPolicy', undefined, undefined],
  ['networking.k8s.i/v1', 'SomethingElse', undefined, undefined],
  ['cilium.io/v2', 'CiliumNetworkPolicy', undefined, undefined],
])('%s %s: the field that is wrong, and what was meant', (apiVersion, kind, field, fix) => {
  const problem = unservedProblem({ apiVersion, kind, metadata: { name: 'a' } }, 34);
  expect(problem && { id: problem.id, field: problem.field, fix: problem.fix }).toEqual(field && { id: 'object-unserved', field, fix });
});

test('nothing that an API server has is a slip of something else', () => {
  const kinds = builtInKinds().filter(each => isServedIn(each, NEWEST_MINOR));
  expect(kinds.length).toBeGreaterThan(60);
  for (const { group, version, kind } of kinds) {
    expect(unservedProblem({ apiVersion: group === '' ? version : `${group}/${version}`, kind }, NEWEST_MINOR)).toBeUndefined();
  }
});

test('well-known kinds of others are no slips: a resource definition brings them', () => {
  const others = [
    'policy.networking.k8s.io/v1alpha1 AdminNetworkPolicy', 'gateway.networking.k8s.io/v1 Gateway', 'snapshot.storage.k8s.io/v1 VolumeSnapshot',
    'metrics.k8s.io/v1beta1 PodMetrics', 'cluster.x-k8s.io/v1beta1 Cluster', 'apps.openshift.io/v1 DeploymentConfig', 'batch.volcano.sh/v1alpha1 Job',
    'serving.knative.dev/v1 Service', 'projectcalico.org/v3 NetworkPolicy', 'crd.projectcalico.org/v1 NetworkPolicy', 'rbac.istio.io/v1alpha1 ServiceRole',
    'policy.karmada.io/v1alpha1 PropagationPolicy', 'apps.kruise.io/v1alpha1 DaemonSet', 'node.eks.aws/v1alpha1 NodeConfig', 'authorization.openshift.io/v1 Role',
    'autoscaling.k8s.io/v1 VerticalPodAutoscaler', 'scheduling.x-k8s.io/v1 PodGroup', 'networking.istio.io/v1 ServiceEntry', 'event.k8s.io.example/v1 Event',
  ];
  for (const [apiVersion, kind] of others.map(each => each.split(' '))) {
    expect(unservedProblem({ apiVersion, kind }, NEWEST_MINOR)).toBeUndefined();
  }
});
