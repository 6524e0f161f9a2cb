import { containerdToml, hostsToml, registryFolder } from './containerd';
import { controlPlaneFiles, joined, sortedFlags, withoutEmpty, type Rendered } from './rendered';
import { writeManifest } from '../../manifests/write';
import type { ClusterModel } from '../model';

const PROFILE = 'bulwark';

/**
 * A part of k0s' ClusterConfig, with the kubelet's fields as a worker profile, and drop-ins for its containerd: of
 * version 3 from 1.36 on, where k0s stops at one of version 2.
 */
export function renderK0s(cluster: ClusterModel): Rendered {
  const { controlPlane, kubelet, containerd } = cluster.hosts;
  const spec = withoutEmpty({
    api: withoutEmpty({ extraArgs: Object.fromEntries(sortedFlags(controlPlane.apiServerFlags)) }),
    controllerManager: withoutEmpty({ extraArgs: Object.fromEntries(sortedFlags(controlPlane.controllerManagerFlags)) }),
    workerProfiles: Object.keys(kubelet).length === 0 ? undefined : [{ name: PROFILE, values: kubelet }],
  });
  const folder = '/etc/k0s/containerd.d';
  const certs = '/etc/k0s/containerd/certs.d';
  const settings = Object.keys(containerd.registryHosts).length === 0 ? containerd.settings : { registryConfigPath: certs, ...containerd.settings };
  const toml = containerdToml(cluster.target, { ...containerd, settings });
  const registries = Object.entries(containerd.registryHosts).map(([host, registry]) => [`nodes${settings.registryConfigPath ?? certs}/${registryFolder(host)}/hosts.toml`, hostsToml(registry)] as const);
  return joined(
    Object.keys(spec).length === 0 ? { files: new Map(), where: [] } : {
      files: new Map([['k0s.yaml', writeManifest({ apiVersion: 'k0s.k0sproject.io/v1beta1', kind: 'ClusterConfig', metadata: { name: 'k0s' }, spec })]]),
      where: [
        '- `k0s.yaml`: the part of the ClusterConfig that the app decides. Merge it with your own `/etc/k0s/k0s.yaml` on every controller.',
        ...Object.keys(kubelet).length === 0 ? [] : [`  Start workers with \`--profile=${PROFILE}\`.`],
      ],
    },
    controlPlaneFiles(controlPlane.files),
    controlPlane.files.length === 0 ? { files: new Map(), where: [] }
      : { files: new Map(), where: ['- k0s runs kube-apiserver as the user `kube-apiserver`, who must be able to read these files, and to write the folder of the audit log.'] },
    {
      files: new Map([...toml === undefined ? [] : [[`nodes${folder}/50-bulwark.toml`, toml] as const], ...registries]),
      where: [
        ...toml === undefined ? [] : [`- \`nodes${folder}/50-bulwark.toml\`: goes to \`${folder}/50-bulwark.toml\` on every worker; restart k0s there.`],
        ...registries.map(([path]) => `- \`${path}\`: goes to \`${path.slice('nodes'.length)}\` on every worker.`),
      ],
    },
  );
}
