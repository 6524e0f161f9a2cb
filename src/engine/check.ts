import { join } from 'node:path';
import { changedByHand, writtenClusters } from './check-tree';
import { NOTHING_PROVED, proveManifests, proveModel, type Proved } from './prove';
import { writtenPromises, type WrittenPromises } from './written-promises';
import { clusterFolder, readAppIndex, refuseOtherApp } from '../deliver/app-index';
import { INDEX_FILE } from '../deliver/cluster-index';
import { statOf, textOf } from '../deliver/disk';
import { driftOf } from '../deliver/drift';
import { layOut } from '../deliver/layout';
import type { Tree } from '../deliver/model';
import { selectClusters, type SynthesizableApp } from '../deliver/synthesize';
import { NEWEST_MINOR } from '../kubernetes';
import { decodeManifests, readManifests, type FileOptions, type FilesResult } from '../manifests/files';
import { FieldLocator } from '../manifests/locate';
import { ProblemError, type Problem } from '../manifests/problem';
import type { Manifest } from '../manifests/read';
import { deadRules } from '../prove/audit/dead-rules';
import { decodeAuditPolicy, isAuditPolicy } from '../prove/audit/read';
import { problemsOfManifest } from '../prove/validity';

/** What was looked at, and what is wrong. */
export interface CheckResult extends Proved {
  /** API objects and policy files that were judged. */
  readonly objects: number;
  readonly files: number;
  /** YAML documents that are no manifests. */
  readonly others: number;
  /** Files that a pattern left out. */
  readonly excluded: number;
}

/**
 * Compares the tree that an app makes with the one in a folder. Throws a ProblemError when the app
 * itself is wrong: then there is no tree to compare with.
 */
export function checkApp(app: SynthesizableApp, outdir: string, clusters?: readonly string[]): CheckResult {
  const results = selectClusters(app.clusters, clusters).map((name): CheckResult => {
    const model = app.model(name);
    const tree = layOut(model);
    const proved = proveModel(model);
    const drift = driftOfCluster(clusterFolder(outdir, name), name, tree);
    return { ...NOTHING_LOOKED_AT, ...proved, problems: [...proved.problems, ...drift], objects: model.objects.length, files: tree.size };
  });
  return sum([...results, { ...NOTHING_LOOKED_AT, problems: driftOfList(app, outdir, clusters) }]);
}

/** An empty result. */
export const NOTHING_LOOKED_AT: CheckResult = { ...NOTHING_PROVED, objects: 0, files: 0, others: 0, excluded: 0 };

/** How the list of clusters differs: an agent goes on applying the tree of a cluster that the app has forgotten. */
function driftOfList(app: SynthesizableApp, outdir: string, clusters: readonly string[] | undefined): Problem[] {
  refuseOtherApp(outdir, app.name);
  const listed = readAppIndex(outdir).clusters;
  const standing = selectClusters(app.clusters, clusters).filter(name => statOf(clusterFolder(outdir, name)) !== undefined);
  const unlisted = standing.filter(name => !listed.includes(name)).map((name): Problem => ({
    id: listed.length === 0 ? 'drift-missing' : 'drift-changed',
    source: { file: join(outdir, INDEX_FILE) },
    message: `does not list the cluster ${name}, whose tree stands here`,
    fix: 'run bulwark synth and commit the result',
  }));
  const forgotten = clusters && clusters.length > 0 ? [] : listed.filter(name => !app.clusters.includes(name)).map((name): Problem => ({
    id: 'drift-stale',
    source: { file: clusterFolder(outdir, name) },
    message: `the app no longer declares the cluster ${name}, and its tree still stands here`,
    fix: 'run bulwark synth --prune-clusters and commit the result',
  }));
  return [...unlisted, ...forgotten];
}

/** A tree that is not there at all is one problem, not one a file. */
function driftOfCluster(root: string, name: string, tree: Tree): Problem[] {
  if (statOf(root) === undefined) {
    return [{
      id: 'drift-missing',
      source: { file: root },
      message: `the tree of the cluster ${name} does not stand here (${tree.size} files)`,
      fix: 'run bulwark synth and commit the result',
    }];
  }
  return driftOf(root, tree);
}

/** How manifests are checked. */
export interface CheckManifestsOptions extends FileOptions {
  /** The minor whose API server judges, such as 34 for 1.34. Default: the newest supported. */
  readonly kubernetesMinor?: number;
}

/**
 * What an API server would refuse of the manifests in a file or a folder. A folder that synth wrote is
 * judged cluster by cluster, each by its own target, and its files are held to their digests as well.
 *
 * @param clusters only these, of a folder that synth wrote; default: all
 */
