import { basename, join } from 'node:path';
import { App } from 'cdk8s';
import { callerName } from './app-name';
import type { Cluster } from './cluster';
import { declaredClusters, isFleet, type DeclaredCluster } from './declared-clusters';
import { fanOutOf, problemsOfName } from './gitops/fan-out';
import type { GitOpsAgent } from './gitops/gitops-agent';
import { refuseWrongProps } from './props';
import { isLoading, register, type RegisteredApp } from './registry';
import { FROM_ANOTHER_LANGUAGE, sourceOf } from './source-lines';
import { modelOf } from './synthesis';
import { KUSTOMIZATION_FILE } from '../deliver/agents/kustomize';
import { fansOut, type AgentModel, type ClusterAgent, type FanOut } from '../deliver/agents/model';
import { unitName } from '../deliver/agents/names';
import { layOut } from '../deliver/layout';
import { synthesize } from '../deliver/synthesize';
import { ProblemError, shown } from '../manifests/problem';

/** Properties of a PolicyApp. */
export interface PolicyAppProps {
  /**
   * The name of the app. It is noted in the output, and names its folder.
   *
   * @default - the folder of the file that creates the app, or the package's name where that is its root; a program in
   * Python, Java or Go, whose files are not seen here, has to say it
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

  /**
   * Where the tree is written: as the program says, and as the environment does where that says nothing.
   * @internal
   */
  public readonly _outdir: { readonly given?: string; readonly chosen?: string };

  constructor(props: PolicyAppProps = {}) {
    // What is of another type is refused once there is an app to say so of.
    const said = (props ?? {}) as PolicyAppProps;
    if (said.name === undefined && FROM_ANOTHER_LANGUAGE) {
      throw new ProblemError({
        id: 'construct-invalid',
        field: 'PolicyApp.name',
        message: 'must be given in Python, Java and Go: the file that makes the app is not seen from here',
        fix: 'set the prop name',
      });
    }
    const name = typeof said.name === 'string' ? said.name : callerName();
    const outdir = typeof said.outdir === 'string' ? said.outdir : process.env.CDK8S_OUTDIR;
    super({ outdir: outdir ?? join('dist', 'manifests', name) });
    refuseWrongProps(this, PolicyApp, 'PolicyAppProps', props);
    this.appName = name;
    this._outdir = { given: props.outdir, chosen: outdir };
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
    const clusters = declaredClusters(this);
    const agent = this._agentModel(this.agent);
    const agentOf = (cluster: Cluster): ClusterAgent | undefined => {
      const own = this._agentModel(cluster.agent);
      const problems = own ? problemsOfName(own, cluster.clusterName) : [];
      if (problems.length > 0) {
        throw new ProblemError(...problems.map(problem => ({ construct: cluster.node.path, source: sourceOf(cluster), ...problem })));
      }
      return own ? { agent: own, fannedOut: false } : agent && { agent, fannedOut: fansOut(agent) };
    };
    return {
      name: this.appName,
      outdir: this._outdir.chosen,
      clusters: [...clusters.keys()],
      model: (name, onAssembled) => {
        const { made } = clusters.get(name)!;
        return isFleet(made) ? made._model(name, onAssembled) : modelOf(made, this.appName, agentOf(made), onAssembled);
      },
      fanOuts: this.fanOuts([...clusters.values()]),
    };
  }

  /**
   * An agent as data, told where the output is.
   * @internal
   */
  public _agentModel(agent: GitOpsAgent | undefined): AgentModel | undefined {
    return agent?._toModel(this.appName, this._outdir.given);
  }

  /** The agent of the app syncs what has none of its own, and that of a fleet the clusters of the fleet. */
  private fanOuts(clusters: readonly DeclaredCluster[]): FanOut[] {
    const fleets = [...new Set(clusters.flatMap(({ made }) => isFleet(made) && made.agent ? [made] : []))];
    const groups = [
      { name: unitName(this.appName), agent: this.agent, clusters: clusters.filter(({ made }) => !made.agent) },
      ...fleets.map(fleet => ({
        name: unitName(this.appName, 'fleet', fleet.node.path), agent: fleet.agent, clusters: clusters.filter(({ made }) => made === fleet),
      })),
    ];
    return groups.flatMap(({ name, agent, clusters: members }) => {
      const model = this._agentModel(agent);
      return model && fansOut(model) ? [fanOutOf(name, model, members.map(member => member.name))] : [];
    });
  }
}
