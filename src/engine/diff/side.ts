import { join, relative, sep } from 'node:path';
import type { Said } from '../../compare/promises';
import type { PolicyObject } from '../../decide/access/build';
import { KUSTOMIZATION_FILE } from '../../deliver/agents/kustomize';
import { clusterFolder } from '../../deliver/app-index';
import { INDEX_FILE, parseClusterIndex, parseJson, parseOwnedFiles, sha256 } from '../../deliver/cluster-index';
import { hostFacts } from '../../deliver/host-facts';
import type { ClusterModel } from '../../deliver/model';
import { NEWEST_MINOR, parseKubernetesVersion } from '../../kubernetes';
import { decodeManifests, findFiles, type FileOptions, type Files } from '../../manifests/files';
import { ProblemError, type Problem } from '../../manifests/problem';
import { parseManifests, type Manifest } from '../../manifests/read';
import type { AuditView } from '../../prove/audit/guarantees';
import { isAuditPolicy } from '../../prove/audit/read';
import type { NodesView } from '../../prove/nodes/view';
import { isOfAgent } from '../agent-files';
import { auditOfManifests } from '../audit/view';
import { writtenPromises } from '../written-promises';

/** One cluster as one side of a comparison has it. */
export interface SideCluster {
  /** Absent for manifests that carry no cluster. */
  readonly name?: string;
  readonly minor: number;
  readonly objects: readonly PolicyObject[];
  /** By which an agent finds the tree: none of the cluster's own. */
  readonly agent: readonly PolicyObject[];
  readonly audit: AuditView;
  /** What was asked of the machines, where anything was. */
  readonly nodes?: NodesView;
  /** The same, by setting. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Files for machines and installers, by path. */
  readonly hostFiles: ReadonlyMap<string, string>;
  readonly said: Said;
}

/** One side of a comparison. */
export interface DiffSide {
  /** As messages call it: a path, or `main:dist/manifests`. */
  readonly name: string;
  readonly clusters: readonly SideCluster[];
  /** Objects beside the clusters, by which an agent finds all of them. Default: none. */
  readonly beside?: readonly PolicyObject[];
}

export interface SideOptions extends FileOptions {
  /** Overrules the target that a tree names. Default: that target, else the newest supported minor. */
  readonly kubernetesMinor?: number;
}

/** Objects of equal texts are one object, whichever side they stand on: most of two trees is the same. */
export type Parsed = Map<string, ReturnType<typeof decodeManifests>>;

const NOTHING_SAID: Said = { guarantees: [], acknowledgements: [], groups: {} };

/**
 * Reads the clusters in a folder or a file. A folder that synth wrote must be as it was written: its index is trusted no
 * further than its digests. Throws a ProblemError with every place where that is not so, and for what cannot be read.
 */
export function readSide(root: string, files: Files, options: SideOptions, parsed: Parsed): DiffSide {
  const found = findFiles(root, options, INDEX_FILE, files);
  if (found.problems.length > 0) {
    throw new ProblemError(...found.problems);
  }
  const reader = new Reader(files, parsed);
  const written = writtenIn(found.marked, reader);
  if (written.length === 0) {
    return { name: root, clusters: [reader.plain(root, found.files, options)] };
  }
  // Beside the clusters stands by what an agent finds them: as the app's index lists it, and as it was written.
  const listed = listedBeside(found.marked.filter(folder => !written.includes(folder)), reader);
  const isBeside = (file: string) => listed.get(file) === sha256(reader.text(file));
  const stray = found.files.filter(file => !written.some(each => isBelow(each, file)) && !isBeside(file) && reader.parse(file).manifests.length > 0);
  if (stray.length > 0) {
    throw new ProblemError(...stray.slice(0, 10).map((file): Problem => ({
      id: 'cluster-ambiguous',
      source: { file },
      message: 'stands beside the tree of a cluster, and nobody can tell whether it is applied to it as well',
      fix: 'name the tree itself, or leave the file out by --exclude or .bulwarkignore',
    })));
  }
  const clusters = written.map(folder => reader.cluster(folder, found.files.filter(file => isBelow(folder, file)), options));
  const twice = clusters.findIndex(({ name }, at) => clusters.findIndex(each => each.name === name) !== at);
  if (twice >= 0) {
    throw new ProblemError({
      id: 'cluster-ambiguous',
      source: { file: written[twice]! },
      message: `is a second tree of a cluster ${clusters[twice]!.name}`,
      fix: 'name the folder of one app',
    });
  }
  const beside = [...listed.keys()].filter(file => /\.ya?ml$/.test(file)).flatMap(file => reader.parse(file).manifests.map(each => placed(each, file)));
  return { name: root, clusters, beside };
}

