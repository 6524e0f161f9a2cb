import { KOPS_CLUSTER_LABEL } from './kops';
import { isMap, mapAt, type Fields } from '../fields';

/**
 * The minors of Kubernetes that a group of machines may run: those of the Clusters of the name that its label says. None where no such
 * Cluster is among the documents, or none of them names a version. Two Clusters of one name, as in overlays, are both asked.
 */
export function minorsOfGroup({ metadata }: Fields, documents: readonly Fields[]): number[] {
  const name = mapAt(metadata, 'labels')[KOPS_CLUSTER_LABEL];
  const minors = documents.filter(({ apiVersion, kind, metadata: own }) => kind === 'Cluster' && String(apiVersion).startsWith('kops.k8s.io/') && isMap(own) && own.name === name)
    .flatMap(({ spec }) => /^v?1\.(\d+)/.exec(String(mapAt({ spec }, 'spec').kubernetesVersion))?.[1] ?? []);
  return [...new Set(minors.map(Number))].filter(minor => minor >= 27 && minor <= 37).sort((a, b) => a - b);
}
