import { containerdFiles } from './containerd';
import { extraArgs, extraVolumes } from './kubeadm';
import { kubeletConfiguration, withoutEmpty, type Rendered } from './rendered';
import { writeManifest } from '../../manifests/write';
import type { ClusterModel } from '../model';

const PATCHES = '/etc/kubernetes/patches';

/**
 * Patches of a KubeadmControlPlane and of a KubeadmConfigTemplate. Cluster API has no field for KubeletConfiguration,
 * so the kubelet's part is a patch among `files`, which kubeadm applies (patch target `kubeletconfiguration`, 1.25).
 * Flags are a list in v1beta2 and a map in v1beta1.
 */
export function renderClusterApi(cluster: ClusterModel): Rendered {
  const { controlPlane, kubelet, containerd } = cluster.hosts;
  const version = cluster.target.version ?? 'v1beta2';
  const isList = version === 'v1beta2';
  const kubeletPatch = kubeletConfiguration(kubelet);
  const onMachines = containerdFiles(cluster.target, containerd).files;
  const nodeFiles = [
    ...kubeletPatch === undefined ? [] : [file(`${PATCHES}/kubeletconfiguration0+strategic.json`, `${JSON.stringify(kubeletPatch)}\n`, '0644')],
    ...[...onMachines].map(([path, text]) => file(path.slice('nodes'.length), text, '0644')),
  ];
  const patches = kubeletPatch === undefined ? {} : { patches: { directory: PATCHES } };
  const commands = onMachines.size === 0 ? {} : { preKubeadmCommands: ['systemctl restart containerd'] };
  const components = withoutEmpty({
    apiServer: { ...extraArgs(isList, controlPlane.apiServerFlags), ...extraVolumes(controlPlane.mounts) },
    controllerManager: extraArgs(isList, controlPlane.controllerManagerFlags),
  });
  const controlPlaneSpec = withoutEmpty({
    clusterConfiguration: components,
    initConfiguration: patches,
    joinConfiguration: patches,
    files: [...controlPlane.files.map(({ path, content }) => file(path, content, '0600')), ...nodeFiles],
    ...commands,
  });
  const workerSpec = withoutEmpty({ joinConfiguration: patches, files: nodeFiles, ...commands });
  const all = [
    ['kubeadm-control-plane.yaml', 'KubeadmControlPlane', controlPlaneSpec, `${cluster.name}-control-plane`],
    ['kubeadm-config-template.yaml', 'KubeadmConfigTemplate', workerSpec, `${cluster.name}-md-0`],
  ] as const;
  const made = all.filter(([, , spec]) => Object.keys(spec).length > 0);
  return {
    files: new Map(made.map(([path, kind, spec, name]) => [path, writeManifest({
      apiVersion: `${kind === 'KubeadmControlPlane' ? 'controlplane' : 'bootstrap'}.cluster.x-k8s.io/${version}`,
      kind,
      metadata: { name },
      spec: kind === 'KubeadmControlPlane' ? { kubeadmConfigSpec: spec } : { template: { spec } },
    })])),
    where: made.map(([path, kind, , name]) => `- \`${path}\`: a patch for the ${kind} \`${name}\` of the management cluster. Give it the name that yours has. A merge patch would put its lists in place of yours: join them. Machines change with a rollout${kind === 'KubeadmControlPlane' ? '' : ', for which the MachineDeployment needs a template of a new name'}.`)
      .concat(onMachines.size === 0 ? [] : ['- The image of the machines must have `imports = ["/etc/containerd/conf.d/*.toml"]` in `/etc/containerd/config.toml`, as those of image-builder do.']),
  };
}

function file(path: string, content: string, permissions: string): object {
  return { path, owner: 'root:root', permissions, content };
}
