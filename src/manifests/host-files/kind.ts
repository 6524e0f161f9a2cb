import { fieldProblems, type Reader } from './fields';
import { type HostProblem } from './host-problem';
import { isMap, type Fields } from '../fields';
import { componentsIn, kubeadmProblems, kubeletFlagProblems, readerOf } from './kubeadm';
import { gateProblems } from './kubelet-configuration';
import { kubeletFieldProblems } from './kubelet-fields-of';
import { list, texts } from './lists';
import { inside, parsedAll } from './nested';
import { tomlProblems } from './toml-text';
import { KIND_FIELDS } from '../../kubernetes/data/kind-fields';
import { KUBEADM_FIELDS } from '../../kubernetes/data/kubeadm-fields';
import { fieldsOf } from '../../kubernetes/fields';

/** kind's configuration: patches of kubeadm's and of containerd's, whose own file is of version 2. */
export function kindProblems(document: Fields, minor: number): HostProblem[] {
  const { kubeadmConfigPatches, containerdConfigPatches, nodes, featureGates } = document;
  const all: Array<[string, unknown]> = [
    ...texts(kubeadmConfigPatches, 'kubeadmConfigPatches'),
    ...list(nodes).flatMap((node, index) => isMap(node) ? texts(node.kubeadmConfigPatches, `nodes[${index}].kubeadmConfigPatches`) : []),
  ];
  return [
    ...fieldProblems(KIND_FIELDS, 'Cluster', document, '', READER),
    ...all.flatMap(([field, text]) => {
      // kind takes each document of the text for a patch (parseMergePatches).
      const patches = parsedAll(text);
      return patches === undefined ? [{ field, message: 'is no YAML: kind refuses it', fix: 'mend it' }] : inside(field, patches.flatMap(patch => kindPatch(patch, minor)));
    }),
    ...isMap(featureGates) ? gateProblems(featureGates, minor, 'featureGates') : [],
    ...texts(containerdConfigPatches, 'containerdConfigPatches').flatMap(([field, text]) => inside(field, tomlProblems(text, 2))),
  ];
}

/** kind makes what its kubeadm wants of a patch without a version; one with a version must be of that which kind writes. */
function kindPatch(patch: Fields, minor: number): HostProblem[] {
  if (patch.kind === 'KubeletConfiguration') {
    const { apiVersion: _, kind: __, ...fields } = patch;
    return kubeletFieldProblems(fields, '', minor, 'kind');
  }
  const version = minor >= 36 ? 'v1beta4' : 'v1beta3';
  if (fieldsOf(KUBEADM_FIELDS[version]!, String(patch.kind)) === undefined) {
    return patch.kind === 'KubeProxyConfiguration' ? []
      : [{ field: 'kind', value: patch.kind, message: 'kind writes no such document, so that the patch changes nothing', fix: 'use ClusterConfiguration, InitConfiguration, JoinConfiguration or KubeletConfiguration', dead: true }];
  }
  const own = `kubeadm.k8s.io/${version}`;
  if (patch.apiVersion !== undefined) {
    return patch.apiVersion === own ? kubeadmProblems(patch, minor)
      : [{ field: 'apiVersion', value: patch.apiVersion, message: `kind writes ${own} for nodes of 1.${minor}, so that the patch matches nothing`, fix: 'leave out apiVersion', dead: true }];
  }
  const { kind: _, ...fields } = patch;
  const { nodeRegistration } = patch;
  return [
    ...fieldProblems(KUBEADM_FIELDS[version]!, String(patch.kind), fields, '', readerOf(version)),
    ...componentsIn(patch, '', 'map', minor, 'kind'),
    ...isMap(nodeRegistration) ? kubeletFlagProblems(nodeRegistration.kubeletExtraArgs, 'nodeRegistration.kubeletExtraArgs', 'map', minor) : [],
  ];
}

const READER: Reader = { unknown: 'kind has no such field, and refuses the file', wrong: 'kind refuses the file' };
