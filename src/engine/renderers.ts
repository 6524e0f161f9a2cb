import type { ClusterInput } from './cluster-input';
import { groupOf, objectLabel } from '../manifests/identity';

/** Kinds whose controllers apply objects that are not among the manifests. */
const RENDERERS = new Set([
  'helm.toolkit.fluxcd.io/HelmRelease', 'kustomize.toolkit.fluxcd.io/Kustomization', 'argoproj.io/Application', 'argoproj.io/ApplicationSet',
  'helm.cattle.io/HelmChart', 'fleet.cattle.io/GitRepo',
]);

/** What takes part and cannot be seen, a sentence each: objects that others render into more objects. */
export function renderers({ objects }: Pick<ClusterInput, 'objects'>): string[] {
  return objects.map(({ object }) => object).filter(object => RENDERERS.has(`${groupOf(object)}/${String(object.kind)}`))
    .map(object => `what ${objectLabel(object)} renders is not among the manifests`).sort();
}
