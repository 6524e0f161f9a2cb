import { argsOf, componentProblems } from './component-args';
import { containerdProblems } from './containerd';
import { gatesOf } from './flags';
import { at, isMap, type HostProblem, type Json } from './host-problem';
import { componentsIn, kubeadmProblems } from './kubeadm';
import { gateProblems } from './kubelet-configuration';
import { kubeletFieldProblems } from './kubelet-fields-of';
import { inside, parsed } from './nested';
import { readToml } from '../toml';

/** kind's configuration: patches of kubeadm's and of containerd's, whose own file is of version 2. */
export function kindProblems({ kubeadmConfigPatches, containerdConfigPatches, nodes }: Json, minor: number): HostProblem[] {
  const all: Array<[string, unknown]> = [
    ...texts(kubeadmConfigPatches, 'kubeadmConfigPatches'),
    ...list(nodes).flatMap((node, index) => isMap(node) ? texts(node.kubeadmConfigPatches, `nodes[${index}].kubeadmConfigPatches`) : []),
  ];
  return [
    ...all.flatMap(([field, text]) => {
      const patch = parsed(text);
      return patch === undefined ? [] : inside(field, kindPatch(patch, minor));
    }),
    ...texts(containerdConfigPatches, 'containerdConfigPatches').flatMap(([field, text]) => inside(field, tomlProblems(text, 2))),
  ];
}

/** kind makes what its kubeadm wants of a patch without a version; one with a version must be of that which kind writes. */
function kindPatch(patch: Json, minor: number): HostProblem[] {
  if (patch.kind === 'KubeletConfiguration') {
    const { apiVersion: _, kind: __, ...fields } = patch;
    return kubeletFieldProblems(fields, '', minor, 'kind');
  }
  if (patch.kind !== 'ClusterConfiguration') {
    return [];
  }
  const own = minor >= 36 ? 'kubeadm.k8s.io/v1beta4' : 'kubeadm.k8s.io/v1beta3';
  return patch.apiVersion === undefined ? componentsIn(patch, '', 'map', minor, 'kind')
    : patch.apiVersion === own ? kubeadmProblems(patch, minor)
      : [{ field: 'apiVersion', value: patch.apiVersion, message: `kind writes ${own} for nodes of 1.${minor}, so that the patch matches nothing`, fix: 'leave out apiVersion', dead: true }];
}

/** The Cluster object of kops. It is validated strictly; these are the slips that look right. */
export function kopsProblems({ spec }: Json, minor: number): HostProblem[] {
  const { kubeControllerManager, kubelet, containerd } = isMap(spec) ? spec : {} as Json;
  const manager = isMap(kubeControllerManager) ? kubeControllerManager : {};
  const unknown = isMap(kubelet) ? Object.keys(kubelet).filter(field => ['serverTLSBootstrap', 'authentication', 'authorization'].includes(field)) : [];
  return [
    ...manager.clusterSigningDuration === undefined ? [] : [{ field: 'spec.kubeControllerManager.clusterSigningDuration', value: manager.clusterSigningDuration, message: 'kops knows no such field, and refuses the file', fix: 'write ClusterSigningDuration, with a capital C' }],
    ...manager.experimentalClusterSigningDuration === undefined ? [] : [{ field: 'spec.kubeControllerManager.experimentalClusterSigningDuration', value: manager.experimentalClusterSigningDuration, message: 'kops forbids it: the flag was removed in Kubernetes 1.25', fix: 'write ClusterSigningDuration' }],
    ...componentProblems('kube-controller-manager', manager.ClusterSigningDuration === undefined ? undefined : { 'cluster-signing-duration': manager.ClusterSigningDuration },
      'spec.kubeControllerManager', 'map', minor, 'kops').map(problem => ({ ...problem, field: 'spec.kubeControllerManager.ClusterSigningDuration' })),
    ...unknown.map((field): HostProblem => ({ field: `spec.kubelet.${field}`, message: 'kops knows no such field, and refuses the file', fix: field === 'serverTLSBootstrap' ? 'leave it out: kops-controller issues serving certificates' : 'use anonymousAuth, authenticationTokenWebhook and authorizationMode' })),
    ...isMap(containerd) && typeof containerd.configOverride === 'string' ? inside('spec.containerd.configOverride', tomlProblems(containerd.configOverride)) : [],
  ];
}

/** k0s: flags, worker profiles. */
export function k0sProblems({ spec }: Json, minor: number): HostProblem[] {
  const { api, controllerManager, workerProfiles } = isMap(spec) ? spec : {} as Json;
  const args = (component: unknown) => isMap(component) ? component.extraArgs : undefined;
  return [
    ...componentProblems('kube-apiserver', args(api), 'spec.api.extraArgs', 'map', minor, 'k0s'),
    ...componentProblems('kube-controller-manager', args(controllerManager), 'spec.controllerManager.extraArgs', 'map', minor, 'k0s'),
    ...list(workerProfiles).flatMap((profile, index) => isMap(profile) ? kubeletFieldProblems(profile.values, `spec.workerProfiles[${index}].values`, minor, 'k0s') : []),
  ];
}

