import { basename, join } from 'node:path';
import { ApiObject, App } from 'cdk8s';
import { callerName } from './app-name';
import { Cluster } from './cluster';
import { fanOutOf, problemsOfName } from './gitops/fan-out';
import type { GitOpsAgent } from './gitops/gitops-agent';
import { refuseUnknownProps } from './props';
import { isLoading, register, type RegisteredApp } from './registry';
import { sourceOf } from './source-lines';
import { modelOf, runValidations } from './synthesis';
import { KUSTOMIZATION_FILE } from '../deliver/agents/kustomize';
import { fansOut, type ClusterAgent } from '../deliver/agents/model';
import { unitName } from '../deliver/agents/names';
import { layOut } from '../deliver/layout';
import { synthesize } from '../deliver/synthesize';
import { ProblemError, shown, type Problem } from '../manifests/problem';

/** Properties of a PolicyApp. */
export interface PolicyAppProps {
  /**
   * The name of the app. It is noted in the output, and names its folder.
   *
   * @default - the folder of the file that creates the app, or the package's name where that is its root
   */
  readonly name?: string;

  /**
   * The folder that the tree is written to. `bulwark synth --out` overrides it.
   *
   * @default - the environment variable CDK8S_OUTDIR, else `dist/manifests/<name>`
   */
  readonly outdir?: string;

  /**
   * What syncs the trees of the clusters that have no agent of their own.
   *
   * @default - nothing is written for an agent
   */
  readonly agent?: GitOpsAgent;
}

/**
 * A program that declares clusters. `synth()` computes each cluster's tree in memory, checks all of it,
 * and then writes what changed. When a command or a test loads the program, `synth()` only registers
 * the app, and whoever loads it decides what happens.
 */
export class PolicyApp extends App {
  /** The name of the app. */
  public readonly appName: string;

  /** What syncs the trees of the clusters that have no agent of their own. */
  public readonly agent?: GitOpsAgent;

  private readonly chosenOutdir?: string;
  private readonly givenOutdir?: string;

  constructor(props: PolicyAppProps = {}) {
    const name = props.name ?? callerName();
    const outdir = props.outdir ?? process.env.CDK8S_OUTDIR;
    super({ outdir: outdir ?? join('dist', 'manifests', name) });
    refuseUnknownProps(this, PolicyApp, 'PolicyAppProps', props);
    this.appName = name;
    this.chosenOutdir = outdir;
    this.givenOutdir = props.outdir;
    this.agent = props.agent;
    Object.defineProperty(this, Symbol.for('cdk8s-bulwark.PolicyApp'), { value: true });
    if (!/^[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/.test(name)) {
      throw new ProblemError({
        id: 'construct-invalid',
        field: 'PolicyApp.name',
        value: shown(name),
        message: 'an app name is a folder: letters, digits, `.`, `_` and `-`, at most 100',
        fix: 'set the prop name',
      });
    }
  }

  /**
   * Writes the tree of every cluster, or registers the app with whoever loads it. Throws with everything
   * that is wrong, before any byte is written.
   */
  public override synth(): void {
    const app = this._register();
    if (isLoading()) {
      register(app);
    } else {
      synthesize(app, { outdir: this.outdir });
    }
  }

  /** The manifests of every cluster as one YAML stream, in the order of their paths; nothing is written. */
  public override synthYaml(): string {
    const app = this._register();
    const files = app.clusters.flatMap(cluster => [...layOut(app.model(cluster))]);
    return files.filter(([path]) => path.startsWith('manifests/') && basename(path) !== KUSTOMIZATION_FILE).map(([, text]) => text).join('---\n');
  }

  /**
   * The app as plain data and functions.
   * @internal
   */
  public _register(): RegisteredApp {
    const clusters = clustersOf(this);
    const agent = this.agent?._toModel(this.appName, this.givenOutdir);
    const agentOf = (cluster: Cluster): ClusterAgent | undefined => {
      const own = cluster.agent?._toModel(this.appName, this.givenOutdir);
      const problems = own ? problemsOfName(own, cluster.clusterName) : [];
      if (problems.length > 0) {
        throw new ProblemError(...problems.map(problem => ({ construct: cluster.node.path, source: sourceOf(cluster), ...problem })));
      }
      return own ? { agent: own, fannedOut: false } : agent && { agent, fannedOut: fansOut(agent) };
    };
    const shared = [...clusters].filter(([, cluster]) => !cluster.agent).map(([name]) => name);
    const fanOuts = agent && fansOut(agent) ? [fanOutOf(unitName(this.appName), agent, shared)] : [];
    return {
      name: this.appName,
      outdir: this.chosenOutdir,
      clusters: [...clusters.keys()],
      model: name => modelOf(clusters.get(name)!, this.appName, agentOf(clusters.get(name)!)),
      fanOuts,
    };
  }
}

/** The clusters by name, sorted. What stands outside them would be written nowhere, so it is an error. */
function clustersOf(app: PolicyApp): Map<string, Cluster> {
  const problems: Problem[] = [];
  const clusters = new Map<string, Cluster>();
  const stack = [...app.node.children];
  problems.push(...runValidations(app));
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (Cluster.isCluster(next)) {
      const cluster = next as Cluster;
      const other = clusters.get(cluster.clusterName);
      if (other) {
        problems.push({
          id: 'construct-invalid',
          construct: cluster.node.path,
          source: sourceOf(cluster),
          field: 'name',
          value: shown(cluster.clusterName),
          message: `the cluster ${other.node.path} has the same name`,
          fix: 'give one of the two another name',
        });
      }
      clusters.set(cluster.clusterName, cluster);
      continue;
    }
    problems.push(...runValidations(next));
    if (ApiObject.isApiObject(next)) {
      problems.push({
        id: 'construct-misplaced',
        construct: next.node.path,
        source: sourceOf(next),
        message: 'stands outside every Cluster and would be written nowhere',
        fix: 'create its chart inside a Cluster',
      });
    }
    stack.push(...next.node.children);
  }
  if (problems.length > 0) {
    throw new ProblemError(...problems);
  }
  return new Map([...clusters].sort(([a], [b]) => a < b ? -1 : 1));
}
