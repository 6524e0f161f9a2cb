import { join } from 'node:path';
import { INDEX_FILE, INDEX_VERSION, parseJson, parseOwnedFiles } from './cluster-index';
import { Folder, realFolder } from './disk';
import { encodeSegment, fileName } from './file-names';
import { ProblemError } from '../manifests/problem';

/** The folder of one cluster. */
export function clusterFolder(outdir: string, cluster: string): string {
  return join(outdir, fileName(encodeSegment(cluster), ''));
}

/** What an output folder holds. */
export interface AppIndex {
  readonly app?: string;
  readonly clusters: readonly string[];
  /** Files beside the clusters, below `agent/`, with the digest of what was written. */
  readonly files: ReadonlyMap<string, string>;
}

/** The clusters that an output folder holds; none when there is no index yet. */
export function readAppIndex(outdir: string): AppIndex {
  const file = join(outdir, INDEX_FILE);
  const text = readIndex(outdir);
  if (text === undefined) {
    return { clusters: [], files: new Map() };
  }
  const index = parseJson(text) as { version?: unknown; app?: unknown; clusters?: unknown } | undefined;
  if (index?.version !== INDEX_VERSION || typeof index.app !== 'string' || !Array.isArray(index.clusters)
    || !index.clusters.every((name): name is string => typeof name === 'string' && name !== '')) {
    throw new ProblemError({
      id: 'index-unreadable',
      source: { file },
      message: 'is not an index of an app (version, app, clusters)',
      fix: 'restore it from version control, or delete it; the next synth writes it anew',
    });
  }
  return { app: index.app, clusters: [...new Set(index.clusters)], files: parseOwnedFiles(text, file) };
}

/** Refuses a folder that another app writes: pruning would take that app's clusters for forgotten ones. */
export function refuseOtherApp(outdir: string, app: string): void {
  const { app: owner } = readAppIndex(outdir);
  if (owner !== undefined && owner !== app) {
    throw new ProblemError({
      id: 'file-foreign',
      source: { file: join(outdir, INDEX_FILE) },
      message: `says that this folder belongs to the app ${JSON.stringify(owner)}, not ${JSON.stringify(app)}`,
      fix: 'give the app its old name, or another folder (outdir or --out); if it was renamed, delete this one file',
    });
  }
}

/** The text of an app's index. The output folder itself may be reached through links; what lies in it may not. */
export function readIndex(outdir: string): string | undefined {
  const folder = realFolder(outdir);
  return folder === undefined ? undefined : new Folder(folder).read(INDEX_FILE)?.toString('utf8');
}
