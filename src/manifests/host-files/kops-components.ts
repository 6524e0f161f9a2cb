import { flagProblems, gatesOf, type Flag } from './flags';
import { at, type HostProblem } from './host-problem';
import { gateProblems, kubeletProblems } from './kubelet-configuration';
import type { FlaggedComponent } from '../../kubernetes/component-flags';
import { KOPS_FIELDS } from '../../kubernetes/data/kops-fields';
import { fieldsOf, type Field } from '../../kubernetes/fields';
import { kopsFlags, type KopsComponent } from '../../kubernetes/kops-flags';
import { kubeletStruct } from '../../kubernetes/kubelet-fields';
import { isMap, type Fields } from '../fields';

const COMPONENTS: ReadonlyArray<readonly [name: string, struct: KopsComponent, component: FlaggedComponent]> = [
  ['kubelet', 'Kubelet', 'kubelet'], ['masterKubelet', 'Kubelet', 'kubelet'],
  // The name of masterKubelet in v1alpha3.
  ['controlPlaneKubelet', 'Kubelet', 'kubelet'],
  ['kubeAPIServer', 'KubeAPIServer', 'kube-apiserver'], ['kubeControllerManager', 'KubeControllerManager', 'kube-controller-manager'],
  ['kubeScheduler', 'KubeScheduler', 'kube-scheduler'],
];

/** What of the components of a Cluster, or of the kubelet of an InstanceGroup, kops forbids, or a component of a minor stops at or drops. */
export function componentProblemsOf(spec: Fields, minor: number): HostProblem[] {
  return [
    ...COMPONENTS.flatMap(([name, struct, component]) => {
      const value = spec[name];
      if (!isMap(value)) {
        return [];
      }
      const path = `spec.${name}`;
      const forbidden = forbiddenProblems(struct, value, path, minor);
      const stopped = besides(forbidden, flagProblems(component, flagsOf(struct, value, path), minor));
      const kubelet = struct === 'Kubelet' ? besides([...forbidden, ...stopped], kubeletProblems(sharedFields(value), minor, path)) : [];
      return [...forbidden, ...stopped, ...kubelet];
    }),
    ...[...COMPONENTS.map(([name]) => name), 'kubeProxy'].flatMap(name => ofGates(spec[name], `spec.${name}.featureGates`, minor)),
  ];
}

/** Problems of fields of which nothing is told yet. */
function besides(told: readonly HostProblem[], found: readonly HostProblem[]): HostProblem[] {
  return found.filter(({ field }) => !told.some(each => each.field === field));
}

/** Gates are text in kops: "true" and "false". */
function ofGates(component: unknown, path: string, minor: number): HostProblem[] {
  const gates = isMap(component) ? component.featureGates : undefined;
  return isMap(gates) ? Object.entries(gates).flatMap(([gate, value]) => gateProblems(gatesOf(`${gate}=${String(value)}`), minor, path)) : [];
}

/** What is empty becomes no flag. */
function flagsOf(struct: KopsComponent, value: Fields, path: string): Flag[] {
  const flags = kopsFlags(struct);
  return Object.entries(value).flatMap(([name, inner]): Flag[] => {
    const flag = flags.get(name);
    const text = Array.isArray(inner) ? inner.join(',') : isMap(inner) ? Object.entries(inner).map(([key, each]) => `${key}=${String(each)}`).join(',') : inner === undefined || inner === null ? '' : String(inner);
    return flag === undefined || text === '' ? [] : [{ name: flag, value: text, field: at(path, name) }];
  });
}

/** Types of Go that say the same in a field of kops. */
const SAME: ReadonlyMap<string, string> = new Map([
  ['bool', 'bool'], ['int32', 'int'], ['int64', 'int'], ['string', 'text'], ['Duration', 'text'], ['[]string', 'list text'], ['map[string]string', 'map text'],
]);
const kindOf = ({ scalar, many }: Field) => many === undefined ? scalar : `${many} ${String(scalar)}`;

/** The fields that kops' kubelet has in common with KubeletConfiguration, by name and kind: they are judged as there. */
function sharedFields(value: Fields): Fields {
  const ours = fieldsOf(KOPS_FIELDS, 'Kubelet')!;
  const theirs = kubeletStruct('KubeletConfiguration')!;
  return Object.fromEntries(Object.entries(value).filter(([name]) => {
    const [own, other] = [ours.get(name), theirs.get(name)];
    return own !== undefined && other !== undefined && SAME.get(other.type) === kindOf(own);
  }));
}

