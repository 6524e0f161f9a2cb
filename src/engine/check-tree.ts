import { join } from 'node:path';
import type { WrittenCluster } from './written-clusters';
import { readAppIndex } from '../deliver/app-index';
import { INDEX_FILE, parseClusterIndex, parseJson, sha256 } from '../deliver/cluster-index';
import { Folder, textOf } from '../deliver/disk';
import { foreignManifests } from '../deliver/drift';
import { editedOf, missingOf } from '../deliver/drift-problems';
import { ProblemError, type Problem } from '../manifests/problem';

/** Files of a written tree that are no longer as they were written, by their digests in the index. */
export function changedByHand(cluster: WrittenCluster): Problem[] {
  const folder = new Folder(cluster.root);
  const file = folder.absolute(INDEX_FILE);
  const text = textOf(file);
  if (text === undefined) {
    throw new ProblemError({ id: 'index-unreadable', source: { file }, message: `the app's index lists the cluster ${cluster.name}, which has none`, fix: 'run bulwark synth' });
  }
  return changedIn(folder, parseClusterIndex(text, file).files);
}

/** The same of files beside the clusters, by which an agent finds them; none of a folder that is itself one cluster. */
export function changedBeside(root: string): Problem[] {
  const index = textOf(join(root, INDEX_FILE));
  const isOfApp = index !== undefined && Array.isArray((parseJson(index) as { clusters?: unknown } | null | undefined)?.clusters);
  if (!isOfApp) {
    return [];
  }
  const { clusters, files } = readAppIndex(root);
  return files.size === 0 && hasClusterCalledAgent(clusters) ? [] : changedIn(new Folder(root), files, ['agent']);
}

/** Then `agent` beside the index is the tree of a cluster, and no agent has files there. */
export function hasClusterCalledAgent(clusters: readonly string[]): boolean {
  return clusters.some(name => name.toLowerCase() === 'agent');
}

function changedIn(folder: Folder, files: ReadonlyMap<string, string>, synced?: readonly string[]): Problem[] {
  return [...foreignManifests(folder.root, new Set(files.keys()), synced), ...[...files].flatMap(([path, digest]): Problem[] => {
    const bytes = folder.read(path);
    const file = folder.absolute(path);
    return bytes === undefined ? [missingOf(file)] : sha256(bytes) === digest ? [] : [editedOf(file)];
  })];
}