export function checkManifests(path: string, options: CheckManifestsOptions = {}, clusters?: readonly string[]): CheckResult {
  const written = writtenClusters(path);
  if (!written) {
    if (clusters && clusters.length > 0) {
      throw new ProblemError({ id: 'cluster-unknown', source: { file: path }, message: 'has no index that tells clusters apart', fix: 'leave out --cluster' });
    }
    return checkFolder(path, options);
  }
  const names = selectClusters(written.map(({ name }) => name), clusters);
  return sum(written.filter(({ name }) => names.includes(name)).map(cluster => {
    const index = textOf(join(cluster.root, INDEX_FILE));
    const said = index === undefined ? undefined : writtenPromises(cluster.root, index);
    const result = checkFolder(cluster.root, { ...options, kubernetesMinor: options.kubernetesMinor ?? cluster.minor }, said);
    return { ...result, problems: [...changedByHand(cluster), ...result.problems] };
  }));
}

/** Manifests of a stream, such as standard input. */
export function checkStream(bytes: Uint8Array, name: string, options: CheckManifestsOptions = {}): CheckResult {
  const read = decodeManifests(bytes, name);
  const text = Buffer.from(bytes).toString('utf8');
  return checkRead({ ...read, files: 1, excluded: 0 }, options, () => text);
}

function checkFolder(path: string, options: CheckManifestsOptions, written?: WrittenPromises): CheckResult {
  const read = readManifests(path, options);
  // Loaded late: a check of an app reads no files of others.
  const { checkHostFiles } = require('./host-files') as typeof import('./host-files');
  const { problems, judged, others } = checkHostFiles(path, options, options.kubernetesMinor ?? NEWEST_MINOR, read.others > 0);
  const result = checkRead(read, options, textOf, written, problems);
  return { ...result, objects: result.objects + judged, others: result.others - others };
}

/** Manifests by themselves, and then together; nothing is proved about a cluster of which a part could not be read. */
function checkRead(
  read: FilesResult, { kubernetesMinor: minor = NEWEST_MINOR }: CheckManifestsOptions, text: (file: string) => string | undefined,
  written?: WrittenPromises, ofHosts: readonly Problem[] = [],
): CheckResult {
  const found = [...ofHosts, ...judge(read.manifests, minor, text)];
  // What has no effect hurts nobody but those who rely on it, so the rest can still be proved.
  const dead = found.filter(({ id }) => id === 'host-setting-dead');
  const invalid = [...read.problems, ...found.filter(({ id }) => id !== 'host-setting-dead')];
  const proved = invalid.length > 0 ? NOTHING_PROVED : proveManifests(read.manifests, minor, written);
  return {
    ...proved,
    problems: [...invalid, ...dead, ...proved.problems],
    objects: read.manifests.length,
    files: read.files,
    others: read.others,
    excluded: read.excluded,
  };
}

/** Manifests of one file stand together, so that each text is read once more at most. */
function judge(manifests: readonly Manifest[], minor: number, text: (file: string) => string | undefined): Problem[] {
  let last: { readonly file: string; readonly locator: FieldLocator } | undefined;
  return manifests.flatMap(manifest => problemsIn(manifest, minor).map(problem => {
    const { file } = manifest.source;
    if (problem.field === undefined) {
      return problem;
    }
    last = last?.file === file ? last : { file, locator: new FieldLocator(text(file) ?? '') };
    return { ...problem, source: last.locator.locate(manifest.source, problem.field) };
  }));
}

/** Of an audit policy that the API server would take, also the rules that no request comes to. */
function problemsIn(manifest: Manifest, minor: number): Problem[] {
  const { object, source } = manifest;
  const problems = problemsOfManifest(manifest, minor);
  return problems.length > 0 || !isAuditPolicy(object) ? problems
    : deadRules(decodeAuditPolicy(object), minor).map(problem => ({ ...problem, source, object: 'audit Policy' }));
}

/** Several results as one. */
export function sum(results: readonly CheckResult[]): CheckResult {
  const total = (pick: (result: CheckResult) => number) => results.reduce((all, result) => all + pick(result), 0);
  return {
    problems: results.flatMap(({ problems }) => problems),
    acknowledged: results.flatMap(({ acknowledged }) => acknowledged),
    idle: results.flatMap(({ idle }) => idle),
    verdicts: results.flatMap(({ verdicts }) => verdicts),
    objects: total(each => each.objects),
    files: total(each => each.files),
    others: total(each => each.others),
    excluded: total(each => each.excluded),
  };
}
