import { componentProblems } from './component-args';
import { embeddedProblems } from './embedded';
import { fieldProblems, type Reader } from './fields';
import { at, type HostProblem } from './host-problem';
import { isMap, type Fields } from '../fields';
import { componentsIn, kubeletFlagProblems } from './kubeadm';
import { kubeletFieldProblems } from './kubelet-fields-of';
import { inside } from './nested';
import { tomlProblems } from './toml-text';
import type { FlaggedComponent } from '../../kubernetes/component-flags';
import { TALOS_FIELDS } from '../../kubernetes/data/tool-fields';
import { meantBy } from '../../kubernetes/fields';

/** A machine configuration of Talos: the one document, or those of 1.14 and newer. */
export function talosProblems(document: Fields, minor: number): HostProblem[] {
  if (document.kind === undefined) {
    const { machine, cluster } = document;
    const kubelet = isMap(machine) && isMap(machine.kubelet) ? machine.kubelet : {};
    return [
      ...fieldProblems(TALOS_FIELDS, 'Config', document, '', READER),
      ...kubeletFieldProblems(kubelet.extraConfig, 'machine.kubelet.extraConfig', minor, 'talos').concat(seccomp(kubelet.extraConfig, 'machine.kubelet.extraConfig')),
      ...kubeletFlagProblems(kubelet.extraArgs, 'machine.kubelet.extraArgs', 'map', minor),
      ...isMap(cluster) && isMap(cluster.apiServer) ? below('cluster.apiServer.auditPolicy', embeddedProblems(cluster.apiServer.auditPolicy, minor)) : [],
      ...isMap(cluster) ? componentsIn(cluster, 'cluster', 'map', minor, 'talos') : [],
    ];
  }
  const component = TALOS_COMPONENTS[String(document.kind)];
  return [
    ...kindProblems(document),
    ...component === undefined ? [] : componentProblems(component, document.extraArgs, 'extraArgs', 'map', minor, 'talos'),
    ...document.kind === 'KubeletConfig' ? kubeletFieldProblems(document.config, 'config', minor, 'talos').concat(seccomp(document.config, 'config')) : [],
    ...document.kind === 'KubeAuditPolicyConfig' ? below('configuration', embeddedProblems(document.configuration, minor)) : [],
    ...document.kind === 'CRICustomizationConfig' && typeof document.content === 'string' ? inside('content', tomlProblems(document.content, 3)) : [],
  ];
}

const READER: Reader = { unknown: 'Talos knows no such field, and refuses the configuration', wrong: 'Talos refuses the configuration', isOpen: true };

/** Problems of a part, by their path in the whole. */
function below(path: string, problems: readonly HostProblem[]): HostProblem[] {
  return problems.map(problem => ({ ...problem, field: at(path, problem.field) }));
}

/** A document of a kind that is almost a known one, or with fields that are. */
function kindProblems(document: Fields): HostProblem[] {
  const kind = String(document.kind);
  const kinds = Object.keys(TALOS_FIELDS).filter(each => each.endsWith('Config') && each !== 'Config');
  const meant = meantBy(kind, kinds, 1);
  return meant !== undefined && meant !== kind ? [{ field: 'kind', value: kind, message: 'Talos knows no such document, and refuses the configuration', fix: `write ${meant}` }]
    : fieldProblems(TALOS_FIELDS, kind, document, '', READER);
}

const TALOS_COMPONENTS: Readonly<Record<string, FlaggedComponent>> = {
  KubeAPIServerConfig: 'kube-apiserver', KubeControllerManagerConfig: 'kube-controller-manager', KubeSchedulerConfig: 'kube-scheduler',
};

function seccomp(fields: unknown, path: string): HostProblem[] {
  return isMap(fields) && fields.seccompDefault !== undefined
    ? [{ field: at(path, 'seccompDefault'), value: fields.seccompDefault, message: 'Talos refuses this field here', fix: 'set defaultRuntimeSeccompProfileEnabled beside it' }] : [];
}
