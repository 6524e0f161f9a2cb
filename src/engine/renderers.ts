import type { ClusterInput } from './cluster-input';
import { isKustomization } from './kustomizations';
import { groupOf, objectLabel } from '../manifests/identity';

/** Kinds whose controllers, or tools, apply objects that are not among the manifests. */
const RENDERERS = new Set([
  'helm.toolkit.fluxcd.io/HelmRelease', 'kustomize.toolkit.fluxcd.io/Kustomization', 'argoproj.io/Application', 'argoproj.io/ApplicationSet',
  'helm.cattle.io/HelmChart', 'helm.cattle.io/HelmChartConfig', 'fleet.cattle.io/GitRepo', 'kustomize.config.k8s.io/Kustomization',
  'kustomize.config.k8s.io/Component', 'operators.coreos.com/Subscription', 'operators.coreos.com/ClusterServiceVersion',
]);

const KINDS: ReadonlySet<unknown> = new Set([...RENDERERS].map(each => each.slice(each.indexOf('/') + 1)));

/** What takes part and cannot be seen, a sentence each: what was not read, and objects that others render into more objects. */
export function renderers({ objects, unseen = [] }: Pick<ClusterInput, 'objects' | 'unseen'>): string[] {
  const rendered = objects.filter(({ object, source }) => KINDS.has(object.kind) && RENDERERS.has(`${groupOf(object)}/${String(object.kind)}`) && !isKustomization(source?.file ?? ''))
    .map(({ object }) => `what ${objectLabel(object)} renders is not among the manifests`);
  return [...unseen, ...rendered.sort()];
}
