import { flagProblems } from '../../manifests/host-files/flags';
import type { HostProblem } from '../../manifests/host-files/host-problem';
import { kubeletProblems } from '../../manifests/host-files/kubelet-configuration';
import { shown, type Problem } from '../../manifests/problem';
import type { HostsModel } from '../hosts-model';
import type { TargetModel } from '../model';

/**
 * What the components of the target would stop at, or drop without a word, of all that constructs ask. A kubelet drops
 * a field that it does not know, so that nobody but us would notice.
 */
export function problemsOfAsked({ minor }: TargetModel, { controlPlane, kubelet, askedBy }: HostsModel): Problem[] {
  const flags = (component: 'kube-apiserver' | 'kube-controller-manager', all: Readonly<Record<string, string>>) =>
    flagProblems(component, Object.entries(all).map(([name, value]) => ({ name, value, field: `${component} --${name}` })), minor);
  const found: HostProblem[] = [
    ...flags('kube-apiserver', controlPlane.apiServerFlags),
    ...flags('kube-controller-manager', controlPlane.controllerManagerFlags),
    ...kubeletProblems(kubelet, minor).map(problem => ({ ...problem, field: `kubelet ${problem.field}` })),
  ];
  return found.map(({ field, value, message, fix }): Problem => ({
    id: 'target-unsupported',
    construct: askedBy[field] ?? Object.entries(askedBy).find(([name]) => field.startsWith(`${name}.`) || field.startsWith(`${name}[`))?.[1],
    field,
    value: value === undefined ? undefined : shown(value),
    message,
    fix,
  }));
}
