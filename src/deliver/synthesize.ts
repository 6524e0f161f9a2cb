import { fanOutFiles } from './agents';
import type { FanOut } from './agents/model';
import { clusterFolder, readAppIndex, refuseOtherApp } from './app-index';
import { applyTree, type ApplyOptions } from './apply';
import { INDEX_FILE, sha256 } from './cluster-index';
import { isSame, statOf } from './disk';
import { emitFiles, layOut, type EmittedFiles } from './layout';
import type { ClusterModel, OnAssembled, Tree } from './model';
import { planOfNew, type Plan } from './plan';
import { StagedFolders } from './staged-folders';
import { warningsOf } from './warnings';
import { pruneCluster, updateApp } from './write-app-index';
import { ProblemError } from '../manifests/problem';
import type { Finding } from '../prove/finding';

/** An app as the writer sees it: names, and a way to build each cluster. */
export interface SynthesizableApp {
  readonly name: string;
  readonly clusters: readonly string[];
  /** @param onAssembled see `modelOf`; an app that never calls it loses nothing but time */
  model(cluster: string, onAssembled?: OnAssembled): ClusterModel;
  /** Agents that sync several of the clusters. Default: none. */
  readonly fanOuts?: readonly FanOut[];
}

/** How an app is written. */
export interface SynthesizeOptions extends ApplyOptions {
  readonly outdir: string;
  /** Write these clusters alone. Default: all. */
  readonly clusters?: readonly string[];
  /** Remove the files of clusters that the app no longer declares. Default: leave them. */
  readonly pruneClusters?: boolean;
  /** The day of the run as YYYY-MM-DD in UTC: acknowledgements that are over by then silence no warning. Default: none is over. */
  readonly today?: string;
  /** Called before each step, for a progress line. */
  readonly onProgress?: (step: string, done: number, total: number) => void;
}

/** What was done, or would be. */
export interface SynthesizeResult {
  readonly outdir: string;
  readonly clusters: ReadonlyArray<{ readonly name: string; readonly files: number; readonly plan: Plan; readonly warnings: readonly Finding[] }>;
  /** Clusters in the folder that the app no longer declares, and what pruning removed of them. */
  readonly undeclared: ReadonlyArray<{ readonly name: string; readonly plan?: Plan }>;
  /** The files of agents beside the clusters; absent where there are none and were none. */
  readonly agent?: { readonly files: number; readonly plan: Plan };
}

/** Text of changed trees kept between checking and writing; beyond it a tree is computed again. */
const KEPT_CHARACTERS = 24 * 1024 * 1024;

/**
 * Computes and checks every cluster before the first byte of the output changes, then writes one after the other. One
 * cluster at a time is held in memory: the files of new ones wait on the disk, and of many changed ones each is computed
 * again.
 */
export function synthesize(app: SynthesizableApp, options: SynthesizeOptions): SynthesizeResult {
  const { outdir } = options;
  const names = selectClusters(app.clusters, options.clusters);
  refuseOneFolderForTwo(outdir, app.clusters);
  refuseOtherApp(outdir, app.name);
  const staged = new StagedFolders(outdir);
  try {
    return computeAndWrite(app, names, staged, options);
  } finally {
    staged.close();
  }
}

function computeAndWrite(app: SynthesizableApp, names: readonly string[], staged: StagedFolders, options: SynthesizeOptions): SynthesizeResult {
  const { outdir } = options;
  const shared = sharedTree(app, outdir);
  const { renamed, forgotten } = undeclared(outdir, app.clusters);

  const kept = new Map<string, Tree>();
  let characters = 0;
  const trees = new Trees(app, options.today);
  const plans = new Map<string, Plan>();
  names.forEach((name, at) => {
    options.onProgress?.(`computing ${name}`, at, names.length);
    staged.beat();
    const folder = clusterFolder(outdir, name);
    const isStaged = !options.dryRun && statOf(folder) === undefined;
    if (isStaged) {
      plans.set(name, trees.shared(planOfNew(trees.emit(name, (path, text) => staged.add(folder, path, text)))));
      return;
    }
    const tree = trees.compute(name);
    const plan = trees.shared(applyTree(folder, tree, { ...options, dryRun: true }));
    plans.set(name, plan);
    if (isWritten(plan)) {
      characters += size(tree);
      if (characters <= KEPT_CHARACTERS) {
        kept.set(name, tree);
      }
    }
  });
  const prune = options.pruneClusters ? forgotten : [];
  const prunePlans = new Map(prune.map(name => [name, pruneCluster(outdir, name, { ...options, dryRun: true })]));

  const beside = updateApp(outdir, app.name, { files: shared }, { ...options, dryRun: true });
  const files = new Map<string, number>();
  if (!options.dryRun) {
    // Listed before it is written: a run that is killed leaves no folder that pruning would not find.
    updateApp(outdir, app.name, { add: names, drop: renamed, files: shared }, options);
  }
  const created = options.dryRun ? new Set() : staged.publish();
  names.forEach((name, at) => {
    options.onProgress?.(`writing ${name}`, at, names.length);
    const plan = plans.get(name)!;
    files.set(name, plan.create.length + plan.update.length + plan.unchanged);
    if (!options.dryRun && !created.has(clusterFolder(outdir, name)) && isWritten(plan)) {
      applyTree(clusterFolder(outdir, name), kept.get(name) ?? trees.compute(name), options);
    }
    kept.delete(name);
  });
  if (!options.dryRun && prune.length > 0) {
    prune.forEach(name => pruneCluster(outdir, name, options));
    updateApp(outdir, app.name, { drop: prune, files: shared }, options);
  }
  return {
    outdir,
    clusters: names.map(name => ({ name, files: files.get(name)!, plan: plans.get(name)!, warnings: trees.warnings.get(name)! })),
    undeclared: forgotten.map(name => ({ name, plan: prunePlans.get(name) })),
    ...agentOf(beside, shared),
  };
}

