import { at, isMap, type HostProblem, type Json } from './host-problem';
import { componentsIn } from './kubeadm';
import { kubeletFieldProblems } from './kubelet-fields-of';
import { parsed } from './nested';

/** Objects of Cluster API with the configuration of machines: flags in the shape of the version, and patches of the kubelet among `files`. */
export function clusterApiProblems(document: Json, minor: number): HostProblem[] {
  const shape = String(document.apiVersion).endsWith('/v1beta1') ? 'map' : 'list';
  return specsIn(document).flatMap(([path, spec]) => {
    const configuration = isMap(spec.clusterConfiguration) ? spec.clusterConfiguration : {};
    return [
      ...componentsIn(configuration, at(path, 'clusterConfiguration'), shape, minor, 'clusterApi'),
      ...patchProblems(spec, path, minor),
    ];
  });
}

/** Where each kind has the configuration of its machines. */
function specsIn({ kind, spec }: Json): Array<[string, Json]> {
  const paths = kind === 'KubeadmControlPlane' ? ['kubeadmConfigSpec'] : kind === 'KubeadmControlPlaneTemplate' ? ['template', 'spec', 'kubeadmConfigSpec']
    : kind === 'KubeadmConfigTemplate' ? ['template', 'spec'] : kind === 'KubeadmConfig' ? [] : undefined;
  const found = paths?.reduce<unknown>((inner, step) => isMap(inner) ? inner[step] : undefined, spec);
  return isMap(found) ? [[['spec', ...paths!].join('.'), found]] : [];
}

/** A patch in a folder that nobody tells kubeadm of is never applied. */
function patchProblems(spec: Json, path: string, minor: number): HostProblem[] {
  const folders = ['initConfiguration', 'joinConfiguration'].flatMap(name => {
    const { patches } = isMap(spec[name]) ? spec[name] : {} as Json;
    return isMap(patches) && typeof patches.directory === 'string' ? [patches.directory.replace(/\/$/, '')] : [];
  });
  const files = Array.isArray(spec.files) ? spec.files as unknown[] : [];
  return files.flatMap((file, index): HostProblem[] => {
    if (!isMap(file) || typeof file.path !== 'string' || !/\/kubeletconfiguration[^/]*$/.test(file.path)) {
      return [];
    }
    const field = at(at(path, 'files'), index);
    const dead: HostProblem[] = folders.includes(file.path.replace(/\/[^/]*$/, '')) ? []
      : [{ field: at(field, 'path'), value: file.path, message: 'no patches.directory names its folder, so that kubeadm never applies it', fix: 'set patches.directory of initConfiguration and joinConfiguration', dead: true }];
    const { apiVersion: _, kind: __, ...fields } = parsed(file.content) ?? {};
    return [...dead, ...kubeletFieldProblems(fields, '', minor, 'clusterApi')
      .map(problem => ({ ...problem, field: at(field, 'content'), message: `${problem.field} ${problem.message}` }))];
  });
}
