import { isMap, type Fields } from '../manifests/fields';
import { groupOf, metadataOf } from '../manifests/identity';

/** Groups, or kinds of them, that say who may do what, what may run, or what it may reach, and what those need to be there. */
const POLICIES = new Set([
  'rbac.authorization.k8s.io', 'networking.k8s.io/NetworkPolicy', 'policy.networking.k8s.io', 'admissionregistration.k8s.io',
  'apiextensions.k8s.io', 'apiregistration.k8s.io', 'cilium.io', 'crd.projectcalico.org', 'projectcalico.org', 'kyverno.io',
  'templates.gatekeeper.sh', 'constraints.gatekeeper.sh', '/Namespace', '/ServiceAccount', '/ResourceQuota', '/LimitRange',
  'scheduling.k8s.io/PriorityClass', 'node.k8s.io/RuntimeClass',
]);

/**
 * What can and must stand before workloads do. A PodDisruptionBudget is none of it: Argo CD waits for its pods before it
 * goes on (resource_customizations/policy/PodDisruptionBudget/health.lua), so that it would wait for ever.
 *
 * @param services `namespace/name` of the Services of the cluster: a webhook or an API that one of them serves comes with
 * the workloads behind it, which could not start while it refuses them and does not answer
 */
export function isPolicy(object: Fields, services: ReadonlySet<string> = new Set()): boolean {
  const group = groupOf(object);
  return (POLICIES.has(group) || POLICIES.has(`${group}/${String(object.kind)}`)) && !isServed(object, services);
}

/**
 * What the API server cannot judge before other policies are there: a binding before its role, where the deployer may
 * not grant everything (kustomize-controller#748), and a constraint of Gatekeeper before the kind that its template makes.
 */
export function isLatePolicy(object: Fields): boolean {
  return isConstraint(object) || (groupOf(object) === 'rbac.authorization.k8s.io' && /Binding$/.test(String(object.kind)));
}

/** A constraint of Gatekeeper, whose kind exists once its template does. */
export function isConstraint(object: Fields): boolean {
  return groupOf(object) === 'constraints.gatekeeper.sh';
}

/** `namespace/name` of each Service. */
export function servicesIn(objects: readonly Fields[]): ReadonlySet<string> {
  return new Set(objects.filter(object => object.kind === 'Service' && groupOf(object) === '').map(object => {
    const { name, namespace } = metadataOf(object);
    return `${namespace ?? 'default'}/${name}`;
  }));
}

/** True for a webhook configuration or an APIService that calls one of the Services. */
function isServed(object: Fields, services: ReadonlySet<string>): boolean {
  const calls = (service: unknown) => isMap(service) && services.has(`${String(service.namespace ?? 'default')}/${String(service.name)}`);
  if (object.kind === 'APIService') {
    return isMap(object.spec) && calls(object.spec.service);
  }
  return (object.kind === 'ValidatingWebhookConfiguration' || object.kind === 'MutatingWebhookConfiguration') && Array.isArray(object.webhooks)
    && object.webhooks.some(webhook => isMap(webhook) && isMap(webhook.clientConfig) && calls(webhook.clientConfig.service));
}
