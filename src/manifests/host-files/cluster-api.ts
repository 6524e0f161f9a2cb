import { embeddedTextProblems } from './embedded';
import { fieldProblems, type Reader } from './fields';
import { at, type HostProblem } from './host-problem';
import { isMap, type Fields } from '../fields';
import { componentsIn, kubeletFlagProblems } from './kubeadm';
import { kubeletFieldProblems } from './kubelet-fields-of';
import { inside, parsed } from './nested';
import { CLUSTER_API_V1BETA1, CLUSTER_API_V1BETA2 } from '../../kubernetes/data/cluster-api-fields';

/** Objects of Cluster API with the configuration of machines: flags in the shape of the version, and patches of the kubelet among `files`. */
export function clusterApiProblems(document: Fields, minor: number): HostProblem[] {
  const isOld = String(document.apiVersion).endsWith('/v1beta1');
  const shape = isOld ? 'map' : 'list';
  const table = isOld ? CLUSTER_API_V1BETA1 : CLUSTER_API_V1BETA2;
  const own = document.kind === 'KubeadmControlPlane' ? fieldProblems(table, 'KubeadmControlPlaneSpec', document.spec, 'spec', READER) : [];
  return [...own, ...specsIn(document).flatMap(([path, spec]) => {
    const configuration = isMap(spec.clusterConfiguration) ? spec.clusterConfiguration : {};
    return [
      ...document.kind === 'KubeadmControlPlane' ? [] : fieldProblems(table, 'KubeadmConfigSpec', spec, path, READER),
      ...kubeletArgs(spec, path, shape, minor),
      ...componentsIn(configuration, at(path, 'clusterConfiguration'), shape, minor, 'clusterApi'),
      ...patchProblems(spec, path, minor),
    ];
  })];
}

const READER: Reader = {
  unknown: 'Cluster API has no such field: kubectl refuses it, and other clients lose it without a word',
  wrong: 'the API server refuses the object',
  elsewhere: /^(extraArgs|kubeletExtraArgs)$/,
};

/** Flags of the kubelet on the first machine and on those that join. */
function kubeletArgs(spec: Fields, path: string, shape: 'map' | 'list', minor: number): HostProblem[] {
  return ['initConfiguration', 'joinConfiguration'].flatMap(name => {
    const { nodeRegistration } = isMap(spec[name]) ? spec[name] : {} as Fields;
    return isMap(nodeRegistration) ? kubeletFlagProblems(nodeRegistration.kubeletExtraArgs, at(at(at(path, name), 'nodeRegistration'), 'kubeletExtraArgs'), shape, minor) : [];
  });
}

/** Where each kind has the configuration of its machines. */
function specsIn({ kind, spec }: Fields): Array<[string, Fields]> {
  const paths = kind === 'KubeadmControlPlane' ? ['kubeadmConfigSpec'] : kind === 'KubeadmControlPlaneTemplate' ? ['template', 'spec', 'kubeadmConfigSpec']
    : kind === 'KubeadmConfigTemplate' ? ['template', 'spec'] : kind === 'KubeadmConfig' ? [] : undefined;
  const found = paths?.reduce<unknown>((inner, step) => isMap(inner) ? inner[step] : undefined, spec);
  return isMap(found) ? [[['spec', ...paths!].join('.'), found]] : [];
}

/** A patch in a folder that nobody tells kubeadm of is never applied. */
function patchProblems(spec: Fields, path: string, minor: number): HostProblem[] {
  const folders = ['initConfiguration', 'joinConfiguration'].flatMap(name => {
    const { patches } = isMap(spec[name]) ? spec[name] : {} as Fields;
    return isMap(patches) && typeof patches.directory === 'string' ? [patches.directory.replace(/\/$/, '')] : [];
  });
  const files = Array.isArray(spec.files) ? spec.files as unknown[] : [];
  return files.flatMap((file, index): HostProblem[] => {
    const inner = isMap(file) ? inside(at(at(at(path, 'files'), index), 'content'), embeddedTextProblems(file.content, minor)) : [];
    if (inner.length > 0 || !isMap(file) || typeof file.path !== 'string' || !/\/kubeletconfiguration[^/]*$/.test(file.path)) {
      return inner;
    }
    const field = at(at(path, 'files'), index);
    const dead: HostProblem[] = folders.includes(file.path.replace(/\/[^/]*$/, '')) ? []
      : [{ field: at(field, 'path'), value: file.path, message: 'no patches.directory names its folder, so that kubeadm never applies it', fix: 'set patches.directory of initConfiguration and joinConfiguration', dead: true }];
    const { apiVersion: _, kind: __, ...fields } = parsed(file.content) ?? {};
    return [...dead, ...kubeletFieldProblems(fields, '', minor, 'clusterApi')
      .map(problem => ({ ...problem, field: at(field, 'content'), message: `${problem.field} ${problem.message}` }))];
  });
}
