import { Chart, type ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { invalid, problemOf } from './errors';
import type { GitOpsAgent } from './gitops/gitops-agent';
import { HostRequests } from './host-requests';
import { objectName } from './naming';
import { refuseWrongProps, refuseWrongArguments } from './props';
import { noteSource } from './source-lines';
import { ClusterTarget } from './target';

/** Properties of a Cluster. */
export interface ClusterProps {
  /** What the cluster runs. */
  readonly target: ClusterTarget;

  /**
   * The name of the cluster: its folder in the output.
   *
   * @default - the construct id
   */
  readonly name?: string;

  /**
   * Groups that the identity provider gives users of this cluster, by user: `{ jane: ['dev'] }`. Guarantees
   * about a user are proved with these, beside the groups that Kubernetes adds by itself.
   *
   * @default - none
   */
  readonly groups?: { [user: string]: string[] };

  /**
   * What syncs the tree of this cluster.
   *
   * @default - the agent of the app, if it has one
   */
  readonly agent?: GitOpsAgent;
}

const CLUSTER = Symbol.for('cdk8s-bulwark.Cluster');
const APP = Symbol.for('cdk8s-bulwark.PolicyApp');

/**
 * One Kubernetes cluster: every object inside belongs to it, is checked against its target, and is
 * written below its folder. Objects inside have readable names without a hash, and cluster-scoped
 * objects never carry a namespace. A plain cdk8s Chart inside names its own objects, by hash unless it
 * has `disableResourceNameHashes`; a SecuredNamespace does as the Cluster does.
 */
export class Cluster extends Chart {
  /** True for a Cluster of any copy of this package. */
  public static isCluster(x: any): boolean {
    return typeof x === 'object' && x !== null && CLUSTER in x;
  }

  /** The cluster around a construct. Throws when there is none. */
  public static containing(construct: IConstruct): Cluster {
    refuseWrongArguments('Cluster.containing', { construct: 'IConstruct' }, construct);
    const cluster = Cluster._around(construct);
    if (!cluster) {
      throw problemOf(construct, {
        id: 'construct-misplaced',
        message: 'stands in no Cluster',
        fix: 'create it inside a Cluster of a PolicyApp: host files belong to the machines of one cluster',
      });
    }
    return cluster;
  }

  /**
   * The cluster around a construct, if any.
   * @internal
   */
  public static _around(construct: IConstruct): Cluster | undefined {
    let at: IConstruct | undefined = construct;
    while (at && !Cluster.isCluster(at)) {
      at = at.node.scope;
    }
    return at as Cluster | undefined;
  }

  /** What the cluster runs. */
  public readonly target: ClusterTarget;

  /** The name of the cluster: its folder in the output. */
  public readonly clusterName: string;

  /** What syncs the tree of this cluster alone. */
  public readonly agent?: GitOpsAgent;

  /**
   * What constructs ask of the cluster's machines.
   * @internal
   */
  public readonly _hosts: HostRequests;

  /**
   * The groups of users, sorted.
   * @internal
   */
  public readonly _groups: { [user: string]: string[] };

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, Cluster, 'ClusterProps', props);
    Object.defineProperty(this, CLUSTER, { value: true });
    if (!(APP in this.node.root)) {
      throw problemOf(this, {
        id: 'construct-misplaced', message: 'a Cluster needs a PolicyApp as its app, which writes its tree', fix: 'use new PolicyApp() in place of new App()',
      });
    }
    const outer = this.node.scopes.find(each => each !== this && Chart.isChart(each));
    if (outer) {
      throw problemOf(this, { id: 'construct-misplaced', message: `a Cluster cannot stand inside the chart ${outer.node.path}`, fix: 'create it in the app' });
    }
    // Programs are loaded as they are: their types may never have been looked at.
    const target: unknown = (props as Partial<ClusterProps> | undefined)?.target;
    if (typeof (target as Partial<ClusterTarget> | undefined)?._toModel !== 'function') {
      throw invalid(this, 'target', target, 'a cluster needs a target: what is emitted is checked against it',
        'give it a ClusterTarget, such as ClusterTarget.kubeadm({ kubernetes: \'1.34\' })');
    }
    this.target = props.target;
    this.clusterName = props.name ?? id;
    this.agent = props.agent;
    this._hosts = new HostRequests();
    this._groups = this.checkedGroups(props.groups ?? {});
    if (!/^[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/.test(this.clusterName)) {
      throw problemOf(this, {
        id: 'construct-invalid',
        field: 'name',
        value: JSON.stringify(this.clusterName),
        message: 'a cluster name is a folder: letters, digits, `.`, `_` and `-`, at most 100',
        fix: 'choose another id, or set the prop name',
      });
    }
  }

  private checkedGroups(groups: { [user: string]: string[] }): { [user: string]: string[] } {
    return Object.fromEntries(Object.keys(groups).sort().map(user => {
      const list: unknown = groups[user];
      if (user === '' || !Array.isArray(list) || list.length === 0 || list.some(group => typeof group !== 'string' || group === '')) {
        throw invalid(this, `groups.${user}`, list, 'must list the groups of a user', 'give each user the names of its groups, or leave it out');
      }
      return [user, [...new Set(list as string[])].sort()];
    }));
  }

  /** The readable name of an object inside: its construct path without `Resource` and `Default`, joined by `-`. */
  public override generateObjectName(apiObject: ApiObject): string {
    return objectName(apiObject);
  }
}
