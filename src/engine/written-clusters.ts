import { readdirSync } from 'node:fs';
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

/** `<folder>/<app>/<cluster>` is where synth writes by default; repositories put some folders around it. */
const DEEPEST = 5;

/**
 * The written clusters at a path or below it. A folder of several apps is several clusters, though no index
 * says so: their manifests must not be read as one.
 */
export function writtenClustersBelow(path: string, depth = 0): WrittenCluster[] {
  const text = textOrNothing(join(path, INDEX_FILE));
  const index = text === undefined ? undefined : parseJson(text) as { cluster?: unknown; target?: { kubernetes?: unknown } } | undefined;
  if (typeof index?.cluster === 'string') {
    const version = index.target?.kubernetes;
    return [{ name: index.cluster, root: path, minor: typeof version === 'string' ? parseKubernetesVersion(version)?.minor : undefined }];
  }
  if (text !== undefined) {
    return readAppIndex(path).clusters.flatMap(name => {
      const root = clusterFolder(path, name);
      const own = writtenClustersBelow(root, DEEPEST);
      return own.length > 0 ? own : [{ name, root }];
    });
  }
  return depth >= DEEPEST ? [] : foldersOf(path).flatMap(folder => writtenClustersBelow(join(path, folder), depth + 1));
}

function textOrNothing(file: string): string | undefined {
  try {
    return textOf(file);
  } catch {
    // Whoever reads the manifests says what cannot be read.
    return undefined;
  }
}

function foldersOf(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules').map(({ name }) => name).sort();
  } catch {
    return [];
  }
}
