import type { Duration } from 'cdk8s';
import { checkedInterval, checkedName, checkedPath, checkedRepoUrl, checkedRevision, checkedServer, exactlyOne } from './checks';
import type { AgentModel, ArgoCdAgent, FluxAgent } from '../../deliver/agents/model';
import { refuseWrongFields } from '../props';

/** How Argo CD syncs a tree. */
export interface ArgoCdOptions {
  /** The git repository that holds the tree: `https://…`, `ssh://…` or `git@host:path`. Without a password in it. */
  readonly repoUrl: string;

  /**
   * The folder of the app's output in the repository, such as `dist/manifests/shop`.
   *
   * @default - the prop `outdir` of the app where that is a path inside the repository, else `dist/manifests/<app>`
   */
  readonly path?: string;

  /**
   * A branch, tag or commit.
   *
   * @default HEAD, the repository's default branch
   */
  readonly revision?: string;

  /**
   * The AppProject. It must allow the repository, the cluster, and cluster-scoped kinds.
   *
   * @default default
   */
  readonly project?: string;

  /**
   * The namespace that Argo CD reads its Applications from.
   *
   * @default argocd
   */
  readonly namespace?: string;

  /**
   * The name by which Argo CD knows the cluster; its own is `in-cluster`. For one cluster: an agent of a whole app or of
   * a Fleet knows each by its name.
   *
   * @default - the name of the cluster
   */
  readonly destination?: string;

  /**
   * The address of the cluster's API server, in place of `destination`.
   *
   * @default - the cluster is known by name
   */
  readonly destinationServer?: string;

  /**
   * Argo CD applies what is committed, takes back what was changed by hand, and prunes what is gone. Without it a person
   * starts each sync.
   *
   * @default true
   */
  readonly automated?: boolean;
}

/** How Flux syncs a tree. Exactly one of `repoUrl` and `source` is given. */
export interface FluxOptions {
  /**
   * The git repository that holds the tree, `https://…` or `ssh://…`: a GitRepository is written.
   *
   * @default - `source` is used
   */
  readonly repoUrl?: string;

  /**
   * The name of a GitRepository that exists in the same namespace, such as the `flux-system` of `flux bootstrap`.
   *
   * @default - a GitRepository is written
   */
  readonly source?: string;

  /**
   * The folder of the app's output in the repository, such as `dist/manifests/shop`.
   *
   * @default - the prop `outdir` of the app where that is a path inside the repository, else `dist/manifests/<app>`
   */
  readonly path?: string;

  /**
   * A branch, the whole name of a commit, or a reference such as `refs/tags/v1`. Only with `repoUrl`.
   *
   * @default main
   */
  readonly revision?: string;

  /**
   * The namespace of the objects that Flux reads.
   *
   * @default flux-system
   */
  readonly namespace?: string;

  /**
   * How often Flux looks, and takes back what was changed by hand; at least a minute.
   *
   * @default Duration.minutes(10)
   */
  readonly interval?: Duration;

  /**
   * The ServiceAccount that Flux acts as.
   *
   * @default - Flux's own
   */
  readonly serviceAccountName?: string;

  /**
   * Flux runs in another cluster, and reaches this one by the kubeconfig in the Secret `<cluster>-kubeconfig`, as
   * Cluster API names it. Of an app or a Fleet, what it reads then stands in one folder beside the clusters.
   *
   * @default false
   */
  readonly remote?: boolean;
}

/** Where an app's output is taken to lie in its repository, unless an agent is told. */
interface OutputPlace {
  readonly app: string;
  readonly outdir?: string;
}

/**
 * What syncs a cluster's tree. Each adds what it needs so that policies are there before workloads, and nothing else:
 * kustomizations, waves, and the objects by which the agent finds the tree, below `agent/`.
 */
export class GitOpsAgent {
  /** Nothing is added: `kubectl apply` of `manifests/policies`, then of `manifests/workloads`, or an agent that is told elsewhere. */
  public static plain(): GitOpsAgent {
    return new GitOpsAgent('plain', () => ({ profile: 'plain' }));
  }

