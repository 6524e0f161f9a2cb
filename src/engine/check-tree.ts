import type { WrittenCluster } from './written-clusters';
import { INDEX_FILE, parseClusterIndex, sha256 } from '../deliver/cluster-index';
import { Folder, textOf } from '../deliver/disk';
import { foreignManifests } from '../deliver/drift';
import { ProblemError, type Problem } from '../manifests/problem';

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
