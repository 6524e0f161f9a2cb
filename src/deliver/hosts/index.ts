import type { Problem } from '../../manifests/problem';
import type { HostsModel } from '../hosts-model';
import type { ClusterModel, TargetModel } from '../model';

/** The host files of a cluster under `hosts/<distribution>/`; none where nothing was asked. */
export function renderHosts(cluster: ClusterModel): Map<string, string> {
  if (!isAsked(cluster.hosts)) {
    return new Map();
  }
  // Loaded late, here and below: most clusters of a fleet ask nothing of their machines.
  const { renderAsked } = require('./render') as typeof import('./render');
  return renderAsked(cluster);
}

/** What the components of the target would stop at, or drop without a word, of all that constructs ask. */
export function problemsOfHosts(target: TargetModel, hosts: HostsModel): Problem[] {
  if (!isAsked(hosts)) {
    return [];
  }
  const { problemsOfAsked } = require('./problems') as typeof import('./problems');
  return problemsOfAsked(target, hosts);
}

/** Whether anything was asked of the machines. */
export function isAsked({ controlPlane, kubelet, containerd, notes }: HostsModel): boolean {
  return [...Object.values(controlPlane), kubelet, ...Object.values(containerd), notes].some(each => Object.keys(each as object).length > 0);
}
