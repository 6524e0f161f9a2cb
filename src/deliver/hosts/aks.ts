import type { Rendered } from './rendered';
import type { ClusterModel } from '../model';

/** The names of AKS' custom node configuration where they differ from the kubelet's. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['podPidsLimit', 'podMaxPids'],
  ['cpuCFSQuota', 'cpuCfsQuota'],
  ['cpuCFSQuotaPeriod', 'cpuCfsQuotaPeriod'],
  ['imageGCHighThresholdPercent', 'imageGcHighThreshold'],
  ['imageGCLowThresholdPercent', 'imageGcLowThreshold'],
]);

/** The kubelet configuration of a node pool. `seccompDefault` is a word there, not true or false. */
export function renderAks(cluster: ClusterModel): Rendered {
  const config = Object.fromEntries(Object.entries(cluster.hosts.kubelet)
    .map(([field, value]): [string, unknown] => field === 'seccompDefault' ? [field, value === true ? 'RuntimeDefault' : 'Unconfined'] : [NAMES.get(field) ?? field, value])
    .sort(([a], [b]) => a < b ? -1 : 1));
  return Object.keys(config).length === 0 ? { files: new Map(), where: [] } : {
    files: new Map([['kubelet-config.json', `${JSON.stringify(config, null, 2)}\n`]]),
    where: ['- `kubelet-config.json`: `az aks nodepool add … --kubelet-config kubelet-config.json`, for every pool; a pool that stands cannot be changed.'],
  };
}
