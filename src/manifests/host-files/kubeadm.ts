import { argsOf, componentProblems } from './component-args';
import { gatesOf } from './flags';
import { at, isMap, type HostProblem, type Json } from './host-problem';
import { gateProblems } from './kubelet-configuration';
import { inside } from './nested';
import { KUBEADM_FIELDS } from '../../kubernetes/data/kubeadm-fields';

/** The minors whose kubeadm reads a version of its configuration (kubernetes#125029, #136016). */
const VERSIONS: Readonly<Record<string, { readonly first: number; readonly last: number }>> = {
  v1beta3: { first: 22, last: 35 },
  v1beta4: { first: 31, last: Infinity },
};

/**
 * What kubeadm of a minor would refuse in its configuration, or drop with a warning: fields that its version does not
 * have, flags in the shape of another version, flags that the component does not know.
 */
export function kubeadmProblems(document: Json, minor: number): HostProblem[] {
  const version = String(document.apiVersion).split('/')[1] ?? '';
  const fields = Object.hasOwn(KUBEADM_FIELDS, version) ? KUBEADM_FIELDS[version] : undefined;
  const served = fields === undefined ? undefined : VERSIONS[version]!;
  if (fields === undefined || served === undefined || minor > served.last || minor < served.first) {
    const right = minor >= 31 ? 'v1beta4' : 'v1beta3';
    return [{ field: 'apiVersion', value: document.apiVersion, message: `kubeadm of 1.${minor} does not read this version`, fix: `write it as kubeadm.k8s.io/${right}; kubeadm config migrate does so` }];
  }
  const { apiVersion: _, kind, ...rest } = document;
  const known = structProblems(fields, String(kind), rest, '', version);
  const shape = version === 'v1beta4' ? 'list' : 'map';
  return [...known, ...componentsIn(rest, '', shape, minor, 'kubeadm'), ...kubeletArgProblems(rest.nodeRegistration, shape, minor)];
}

/** Flags of the kubelet: their shape, and the feature gates among them. */
function kubeletArgProblems(nodeRegistration: unknown, shape: 'list' | 'map', minor: number): HostProblem[] {
  const { flags, problems } = argsOf(isMap(nodeRegistration) ? nodeRegistration.kubeletExtraArgs : undefined, 'nodeRegistration.kubeletExtraArgs', shape);
  return [...problems, ...flags.filter(({ name }) => name === 'feature-gates').flatMap(({ value, field }) => inside(field, gateProblems(gatesOf(value), minor, '')))];
}

/** The flags of a ClusterConfiguration, wherever it stands. */
export function componentsIn(configuration: Json, path: string, shape: 'list' | 'map', minor: number, distribution: string): HostProblem[] {
  const args = (component: string) => isMap(configuration[component]) ? (configuration[component] as Json).extraArgs : undefined;
  return [
    ...componentProblems('kube-apiserver', args('apiServer'), at(path, 'apiServer.extraArgs'), shape, minor, distribution),
    ...componentProblems('kube-controller-manager', args('controllerManager'), at(path, 'controllerManager.extraArgs'), shape, minor, distribution),
  ];
}

function structProblems(structs: Readonly<Record<string, string>>, name: string, value: Json, path: string, version: string): HostProblem[] {
  if (!Object.hasOwn(structs, name)) {
    return [];
  }
  const fields = new Map(structs[name]!.split(' ').map((each): [string, string | undefined] => [each.split(':')[0]!, each.split(':')[1]]));
  return Object.entries(value).flatMap(([key, inner]): HostProblem[] => {
    const field = at(path, key);
    if (!fields.has(key)) {
      return [{ field, value: inner, message: `kubeadm's ${version} has no such field, and drops it with a warning`, fix: fixOf(key, [...fields.keys()]) }];
    }
    const type = fields.get(key);
    if (type === undefined) {
      return [];
    }
    const struct = type.replace('[]', '');
    return Array.isArray(inner) ? inner.flatMap((item, index) => isMap(item) ? structProblems(structs, struct, item, at(field, index), version) : [])
      : isMap(inner) && !type.startsWith('[]') ? structProblems(structs, struct, inner, field, version) : [];
  });
}

function fixOf(key: string, known: readonly string[]): string {
  const meant = known.find(each => each.toLowerCase() === key.toLowerCase());
  return meant === undefined ? 'leave it out' : `write ${meant}`;
}
