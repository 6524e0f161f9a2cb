import { join } from 'node:path';
import type { DiffSide } from './side';
import { placed, SideReader, unreadable, type SideOptions } from './side-reader';
import type { Texts } from './texts';
import { clusterFolder } from '../../deliver/app-index';
import { INDEX_FILE, parseOwnedFiles } from '../../deliver/cluster-index';
import { findFiles, type Files } from '../../manifests/files';
import { ProblemError, type Problem } from '../../manifests/problem';
import { Folders } from '../paths';

/**
 * Reads the clusters in a folder or a file. A folder that synth wrote must be as it was written: its index is trusted no
 * further than its digests. Throws a ProblemError with every place where that is not so, and for what cannot be read.
 */
export function readSide(root: string, files: Files, options: SideOptions, texts: Texts): DiffSide {
  const found = findFiles(root, options, INDEX_FILE, files);
  if (found.problems.length > 0) {
    throw new ProblemError(...found.problems);
  }
  const reader = new SideReader(files, texts);
  const written = writtenIn(found.marked, reader);
  if (written.length === 0) {
    return { name: root, clusters: [reader.plain(root, found.files, options)] };
  }
  // Beside the clusters stands by what an agent finds them: as the app's index lists it, and as it was written.
  const listed = listedBeside(found.marked.filter(folder => !written.includes(folder)), reader);
  const folders = new Folders(written);
  const filesIn = new Map(written.map(folder => [folder, [] as string[]]));
  const stray = found.files.filter(file => {
    const around = folders.around(file);
    around.forEach(folder => filesIn.get(folder)!.push(file));
    return around.length === 0 && !listed.has(file) && reader.parse(file).manifests.length > 0;
  });
  if (stray.length > 0) {
    throw new ProblemError(...stray.slice(0, 10).map((file): Problem => ({
      id: 'cluster-ambiguous',
      source: { file },
      message: 'stands beside the tree of a cluster, and nobody can tell whether it is applied to it as well',
      fix: 'name the tree itself, or leave the file out by --exclude or .bulwarkignore',
    })));
  }
  const clusters = written.map(folder => reader.cluster(folder, filesIn.get(folder)!, options));
  const twice = clusters.findIndex(({ name }, at) => clusters.findIndex(each => each.name === name) !== at);
  if (twice >= 0) {
    throw new ProblemError({
      id: 'cluster-ambiguous',
      source: { file: written[twice]! },
      message: `is a second tree of a cluster ${clusters[twice]!.name}`,
      fix: 'name the folder of one app',
    });
  }
  const beside = [...listed].filter(file => /\.ya?ml$/.test(file)).flatMap(file => reader.parse(file).manifests.map(each => placed(each, file)));
  return { name: root, clusters, beside };
}

/** What the indexes of apps list, every file of which is as it was written. */
function listedBeside(folders: readonly string[], reader: SideReader): ReadonlySet<string> {
  const listed = folders.flatMap(folder => {
    const index = join(folder, INDEX_FILE);
    return [...parseOwnedFiles(reader.text(index), index)].map(([path, digest]) => ({ file: join(folder, path), digest }));
  });
  const problems = listed.flatMap(({ file, digest }) => reader.problemsOf(file, digest));
  if (problems.length > 0) {
    throw new ProblemError(...problems);
  }
  return new Set(listed.map(({ file }) => file));
}

/** The folders of clusters: those with a cluster's index. What an app's index lists must be there. */
function writtenIn(marked: readonly string[], reader: SideReader): string[] {
  const indexes = marked.map(folder => ({ folder, index: reader.index(join(folder, INDEX_FILE)) }));
  const clusters = new Set(indexes.filter(({ index }) => typeof index.cluster === 'string').map(({ folder }) => folder));
  for (const { folder, index } of indexes.filter(each => !clusters.has(each.folder))) {
    const names = Array.isArray(index.clusters) && index.clusters.every((name): name is string => typeof name === 'string') ? index.clusters : undefined;
    const missing = names?.find(name => !clusters.has(clusterFolder(folder, name)));
    if (!names || missing !== undefined) {
      throw unreadable(join(folder, INDEX_FILE), names ? `lists the cluster ${missing}, whose tree does not stand beside it` : 'is no index of an app or a cluster');
    }
  }
  return [...clusters];
}
