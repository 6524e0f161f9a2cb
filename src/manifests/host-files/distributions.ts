import { argsOf, componentProblems } from './component-args';
import { embeddedTextProblems } from './embedded';
import { fieldProblems, type Reader } from './fields';
import { flagProblems, gatesOf } from './flags';
import { type HostProblem } from './host-problem';
import { isMap, type Fields } from '../fields';
import { gateProblems } from './kubelet-configuration';
import { kubeletFieldProblems } from './kubelet-fields-of';
import { list } from './lists';
import { inside } from './nested';
import { tomlProblems } from './toml-text';
import { NODEADM_FIELDS, NODEADM_OPEN } from '../../kubernetes/data/nodeadm-fields';
import { KOPS_FIELDS } from '../../kubernetes/data/tool-fields';

const READER_OF_KOPS: Reader = { unknown: 'kops knows no such field, and refuses the file', wrong: 'kops refuses the file', isOpen: true };

/** The Cluster object of kops. It is validated strictly; these are the slips that look right. */
export function kopsProblems({ spec }: Fields, minor: number): HostProblem[] {
  const { kubeControllerManager, kubelet, containerd } = isMap(spec) ? spec : {} as Fields;
  const manager = isMap(kubeControllerManager) ? kubeControllerManager : {};
  const unknown = isMap(kubelet) ? Object.keys(kubelet).filter(field => ['serverTLSBootstrap', 'authentication', 'authorization'].includes(field)) : [];
  const known = fieldProblems(KOPS_FIELDS, 'ClusterSpec', spec, 'spec', READER_OF_KOPS).filter(({ field }) => !/(\.clusterSigningDuration|\.experimentalClusterSigningDuration)$/.test(field));
  const gates = ['kubelet', 'masterKubelet', 'controlPlaneKubelet', 'kubeAPIServer', 'kubeControllerManager'].flatMap(name => {
    const part = isMap(spec) ? spec[name] : undefined;
    return isMap(part) && isMap(part.featureGates) ? gateProblems(gatesOf(Object.entries(part.featureGates).map(([gate, value]) => `${gate}=${String(value)}`).join(',')), minor, `spec.${name}.featureGates`) : [];
  });
  return [
    ...known, ...gates,
    ...list(isMap(spec) ? spec.fileAssets : undefined).flatMap((file, index) => isMap(file) ? inside(`spec.fileAssets[${index}].content`, embeddedTextProblems(file.content, minor)) : []),
    ...manager.clusterSigningDuration === undefined ? [] : [{ field: 'spec.kubeControllerManager.clusterSigningDuration', value: manager.clusterSigningDuration, message: 'kops knows no such field, and refuses the file', fix: 'write ClusterSigningDuration, with a capital C' }],
    ...manager.experimentalClusterSigningDuration === undefined ? [] : [{ field: 'spec.kubeControllerManager.experimentalClusterSigningDuration', value: manager.experimentalClusterSigningDuration, message: 'kops forbids it: the flag was removed in Kubernetes 1.25', fix: 'write ClusterSigningDuration' }],
    ...componentProblems('kube-controller-manager', manager.ClusterSigningDuration === undefined ? undefined : { 'cluster-signing-duration': manager.ClusterSigningDuration },
      'spec.kubeControllerManager', 'map', minor, 'kops').map(problem => ({ ...problem, field: 'spec.kubeControllerManager.ClusterSigningDuration' })),
    ...unknown.map((field): HostProblem => ({ field: `spec.kubelet.${field}`, message: 'kops knows no such field, and refuses the file', fix: field === 'serverTLSBootstrap' ? 'leave it out: kops-controller issues serving certificates' : 'use anonymousAuth, authenticationTokenWebhook and authorizationMode' })),
    ...isMap(containerd) && typeof containerd.configOverride === 'string' ? inside('spec.containerd.configOverride', tomlProblems(containerd.configOverride)) : [],
  ];
}

/** nodeadm decodes without strictness (nodeadm/internal/api/bridge/decode.go), so that what it does not know is dropped. */
function readerOfNodeadm(minor: number): Reader {
  return {
    unknown: 'nodeadm knows no such field, and drops it without a word',
    wrong: 'nodeadm refuses the file',
    open: NODEADM_OPEN,
    releases: { tool: 'the nodeadm of EKS', first: minor, last: minor },
    otherRelease: 'drop it without a word',
  };
}

/** nodeadm's NodeConfig. */
export function nodeadmProblems({ spec }: Fields, minor: number): HostProblem[] {
  const { kubelet, containerd } = isMap(spec) ? spec : {} as Fields;
  return [
    ...fieldProblems(NODEADM_FIELDS, 'NodeConfigSpec', spec, 'spec', readerOfNodeadm(minor)),
    ...isMap(kubelet) && Array.isArray(kubelet.flags) ? flagProblems('kubelet', argsOf(kubelet.flags, 'spec.kubelet.flags', 'list').flags, minor) : [],
    ...isMap(kubelet) ? kubeletFieldProblems(kubelet.config, 'spec.kubelet.config', minor, 'eks') : [],
    ...isMap(containerd) && typeof containerd.config === 'string' ? inside('spec.containerd.config', tomlProblems(containerd.config)) : [],
  ];
}
