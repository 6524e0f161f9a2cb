import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { PolicyApp } from './app';
import { Cluster } from './cluster';
import { FLEET } from './declared-clusters';
import { invalid, problemOf } from './errors';
import type { GitOpsAgent } from './gitops/gitops-agent';
import { refuseWrongProps } from './props';
import { asLoading, isLoading } from './registry';
import { authorFrame, noteSource } from './source-lines';
import { ClusterTarget } from './target';
import type { ClusterModel, OnAssembled } from '../deliver/model';
import { ProblemError } from '../manifests/problem';

/** What the clusters of a Fleet have in them. */
export interface IClusterBlueprint {
  /**
   * Makes everything in one cluster. It is called whenever the cluster is asked for, which may be several times, or never:
   * each time it must make the same. Where it keeps a cluster, or a construct of one, the memory of that is never freed.
   *
   * @param cluster a new and empty cluster; its `clusterName` tells which
   */
  buildCluster(cluster: Cluster): void;
}

/** Properties of a Fleet. */
export interface FleetProps {
  /** The names of the clusters, at least one. */
  readonly clusters: string[];

  /** What each cluster runs. */
  readonly target: ClusterTarget;

  /**
   * What single clusters run, by name, where that is another than `target`.
   *
   * @default - all run the same
   */
  readonly targets?: { [cluster: string]: ClusterTarget };

  /** Makes what is in them. */
  readonly blueprint: IClusterBlueprint;

  /**
   * What syncs the trees of these clusters.
   *
   * @default - the agent of the app, if it has one
   */
  readonly agent?: GitOpsAgent;

  /**
   * Groups that the identity provider gives users, as `ClusterProps.groups`.
   *
   * @default - none
   */
  readonly groups?: { [user: string]: string[] };
}

/**
 * Many clusters of one make. One at a time is made, written and forgotten, so that memory does not grow with their number;
 * a command that asks about one makes that one alone.
 */
export class Fleet extends Construct {
  /** The names of the clusters, sorted. */
  public readonly clusterNames: string[];

  /** What syncs the trees of these clusters and of no others. */
  public readonly agent?: GitOpsAgent;

  private readonly app: PolicyApp;
  private readonly loaded: boolean;

