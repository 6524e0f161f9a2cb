import { join, relative, sep } from 'node:path';
import { agentFilesAmong } from './agent-files';
import { changedBeside, changedByHand, hasClusterCalledAgent } from './check-tree';
import { besideIn, partlySeen } from './hosts-among';
import { kustomizations } from './kustomizations';
import { NOTHING_PROVED, nothingProved, proveManifests, proveModel, type Proved } from './prove';
import { renderers } from './renderers';
import { writtenClusters, type WrittenCluster } from './written-clusters';
import { writtenPromises, type WrittenPromises } from './written-promises';
import { clusterFolder, readAppIndex, refuseOtherApp } from '../deliver/app-index';
import { INDEX_FILE, sha256 } from '../deliver/cluster-index';
import { statOf, textOf } from '../deliver/disk';
import { driftOf, foreignManifests } from '../deliver/drift';
import { layOut } from '../deliver/layout';
import type { Tree } from '../deliver/model';
import { selectClusters, sharedTree, type SynthesizableApp } from '../deliver/synthesize';
import { NEWEST_MINOR } from '../kubernetes';
import type { ProfileName } from '../kubernetes/controls';
import { counted } from '../manifests/counted';
import { decodeManifests, findFiles, readFiles, type FileOptions, type FilesResult } from '../manifests/files';
import { FieldLocator } from '../manifests/locate';
import { ProblemError, type Problem, type ProblemId } from '../manifests/problem';
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
  /** Clusters of which nothing was asked, because a part of them could not be read or would be refused. */
  readonly unproved: number;
  /** What may belong to a cluster and cannot be seen, a sentence each. */
  readonly unseen: readonly string[];
}

/**
 * Compares the tree that an app makes with the one in a folder. Throws a ProblemError when the app
 * itself is wrong: then there is no tree to compare with.
 */
export function checkApp(app: SynthesizableApp, outdir: string, clusters?: readonly string[], profiles: readonly ProfileName[] = []): CheckResult {
  const results = selectClusters(app.clusters, clusters).map((name): CheckResult => {
    const model = app.model(name);
    const tree = layOut(model);
    const proved = proveModel(model, profiles);
    const drift = driftOfCluster(clusterFolder(outdir, name), name, tree);
    const problems = [...proved.problems, ...drift];
    return inCluster(name, { ...NOTHING_LOOKED_AT, ...proved, problems, objects: model.objects.length, files: tree.size, unseen: renderers(model) });
  });
  const beside = [...driftOfList(app, outdir, clusters), ...driftOfAgents(app, outdir)];
  return sum([...results, { ...NOTHING_LOOKED_AT, problems: beside }]);
}

/** An empty result. */
export const NOTHING_LOOKED_AT: CheckResult = { ...NOTHING_PROVED, objects: 0, files: 0, others: 0, excluded: 0, unproved: 0, unseen: [] };

/** Says of each problem which cluster it is about. */
function inCluster(cluster: string, result: CheckResult): CheckResult {
  return {
    ...result,
    problems: result.problems.map(problem => ({ cluster, ...problem })),
    acknowledged: result.acknowledged.map(each => ({ ...each, finding: { cluster, ...each.finding } })),
    controls: result.controls.map(each => ({ cluster, ...each })),
  };
}

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

/** How the files differ that tell an agent of several clusters. */
function driftOfAgents(app: SynthesizableApp, outdir: string): Problem[] {
  const files = sharedTree(app, outdir);
  const listed = readAppIndex(outdir).files;
  const problems = files.size + listed.size > 0 ? driftOf(outdir, files, ['agent'])
    : hasClusterCalledAgent(app.clusters) ? [] : foreignManifests(outdir, new Set(), ['agent']);
  return problems.length > 0 || [...files].every(([path, text]) => listed.get(path) === sha256(text)) ? problems : [{
    id: 'drift-changed',
    source: { file: join(outdir, INDEX_FILE) },
    message: 'does not list the files of the agent that stand here',
    fix: 'run bulwark synth and commit the result',
  }];
}

/** A tree that is not there at all is one problem, not one a file. */
function driftOfCluster(root: string, name: string, tree: Tree): Problem[] {
  if (statOf(root) === undefined) {
    return [{
      id: 'drift-missing',
      source: { file: root },
      message: `the tree of the cluster ${name} does not stand here (${counted(tree.size, 'file')})`,
      fix: 'run bulwark synth and commit the result',
    }];
  }
  return driftOf(root, tree);
}

