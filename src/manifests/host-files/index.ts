import { apiServerFileProblems } from './apiserver-files';
import { clusterApiProblems } from './cluster-api';
import { type HostProblem } from './host-problem';
import { isMap, type Fields } from '../fields';
import { k0sProblems } from './k0s';
import { kindProblems } from './kind';
import { isWholeKopsDocument, kopsKindMeant, kopsKindProblems, kopsProblems } from './kops';
import { kubeadmProblems } from './kubeadm';
import { kubeletDocumentProblems } from './kubelet-configuration';
import { nodeadmProblems } from './nodeadm';
import { rancherProblems } from './rancher';
import { talosProblems } from './talos';
import { isWholeTalosDocument } from './talos-fields';
import { RANCHER_FIELDS } from '../../kubernetes/data/rancher-keys';
import { fieldsOf } from '../../kubernetes/fields';

export type { HostProblem } from './host-problem';

/** A file for machines or installers that is known here. */
export interface HostDocument {
  /** What reads it: `kubelet`, `kubeadm`, `Talos`, … */
  readonly reader: string;
  /** False for what is also an object of an API server, such as a KubeadmControlPlane. */
  readonly isFile: boolean;
  /** False where not all fields of the file are known here for a minor: then an unknown one is told only when it is almost a known one. */
  isWhole(minor: number): boolean;
  /** What is wrong with it for a minor; a version that the document names itself goes first. */
  problems(minor: number): HostProblem[];
}

/** Whether all fields of a file are known, by its reader. Default: they are. */
const WHOLE: Readonly<Record<string, (document: Fields, minor: number, beside?: Fields) => boolean>> = {
  kops: isWholeKopsDocument,
  Talos: isWholeTalosDocument,
};

/**
 * What kind of host file a document is; undefined for one that is none. What has neither apiVersion nor kind is known by
 * the fields that no other file has.
 *
 * @param beside the machine configuration of Talos in the same file
 */
export function hostDocument(document: Fields, beside?: Fields): HostDocument | undefined {
  const { apiVersion, kind } = document;
  const minorOf = (other: number) => ownMinor(document) ?? (beside && apiVersion === 'v1alpha1' ? ownMinor(beside) : undefined) ?? other;
  const group = typeof apiVersion === 'string' ? apiVersion.split('/')[0]! : undefined;
  const known = (reader: string, isFile: boolean, judge: (document: Fields, minor: number) => HostProblem[]): HostDocument => ({
    reader,
    isFile,
    isWhole: minor => WHOLE[reader]?.(document, minorOf(minor), beside) ?? true,
    problems: minor => judge(document, minorOf(minor)),
  });
  if (group === undefined && kind === undefined) {
    return withoutKind(document, known);
  }
  switch (`${group} ${String(kind)}`) {
    case 'kubelet.config.k8s.io KubeletConfiguration': return known('kubelet', true, kubeletDocumentProblems);
    case 'kind.x-k8s.io Cluster': return known('kind', true, kindProblems);
    case 'kops.k8s.io Cluster':
    case 'kops.k8s.io InstanceGroup': return known('kops', true, kopsProblems);
    case 'k0s.k0sproject.io ClusterConfig': return known('k0s', true, k0sProblems);
    case 'node.eks.aws NodeConfig': return known('nodeadm', true, nodeadmProblems);
    default:
  }
  if (group === 'kops.k8s.io' && kopsKindMeant(kind) !== undefined) {
    return known('kops', true, kopsKindProblems);
  }
  if (group === 'apiserver.config.k8s.io') {
    return known('kube-apiserver', true, apiServerFileProblems);
  }
  if (group === 'kubeadm.k8s.io') {
    return known('kubeadm', true, kubeadmProblems);
  }
  if (/^(controlplane|bootstrap)\.cluster\.x-k8s\.io$/.test(group ?? '') && /^Kubeadm(ControlPlane|Config)(Template)?$/.test(String(kind))) {
    return known('Cluster API', false, clusterApiProblems);
  }
  return apiVersion === 'v1alpha1' && /^[A-Z]\w*Config$/.test(String(kind))
    ? known('Talos', true, (each, minor) => talosProblems(each, minor, beside)) : undefined;
}

function withoutKind(
  document: Fields, known: (reader: string, isFile: boolean, judge: (document: Fields, minor: number) => HostProblem[]) => HostDocument,
): HostDocument | undefined {
  const keys = Object.keys(document);
  if (document.version === 'v1alpha1' && (isMap(document.machine) || isMap(document.cluster))) {
    return known('Talos', true, talosProblems);
  }
  const names = keys.map(key => key.replace(/\+$/, ''));
  const flags = (tool: string) => names.filter(name => fieldsOf(RANCHER_FIELDS, tool)!.has(name)).length;
  const hasArgs = names.some(name => /^(kube-(apiserver|controller-manager|scheduler)|kubelet)-arg$/.test(name));
  // Most of the keys are flags of theirs, one of them of several words: no other configuration looks so.
  const looksSo = names.some(name => name.includes('-') && fieldsOf(RANCHER_FIELDS, 'rke2')!.has(name)) && flags('rke2') >= 2 && flags('rke2') * 2 > names.length;
  const tool = flags('rke2') > flags('k3s') ? 'rke2' : 'k3s';
  if (!hasArgs && !looksSo) {
    return undefined;
  }
  // What may yet be the file of another program is told only the slips of known keys.
  const isSure = hasArgs || flags(tool) >= 3 && flags(tool) * 4 >= names.length * 3;
  return { ...known(tool === 'rke2' ? 'RKE2' : 'k3s', true, (file, minor) => rancherProblems(file, minor, tool, isSure)), isWhole: () => isSure };
}

/** The minor of a version that the document says its cluster runs. */
function ownMinor(document: Fields): number | undefined {
  const { kubernetesVersion, spec, nodes, machine, cluster, image } = document;
  const { version, kubernetesVersion: ofSpec } = isMap(spec) ? spec : {} as Fields;
  // Images name a release: those of kind's nodes (kindest/node:v1.34.0), of Talos' kubelet and of its control plane.
  const images = [
    ...Array.isArray(nodes) ? nodes.map(node => isMap(node) ? node.image : undefined) : [],
    ...isMap(machine) && isMap(machine.kubelet) ? [machine.kubelet.image] : [],
    ...isMap(cluster) ? ['apiServer', 'controllerManager', 'scheduler'].map(name => isMap(cluster[name]) ? (cluster[name] as Fields).image : undefined) : [],
    ...document.apiVersion === 'v1alpha1' && /^Kube(let|APIServer|ControllerManager|Scheduler)Config$/.test(String(document.kind)) ? [image] : [],
  ].map(each => /:(v1\.\d+)/.exec(String(each))?.[1]);
  const said = [kubernetesVersion, version, ofSpec, ...images].find(each => typeof each === 'string');
  const minor = typeof said === 'string' ? Number(/^v?1\.(\d+)\b/.exec(said)?.[1]) : NaN;
  return minor >= 27 && minor <= 37 ? minor : undefined;
}
