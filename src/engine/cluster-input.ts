import { join } from 'node:path';
import { agentFilesAmong, isOfAgent } from './agent-files';
import { kustomizations } from './kustomizations';
import { Folders, pathBelow } from './paths';
import { writtenClusters, type WrittenCluster } from './written-clusters';
import type { PolicyObject } from '../decide/access/build';
import { INDEX_FILE, parseJson } from '../deliver/cluster-index';
import { textOf } from '../deliver/disk';
import type { ClusterModel } from '../deliver/model';
import { isSupportedMinor, NEWEST_MINOR } from '../kubernetes/minors';
import { counted } from '../manifests/counted';
import { decodeManifests, findFiles, readFiles, readManifests, type FileOptions, type FilesResult } from '../manifests/files';
import { ProblemError, type Problem } from '../manifests/problem';

/** One cluster that is asked about. */
export interface ClusterInput {
  /** The cluster's name; absent for manifests that carry none. */
  readonly cluster?: string;
  /** The minor whose API server decides, such as 34 for 1.34. */
  readonly minor: number;
  readonly objects: readonly PolicyObject[];
  /** The folder of its tree, where it was written by synth. */
  readonly root?: string;
  /** What may belong to the cluster and was not read, a sentence each. Default: nothing. */
  readonly unseen?: readonly string[];
  /** The text of a file that objects were read from, so that a problem can be given its line. Default: there are none. */
  readonly text?: (file: string) => string | undefined;
}

/** Which manifests are meant. */
export interface ClusterInputOptions extends FileOptions {
  /** The one cluster to ask, where there are several. */
  readonly cluster?: string;
  /** Overrules the target that a written tree names. Default: that target, else the newest supported minor. */
  readonly kubernetesMinor?: number;
}

/**
 * The manifests in a file or a folder, of exactly one cluster. Throws a ProblemError, with every place, when
 * a document cannot be read, when there is no manifest at all, and when there are several clusters and none
 * is named: an answer is never built on what was skipped. Whoever asks judges the objects that it reads.
 */
export function readClusterInput(path: string, options: ClusterInputOptions = {}): ClusterInput {
  const found = findFiles(path, options, INDEX_FILE);
  const written = writtenClusters(found.marked);
  if (written.length === 0) {
    if (options.cluster !== undefined) {
      throw new ProblemError({ id: 'cluster-unknown', source: { file: path }, message: 'has no index that tells clusters apart', fix: 'leave out --cluster' });
    }
    const read = readFiles(found);
    const unseen = [...leftOut(read), ...kustomizations(found.files)];
    return { minor: options.kubernetesMinor ?? NEWEST_MINOR, objects: objectsOf(read, path), text: textOf, unseen };
  }
  const cluster = chosen(written, options.cluster, path);
  const roots = new Folders(written.map(({ root }) => root));
  const isInside = (file: string) => roots.around(file).includes(cluster.root);
  const outside = found.files.filter(file => roots.around(file).length === 0 && !isBesideClusters(file, found.marked));
  const strangers = outside.length === 0 ? [] : refuseStrangers(outside, options.cluster);
  const files = found.files.filter(isInside);
  const problems = found.problems.filter(({ source }) => source === undefined || isInside(source.file));
  const all = files.length === 0 && !found.marked.includes(cluster.root) ? readManifests(cluster.root) : readFiles({ ...found, files, problems });
  const ofAgent = agentFilesAmong(all.manifests, [cluster.root]);
  const read = { ...all, manifests: all.manifests.filter(({ source }) => !ofAgent.has(source.file)) };
  return {
    cluster: cluster.name,
    root: cluster.root,
    minor: options.kubernetesMinor ?? (cluster.minor !== undefined && isSupportedMinor(cluster.minor) ? cluster.minor : NEWEST_MINOR),
    objects: objectsOf(read, path, constructsOf(cluster.root)),
    text: textOf,
    unseen: [...leftOut(read), ...kustomizations(files.filter(file => !ofAgent.has(file))), ...strangers],
  };
}

/** True for a file by which an agent finds several clusters, beside them; whatever else stands there counts. */
function isBesideClusters(file: string, marked: readonly string[]): boolean {
  const root = marked.find(each => new Folders([join(each, 'agent')]).around(file).length > 0);
  return root !== undefined && readFiles({ files: [file], problems: [], excluded: 0 }).manifests
    .every(({ object }) => isOfAgent(pathBelow(root, file), object));
}

/**
 * Manifests beside the tree of a cluster may well be applied to it. Whoever names the cluster has said that its
 * tree is meant, and is told of them; else nobody can tell what the question is about.
 */