/** How manifests are checked. */
export interface CheckManifestsOptions extends FileOptions {
  /** The minor whose API server judges, such as 34 for 1.34. Default: the newest supported. */
  readonly kubernetesMinor?: number;
  /** Benchmarks whose controls are judged as well. Default: none. */
  readonly profiles?: readonly ProfileName[];
}

/**
 * What an API server would refuse of the manifests in a file or a folder, and what can be proved of them together. Each
 * cluster that synth wrote anywhere below it is judged by itself, by its own target, and its files are held to their digests;
 * what stands beside them is taken for one more cluster.
 *
 * @param clusters only these, of those that synth wrote; default: all, and the rest
 */
export function checkManifests(path: string, options: CheckManifestsOptions = {}, clusters?: readonly string[]): CheckResult {
  const written = writtenClusters(findFiles(path, options, INDEX_FILE).marked);
  const isNamed = clusters !== undefined && clusters.length > 0;
  if (written.length === 0) {
    if (isNamed) {
      throw new ProblemError({ id: 'cluster-unknown', source: { file: path }, message: 'has no index that tells clusters apart', fix: 'leave out --cluster' });
    }
    return checkFolder(path, options);
  }
  const names = selectClusters([...new Set(written.map(({ name }) => name))], clusters);
  const results = written.filter(({ name }) => names.includes(name)).map(cluster => checkCluster(cluster, options));
  return sum(isNamed ? results : [...results, checkRest(path, written, options)]);
}

function checkCluster(cluster: WrittenCluster, options: CheckManifestsOptions): CheckResult {
  const index = textOf(join(cluster.root, INDEX_FILE));
  const said = index === undefined ? undefined : writtenPromises(cluster.root, index);
  const result = checkFolder(cluster.root, { ...options, kubernetesMinor: options.kubernetesMinor ?? cluster.minor }, said);
  return inCluster(cluster.name, { ...result, problems: [...changedByHand(cluster), ...result.problems] });
}

/** What is wrong beside the trees of clusters, in the folder that holds them. */
export function problemsBeside(path: string, options: CheckManifestsOptions): readonly Problem[] {
  const written = writtenClusters(findFiles(path, options, INDEX_FILE).marked);
  return written.length === 0 ? [] : checkRest(path, written, options).problems;
}

/** Manifests beside the trees of clusters may be applied to any of them; as far as can be, they are judged all the same. */
function checkRest(path: string, written: readonly WrittenCluster[], options: CheckManifestsOptions): CheckResult {
  if (written.some(({ root }) => relative(root, path) === '')) {
    return NOTHING_LOOKED_AT;
  }
  const trees = written.map(({ root }) => `/${relative(path, root).split(sep).join('/').replace(/[\\*?[\]!# ]/g, '\\$&')}/`);
  const rest = checkFolder(path, { ...options, exclude: [...options.exclude ?? [], ...trees] });
  const problems = [...findFiles(path, options, INDEX_FILE).marked.flatMap(changedBeside), ...rest.problems];
  // Files that nothing is asked about make no cluster.
  const controls = rest.objects === 0 && rest.problems.length === 0 ? [] : rest.controls;
  return { ...rest, problems, controls, excluded: rest.excluded - written.filter(({ root }) => statOf(root) !== undefined).length };
}

/** Manifests of given files, together, whatever stands beside them. */
export function checkFiles(files: readonly string[], options: CheckManifestsOptions = {}): CheckResult {
  const result = checkRead(readFiles({ files: [...files], problems: [], excluded: 0 }), options, textOf);
  return { ...result, unseen: [...kustomizations(files), ...result.unseen] };
}

/** Manifests of a stream, such as standard input. */
export function checkStream(bytes: Uint8Array, name: string, options: CheckManifestsOptions = {}): CheckResult {
  const read = decodeManifests(bytes, name);
  const text = Buffer.from(bytes).toString('utf8');
  return checkRead({ ...read, files: 1, excluded: 0 }, options, () => text);
}

