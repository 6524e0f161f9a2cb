import { withoutEmpty, type Rendered } from './rendered';
import { writeManifest } from '../../manifests/write';
import type { ClusterModel } from '../model';

/** The names of GKE's NodeKubeletConfig where they differ from the kubelet's. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['cpuCFSQuota', 'cpuCfsQuota'],
  ['cpuCFSQuotaPeriod', 'cpuCfsQuotaPeriod'],
  ['imageGCHighThresholdPercent', 'imageGcHighThresholdPercent'],
  ['imageGCLowThresholdPercent', 'imageGcLowThresholdPercent'],
  ['imageMinimumGCAge', 'imageMinimumGcAge'],
  ['imageMaximumGCAge', 'imageMaximumGcAge'],
  ['singleProcessOOMKill', 'singleProcessOomKill'],
]);

/** A system configuration for node pools, and one of containerd for registry hosts. */
export function renderGke(cluster: ClusterModel): Rendered {
  const { kubelet, containerd } = cluster.hosts;
  const { readOnlyPort, ...fields } = kubelet;
  const kubeletConfig = {
    ...readOnlyPort === undefined ? {} : { insecureKubeletReadonlyPortEnabled: false },
    ...Object.fromEntries(Object.entries(fields).map(([field, value]) => [NAMES.get(field) ?? field, value])),
  };
  // Both are host names there, not URLs (ContainerdConfig.RegistryHostConfig): the first names the folder of hosts.toml.
  const registryHosts = Object.entries(containerd.registryHosts).map(([server, { mirrors }]) => ({
    server,
    hosts: mirrors.map(({ url, capabilities }) => ({ host: new URL(url).host, capabilities: capabilities.map(each => `HOST_CAPABILITY_${each.toUpperCase()}`) })),
  }));
  const system = withoutEmpty({ kubeletConfig });
  const files = new Map<string, string>([
    ...Object.keys(system).length === 0 ? [] : [['system-config.yaml', writeManifest(system)] as const],
    ...registryHosts.length === 0 ? [] : [['containerd-config.yaml', writeManifest({ registryHosts })] as const],
  ]);
  const line = (path: string, option: string) => files.has(path) ? [`- \`${path}\`: \`gcloud container node-pools update POOL --cluster=CLUSTER --${option}=${path}\`, for every pool.`] : [];
  return { files, where: [...line('system-config.yaml', 'system-config-from-file'), ...line('containerd-config.yaml', 'containerd-config-from-file')] };
}
