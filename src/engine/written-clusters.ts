import { join } from 'node:path';
import { clusterFolder, readAppIndex } from '../deliver/app-index';
import { INDEX_FILE, parseJson } from '../deliver/cluster-index';
import { textOf } from '../deliver/disk';
import { parseKubernetesVersion } from '../kubernetes';

/** One cluster's folder of a tree that synth wrote. */
export interface WrittenCluster {
  readonly name: string;
  readonly root: string;
  readonly minor?: number;
}

/**
 * The written clusters among folders that hold an index. A folder of several apps is several clusters, though no
 * index says so: their manifests must not be read as one. What an app's index lists and is not there counts as
 * well, so that asking it fails.
 */
export function writtenClusters(folders: readonly string[]): WrittenCluster[] {
  const clusters = new Map<string, WrittenCluster>();
  for (const root of folders) {
    const text = textOrNothing(join(root, INDEX_FILE));
    const index = text === undefined ? undefined : parseJson(text) as { cluster?: unknown; target?: { kubernetes?: unknown } } | undefined;
    if (typeof index?.cluster === 'string') {
      const version = index.target?.kubernetes;
      clusters.set(root, { name: index.cluster, root, minor: typeof version === 'string' ? parseKubernetesVersion(version)?.minor : undefined });
    }
  }
  for (const root of folders.filter(each => !clusters.has(each))) {
    for (const name of readAppIndex(root).clusters) {
      const folder = clusterFolder(root, name);
      if (!clusters.has(folder)) {
        clusters.set(folder, { name, root: folder });
      }
    }
  }
  return [...clusters.values()];
}

function textOrNothing(file: string): string | undefined {
  try {
    return textOf(file);
  } catch {
    // Whoever reads the manifests says what cannot be read.
    return undefined;
  }
}
