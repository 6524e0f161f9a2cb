import type { PolicyAppProps } from '../app';
import type { ClusterProps } from '../cluster';
import type { FleetProps } from '../fleet';
import type { ArgoCdOptions, FluxOptions } from '../gitops/gitops-agent';
import type { ClusterApiTargetOptions, TalosTargetOptions, TargetOptions } from '../target';
import { shape as of } from '../types/shapes';

/** The properties of the structs about apps, clusters and their agents, each with its type. */
of<ArgoCdOptions>('ArgoCdOptions', {
  automated: '?boolean',
  destination: '?string',
  destinationServer: '?string',
  namespace: '?string',
  path: '?string',
  project: '?string',
  repoUrl: 'string',
  revision: '?string',
});
of<ClusterApiTargetOptions>('ClusterApiTargetOptions', {
  apiVersion: '?ClusterApiVersion',
  clusterPolicies: '?ClusterPolicyApi[]',
  containerd: '?string',
  kubernetes: 'string',
});
of<ClusterProps>('ClusterProps', { agent: '?GitOpsAgent', groups: '?Map<string[]>', name: '?string', target: 'ClusterTarget' });
of<FleetProps>('FleetProps', {
  agent: '?GitOpsAgent',
  blueprint: 'IClusterBlueprint',
  clusters: 'string[]',
  groups: '?Map<string[]>',
  target: 'ClusterTarget',
  targets: '?Map<ClusterTarget>',
});
of<FluxOptions>('FluxOptions', {
  interval: '?Duration',
  namespace: '?string',
  path: '?string',
  remote: '?boolean',
  repoUrl: '?string',
  revision: '?string',
  serviceAccountName: '?string',
  source: '?string',
});
of<PolicyAppProps>('PolicyAppProps', { agent: '?GitOpsAgent', name: '?string', outdir: '?string' });
of<TalosTargetOptions>('TalosTargetOptions', {
  clusterPolicies: '?ClusterPolicyApi[]',
  containerd: '?string',
  kubernetes: 'string',
  talos: '?string',
});
of<TargetOptions>('TargetOptions', { clusterPolicies: '?ClusterPolicyApi[]', containerd: '?string', kubernetes: 'string' });