/** nodeadm's NodeConfig. */
export function nodeadmProblems({ spec }: Json, minor: number): HostProblem[] {
  const { kubelet, containerd } = isMap(spec) ? spec : {} as Json;
  return [
    ...isMap(kubelet) ? kubeletFieldProblems(kubelet.config, 'spec.kubelet.config', minor, 'eks') : [],
    ...isMap(containerd) && typeof containerd.config === 'string' ? inside('spec.containerd.config', tomlProblems(containerd.config)) : [],
  ];
}

/** A machine configuration of Talos: the one document, or those of 1.14 and newer. */
export function talosProblems(document: Json, minor: number): HostProblem[] {
  if (document.kind === undefined) {
    const { machine, cluster } = document;
    const kubelet = isMap(machine) && isMap(machine.kubelet) ? machine.kubelet : {};
    return [
      ...kubeletFieldProblems(kubelet.extraConfig, 'machine.kubelet.extraConfig', minor, 'talos').concat(seccomp(kubelet.extraConfig, 'machine.kubelet.extraConfig')),
      ...isMap(cluster) ? componentsIn(cluster, 'cluster', 'map', minor, 'talos') : [],
    ];
  }
  const component = TALOS_COMPONENTS[String(document.kind)];
  return [
    ...component === undefined ? [] : componentProblems(component, document.extraArgs, 'extraArgs', 'map', minor, 'talos'),
    ...document.kind === 'KubeletConfig' ? kubeletFieldProblems(document.config, 'config', minor, 'talos').concat(seccomp(document.config, 'config')) : [],
  ];
}

const TALOS_COMPONENTS: Readonly<Record<string, 'kube-apiserver' | 'kube-controller-manager'>> = {
  KubeAPIServerConfig: 'kube-apiserver', KubeControllerManagerConfig: 'kube-controller-manager',
};

function seccomp(fields: unknown, path: string): HostProblem[] {
  return isMap(fields) && fields.seccompDefault !== undefined
    ? [{ field: at(path, 'seccompDefault'), value: fields.seccompDefault, message: 'Talos refuses this field here', fix: 'set defaultRuntimeSeccompProfileEnabled beside it' }] : [];
}

/** The configuration of k3s or RKE2. A `+` behind a key adds to a list of another file. */
export function rancherProblems(document: Json, minor: number, name: 'k3s' | 'rke2'): HostProblem[] {
  const keys = (key: string) => [key, `${key}+`].filter(each => document[each] !== undefined);
  const components = (['kube-apiserver', 'kube-controller-manager'] as const).flatMap(component => keys(`${component}-arg`)
    .flatMap(key => componentProblems(component, asList(document[key]), key, 'list', minor, name)));
  const kubelet = keys('kubelet-arg').flatMap(key => argsOf(asList(document[key]), key, 'list').flags.flatMap(({ name: flag, value, field }): HostProblem[] => {
    const own = ROTATION_FLAGS.get(flag);
    return own !== undefined ? [{ field, value: `${flag}=${value}`, message: own, fix: 'leave it out', dead: true }]
      : flag === 'feature-gates' ? inside(field, gateProblems(gatesOf(value), minor, '')) : [];
  }));
  const silent: HostProblem[] = name === 'rke2' && /^cis/.test(String(document.profile)) && document['audit-policy-file'] === undefined
    ? [{ field: 'profile', value: document.profile, message: 'with this profile and no audit-policy-file RKE2 writes an audit policy of level None, which logs nothing', fix: 'set audit-policy-file', dead: true }] : [];
  return [...components, ...kubelet, ...silent];
}

const ROTATION_FLAGS: ReadonlyMap<string, string> = new Map(['rotate-certificates', 'rotate-server-certificates']
  .map(flag => [flag, 'kubelets here get their certificates from the supervisor, and ask nobody else for one']));

function asList(value: unknown): unknown {
  return typeof value === 'string' ? [value] : value;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value as unknown[] : [];
}

function texts(value: unknown, path: string): Array<[string, string]> {
  return list(value).flatMap((text, index): Array<[string, string]> => typeof text === 'string' ? [[at(path, index), text]] : []);
}

/** Text that is no TOML is the finding of whoever reads it first. */
export function tomlProblems(text: string, version?: number): HostProblem[] {
  let file: Json;
  try {
    file = readToml(text);
  } catch (e) {
    return [{ field: '', message: `is no TOML: ${(e as Error).message.split('\n')[0]}`, fix: 'mend it' }];
  }
  return containerdProblems(file, version);
}
