import { argsOf, componentProblems, type ArgsShape } from './component-args';
import { fieldProblems, type Reader } from './fields';
import { flagProblems } from './flags';
import { at, type HostProblem } from './host-problem';
import { KUBEADM_FIELDS } from '../../kubernetes/data/kubeadm-fields';
import { fieldsOf } from '../../kubernetes/fields';
import { isMap, type Fields } from '../fields';

/** The minors whose kubeadm reads a version of its configuration (kubernetes#125029, #136016). */
const VERSIONS: Readonly<Record<string, { readonly first: number; readonly last: number }>> = {
  v1beta3: { first: 22, last: 35 },
  v1beta4: { first: 31, last: Infinity },
};

/**
 * What kubeadm of a minor would refuse in its configuration, or drop with a warning: fields that its version does not
 * have, flags in the shape of another version, flags that the component does not know.
 */
export function kubeadmProblems(document: Fields, minor: number): HostProblem[] {
  const version = String(document.apiVersion).split('/')[1] ?? '';
  const fields = Object.hasOwn(KUBEADM_FIELDS, version) ? KUBEADM_FIELDS[version] : undefined;
  const served = fields === undefined ? undefined : VERSIONS[version]!;
  if (fields === undefined || served === undefined || minor > served.last || minor < served.first) {
    const right = minor >= 31 ? 'v1beta4' : 'v1beta3';
    return [{ field: 'apiVersion', value: document.apiVersion, message: `kubeadm of 1.${minor} does not read this version`, fix: `write it as kubeadm.k8s.io/${right}; kubeadm config migrate does so` }];
  }
  const { apiVersion: _, kind, ...rest } = document;
  const known = fieldsOf(fields, String(kind)) !== undefined ? fieldProblems(fields, String(kind), rest, '', readerOf(version))
    : [{ field: 'kind', value: kind, message: `kubeadm's ${version} has no such kind, and does nothing with the document`, fix: `use one of ${Object.keys(fields).filter(each => each.endsWith('Configuration')).join(', ')}` }];
  const shape = version === 'v1beta4' ? 'list' : 'map';
  return [...known, ...componentsIn(rest, '', shape, minor, 'kubeadm'), ...kubeletFlagProblems(isMap(rest.nodeRegistration) ? rest.nodeRegistration.kubeletExtraArgs : undefined, 'nodeRegistration.kubeletExtraArgs', shape, minor)];
}

/** Flags have a shape of their own in each version, and are looked at apart. */
export function readerOf(version: string): Reader {
  return { unknown: `kubeadm's ${version} has no such field, and drops it with a warning`, wrong: 'kubeadm refuses the file', elsewhere: /^(extraArgs|kubeletExtraArgs)$/ };
}

/** Flags of the kubelet: their shape, those that went or never were, and the feature gates among them. */
export function kubeletFlagProblems(args: unknown, path: string, shape: ArgsShape, minor: number): HostProblem[] {
  const { flags, problems } = argsOf(args, path, shape);
  return [...problems, ...flagProblems('kubelet', flags, minor)];
}

/** The flags of a ClusterConfiguration, wherever it stands. */
export function componentsIn(configuration: Fields, path: string, shape: 'list' | 'map', minor: number, distribution: string): HostProblem[] {
  const args = (component: string) => isMap(configuration[component]) ? (configuration[component] as Fields).extraArgs : undefined;
  return [
    ...componentProblems('kube-apiserver', args('apiServer'), at(path, 'apiServer.extraArgs'), shape, minor, distribution),
    ...componentProblems('kube-controller-manager', args('controllerManager'), at(path, 'controllerManager.extraArgs'), shape, minor, distribution),
    ...componentProblems('kube-scheduler', args('scheduler'), at(path, 'scheduler.extraArgs'), shape, minor, distribution),
  ];
}
