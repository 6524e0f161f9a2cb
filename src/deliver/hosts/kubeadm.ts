import { writeManifests } from '../../manifests/write';
import { encodePath } from '../file-names';
import type { ClusterModel, ControlPlaneModel } from '../model';

/** kubeadm reads v1beta4 from 1.31 on and refuses v1beta3 from 1.36 on. */
const FIRST_MINOR_OF_V1BETA4 = 31;

/**
 * A configuration for `kubeadm init` and `kubeadm upgrade apply`, and the files that it mounts into the API server.
 * ClusterConfiguration takes flags as a map in v1beta3, as a list of name and value in v1beta4.
 */
export function renderKubeadm(cluster: ClusterModel): Map<string, string> {
  const { controlPlane, kubelet } = cluster.hosts;
  const documents: object[] = [];
  const components = clusterConfiguration(cluster, controlPlane);
  if (components) {
    documents.push(components);
  }
  if (Object.keys(kubelet).length > 0) {
    documents.push({ apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration', ...kubelet });
  }
  const files = new Map<string, string>([['kubeadm.yaml', writeManifests(documents)]]);
  for (const file of controlPlane.files) {
    files.set(`control-plane${encodePath(file.path)}`, file.content);
  }
  files.set('README.md', readme(cluster));
  return files;
}

function clusterConfiguration(cluster: ClusterModel, controlPlane: ControlPlaneModel): object | undefined {
  const apiServer = {
    ...extraArgs(cluster.target.minor, controlPlane.apiServerFlags),
    ...(controlPlane.mounts.length === 0 ? {} : {
      extraVolumes: controlPlane.mounts.map(mount => ({
        name: mount.name, hostPath: mount.path, mountPath: mount.path, readOnly: mount.readOnly, pathType: 'DirectoryOrCreate',
      })),
    }),
  };
  const controllerManager = extraArgs(cluster.target.minor, controlPlane.controllerManagerFlags);
  if (Object.keys(apiServer).length + Object.keys(controllerManager).length === 0) {
    return undefined;
  }
  return {
    apiVersion: `kubeadm.k8s.io/${cluster.target.minor >= FIRST_MINOR_OF_V1BETA4 ? 'v1beta4' : 'v1beta3'}`,
    kind: 'ClusterConfiguration',
    // Without it kubeadm would ask the network for the newest release of all.
    kubernetesVersion: cluster.target.kubernetes.split('.').length === 3 ? `v${cluster.target.kubernetes}` : `stable-${cluster.target.kubernetes}`,
    ...(Object.keys(apiServer).length === 0 ? {} : { apiServer }),
    ...(Object.keys(controllerManager).length === 0 ? {} : { controllerManager }),
  };
}

function extraArgs(minor: number, flags: Readonly<Record<string, string>>): object {
  const entries = Object.entries(flags).sort(([a], [b]) => a < b ? -1 : 1);
  if (entries.length === 0) {
    return {};
  }
  return { extraArgs: minor >= FIRST_MINOR_OF_V1BETA4 ? entries.map(([name, value]) => ({ name, value })) : Object.fromEntries(entries) };
}

function readme(cluster: ClusterModel): string {
  const { files } = cluster.hosts.controlPlane;
  const lines = [
    `# ${cluster.name}: files for machines installed by kubeadm`,
    '',
    '- `kubeadm.yaml`: the part of the kubeadm configuration that the app decides. Merge it with your own',
    '  ClusterConfiguration and KubeletConfiguration. A new cluster: `kubeadm init --config`. A running one: first',
    '  `kubeadm init phase upload-config all --config` on one control-plane machine, so that no later command goes back to',
    '  the old configuration; then `kubeadm init phase control-plane all --config` on each control-plane machine, and',
    '  `kubeadm upgrade node phase kubelet-config` with a restart of the kubelet on every machine.',
    ...files.map(file => `- \`control-plane${encodePath(file.path)}\`: goes to \`${file.path}\` on every control-plane machine, before that.`),
  ];
  return `${lines.join('\n')}\n`;
}

