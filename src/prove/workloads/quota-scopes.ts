import type { Resources } from './amounts';
import { mapAt, mapsAt, type Fields } from '../../manifests/fields';

/**
 * Whether a quota counts a pod: every scope of it must be true of the pod (pkg/quota/v1/evaluator/core/pods.go,
 * podMatchesScopeFunc). A scope that is not known counts nothing, as there.
 *
 * @param priority the PriorityClass of pods that name none; undefined where the cluster has no default
 */
export function countsPod(quota: Fields, spec: Fields, resources: Resources, priority: string | undefined): boolean {
  const { scopes } = mapAt(quota, 'spec');
  const requirements = [
    ...(Array.isArray(scopes) ? scopes as unknown[] : []).map(scopeName => ({ scopeName, operator: 'Exists', values: undefined })),
    ...mapsAt(mapAt(mapAt(quota, 'spec'), 'scopeSelector'), 'matchExpressions'),
  ] as Fields[];
  return requirements.every(requirement => matches(requirement, spec, resources, priority));
}

/** Whether a quota has scopes: it then counts no Services, ConfigMaps and their like, and of claims only those of its classes. */
export function isScoped(quota: Fields): boolean {
  const { scopes, scopeSelector } = mapAt(quota, 'spec');
  return (Array.isArray(scopes) && scopes.length > 0) || (scopeSelector !== undefined && scopeSelector !== null);
}

function matches({ scopeName, operator, values }: Fields, spec: Fields, { requests, limits }: Resources, priority: string | undefined): boolean {
  const isTerminating = typeof spec.activeDeadlineSeconds === 'number' && spec.activeDeadlineSeconds >= 0;
  const isBestEffort = ['cpu', 'memory'].every(resource => (requests.get(resource) ?? 0n) === 0n && (limits.get(resource) ?? 0n) === 0n);
  switch (scopeName) {
    case 'Terminating': return isTerminating;
    case 'NotTerminating': return !isTerminating;
    case 'BestEffort': return isBestEffort;
    case 'NotBestEffort': return !isBestEffort;
    case 'CrossNamespacePodAffinity': return crossesNamespaces(spec);
    case 'PriorityClass': {
      const named = typeof spec.priorityClassName === 'string' && spec.priorityClassName !== '' ? spec.priorityClassName : priority;
      const among = named !== undefined && Array.isArray(values) && values.includes(named);
      return operator === 'In' ? among : operator === 'NotIn' ? !among : operator === 'Exists' ? named !== undefined : operator === 'DoesNotExist' && named === undefined;
    }
    default: return false;
  }
}

/** An affinity to pods of other namespaces, in any of its terms. */
function crossesNamespaces(spec: Fields): boolean {
  const affinity = mapAt(spec, 'affinity');
  const terms = ['podAffinity', 'podAntiAffinity'].map(kind => mapAt(affinity, kind)).flatMap(each => [
    ...mapsAt(each, 'requiredDuringSchedulingIgnoredDuringExecution'),
    ...mapsAt(each, 'preferredDuringSchedulingIgnoredDuringExecution').map(term => mapAt(term, 'podAffinityTerm')),
  ]);
  return terms.some(({ namespaces, namespaceSelector }) =>
    (Array.isArray(namespaces) && namespaces.length > 0) || (namespaceSelector !== undefined && namespaceSelector !== null));
}
