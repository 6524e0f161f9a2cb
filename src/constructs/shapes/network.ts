import type { AllowedTrafficProps } from '../network/allowed-traffic';
import type { ClusterTrafficPolicyProps } from '../network/cluster-traffic-policy';
import type { ClusterTrafficRule } from '../network/cluster-traffic-rule';
import type { DefaultDenyProps } from '../network/default-deny';
import type { AllowedDestination, ApiServerAddress, EgressAllowListProps } from '../network/egress-allow-list';
import type { DatabaseBackup, DatabaseMetrics, IsolatedDatabaseProps } from '../network/isolated-database-props';
import type { LabelConditions } from '../network/selection';
import type { EgressRule, IngressRule, TrafficPolicyProps } from '../network/traffic-policy';
import { shape as of } from '../types/shapes';

/** The properties of the structs about traffic, each with its type. */
of<AllowedDestination>('AllowedDestination', { cidr: 'string', except: '?string[]', ports: 'Port[]' });
of<AllowedTrafficProps>('AllowedTrafficProps', { from: 'Peer | IConstruct', ports: '?Port[]', to: 'Peer | IConstruct' });
of<ApiServerAddress>('ApiServerAddress', { cidrs: 'string[]', ports: '?Port[]' });
of<ClusterTrafficPolicyProps>('ClusterTrafficPolicyProps', {
  api: '?ClusterPolicyApi',
  egress: '?ClusterTrafficRule[]',
  ingress: '?ClusterTrafficRule[]',
  name: '?string',
  namespaces: 'NamespaceSelection',
  pods: '?PodSelection',
  priority: '?number',
  tier: '?PolicyTier',
});
of<ClusterTrafficRule>('ClusterTrafficRule', { action: 'TrafficAction', name: '?string', peers: '(Peer | IConstruct)[]', ports: 'Port[]' });
of<DatabaseBackup>('DatabaseBackup', { ports: 'Port[]', to: 'Peer | IConstruct' });
of<DatabaseMetrics>('DatabaseMetrics', { from: 'Peer | IConstruct', port: 'Port' });
of<DefaultDenyProps>('DefaultDenyProps', { dns: '?boolean', name: '?string', namespace: '?string' });
of<EgressAllowListProps>('EgressAllowListProps', {
  apiServer: '?ApiServerAddress',
  destinations: '?AllowedDestination[]',
  dns: '?boolean',
  name: '?string',
  namespace: '?string',
  pods: 'PodSelection | IConstruct',
});
of<EgressRule>('EgressRule', { ports: 'Port[]', to: '(Peer | IConstruct)[]' });
of<IngressRule>('IngressRule', { from: '(Peer | IConstruct)[]', ports: 'Port[]' });
of<IsolatedDatabaseProps>('IsolatedDatabaseProps', {
  backup: '?DatabaseBackup',
  clients: '(Peer | IConstruct)[]',
  dns: '?boolean',
  engine: '?DatabaseEngine',
  metrics: '?DatabaseMetrics',
  name: '?string',
  namespace: '?string',
  operators: '?(Subject | IConstruct)[]',
  pods: 'PodSelection | IConstruct',
  ports: '?Port[]',
  replication: '?boolean',
  replicationPorts: '?Port[]',
});
of<LabelConditions>('LabelConditions', { expressions: '?LabelExpression[]', labels: '?Map<string>' });
of<TrafficPolicyProps>('TrafficPolicyProps', {
  egress: '?EgressRule[]',
  ingress: '?IngressRule[]',
  name: '?string',
  namespace: '?string',
  pods: 'PodSelection | IConstruct',
});