  constructor(scope: Construct, id: string, private readonly props: FleetProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, Fleet, 'FleetProps', props);
    Object.defineProperty(this, FLEET, { value: true });
    const root = this.node.root as PolicyApp;
    const chart = this.node.scopes.find(each => Chart.isChart(each));
    if (typeof root._register !== 'function' || chart) {
      throw problemOf(this, {
        id: 'construct-misplaced', message: chart ? `a Fleet cannot stand inside the chart ${chart.node.path}` : 'a Fleet needs a PolicyApp as its app', fix: 'create it in a PolicyApp',
      });
    }
    this.app = root;
    this.loaded = isLoading();
    this.agent = props.agent;
    this.clusterNames = this.checkedNames(props.clusters);
    if (typeof (props.blueprint as Partial<IClusterBlueprint> | undefined)?.buildCluster !== 'function') {
      throw invalid(this, 'blueprint', props.blueprint, 'must have a method buildCluster(cluster), which makes what is in a cluster', 'give it an object of a class that implements IClusterBlueprint');
    }
    for (const [name, target] of [...Object.entries(props.targets ?? {}), ['', props.target] as const]) {
      if (name !== '' && !this.clusterNames.includes(name)) {
        throw invalid(this, `targets.${name}`, name, 'is no cluster of this fleet', `use one of ${this.clusterNames.join(', ')}`);
      }
      if (!(target as ClusterTarget | undefined)?._toModel) {
        throw invalid(this, name === '' ? 'target' : `targets.${name}`, target, 'a cluster needs a target: what is emitted is checked against it', 'give it a ClusterTarget');
      }
    }
  }

  /**
   * Makes one of the clusters, for a test that asks about it: `expect(fleet.cluster('eu-1')).toAllow(…)`. Each call makes
   * it anew. An error for a name that is none of the fleet's.
   */
  public cluster(name: string): Cluster {
    if (!this.clusterNames.includes(name)) {
      throw problemOf(this, { id: 'cluster-unknown', value: JSON.stringify(name), message: 'no cluster of this fleet has this name', fix: `name one of ${this.clusterNames.join(', ')}` });
    }
    return this.loaded ? asLoading(() => this.make(name)) : this.make(name);
  }

  /**
   * One cluster as data; nothing of the constructs that it came from is kept.
   * @internal
   */
  public _model(name: string, onAssembled?: OnAssembled): ClusterModel {
    return (this.cluster(name).node.root as PolicyApp)._register().model(name, onAssembled);
  }

  /** In an app of its own, which goes with it, below constructs of the same names, so that every path is as it would be here. */
  private make(name: string): Cluster {
    const { groups, target, targets } = this.props;
    const app = new PolicyApp({ name: this.app.appName, outdir: this.app._outdir.given, agent: this.agent ?? this.app.agent });
    const scopes = this.node.scopes.slice(1);
    Object.entries(this.node.getAllContext() as object).forEach(([key, value]) => app.node.setContext(key, value));
    const scope = scopes.reduce<Construct>((outer, each) => new Construct(outer, each.node.id), app);
    const own = targets && Object.hasOwn(targets, name) ? targets[name] : undefined;
    const cluster = new Cluster(scope, name, { target: own ?? target, groups });
    this.build(cluster);
    return cluster;
  }

  /** What a blueprint does wrong is a problem of its cluster: whatever it throws, leaves for later, or ends the process with. */
  private build(cluster: Cluster): void {
    const { exit } = process;
    const beside = this.app.node.children.length + this.node.children.length;
    let result: unknown;
    try {
      process.exit = ((code?: number | string) => {
        throw this.refused(cluster, `called process.exit(${code ?? ''})`, 'throw an error instead');
      }) as typeof process.exit;
      result = this.props.blueprint.buildCluster(cluster) as unknown;
    } catch (e) {
      throw ProblemError.is(e) ? e : this.refused(cluster, `threw: ${e instanceof Error ? e.message : String(e)}`, 'mend it', e);
    } finally {
      process.exit = exit;
    }
    if (typeof (result as PromiseLike<unknown> | undefined)?.then === 'function') {
      // Nobody waits for it, and what it throws later belongs here all the same.
      (result as PromiseLike<unknown>).then(undefined, () => undefined);
      throw this.refused(cluster, 'answered a promise, and what it makes after it has returned would be lost',
        'make it a method that is not async, and wait before the fleet is made');
    }
    if (this.app.node.children.length + this.node.children.length !== beside) {
      throw this.refused(cluster, 'made something outside of the cluster that it was given, which would be written nowhere', 'create it in the cluster');
    }
  }

  private refused(cluster: Cluster, what: string, fix: string, thrown?: unknown): ProblemError {
    const line = thrown instanceof Error ? authorFrame(thrown.stack ?? '') : undefined;
    return problemOf(this, {
      id: 'construct-invalid', construct: cluster.node.path, ...line ? { source: line } : {}, field: 'blueprint', message: `buildCluster, for the cluster ${cluster.clusterName}, ${what}`, fix,
    });
  }

  private checkedNames(names: readonly string[] | undefined): string[] {
    if (!Array.isArray(names) || names.length === 0) {
      throw invalid(this, 'clusters', names, 'must name at least one cluster', 'name the clusters, or leave the fleet out');
    }
    const seen = new Set<string>();
    (names as unknown[]).forEach((name, at) => {
      if (typeof name !== 'string' || !/^[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/.test(name)) {
        throw invalid(this, `clusters[${at}]`, name, 'a cluster name is a folder: letters, digits, `.`, `_` and `-`, at most 100', 'choose another name');
      }
      if (seen.has(name)) {
        throw invalid(this, `clusters[${at}]`, name, 'is in the list twice', 'leave one out');
      }
      seen.add(name);
    });
    return [...seen].sort();
  }
}
