import { clusterApiProblems } from './cluster-api';
import { k0sProblems, kindProblems, kopsProblems, nodeadmProblems, rancherProblems, talosProblems } from './distributions';
import { isMap, type HostProblem, type Json } from './host-problem';
import { kubeadmProblems } from './kubeadm';
import { kubeletProblems } from './kubelet-configuration';

export type { HostProblem } from './host-problem';

/** A file for machines or installers that is known here. */
export interface HostDocument {
  /** What reads it: `kubelet`, `kubeadm`, `Talos`, … */
  readonly reader: string;
  /** False for what is also an object of an API server, such as a KubeadmControlPlane. */
  readonly isFile: boolean;
  /** What is wrong with it for a minor; a version that the document names itself goes first. */
  problems(minor: number): HostProblem[];
}

/**
 * What kind of host file a document is; undefined for one that is none. What has neither apiVersion nor kind is known by
 * the fields that no other file has.
 */
export function hostDocument(document: Json): HostDocument | undefined {
  const { apiVersion, kind } = document;
  const group = typeof apiVersion === 'string' ? apiVersion.split('/')[0]! : undefined;
  const known = (reader: string, isFile: boolean, judge: (document: Json, minor: number) => HostProblem[]): HostDocument => (
    { reader, isFile, problems: minor => judge(document, ownMinor(document) ?? minor) });
  if (group === undefined && kind === undefined) {
    return withoutKind(document, known);
  }
  switch (`${group} ${String(kind)}`) {
    case 'kubelet.config.k8s.io KubeletConfiguration': return known('kubelet', true, kubeletProblems);
    case 'kind.x-k8s.io Cluster': return known('kind', true, kindProblems);
    case 'kops.k8s.io Cluster': return known('kops', true, kopsProblems);
    case 'k0s.k0sproject.io ClusterConfig': return known('k0s', true, k0sProblems);
    case 'node.eks.aws NodeConfig': return known('nodeadm', true, nodeadmProblems);
    default:
  }
  if (group === 'kubeadm.k8s.io') {
    return known('kubeadm', true, kubeadmProblems);
  }
  if (/^(controlplane|bootstrap)\.cluster\.x-k8s\.io$/.test(group ?? '') && /^Kubeadm(ControlPlane|Config)(Template)?$/.test(String(kind))) {
    return known('Cluster API', false, clusterApiProblems);
  }
  return apiVersion === 'v1alpha1' && /^[A-Z]\w*Config$/.test(String(kind)) ? known('Talos', true, talosProblems) : undefined;
}

function withoutKind(
  document: Json, known: (reader: string, isFile: boolean, judge: (document: Json, minor: number) => HostProblem[]) => HostDocument,
): HostDocument | undefined {
  const keys = Object.keys(document);
  if (document.version === 'v1alpha1' && (isMap(document.machine) || isMap(document.cluster))) {
    return known('Talos', true, talosProblems);
  }
  const isRke2 = ['audit-policy-file', 'pod-security-admission-config-file', 'profile'].some(key => keys.includes(key));
  return keys.some(key => /^(kube-(apiserver|controller-manager|scheduler)|kubelet)-arg\+?$/.test(key))
    ? known(isRke2 ? 'RKE2' : 'k3s', true, (file, minor) => rancherProblems(file, minor, isRke2 ? 'rke2' : 'k3s')) : undefined;
}

/** The minor of a version that the document says its cluster runs. */
function ownMinor({ kubernetesVersion, spec }: Json): number | undefined {
  const { version, kubernetesVersion: ofSpec } = isMap(spec) ? spec : {} as Json;
  const said = [kubernetesVersion, version, ofSpec].find(each => typeof each === 'string');
  const minor = typeof said === 'string' ? Number(/^v?1\.(\d+)\b/.exec(said)?.[1]) : NaN;
  return minor >= 27 && minor <= 37 ? minor : undefined;
}