/** What kops' validation forbids whatever the value (pkg/apis/kops/validation/validation.go), and what to do. */
const FORBIDDEN: Readonly<Record<string, ReadonlyMap<string, readonly [why: string, fix: string]>>> = {
  Kubelet: new Map([
    ['configureCbr0', ['the flag went with Kubernetes 1.5', 'leave it out']],
    ['apiServers', ['the flag went with Kubernetes 1.6', 'leave it out']],
    ['requireKubeconfig', ['the flag went with Kubernetes 1.10', 'leave it out']],
    ['experimentalAllowedUnsafeSysctls', ['it was renamed in Kubernetes 1.11', 'write allowedUnsafeSysctls']],
    ['bootstrapKubeconfig', ['it knows no bootstrap tokens', 'leave it out']],
    ['enableCadvisorJsonEndpoints', ['the flag went with Kubernetes 1.21', 'leave it out']],
    ['cpuCFSQuotaPeriod', ['it counts as gone since Kubernetes 1.20', 'leave it out']],
    ['networkPluginName', ['the flag went with Kubernetes 1.24', 'leave it out: the container runtime looks after the network']],
    ['networkPluginMTU', ['the flag went with Kubernetes 1.24', 'leave it out: the container runtime looks after the network']],
    ['nonMasqueradeCIDR', ['the flag went with Kubernetes 1.24', 'leave it out']],
  ]),
  KubeAPIServer: new Map([
    ['admissionControl', ['it was replaced in Kubernetes 1.26', 'write enableAdmissionPlugins']],
  ]),
  KubeControllerManager: new Map([
    ['experimentalClusterSigningDuration', ['the flag was removed in Kubernetes 1.25', 'write ClusterSigningDuration']],
  ]),
  KubeScheduler: new Map([
    ['usePolicyConfigMap', ['Kubernetes has no such policies any more', 'write a KubeSchedulerConfiguration']],
  ]),
};

/** What else has words of its own there. */
const WORDS: Readonly<Record<string, readonly string[]>> = { logFormat: ['text', 'json'], memorySwapBehavior: ['LimitedSwap', 'UnlimitedSwap'] };

function forbiddenProblems(struct: KopsComponent, value: Fields, path: string, minor: number): HostProblem[] {
  const names = Object.entries(value).flatMap(([name, inner]): HostProblem[] => {
    const row = inner === null || inner === '' || Array.isArray(inner) && inner.length === 0 ? undefined : FORBIDDEN[struct]?.get(name);
    return row === undefined ? [] : [{ field: at(path, name), value: inner, message: `kops forbids it: ${row[0]}`, fix: row[1] }];
  });
  const { enableBootstrapTokenAuth, auditPolicyFile, auditWebhookConfigFile } = value;
  const { podInfraContainerImage, shutdownGracePeriod, shutdownGracePeriodCriticalPods } = value;
  return [
    ...names,
    ...Object.entries(WORDS).flatMap(([name, words]): HostProblem[] => typeof value[name] !== 'string' || value[name] === '' || words.includes(value[name]) ? []
      : [{ field: at(path, name), value: value[name], message: `must be one of ${words.join(', ')}: kops refuses the file`, fix: 'mend the value' }]),
    ...struct === 'Kubelet' && typeof shutdownGracePeriodCriticalPods === 'string' && (shutdownGracePeriod === undefined || shutdownGracePeriod === null) ? [{
      field: at(path, 'shutdownGracePeriodCriticalPods'), value: shutdownGracePeriodCriticalPods, message: 'kops refuses it without shutdownGracePeriod', fix: 'write shutdownGracePeriod',
    }] : [],
    // A kops that runs 1.35 is one that forbids it (kops#17657).
    ...struct === 'Kubelet' && minor >= 35 && typeof podInfraContainerImage === 'string' && podInfraContainerImage !== '' ? [{
      field: at(path, 'podInfraContainerImage'), value: podInfraContainerImage, message: 'kops forbids it: the flag went with Kubernetes 1.35', fix: 'write containerd.sandboxImage',
    }] : [],
    ...struct === 'KubeAPIServer' && enableBootstrapTokenAuth === true ? [{
      field: at(path, 'enableBootstrapTokenAuth'), value: true, message: 'kops forbids it: it knows no bootstrap tokens', fix: 'leave it out',
    }] : [],
    ...struct === 'KubeAPIServer' && typeof auditWebhookConfigFile === 'string' && auditWebhookConfigFile !== '' ? webhookProblems(auditWebhookConfigFile, auditPolicyFile, at(path, 'auditWebhookConfigFile')) : [],
  ];
}

/** kops mounts one folder for both. */
function webhookProblems(file: string, policy: unknown, field: string): HostProblem[] {
  const folder = (path: string) => path.slice(0, path.lastIndexOf('/'));
  return typeof policy !== 'string' || policy === '' ? [{ field, value: file, message: 'kops refuses it without auditPolicyFile: no event would be logged', fix: 'write auditPolicyFile' }]
    : folder(file) === folder(policy) ? [] : [{ field, value: file, message: 'kops refuses it in another folder than auditPolicyFile, of which it mounts the folder', fix: `put it into ${folder(policy)}` }];
}
