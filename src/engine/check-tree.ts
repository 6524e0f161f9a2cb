import { join } from 'node:path';
import { clusterFolder, readAppIndex } from '../deliver/app-index';
import { INDEX_FILE, parseClusterIndex, parseJson, sha256 } from '../deliver/cluster-index';
import { Folder, textOf } from '../deliver/disk';
import { foreignManifests } from '../deliver/drift';
import { parseKubernetesVersion } from '../kubernetes';
import { ProblemError, type Problem } from '../manifests/problem';

/** One cluster's folder of a written tree. */
export interface WrittenCluster {
  readonly name: string;
  readonly root: string;
  readonly minor?: number;
}

/** The clusters of a tree that synth wrote: a folder with the index of an app, or of one cluster. undefined for any other folder. */
export function writtenClusters(path: string): WrittenCluster[] | undefined {
  const text = textOf(join(path, INDEX_FILE));
  const index = text === undefined ? undefined : parseJson(text) as { cluster?: unknown; clusters?: unknown } | undefined;
  if (text === undefined) {
    return undefined;
  }
  if (typeof index?.cluster === 'string') {
    return [{ name: index.cluster, root: path, minor: minorOf(path) }];
  }
  return readAppIndex(path).clusters.map(name => ({ name, root: clusterFolder(path, name), minor: minorOf(clusterFolder(path, name)) }));
}

function minorOf(root: string): number | undefined {
  const text = textOf(join(root, INDEX_FILE));
  const target = text === undefined ? undefined : (parseJson(text) as { target?: { kubernetes?: unknown } } | undefined)?.target;
  return typeof target?.kubernetes === 'string' ? parseKubernetesVersion(target.kubernetes)?.minor : undefined;
}

/** Files of a written tree that are no longer as they were written, by their digests in the index. */
export function changedByHand(cluster: WrittenCluster): Problem[] {
  const folder = new Folder(cluster.root);
  const file = folder.absolute(INDEX_FILE);
  const text = textOf(file);
  if (text === undefined) {
    throw new ProblemError({ id: 'index-unreadable', source: { file }, message: `the app's index lists the cluster ${cluster.name}, which has none`, fix: 'run bulwark synth' });
  }
  const { files } = parseClusterIndex(text, file);
  return [...foreignManifests(cluster.root, new Set(files.keys())), ...[...files].flatMap(([path, digest]): Problem[] => {
    const bytes = folder.read(path);
    const source = { file: folder.absolute(path) };
    if (bytes === undefined) {
      return [{ id: 'drift-missing', source, message: 'is listed in the index and does not stand here', fix: 'run bulwark synth and commit the result' }];
    }
    return sha256(bytes) === digest ? [] : [{
      id: 'file-edited', source, message: 'was changed since synth wrote it', fix: 'make the change in the source and run bulwark synth',
    }];
  })];
}
