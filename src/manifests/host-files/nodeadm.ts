import { argsOf } from './component-args';
import { fieldProblems, type Reader } from './fields';
import { flagProblems } from './flags';
import { type HostProblem } from './host-problem';
import { isMap, type Fields } from '../fields';
import { kubeletFieldProblems } from './kubelet-fields-of';
import { inside } from './nested';
import { tomlProblems } from './toml-text';
import { NODEADM_FIELDS, NODEADM_OPEN } from '../../kubernetes/data/nodeadm-fields';

/** nodeadm decodes without strictness (nodeadm/internal/api/bridge/decode.go), so that what it does not know is dropped. */
function readerOfNodeadm(minor: number): Reader {
  return {
    unknown: 'nodeadm knows no such field, and drops it without a word',
    wrong: 'nodeadm refuses the file',
    open: { structs: NODEADM_OPEN, unsure: 'no nodeadm that is known here has such a field, and each drops it without a word; that of a newer image may know it' },
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