/** Whether a plan leaves anything to do. */
function isWritten({ create, update, remove, interrupted }: Plan): boolean {
  return interrupted || create.length + update.length + remove.length > 0;
}

/** Computes trees, and holds of each no more than tells that it is the same the next time. */
class Trees {
  private readonly digests = new Map<string, string>();
  private readonly paths = new Map<string, string>();
  /** What somebody should know of a cluster though nothing is wrong with it, by its name. */
  public readonly warnings = new Map<string, readonly Finding[]>();

  constructor(private readonly app: SynthesizableApp, private readonly today: string | undefined) {}

  public compute(name: string): Tree {
    const model = this.app.model(name);
    const tree = layOut(model);
    this.note(name, model, tree.get(INDEX_FILE)!);
    return tree;
  }

  /** Gives the files away while the objects are checked, and answers their paths. */
  public emit(name: string, onFile: (path: string, text: string) => void): readonly string[] {
    let emitted: EmittedFiles | undefined;
    const model = this.app.model(name, assembled => emitted = emitFiles(assembled, onFile));
    const { paths, index } = emitted ?? emitFiles(model, onFile);
    this.note(name, model, index);
    return paths;
  }

  /** A program that makes another cluster when it is asked again was not checked as what it would write. */
  private note(name: string, model: ClusterModel, index: string): void {
    this.warnings.set(name, warningsOf(model, this.today));
    const digest = sha256(index);
    const before = this.digests.get(name) ?? digest;
    this.digests.set(name, before);
    if (digest !== before) {
      throw new ProblemError({
        id: 'app-unstable',
        value: JSON.stringify(name),
        message: `the program made another cluster ${name} when it was asked a second time, so that nobody knows what was checked`,
        fix: 'let nothing in a cluster depend on time, chance, or on what was made before it',
      });
    }
  }

  /** The same plan, its paths being one text each for all clusters: those of a fleet have the same ones. */
  public shared(plan: Plan): Plan {
    const once = (paths: readonly string[]) => paths.map(path => this.paths.get(path) ?? (this.paths.set(path, path), path));
    return { ...plan, create: once(plan.create), update: once(plan.update), remove: once(plan.remove) };
  }
}

/**
 * The files beside the clusters: those of agents that sync several. They stand in a folder of their own, so that no
 * cluster may have its name.
 */
export function sharedTree(app: SynthesizableApp, outdir: string): Tree {
  const files = fanOutFiles(app.name, app.fanOuts ?? []);
  const inTheWay = files.size === 0 ? undefined : [...app.clusters, ...readAppIndex(outdir).clusters].find(name => name.toLowerCase() === 'agent');
  if (inTheWay !== undefined) {
    throw new ProblemError({
      id: 'path-collision',
      source: { file: clusterFolder(outdir, inTheWay) },
      message: `the folder of the cluster ${JSON.stringify(inTheWay)} is also that of the agent that syncs all clusters`,
      fix: 'give the cluster another name, and remove the old one with --prune-clusters before there is such an agent',
    });
  }
  return files;
}

function agentOf({ create, update, remove, unchanged, ...plan }: Plan, files: Tree): Pick<SynthesizeResult, 'agent'> {
  const others = (paths: readonly string[]) => paths.filter(path => path !== INDEX_FILE);
  const rest = others([...create, ...update]).length;
  return files.size === 0 && remove.length === 0 ? {}
    : { agent: { files: files.size, plan: { ...plan, create: others(create), update: others(update), remove, unchanged: files.size - rest } } };
}

/** Two names that differ in case alone are one folder on macOS and Windows; each cluster would remove the other's files. */
function refuseOneFolderForTwo(outdir: string, clusters: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of clusters) {
    const folder = clusterFolder(outdir, name).toLowerCase();
    const other = seen.get(folder);
    if (other !== undefined) {
      throw new ProblemError({
        id: 'path-collision',
        source: { file: clusterFolder(outdir, name) },
        message: `the clusters ${JSON.stringify(other)} and ${JSON.stringify(name)} have one folder, at least on a disk that ignores case`,
        fix: 'give one of the two another name',
      });
    }
    seen.set(folder, name);
  }
}

/** Listed clusters that the app does not declare; those whose name changed in case alone still stand, on a disk that ignores it. */
function undeclared(outdir: string, declared: readonly string[]): Readonly<Record<'renamed' | 'forgotten', readonly string[]>> {
  const names = readAppIndex(outdir).clusters.filter(name => !declared.includes(name));
  const isRenamed = (name: string) => declared.some(other => other.toLowerCase() === name.toLowerCase()
    && isSame(clusterFolder(outdir, name), clusterFolder(outdir, other)));
  return { renamed: names.filter(isRenamed), forgotten: names.filter(name => !isRenamed(name)) };
}

/** The clusters that were asked for, or all; an unknown name is an error that lists them. */
export function selectClusters(all: readonly string[], wanted: readonly string[] | undefined): readonly string[] {
  for (const name of wanted ?? []) {
    if (!all.includes(name)) {
      throw new ProblemError({
        id: 'cluster-unknown',
        value: JSON.stringify(name),
        message: 'no cluster has this name',
        fix: all.length > 0 ? `name one of ${all.join(', ')}` : 'the app declares no cluster: create one with new Cluster(app, …)',
      });
    }
  }
  return wanted && wanted.length > 0 ? all.filter(name => wanted.includes(name)) : all;
}

function size(tree: Tree): number {
  let sum = 0;
  for (const text of tree.values()) {
    sum += text.length;
  }
  return sum;
}