function refuseStrangers(files: readonly string[], named: string | undefined): string[] {
  const strangers = files.filter(file => {
    const { manifests, problems } = readFiles({ files: [file], problems: [], excluded: 0 });
    return manifests.length + problems.length > 0;
  });
  if (strangers.length > 0 && named === undefined) {
    throw new ProblemError(...strangers.slice(0, MOST).map((file): Problem => ({
      id: 'cluster-ambiguous',
      source: { file },
      message: 'stands beside the tree of a cluster, and nobody can tell whether it is applied to it as well',
      fix: 'name the tree by --cluster or --from, or leave the file out by --exclude or .bulwarkignore',
    })));
  }
  return strangers.length === 0 ? [] : [`${counted(strangers.length, 'file')} beside the tree of the cluster ${strangers.length === 1 ? 'was' : 'were'} not read, such as ${strangers[0]}`];
}

/** Beyond these, more of the same tells nothing. */
const MOST = 10;

function leftOut({ excluded }: Pick<FilesResult, 'excluded'>): string[] {
  return excluded === 0 ? [] : [`${counted(excluded, 'path')} ${excluded === 1 ? 'was' : 'were'} left out by --exclude or .bulwarkignore`];
}

/** The same of a stream, such as standard input. */
export function decodeClusterInput(bytes: Uint8Array, name: string, options: ClusterInputOptions = {}): ClusterInput {
  const read = { ...decodeManifests(bytes, name), files: 1, excluded: 0 };
  return { minor: options.kubernetesMinor ?? NEWEST_MINOR, objects: objectsOf(read, name), text: () => Buffer.from(bytes).toString('utf8') };
}

/** What a program makes, without writing it: one of its clusters. */
export function modelClusterInput(
  clusters: readonly string[], model: (cluster: string) => ClusterModel, options: ClusterInputOptions = {},
): ClusterInput {
  const { name, target, objects } = model(onlyName(clusters, options.cluster));
  return { cluster: name, minor: options.kubernetesMinor ?? target.minor, objects };
}

function chosen(written: readonly WrittenCluster[], name: string | undefined, path: string): WrittenCluster {
  const only = onlyName(written.map(each => each.name), name, path);
  return written.find(each => each.name === only)!;
}

/** The cluster that is named, or the only one. */
export function onlyName(names: readonly string[], name: string | undefined, file?: string): string {
  const source = file === undefined ? {} : { source: { file } };
  const list = [...new Set(names)].join(', ');
  if (name !== undefined && !names.includes(name)) {
    throw new ProblemError({ id: 'cluster-unknown', ...source, message: `has no cluster ${name}`, fix: `name one of ${list}` });
  }
  const meant = names.filter(each => name === undefined || each === name);
  if (meant.length !== 1) {
    throw new ProblemError({
      id: 'cluster-unnamed',
      ...source,
      message: `holds several clusters${name === undefined ? '' : ` called ${name}`}, and a question is asked of exactly one: ${list}`,
      fix: name === undefined ? 'name one by --cluster' : 'name the folder of one of them by --from',
    });
  }
  return meant[0]!;
}

function objectsOf({ problems, manifests }: FilesResult, file: string, constructs?: ReadonlyMap<string, string>): PolicyObject[] {
  if (problems.length > 0) {
    throw new ProblemError(...problems);
  }
  // A written tree may be of a cluster that has none.
  if (manifests.length === 0 && constructs === undefined) {
    throw new ProblemError({ id: 'input-missing', source: { file }, message: 'holds no manifest, so there is nothing to ask', fix: 'name the folder that holds them' });
  }
  return manifests.map(({ object, source }) => {
    const construct = constructs?.get(source.file);
    return { object, source, ...construct === undefined ? {} : { construct } };
  });
}

/** A problem at the line of its field, where that can be found, in place of the first line of its object. */
export function atField(problem: Problem, { text }: Pick<ClusterInput, 'text'>): Problem {
  const { source, field } = problem;
  const written = source && field !== undefined ? text?.(source.file) : undefined;
  if (source === undefined || field === undefined || written === undefined) {
    return problem;
  }
  // Loaded late, with the parser that it needs: most manifests are right.
  const { FieldLocator } = require('../manifests/locate') as typeof import('../manifests/locate');
  return { ...problem, source: new FieldLocator(written).locate(source, field) };
}

/** The path of the construct that made each file, as the index of a written cluster has it. */
function constructsOf(root: string): Map<string, string> {
  const index = parseJson(textOf(join(root, INDEX_FILE)) ?? '') as { files?: Record<string, { construct?: unknown } | null> } | undefined;
  return new Map(Object.entries(index?.files ?? {}).flatMap(([path, row]) => typeof row?.construct === 'string' ? [[join(root, path), row.construct]] : []));
}
