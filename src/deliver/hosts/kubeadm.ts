import { containerdFiles } from './containerd';
import { controlPlaneFiles, joined, kubeletConfiguration, sortedFlags, type Rendered } from './rendered';
import { writeManifests } from '../../manifests/write';
import type { ControlPlaneModel, MountModel } from '../hosts-model';
import type { ClusterModel } from '../model';

/** kubeadm reads v1beta4 from 1.31 on and refuses v1beta3 from 1.36 on. */
const FIRST_MINOR_OF_V1BETA4 = 31;

/**
 * A configuration for `kubeadm init` and `kubeadm upgrade apply`, and the files that it mounts into the API server.
 * ClusterConfiguration takes flags as a map in v1beta3, as a list of name and value in v1beta4.
 */
export function renderKubeadm(cluster: ClusterModel): Rendered {
  const { controlPlane, kubelet, containerd } = cluster.hosts;
  const documents = [clusterConfiguration(cluster, controlPlane), kubeletConfiguration(kubelet)].filter(each => each !== undefined);
  const own: Rendered = documents.length === 0 ? { files: new Map(), where: [] } : { files: new Map([['kubeadm.yaml', writeManifests(documents)]]), where: whereOf(cluster) };
  return joined(own, controlPlaneFiles(controlPlane.files), containerdFiles(cluster.target, containerd));
}

const WHERE = [
  '- `kubeadm.yaml`: the part of the kubeadm configuration that the app decides. Merge it with your own',
  '  ClusterConfiguration and KubeletConfiguration. A new cluster: `kubeadm init --config`. A running one: first',
  '  `kubeadm init phase upload-config all --config` on one control-plane machine, so that no later command goes back to',
  '  the old configuration; then `kubeadm init phase control-plane all --config` on each control-plane machine, and',
  '  `kubeadm upgrade node phase kubelet-config` with a restart of the kubelet on every machine.',
];

/**
 * kubeadm resolves `stable-1.NN` over the network, and takes its own version where it cannot (cmd/kubeadm/app/util/version.go).
 * A release of ours in its place would take back the patches of a cluster that is newer.
 */
function whereOf({ target }: ClusterModel): string[] {
  return target.kubernetes.split('.').length === 3 ? WHERE
    : [...WHERE, `  It names no patch release, so kubeadm looks up the newest of ${target.kubernetes}, or takes its own without a network.`,
      `  A release in the target, such as \`${target.kubernetes}.2\`, settles that.`];
}

function clusterConfiguration(cluster: ClusterModel, controlPlane: ControlPlaneModel): object | undefined {
  const isV1Beta4 = cluster.target.minor >= FIRST_MINOR_OF_V1BETA4;
  const apiServer = { ...extraArgs(isV1Beta4, controlPlane.apiServerFlags), ...extraVolumes(controlPlane.mounts) };
  const controllerManager = extraArgs(isV1Beta4, controlPlane.controllerManagerFlags);
  if (Object.keys(apiServer).length + Object.keys(controllerManager).length === 0) {
    return undefined;
  }
  return {
    apiVersion: `kubeadm.k8s.io/${isV1Beta4 ? 'v1beta4' : 'v1beta3'}`,
    kind: 'ClusterConfiguration',
    // Without it kubeadm would ask the network for the newest release of all.
    kubernetesVersion: cluster.target.kubernetes.split('.').length === 3 ? `v${cluster.target.kubernetes}` : `stable-${cluster.target.kubernetes}`,
    ...(Object.keys(apiServer).length === 0 ? {} : { apiServer }),
    ...(Object.keys(controllerManager).length === 0 ? {} : { controllerManager }),
  };
}

/** Flags of a component in a ClusterConfiguration: a list from v1beta4 on, a map before. */
export function extraArgs(isList: boolean, flags: Readonly<Record<string, string>>): object {
  const entries = sortedFlags(flags);
  if (entries.length === 0) {
    return {};
  }
  return { extraArgs: isList ? entries.map(([name, value]) => ({ name, value })) : Object.fromEntries(entries) };
}

/** Folders of the machine that the API server's pod sees. */
export function extraVolumes(mounts: readonly MountModel[]): object {
  return mounts.length === 0 ? {} : {
    extraVolumes: mounts.map(mount => ({
      name: mount.name, hostPath: mount.path, mountPath: mount.path, readOnly: mount.readOnly, pathType: 'DirectoryOrCreate',
    })),
  };
}
