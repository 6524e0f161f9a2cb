import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { clusterFolder, readAppIndex, readIndex } from './app-index';
import { removeTree, type ApplyOptions } from './apply';
import { INDEX_FILE, INDEX_VERSION } from './cluster-index';
import type { Plan } from './plan';
import { hasStaging, withStaging } from './staging';

/** What a run changes in the list of clusters. */
export interface ClusterListChange {
  readonly add?: readonly string[];
  readonly drop?: readonly string[];
}

/** Brings the app's index up to date, and removes what a killed run left beside it. Nothing to change: nothing is written. */
export function updateAppIndex(outdir: string, app: string, change: ClusterListChange): void {
  if (readIndex(outdir) === renderAppIndex(outdir, app, change) && !hasStaging(outdir)) {
    return;
  }
  mkdirSync(outdir, { recursive: true });
  withStaging(outdir, staging => {
    // Read again: a run for other clusters may have added its own meanwhile.
    const text = renderAppIndex(outdir, app, change);
    if (readIndex(outdir) !== text) {
      staging.put(join(outdir, INDEX_FILE), text);
    }
  });
}

function renderAppIndex(outdir: string, app: string, { add = [], drop = [] }: ClusterListChange): string {
  const clusters = [...readAppIndex(outdir).clusters.filter(name => !drop.includes(name)), ...add];
  return `${JSON.stringify({ version: INDEX_VERSION, app, clusters: [...new Set(clusters)].sort() }, null, 2)}\n`;
}

/** Removes the files of a cluster that is no longer declared. */
export function pruneCluster(outdir: string, cluster: string, options: ApplyOptions): Plan {
  return removeTree(clusterFolder(outdir, cluster), options);
}
