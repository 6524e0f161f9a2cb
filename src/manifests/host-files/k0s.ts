import { componentProblems } from './component-args';
import { fieldProblems, type Reader } from './fields';
import { type HostProblem } from './host-problem';
import { kubeletFieldProblems } from './kubelet-fields-of';
import { list } from './lists';
import { K0S_DROPPING, K0S_FIELDS, K0S_GROWING, K0S_GROWING_FROM, K0S_NEWEST } from '../../kubernetes/data/k0s-fields';
import { isMap, mapAt, type Fields } from '../fields';

/** A release of k0s has the minor of the Kubernetes that it runs. */
function readerOf(minor: number): Reader {
  const open = minor > K0S_NEWEST ? { structs: /^/, unsure: `k0s 1.${K0S_NEWEST} and older know no such field; of newer ones nothing is known here` }
    : { structs: K0S_GROWING, unsure: `no k0s 1.${minor} that is known here has such a field; a newer patch of it may` };
  return {
    unknown: 'k0s knows no such field, and refuses the file',
    wrong: 'k0s refuses the file',
    dropping: K0S_DROPPING,
    releases: { tool: 'k0s', first: minor, last: minor },
    ...minor < K0S_GROWING_FROM ? {} : { open },
  };
}

/** The ClusterConfig of k0s: fields, flags, worker profiles, and what is read and does nothing. */
export function k0sProblems({ spec }: Fields, minor: number): HostProblem[] {
  const { api, controllerManager, scheduler, workerProfiles } = isMap(spec) ? spec : {} as Fields;
  const args = (component: unknown) => isMap(component) ? component.extraArgs : undefined;
  return [
    ...fieldProblems(K0S_FIELDS, 'ClusterSpec', spec, 'spec', readerOf(minor)),
    ...deadProblems(spec, minor),
    ...componentProblems('kube-scheduler', args(scheduler), 'spec.scheduler.extraArgs', 'map', minor, 'k0s'),
    ...componentProblems('kube-apiserver', args(api), 'spec.api.extraArgs', 'map', minor, 'k0s'),
    ...componentProblems('kube-controller-manager', args(controllerManager), 'spec.controllerManager.extraArgs', 'map', minor, 'k0s'),
    ...list(workerProfiles).flatMap((profile, index) => isMap(profile) ? kubeletFieldProblems(profile.values, `spec.workerProfiles[${index}].values`, minor, 'k0s') : []),
  ];
}

/** Storage of k0s' own went with 1.31 (extensions.go), policies of pods with Kubernetes 1.25. */
function deadProblems(spec: unknown, minor: number): HostProblem[] {
  const { storage } = mapAt(spec, 'extensions');
  const { podSecurityPolicy } = isMap(spec) ? spec : {} as Fields;
  return [
    ...minor >= 31 && isMap(storage) && storage.type !== undefined && storage.type !== 'external_storage'
      ? [{ field: 'spec.extensions.storage', value: storage.type, message: 'k0s ignores it since 1.31: no storage is installed', fix: 'leave it out, and install the storage as a chart', dead: true }] : [],
    ...podSecurityPolicy !== undefined && podSecurityPolicy !== null
      ? [{ field: 'spec.podSecurityPolicy', value: podSecurityPolicy, message: 'does nothing: Kubernetes 1.25 removed policies of pods', fix: 'leave it out, and label namespaces for Pod Security', dead: true }] : [],
  ];
}
