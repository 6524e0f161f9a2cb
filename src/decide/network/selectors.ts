import { all, Answer, assumed, certain } from './answer';
import type { NetworkNamespace, NetworkPod } from './model';
import type { LabelSelector, LabelSelectorRequirement } from '../../manifests/model';
import { selectorMatches } from '../label-selector';

/**
 * Label selectors (k8s.io/apimachinery pkg/labels/selector.go, `Requirement.Matches`). What is not known of an object
 * is not taken for absent in silence: a selector that reads it gives an uncertain answer.
 */

/** The label that the API server keeps on every namespace (KEP-2161). */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** Whether a namespace is selected. */
export function selectsNamespace(selector: LabelSelector, namespace: NetworkNamespace): Answer {
  return selects(selector, key => namespace.declared || key === NAMESPACE_NAME_LABEL
    ? undefined : `namespace ${namespace.name}`, namespace.labels, 'namespace-labels');
}

/** Whether a pod is selected, its namespace aside. */
export function selectsPod(selector: LabelSelector, pod: NetworkPod): Answer {
  return selects(selector, key => isOpenLabel(pod, key)
    ? `${pod.kind} ${pod.namespace}/${pod.name}` : undefined, pod.labels, 'controller-labels');
}

/** Every requirement of a selector: `matchLabels` is a list of In with one value. None is every object. */
export function requirementsOf({ matchLabels = {}, matchExpressions = [] }: LabelSelector): LabelSelectorRequirement[] {
  const equals = Object.keys(matchLabels).map((key): LabelSelectorRequirement => ({ key, operator: 'In', values: [matchLabels[key]!] }));
  return [...equals, ...matchExpressions];
}

/**
 * Labels that controllers put on pods, and that no template has: of a Deployment, a StatefulSet, a DaemonSet or a Job
 * (kubernetes.io, "Well-Known Labels"), and of the node, from 1.35 on (KEP-4742).
 */
const CONTROLLER_LABELS: ReadonlySet<string> = new Set([
  'pod-template-hash', 'rollouts-pod-template-hash', 'controller-revision-hash', 'pod-template-generation',
  'statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index', 'job-name', 'controller-uid', 'batch.kubernetes.io/job-name',
  'batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-completion-index', 'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
]);

/** Whether a controller may yet give a pod this label: it has not done so where the pod is still to be made. */
export function isOpenLabel(pod: NetworkPod, key: string): boolean {
  return CONTROLLER_LABELS.has(key) && !Object.hasOwn(pod.labels, key) && (pod.template || pod.addresses.length === 0 || pod.claimed === true);
}

function selects(
  selector: LabelSelector, unknown: (key: string) => string | undefined, labels: Readonly<Record<string, string>>,
  id: 'namespace-labels' | 'controller-labels',
): Answer {
  return all(requirementsOf(selector), requirement => {
    const about = unknown(requirement.key);
    const holds = selectorMatches({ matchExpressions: [requirement] }, labels);
    return about === undefined ? certain(holds) : assumed(holds, id, about);
  });
}
