import { ANY_NAME, type NameRules } from './metadata';
import { asPrefix, dnsLabel, dnsSubdomain } from './names';

const SUBDOMAIN: NameRules = { name: dnsSubdomain, generateName: asPrefix(dnsSubdomain) };

/**
 * Kinds of the API server's own groups whose names are DNS subdomains (`NameIsDNSSubdomain`, by way of `ValidatePodName` and its like in
 * `pkg/apis/<group>/validation`). Of the others only what holds for every name is asked.
 */
export const SUBDOMAIN_KINDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(Object.entries({
  '': [
    'ConfigMap', 'Endpoints', 'LimitRange', 'Node', 'PersistentVolume', 'PersistentVolumeClaim', 'Pod', 'PodTemplate', 'ReplicationController',
    'ResourceQuota', 'Secret', 'ServiceAccount',
  ],
  'admissionregistration.k8s.io': [
    'MutatingWebhookConfiguration', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'ValidatingWebhookConfiguration',
  ],
  'apps': ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'autoscaling': ['HorizontalPodAutoscaler'],
  'batch': ['CronJob', 'Job'],
  'networking.k8s.io': ['Ingress', 'IngressClass'],
  'node.k8s.io': ['RuntimeClass'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['StorageClass'],
}).map(([group, kinds]) => [group, new Set(kinds)]));

/** Once DNS labels of RFC 1035, from 1.34 on, behind the gate RelaxedServiceNameValidation, of RFC 1123; what neither takes is refused here. */
const SERVICE: NameRules = { name: dnsLabel, generateName: asPrefix(dnsLabel) };

/** What names of a kind must be that has no validation of its own here. */
export function namesOf(group: string, kind: string): NameRules {
  if (group === '' && kind === 'Service') return SERVICE;
  return SUBDOMAIN_KINDS.get(group)?.has(kind) ? SUBDOMAIN : ANY_NAME;
}
