import { clusterFolder, readAppIndex } from './app-index';
import { applyMade, removeTree, type ApplyOptions } from './apply';
import { INDEX_FILE, INDEX_VERSION, sha256 } from './cluster-index';
import { makeFolders, realFolder } from './disk';
import type { Tree } from './model';
import type { Plan } from './plan';

/** What a run changes beside the clusters. */
export interface AppChange {
  /** Clusters that the index lists from now on. */
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
  /** The files of agents, by path below the folder of the app; what else stands there of ours is removed. */
  readonly files: Tree;
}

/**
 * Brings the app's index up to date, and the files beside the clusters, and removes what a killed run left beside it.
 * Nothing to change: nothing is written. The folder of the app may be reached through a link; what lies in it may not.
 */
export function updateApp(outdir: string, app: string, change: AppChange, options: ApplyOptions = {}): Plan {
  if (!options.dryRun) {
    makeFolders(outdir);
  }
  // Made from what the index says now: a run for other clusters may have added its own meanwhile.
  return applyMade(realFolder(outdir) ?? outdir, () => appTree(outdir, app, change), options);
}

function appTree(outdir: string, app: string, { add = [], drop = [], files }: AppChange): Tree {
  const clusters = [...new Set([...readAppIndex(outdir).clusters.filter(name => !drop.includes(name)), ...add])].sort();
  const digests = Object.fromEntries([...files].map(([path, text]) => [path, { sha256: sha256(text) }]));
  const index = { version: INDEX_VERSION, app, clusters, ...files.size > 0 ? { files: digests } : {} };
  return new Map([...files, [INDEX_FILE, `${JSON.stringify(index, null, 2)}\n`]]);
}

/** Removes the files of a cluster that is no longer declared. */
export function pruneCluster(outdir: string, cluster: string, options: ApplyOptions): Plan {
  return removeTree(clusterFolder(outdir, cluster), options);
}