/** What the indexes of apps list, with the digest of each file, all of which must be there. */
function listedBeside(folders: readonly string[], reader: Reader): Map<string, string> {
  const listed = new Map(folders.flatMap(folder => {
    const index = join(folder, INDEX_FILE);
    return [...parseOwnedFiles(reader.text(index), index)].map(([path, digest]) => [join(folder, path), digest] as const);
  }));
  for (const [file, digest] of listed) {
    if (sha256(reader.text(file)) !== digest) {
      throw new ProblemError({
        id: 'file-edited', source: { file }, message: 'was changed since synth wrote it', fix: 'make the change in the source and run bulwark synth',
      });
    }
  }
  return listed;
}

/** The clusters that a program makes now, each object with the line that made it. */
export function modelSide(
  name: string, clusters: readonly string[], model: (cluster: string) => ClusterModel, minor?: number,
  shared: ReadonlyMap<string, string> = new Map(),
): DiffSide {
  // Loaded late: folders are compared without what lays one out.
  const { layOut } = require('../../deliver/layout') as typeof import('../../deliver/layout');
  return {
    name,
    beside: [...shared].filter(([path]) => /\.ya?ml$/.test(path)).flatMap(([path, text]) => parseManifests(text, path).manifests),
    clusters: clusters.map(each => {
      const made = model(each);
      const { distribution, kubernetes } = made.target;
      const nodes = hostFacts(made);
      const tree = layOut(made);
      const hostFiles = new Map([...tree].filter(([path]) => path.startsWith('hosts/')));
      // Read from the files, as that of a written tree is, so that both are compared alike.
      const read = [...hostFiles].filter(([path]) => /\.ya?ml$/.test(path)).flatMap(([path, text]) => parseManifests(text, path).manifests);
      return {
        name: each,
        minor: minor ?? made.target.minor,
        objects: made.objects,
        agent: [...tree].filter(([path]) => path.startsWith('agent/')).flatMap(([path, text]) => parseManifests(text, path).manifests),
        audit: auditOfManifests(read, minor ?? made.target.minor),
        ...nodes ? { nodes } : {},
        settings: nodes?.settings ?? {},
        hostFiles,
        said: { target: { distribution, kubernetes }, ...made.promises },
      };
    }),
  };
}

