import { hash } from 'node:crypto';
import { hostFacts, renderHostFacts } from './host-facts';
import type { ClusterModel, ObjectModel } from './model';
import { ProblemError } from '../manifests/problem';

/** Lies in a cluster's folder, and one for the whole app beside the clusters. */
export const INDEX_FILE = '.bulwark.json';

/** The form of the index. Not the package's version: an upgrade that changes no manifest changes no file. */
export const INDEX_VERSION = 1;

/** What a cluster's folder holds of ours. */
export interface ClusterIndex {
  /** Paths relative to the cluster's folder, with the digest of what was written. */
  readonly files: ReadonlyMap<string, string>;
}

/** The digest by which a file is known to be as it was written. */
export function sha256(content: string | Buffer): string {
  return hash('sha256', content);
}

/** What the index says of one file. */
export interface IndexRow {
  readonly path: string;
  readonly digest: string;
  /** The object that the file holds; none of a file for machines. */
  readonly object?: ObjectModel;
}

/** One row a file, so that a reviewer sees an added, changed or removed file as one line. */
export function renderClusterIndex(cluster: ClusterModel, files: readonly IndexRow[]): string {
  const rows = files.map(({ path, digest, object }) => {
    const made = object?.construct === undefined ? '' : `,"construct":${JSON.stringify(object.construct)}`;
    const hardened = object?.hardened?.length ? `,"hardened":${JSON.stringify(object.hardened)}` : '';
    return `    ${JSON.stringify(path)}: {"sha256":"${digest}"${made}${hardened}}`;
  });
  const head = {
    version: INDEX_VERSION,
    app: cluster.app,
    cluster: cluster.name,
    target: { distribution: cluster.target.distribution, kubernetes: cluster.target.kubernetes },
  };
  const { guarantees, acknowledgements, groups } = cluster.promises;
  const said = [
    list('guarantees', guarantees), list('acknowledgements', acknowledgements),
    ...Object.keys(groups).length === 0 ? [] : [`  "groups": ${JSON.stringify(groups)},\n`],
  ];
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n${said.join('')}${renderHostFacts(hostFacts(cluster))}  "files": {${rows.length ? `\n${rows.join(',\n')}\n  ` : ''}}\n}\n`;
}

/** One row an item, in an order that does not depend on that of declaration. */
function list(name: string, items: readonly object[]): string {
  const rows = items.map(item => JSON.stringify(item)).sort();
  return `  "${name}": [${rows.length === 0 ? '' : `\n    ${rows.join(',\n    ')}\n  `}],\n`;
}

/**
 * Reads an index back. It lies in a repository, where anyone may have edited it, and decides what is
 * deleted: a path that is absolute or climbs out of the folder makes the whole of it untrusted.
 */
export function parseClusterIndex(text: string, file: string): ClusterIndex {
  return { files: parseFiles(text, file, isSafePath) };
}

/** The files that an index lists. That of an app without an agent of its own lists none. */
export function parseOwnedFiles(text: string, file: string): ReadonlyMap<string, string> {
  const index = parseJson(text) as { clusters?: unknown; files?: unknown } | null | undefined;
  const isOfApp = typeof index === 'object' && index !== null && Array.isArray(index.clusters);
  return isOfApp && index.files === undefined ? new Map() : parseFiles(text, file, path => isSafePath(path) && (!isOfApp || path.startsWith('agent/')));
}

function parseFiles(text: string, file: string, isOurs: (path: string) => boolean): Map<string, string> {
  const refuse = (message: string): never => {
    throw new ProblemError({
      id: 'index-unreadable',
      source: { file },
      message,
      fix: 'restore the file from version control, or delete it and run synth --force, which takes over the files that it writes',
    });
  };
  const index = parseJson(text);
  if (typeof index !== 'object' || index === null) {
    return refuse('is not JSON');
  }
  const { version, files } = index as Record<string, unknown>;
  if (version !== INDEX_VERSION) {
    return refuse(`has version ${JSON.stringify(version)}; this program reads version ${INDEX_VERSION}`);
  }
  if (typeof files !== 'object' || files === null || Array.isArray(files)) {
    return refuse('has no map of files');
  }
  const paths = new Map<string, string>();
  for (const [path, row] of Object.entries(files)) {
    const digest: unknown = typeof row === 'object' && row !== null ? (row as Record<string, unknown>).sha256 : undefined;
    if (!isOurs(path)) {
      return refuse(`lists ${JSON.stringify(path)}, which is not a path inside its folder`);
    }
    if (typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest)) {
      return refuse(`has no sha256 for ${JSON.stringify(path)}`);
    }
    paths.set(path, digest);
  }
  return paths;
}

/** A relative path of plain segments under one of the folders that we write. */
export function isSafePath(path: string): boolean {
  return /^(manifests|hosts|agent)\//.test(path)
    && path.split('/').every(segment => segment !== '' && segment !== '.' && segment !== '..' && !/[\\\0:]/.test(segment));
}

/** undefined instead of an exception. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