  /** A `kustomization.yaml` in `manifests/` and in its two folders, which names every file, policies first. For `kubectl apply -k`. */
  public static kustomize(): GitOpsAgent {
    return new GitOpsAgent('kustomize', () => ({ profile: 'kustomize' }));
  }

  /**
   * Argo CD: policies get sync waves before those of workloads. A Cluster with an agent of its own has an Application; the
   * agent of a PolicyApp or a Fleet has one ApplicationSet that lists the clusters.
   */
  public static argoCd(options: ArgoCdOptions): GitOpsAgent {
    refuseWrongFields('ArgoCdOptions', options, 'GitOpsAgent.argoCd');
    const field = (name: string) => `GitOpsAgent.argoCd.${name}`;
    const { destination, destinationServer } = options;
    if (destination !== undefined && destinationServer !== undefined) {
      exactlyOne(field('destination'), 'destinationServer');
    }
    const model = {
      profile: 'argocd' as const,
      repoUrl: checkedRepoUrl(field('repoUrl'), options.repoUrl, true),
      revision: checkedRevision(field('revision'), options.revision ?? 'HEAD'),
      project: checkedName(field('project'), options.project ?? 'default'),
      namespace: checkedName(field('namespace'), options.namespace ?? 'argocd', 63),
      ...destinationServer !== undefined ? { destination: { server: checkedServer(field('destinationServer'), destinationServer) } }
        : destination !== undefined ? { destination: { name: checkedName(field('destination'), destination) } } : {},
      automated: options.automated ?? true,
    };
    const path = options.path === undefined ? undefined : checkedPath(field('path'), options.path);
    return new GitOpsAgent('argocd', place => ({ ...model, path: path ?? pathOf(place, field('path')) }) satisfies ArgoCdAgent);
  }

  /**
   * Flux: three Kustomizations, policies, bindings, workloads, each after the one before. `\${…}` in an object is not
   * replaced. They stand in the folder of the cluster, for the Flux that runs in it.
   */
  public static flux(options: FluxOptions): GitOpsAgent {
    refuseWrongFields('FluxOptions', options, 'GitOpsAgent.flux');
    const field = (name: string) => `GitOpsAgent.flux.${name}`;
    if ((options.repoUrl === undefined) === (options.source === undefined)) {
      exactlyOne(field('repoUrl'), 'source');
    }
    if (options.source !== undefined && options.revision !== undefined) {
      exactlyOne(field('revision'), 'source');
    }
    const model = {
      profile: 'flux' as const,
      source: options.source !== undefined ? { name: checkedName(field('source'), options.source) }
        : { repoUrl: checkedRepoUrl(field('repoUrl'), options.repoUrl!, false) },
      revision: checkedRevision(field('revision'), options.revision ?? 'main'),
      namespace: checkedName(field('namespace'), options.namespace ?? 'flux-system', 63),
      interval: checkedInterval(field('interval'), options.interval),
      ...options.serviceAccountName === undefined ? {} : { serviceAccountName: checkedName(field('serviceAccountName'), options.serviceAccountName) },
      remote: options.remote ?? false,
    };
    const path = options.path === undefined ? undefined : checkedPath(field('path'), options.path);
    return new GitOpsAgent('flux', place => ({ ...model, path: path ?? pathOf(place, field('path')) }) satisfies FluxAgent);
  }

  private constructor(
    /** `plain`, `kustomize`, `argocd` or `flux`. */
    public readonly profile: string,
    private readonly model: (place: OutputPlace) => AgentModel,
  ) {}

  /**
   * As data.
   * @internal
   */
  public _toModel(app: string, outdir: string | undefined): AgentModel {
    return this.model({ app, outdir });
  }
}

/** An outdir that leads out of the working folder says nothing about the repository. */
function pathOf({ app, outdir }: OutputPlace, field: string): string {
  return outdir === undefined ? `dist/manifests/${app}` : checkedPath(field, outdir.replace(/^\.\//, '').replace(/\/$/, ''));
}