function checkFolder(path: string, options: CheckManifestsOptions, written?: WrittenPromises): CheckResult {
  const found = findFiles(path, options, INDEX_FILE);
  const read = readFiles(found);
  const ofAgent = agentFilesAmong(read.manifests, found.marked);
  // Loaded late: a check of an app reads no files of others.
  const { checkHostFiles } = require('./host-files') as typeof import('./host-files');
  const minor = options.kubernetesMinor ?? NEWEST_MINOR;
  const { problems, judged, others, files, partly } = checkHostFiles(path, options, minor, read.others > 0);
  const unseen = [
    ...kustomizations(found.files.filter(file => !ofAgent.has(file))),
    ...renderers({ objects: read.manifests.filter(({ source }) => !ofAgent.has(source.file)) }),
  ];
  const result = checkRead(read, options, textOf, written, problems, unseen);
  return {
    ...result,
    objects: result.objects + judged,
    others: result.others - others,
    files: result.files + files,
    unseen: [...unseen, ...partlySeen(read.manifests, partly, minor, textOf)],
  };
}

/** What has no effect, or may be a newer tool's, hurts nobody but those who rely on it, so that the rest can still be proved. */
const HARMLESS: ReadonlySet<ProblemId> = new Set(['host-setting-dead', 'host-field-unknown']);

/** Manifests by themselves, and then together; nothing is proved about a cluster of which a part could not be read. */
function checkRead(
  read: FilesResult, { kubernetesMinor: minor = NEWEST_MINOR, profiles = [] }: CheckManifestsOptions, text: (file: string) => string | undefined,
  written?: WrittenPromises, ofHosts: readonly Problem[] = [], unseen: readonly string[] = renderers({ objects: read.manifests }),
): CheckResult {
  const found = [...ofHosts, ...judge(read.manifests, minor, text)];
  const dead = found.filter(({ id }) => HARMLESS.has(id));
  const invalid = [...read.problems, ...found.filter(({ id }) => !HARMLESS.has(id))];
  // Of a tree that synth wrote everything is known, unless a part of it was left out.
  const asked = { profiles, complete: written !== undefined && read.excluded === 0 && unseen.length === 0 };
  const proved = invalid.length > 0 ? nothingProved(minor, profiles) : proveManifests(read.manifests, minor, written, asked);
  return {
    ...proved,
    problems: [...invalid, ...dead, ...atFields(proved.problems, text)],
    objects: read.manifests.length,
    files: read.files,
    others: read.others,
    excluded: read.excluded,
    unseen,
  };
}

/** Manifests of one file stand together, so that each text is read once more at most. */
function judge(manifests: readonly Manifest[], minor: number, text: (file: string) => string | undefined): Problem[] {
  const beside = besideIn(text);
  const objects = manifests.some(({ object }) => isGroupOfKops(object)) ? manifests.map(({ object }) => object) : [];
  const problems = manifests.flatMap(manifest => isGroupOfKops(manifest.object)
    ? problemsOfGroup(manifest, objects, minor) : problemsIn(manifest, minor, beside(manifest)));
  return atFields(problems, text);
}

const isGroupOfKops = ({ apiVersion, kind }: Manifest['object']) => kind === 'InstanceGroup' && String(apiVersion).startsWith('kops.k8s.io/');

/** A group of machines of kops is judged by the Kubernetes of its Cluster, where that is among the manifests. */
function problemsOfGroup(manifest: Manifest, objects: ReadonlyArray<Manifest['object']>, minor: number): Problem[] {
  const { minorsOfGroup } = require('../manifests/host-files/kops-clusters') as typeof import('../manifests/host-files/kops-clusters');
  const own = minorsOfGroup(manifest.object, objects);
  const problems = (own.length === 0 ? [minor] : own).flatMap(each => problemsIn(manifest, each));
  return [...new Map(problems.map(problem => [JSON.stringify(problem), problem])).values()];
}

/** Problems at the line of their field, in place of the first line of their object. Each text is read once more at most. */
function atFields(problems: readonly Problem[], text: (file: string) => string | undefined): Problem[] {
  const locators = new Map<string, FieldLocator>();
  return problems.map(problem => {
    const { source, field } = problem;
    if (source === undefined || field === undefined || field === '') {
      return problem;
    }
    const locator = locators.get(source.file) ?? new FieldLocator(text(source.file) ?? '');
    locators.set(source.file, locator);
    return { ...problem, source: locator.locate(source, field) };
  });
}

/** Of an audit policy that the API server would take, also the rules that no request comes to. */
function problemsIn(manifest: Manifest, minor: number, beside?: Manifest['object']): Problem[] {
  const { object, source } = manifest;
  const problems = problemsOfManifest(manifest, minor, beside);
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
    unproved: total(each => each.unproved),
    unseen: results.flatMap(({ unseen }) => unseen),
    controls: results.flatMap(({ controls }) => controls),
  };
}
