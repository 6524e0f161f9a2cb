import type { AccessBindingProps } from '../access/access-binding';
import type { AccessRoleProps, AccessRule } from '../access/access-role';
import type { AggregatedRoleProps } from '../access/aggregated-role';
import type { BreakGlassProps } from '../access/break-glass';
import type { ClusterDeployerProps } from '../access/cluster-deployer';
import type { DeployerProps } from '../access/deployer';
import type { KubernetesResourceOptions } from '../access/kubernetes-resource';
import type { NamespaceOperatorProps } from '../access/namespace-operator';
import type { ReadOnlyRoleProps } from '../access/read-only-role';
import type { RoleProps } from '../access/role-props';
import { shape as of } from '../types/shapes';

/** The properties of the structs about who may do what, each with its type. */
const ROLE = of<RoleProps>('RoleProps', {
  aggregateTo: '?(AggregatedRole | ExistingRole)[]',
  bindingName: '?string',
  clusterWide: '?boolean',
  labels: '?Map<string>',
  name: '?string',
  namespace: '?string',
  namespaces: '?(string | IConstruct)[]',
  subjects: '?(Subject | IConstruct)[]',
});
of<AccessBindingProps>('AccessBindingProps', {
  clusterWide: '?boolean',
  labels: '?Map<string>',
  name: '?string',
  namespace: '?string',
  namespaces: '?(string | IConstruct)[]',
  role: 'ExistingRole | IConstruct',
  subjects: '(Subject | IConstruct)[]',
});
of<AccessRoleProps>('AccessRoleProps', { ...ROLE, rules: 'AccessRule[]' });
of<AccessRule>('AccessRule', { names: '?string[]', nonResourceUrls: '?string[]', resources: '?KubernetesResource[]', verbs: 'Verb[]' });
of<AggregatedRoleProps>('AggregatedRoleProps', {
  bindingName: '?string',
  clusterWide: '?boolean',
  labels: '?Map<string>',
  name: '?string',
  namespace: '?string',
  namespaces: '?(string | IConstruct)[]',
  selectors: '?Map<string>[]',
  subjects: '?(Subject | IConstruct)[]',
});
of<BreakGlassProps>('BreakGlassProps', {
  auditedBy: '?string',
  expires: 'string',
  group: 'string',
  name: '?string',
  namespaces: '?(string | IConstruct)[]',
  reason: 'string',
  role: '?ExistingRole | IConstruct',
});
of<ClusterDeployerProps>('ClusterDeployerProps', {
  except: '?IConstruct[]',
  name: '?string',
  prune: '?boolean',
  subjects: '(Subject | IConstruct)[]',
});
of<DeployerProps>('DeployerProps', {
  bindingName: '?string',
  clusterWide: '?boolean',
  name: '?string',
  namespace: '?string',
  namespaces: '?(string | IConstruct)[]',
  prune: '?boolean',
  rbac: '?boolean',
  resources: 'KubernetesResource[]',
  subjects: '(Subject | IConstruct)[]',
});
of<KubernetesResourceOptions>('KubernetesResourceOptions', { group: '?string', namespaced: '?boolean', resource: 'string', subresource: '?string' });
of<NamespaceOperatorProps>('NamespaceOperatorProps', {
  bindingName: '?string',
  debug: '?boolean',
  name: '?string',
  namespace: '?string',
  namespaces: '?(string | IConstruct)[]',
  restart: '?boolean',
  rollBack: '?boolean',
  scale: '?boolean',
  subjects: '(Subject | IConstruct)[]',
});
of<ReadOnlyRoleProps>('ReadOnlyRoleProps', { ...ROLE, names: '?string[]', resources: 'KubernetesResource[]' });
