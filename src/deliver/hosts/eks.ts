import { containerdToml, registryFiles, CERTS_D } from './containerd';
import { withoutEmpty, type Rendered } from './rendered';
import { writeManifest } from '../../manifests/write';
import type { ClusterModel } from '../model';

/** A NodeConfig for nodeadm. Several may stand in the user data of a machine, and nodeadm merges them. */
export function renderEks(cluster: ClusterModel): Rendered {
  const { kubelet, containerd } = cluster.hosts;
  const toml = containerdToml(cluster.target, containerd);
  const registries = registryFiles(containerd, `nodes${containerd.settings.registryConfigPath ?? CERTS_D}`);
  const spec = withoutEmpty({ kubelet: withoutEmpty({ config: kubelet }), containerd: withoutEmpty({ config: toml }) });
  const hasConfig = Object.keys(spec).length > 0;
  return {
    files: new Map([...hasConfig ? [['node-config.yaml', writeManifest({ apiVersion: 'node.eks.aws/v1alpha1', kind: 'NodeConfig', spec })] as const] : [], ...registries]),
    where: [
      ...hasConfig ? ['- `node-config.yaml`: a further part `application/node.eks.aws` of the multipart user data of every node; nodeadm merges it with the one that names the cluster.'] : [],
      ...[...registries.keys()].map(path => `- \`${path}\`: goes to \`${path.slice('nodes'.length)}\` on every node, by a script of the user data.`),
    ],
  };
}
