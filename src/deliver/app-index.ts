import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProblemError } from '../manifests/problem';
import { removeTree, type ApplyOptions } from './apply';
import { INDEX_FILE, INDEX_VERSION, parseJson } from './cluster-index';
import { textOf } from './disk';
import { encodeSegment } from './file-names';
import type { Plan } from './plan';

/** The folder of one cluster. */
export function clusterFolder(outdir: string, cluster: string): string {
  return join(outdir, encodeSegment(cluster));
}

/** The clusters that an output folder holds; none when there is no index yet. */
export function readAppIndex(outdir: string): { readonly app?: string; readonly clusters: readonly string[] } {
  const file = join(outdir, INDEX_FILE);
  const text = textOf(file);
  if (text === undefined) {
    return { clusters: [] };
  }
  const index = parseJson(text) as { version?: unknown; app?: unknown; clusters?: unknown } | undefined;
  if (index?.version !== INDEX_VERSION || typeof index.app !== 'string' || !Array.isArray(index.clusters)
    || !index.clusters.every((name): name is string => typeof name === 'string' && name !== '')) {
    throw new ProblemError({
      id: 'index-unreadable', source: { file }, message: 'is not an index of an app (version, app, clusters)',
      fix: 'restore it from version control, or delete it; the next synth writes it anew',
    });
  }
  return { app: index.app, clusters: index.clusters };
}

/** Refuses a folder that another app writes: pruning would take that app's clusters for forgotten ones. */
export function refuseOtherApp(outdir: string, app: string): void {
  const { app: owner } = readAppIndex(outdir);
  if (owner !== undefined && owner !== app) {
    throw new ProblemError({
      id: 'file-foreign', source: { file: join(outdir, INDEX_FILE) },
      message: `says that this folder belongs to the app ${JSON.stringify(owner)}, not ${JSON.stringify(app)}`,
      fix: 'give the app its old name, or another folder (outdir or --out); if it was renamed, delete this one file',
    });
  }
}

/** Writes the app's index when it would change; clusters that are no longer declared stay listed until they are pruned. */
export function writeAppIndex(outdir: string, app: string, clusters: readonly string[], options: ApplyOptions): boolean {
  const text = `${JSON.stringify({ version: INDEX_VERSION, app, clusters: [...new Set(clusters)].sort() }, null, 2)}\n`;
  const file = join(outdir, INDEX_FILE);
  if (textOf(file) === text) {
    return false;
  }
  if (!options.dryRun) {
    mkdirSync(outdir, { recursive: true });
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  }
  return true;
}

/** Removes the files of a cluster that is no longer declared. */
export function pruneCluster(outdir: string, cluster: string, options: ApplyOptions): Plan {
  return removeTree(clusterFolder(outdir, cluster), options);
}
