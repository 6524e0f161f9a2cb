import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { objectsFor } from '../../../src/deliver/agents';
import type { AgentModel, ArgoCdAgent, ClusterAgent, FluxAgent } from '../../../src/deliver/agents/model';
import { layOut, objectPath } from '../../../src/deliver/layout';
import type { ObjectModel } from '../../../src/deliver/model';
import { servicesIn } from '../../../src/deliver/stages';
import type { Problem } from '../../../src/manifests/problem';
import { modelOf, objectOf } from '../support';

export type Json = Record<string, any>;

export const ARGO: ArgoCdAgent = {
  profile: 'argocd', repoUrl: 'https://git.example.com/platform', revision: 'HEAD', path: 'dist/manifests/shop', project: 'default', namespace: 'argocd', automated: true,
};

export const FLUX: FluxAgent = {
  profile: 'flux', source: { repoUrl: 'https://git.example.com/platform' }, revision: 'main', path: 'dist/manifests/shop', namespace: 'flux-system', interval: '10m0s', remote: false,
};

export const KUSTOMIZE: AgentModel = { profile: 'kustomize' };

/** An object with annotations, or any other fields. */
export function object(apiVersion: string, kind: string, name: string, namespace?: string, annotations?: Json, more: Json = {}): ObjectModel {
  const made = objectOf(apiVersion, kind, name, namespace);
  return { ...made, object: { ...made.object, metadata: { ...made.object.metadata as Json, ...annotations ? { annotations } : {} }, ...more } };
}

export function annotated(model: ObjectModel, annotations: Readonly<Record<string, string>>): ObjectModel {
  return { ...model, object: { ...model.object, metadata: { ...model.object.metadata as Json, annotations } } };
}

/** By the folder that its file is in. */
export function isWorkload({ object: each }: ObjectModel, all: readonly ObjectModel[]): boolean {
  return objectPath(each, servicesIn(all.map(({ object: other }) => other))).startsWith('manifests/workloads/');
}

/** What an agent makes of objects, and what it refuses. */
export function prepared(
  agent: AgentModel, objects: readonly ObjectModel[],
): { readonly objects: readonly ObjectModel[]; readonly problems: Problem[] } {
  const problems: Problem[] = [];
  return { objects: objectsFor({ agent, fannedOut: false }, objects, problems), problems };
}

/** The tree of a cluster called prod that an agent syncs, as text by path. */
export function treeOf(agent: AgentModel, objects: readonly ObjectModel[], fannedOut = false): ReadonlyMap<string, string> {
  const cluster: ClusterAgent = { agent, fannedOut };
  return layOut({ ...modelOf({ objects: prepared(agent, objects).objects }), agent: cluster });
}

export function parsed(text: string | undefined): Json {
  return load(text!) as Json;
}

/** The paths that a kustomization lists, from the folder of the cluster. */
export function listed(tree: ReadonlyMap<string, string>, folder: string): string[] {
  return (parsed(tree.get(`${folder}/kustomization.yaml`)).resources as string[]).map(path => `${folder}/${path}`);
}

/** Objects of all sorts of kinds, each once. */
export const anyObjects = fc.uniqueArray(fc.tuple(fc.constantFrom(
  'v1 Namespace', 'v1 ServiceAccount', 'v1 Service', 'v1 Secret', 'v1 ConfigMap', 'apps/v1 Deployment', 'apps/v1 StatefulSet', 'batch/v1 Job',
  'rbac.authorization.k8s.io/v1 Role', 'rbac.authorization.k8s.io/v1 RoleBinding', 'rbac.authorization.k8s.io/v1 ClusterRoleBinding',
  'networking.k8s.io/v1 NetworkPolicy', 'networking.k8s.io/v1 Ingress', 'cilium.io/v2 CiliumNetworkPolicy', 'policy/v1 PodDisruptionBudget',
  'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration', 'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy',
  'apiextensions.k8s.io/v1 CustomResourceDefinition', 'apiregistration.k8s.io/v1 APIService', 'templates.gatekeeper.sh/v1 ConstraintTemplate',
  'constraints.gatekeeper.sh/v1beta1 K8sRequiredLabels', 'cert-manager.io/v1 Certificate', 'policy.networking.k8s.io/v1alpha2 ClusterNetworkPolicy',
), fc.constantFrom('a', 'b', 'web')), { selector: each => each.join(' '), maxLength: 30 }).map(all => all.map(([kind, name]) => {
  const [apiVersion, word] = kind.split(' ') as [string, string];
  const isClustered = /^(Namespace|Cluster.*|Validating.*|Custom.*|APIService|ConstraintTemplate|K8s.*)$/.test(word);
  const service = { namespace: 'shop', name: 'web' };
  const more = word === 'ValidatingWebhookConfiguration' ? { webhooks: [{ clientConfig: { service } }] } : word === 'APIService' ? { spec: { service } } : {};
  return object(apiVersion, word, name, isClustered ? undefined : 'shop', undefined, more);
}));