/** The folders of clusters: those with a cluster's index. What an app's index lists must be there. */
function writtenIn(marked: readonly string[], reader: Reader): string[] {
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

class Reader {
  constructor(private readonly files: Files, private readonly parsed: Parsed) {}

  /** The manifests of some files without an index. */
  public plain(root: string, paths: readonly string[], { kubernetesMinor = NEWEST_MINOR }: SideOptions): SideCluster {
    const { objects, audit } = this.manifests(paths, kubernetesMinor, new Map());
    if (objects.length + audit.policies.length === 0) {
      throw new ProblemError({ id: 'input-missing', source: { file: root }, message: 'holds no manifest, so there is nothing to compare', fix: 'name the folder that holds them' });
    }
    return { minor: kubernetesMinor, objects, agent: [], audit, settings: {}, hostFiles: new Map(), said: NOTHING_SAID };
  }

  /** A tree that synth wrote, every file of which is as it was written. */
  public cluster(root: string, paths: readonly string[], { kubernetesMinor }: SideOptions): SideCluster {
    const file = join(root, INDEX_FILE);
    const text = this.text(file);
    const { files } = parseClusterIndex(text, file);
    const pathOf = (each: string) => pathBelow(root, each);
    const foreign = paths.filter(each => !files.has(pathOf(each)) && /^(manifests|agent)\//.test(pathOf(each))).map((each): Problem => ({
      id: 'drift-foreign',
      source: { file: each },
      message: 'was not written by synth, and an agent that syncs this folder applies it',
      fix: 'express it in the source, or move it out of the folder',
    }));
    const problems = [...foreign, ...[...files].flatMap(([path, digest]) => this.problemOf(join(root, path), digest))];
    if (problems.length > 0) {
      throw new ProblemError(...problems);
    }
    const { promises, constructs, nodes } = writtenPromises(root, text);
    const { cluster, target } = parseJson(text) as { cluster: string; target?: { distribution?: unknown; kubernetes?: unknown } };
    const { distribution, kubernetes } = target ?? {};
    const version = typeof kubernetes === 'string' ? parseKubernetesVersion(kubernetes)?.minor : undefined;
    if (typeof distribution !== 'string' || version === undefined) {
      throw unreadable(file, 'names no target that this program knows');
    }
    const hostFiles = [...files.keys()].filter(path => path.startsWith('hosts/'));
    const { objects, audit } = this.manifests(paths, kubernetesMinor ?? version, constructs, each => pathOf(each).startsWith('hosts/'));
    // Most trees have no such file, and asking for the path of each of many takes its time.
    const mayBeAgents = [...files.keys()].some(path => path.startsWith('agent/') || path.endsWith(KUSTOMIZATION_FILE));
    const isAgents = ({ object, source }: PolicyObject) => mayBeAgents && source !== undefined && isOfAgent(pathOf(source.file), object);
    return {
      name: cluster,
      minor: kubernetesMinor ?? version,
      // What machines and installers read looks like a manifest and is none; their audit policy is asked about all the same.
      audit,
      objects: objects.filter(each => !isAgents(each)),
      agent: objects.filter(each => isAgents(each) && pathOf(each.source!.file).startsWith('agent/')),
      ...nodes ? { nodes } : {},
      settings: nodes?.settings ?? {},
      hostFiles: new Map(hostFiles.map(path => [path, this.text(join(root, path))])),
      said: { target: { distribution, kubernetes: kubernetes as string }, ...promises },
    };
  }

  public index(file: string): Readonly<Record<string, unknown>> {
    const index = parseJson(this.text(file));
    if (typeof index !== 'object' || index === null || Array.isArray(index)) {
      throw unreadable(file, 'is not JSON');
    }
    return index as Record<string, unknown>;
  }

  /** What a file holds; the places in it may name another file of the same text. */
  public parse(file: string): ReturnType<typeof decodeManifests> {
    const text = this.text(file);
    let found = this.parsed.get(text);
    if (!found) {
      // A text that holds this character may have been no UTF-8, which the bytes tell.
      found = text.includes('\ufffd') ? decodeManifests(this.files.read(file), file) : parseManifests(text, file);
      this.parsed.set(text, found);
    }
    return found;
  }

  private manifests(
    paths: readonly string[], minor: number, constructs: ReadonlyMap<string, string>, ofHosts: (file: string) => boolean = () => false,
  ): Pick<SideCluster, 'objects' | 'audit'> {
    const problems: Problem[] = [];
    const objects: PolicyObject[] = [];
    const forAudit: Manifest[] = [];
    for (const file of paths) {
      const construct = constructs.get(file);
      const read = this.parse(file);
      read.problems.forEach(problem => problems.push(placed(problem, file)));
      for (const each of read.manifests) {
        const manifest = placed(each, file);
        const { object, source } = manifest;
        forAudit.push(manifest);
        if (!isAuditPolicy(object) && !ofHosts(file)) {
          objects.push(construct === undefined ? { object, source } : { object, source, construct });
        }
      }
    }
    if (problems.length > 0) {
      throw new ProblemError(...problems);
    }
    return { objects, audit: auditOfManifests(forAudit, minor, constructs) };
  }

  private problemOf(file: string, digest: string): Problem[] {
    const source = { file };
    if (typeof this.files.look(file) === 'string') {
      return [{ id: 'drift-missing', source, message: 'is listed in the index and does not stand here', fix: 'run bulwark synth and commit the result' }];
    }
    return sha256(this.text(file)) === digest ? []
      : [{ id: 'file-edited', source, message: 'was changed since synth wrote it', fix: 'make the change in the source and run bulwark synth' }];
  }

  /** Each file is read once: between two readings it could change. */
  public text(file: string): string {
    let text = this.read.get(file);
    if (text === undefined) {
      try {
        text = this.files.text(file);
      } catch (e) {
        throw ProblemError.is(e) ? e : new ProblemError({ id: 'input-missing', source: { file }, message: `cannot be read (${(e as Error).message.split(',')[0]})` });
      }
      this.read.set(file, text);
    }
    return text;
  }

  private readonly read = new Map<string, string>();
}

function unreadable(file: string, message: string): ProblemError {
  return new ProblemError({ id: 'index-unreadable', source: { file }, message, fix: 'restore the file from version control, or run synth' });
}

/** The same in another file. */
function placed<T extends { readonly source?: Problem['source'] }>(each: T, file: string): T {
  return each.source && each.source.file !== file ? { ...each, source: { ...each.source, file } } : each;
}

/** `/` between segments, on every machine. */
function pathBelow(folder: string, file: string): string {
  return relative(folder, file).split(sep).join('/');
}

function isBelow(folder: string, file: string): boolean {
  return file.startsWith(`${folder}${sep}`);
}
