import { CERTS_D, containerdPlugins, registryFiles } from './containerd';
import { extraArgs, extraVolumes } from './kubeadm';
import { controlPlaneFiles, type Rendered } from './rendered';
import { containerdVersionOf } from '../../kubernetes/containerd';
import { writeToml } from '../../manifests/toml';
import { writeManifest } from '../../manifests/write';
import { encodePath } from '../file-names';
import type { ClusterModel } from '../model';

/**
 * A configuration for `kind create cluster`. Its patches of kubeadm's configuration name no version: kind writes v1beta3
 * for nodes up to 1.35 and v1beta4 from 1.36 on, and makes of a map of flags what that version wants only where the
 * patch leaves the version to it (kind 0.32). Patches of containerd are of version 2, as the file that they change.
 */
export function renderKind(cluster: ClusterModel): Rendered {
  const { controlPlane, kubelet, containerd } = cluster.hosts;
  const { kubernetes } = cluster.target;
  const isRelease = kubernetes.split('.').length === 3;
  const components = {
    apiServer: { ...extraArgs(false, controlPlane.apiServerFlags), ...extraVolumes(controlPlane.mounts) },
    controllerManager: extraArgs(false, controlPlane.controllerManagerFlags),
  };
  const asked = Object.fromEntries(Object.entries(components).filter(([, each]) => Object.keys(each).length > 0));
  const patches = [
    ...Object.keys(asked).length === 0 ? [] : [writeManifest({ kind: 'ClusterConfiguration', ...asked })],
    ...Object.keys(kubelet).length === 0 ? [] : [writeManifest({ kind: 'KubeletConfiguration', ...kubelet })],
  ];
  const files = controlPlaneFiles(controlPlane.files);
  const registries = registryFiles(containerd, `nodes${CERTS_D}`);
  const plugins = containerdPlugins(containerdVersionOf(cluster.target), containerd);
  const mounts = [
    ...controlPlane.files.map(({ path }) => ({ hostPath: `./control-plane${encodePath(path)}`, containerPath: path, readOnly: true })),
    ...registries.size === 0 ? [] : [{ hostPath: `./nodes${CERTS_D}`, containerPath: CERTS_D, readOnly: true }],
  ];
  const document = {
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    ...patches.length === 0 ? {} : { kubeadmConfigPatches: patches },
    ...plugins === undefined ? {} : { containerdConfigPatches: [writeToml({ plugins })] },
    ...mounts.length === 0 ? {} : { nodes: [{ role: 'control-plane', extraMounts: mounts }] },
  };
  return {
    files: new Map([['kind.yaml', writeManifest(document)], ...files.files, ...registries]),
    where: [
      `- \`kind.yaml\`: for \`kind create cluster --config kind.yaml --image kindest/node:v${kubernetes}${isRelease ? '' : '.N'}\`, started in this folder: the paths in it are relative.`,
      ...isRelease ? [] : [`  Choose the image of ${kubernetes} that your kind lists: without one it takes a minor of its own.`],
      '  Give further nodes the same `extraMounts` of registries.',
      ...[...files.files.keys(), ...registries.keys()].map(path => `- \`${path}\`: mounted by \`kind.yaml\`.`),
      ...controlPlane.expected.length === 0 ? [] : ['- A machine is a container here: what must stand there before needs `extraMounts` of your own.'],
    ],
  };
}
