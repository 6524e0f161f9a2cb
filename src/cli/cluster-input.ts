import { readFileSync, statSync } from 'node:fs';
import { minorOf } from './minor-option';
import { decodeClusterInput, modelClusterInput, readClusterInput, type ClusterInput } from '../engine/cluster-input';
import { ProblemError } from '../manifests/problem';

/** What every question about one cluster is told beside the question. */
export interface ClusterCommandOptions {
  readonly from?: string;
  readonly cluster?: string;
  readonly kubernetes?: string;
  readonly exclude?: readonly string[];
  readonly format: string;
  readonly requests?: string;
}

/** The cluster that is asked: manifests, or what the app of the working directory makes now, which is what it would write. */
export async function inputFor({ from, cluster, kubernetes, exclude, requests }: ClusterCommandOptions): Promise<ClusterInput> {
  const reading = { cluster, kubernetesMinor: minorOf(kubernetes), exclude };
  if (from === '-') {
    if (exclude !== undefined) {
      throw usage('--exclude belongs to a folder, and a stream was named', 'leave it out');
    }
    if (requests === '-' || cluster !== undefined) {
      throw requests === '-' ? usage('standard input cannot hold both the manifests and the requests', 'name a file for one of them')
        : usage('--cluster belongs to an app or its tree, and a stream was named', 'leave it out');
    }
    return decodeClusterInput(readFileSync(0), '(standard input)', reading);
  }
  if (from !== undefined && !/\.[cm]?[jt]s$/.test(from)) {
    if (exclude !== undefined && statSync(from, { throwIfNoEntry: false })?.isFile()) {
      throw usage('--exclude belongs to a folder, and a file was named', 'leave it out');
    }
    return readClusterInput(from, reading);
  }
  if (exclude !== undefined) {
    throw usage('--exclude belongs to manifests, and an app is asked', 'leave it out, or name the manifests by --from');
  }
  // Loaded late: whoever asks manifests needs no loader of programs.
  const { findApp } = await import('./find-app.js');
  const { loadApps } = await import('./load-app.js');
  const apps = await loadApps(findApp(from));
  const clusters = apps.flatMap(app => app.clusters.map(name => ({ name, app })));
  return modelClusterInput(clusters.map(({ name }) => name), name => clusters.find(each => each.name === name)!.app.model(name), reading);
}

/** The text of a batch of requests. */
export function requestsText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path === '-' ? 0 : path);
  } catch (e) {
    throw new ProblemError({ id: 'input-missing', source: { file: path }, message: `cannot be read (${(e as NodeJS.ErrnoException).code ?? String(e)})`, fix: 'name a file of JSON lines, or - for standard input' });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ProblemError({ id: 'request-invalid', source: { file: path }, message: 'is not UTF-8 text', fix: 'save it as UTF-8' });
  }
}

export function usage(message: string, fix: string, field?: string): ProblemError {
  return new ProblemError({ id: 'usage', ...field === undefined ? {} : { field }, message, fix });
}

/** Which cluster answered. */
export function contextOf({ cluster, minor }: Pick<ClusterInput, 'cluster' | 'minor'>): object {
  return { ...cluster === undefined ? {} : { cluster }, kubernetes: `1.${minor}` };
}
