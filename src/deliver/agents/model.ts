/** What syncs a cluster's tree, as plain data. Absent options were left to the agent's own default. */
export type AgentModel = PlainAgent | ArgoCdAgent | FluxAgent;

/** Nothing is added, or kustomizations for whoever runs `kubectl apply -k`. */
export interface PlainAgent {
  readonly profile: 'plain' | 'kustomize';
}

/** Where a tree stands in a repository. */
interface Placed {
  /** The folder of the app's output, from the root of the repository, `/` between segments. */
  readonly path: string;
  /** The namespace of the objects that the agent reads. */
  readonly namespace: string;
  readonly revision: string;
}

export interface ArgoCdAgent extends Placed {
  readonly profile: 'argocd';
  readonly repoUrl: string;
  readonly project: string;
  /** Default: the cluster that Argo CD knows by the name of ours. */
  readonly destination?: { readonly name: string } | { readonly server: string };
  /** Argo CD applies and prunes without being asked. */
  readonly automated: boolean;
}

export interface FluxAgent extends Placed {
  readonly profile: 'flux';
  /** A GitRepository that is written, or one that exists. */
  readonly source: { readonly repoUrl: string } | { readonly name: string };
  /** As Go reads it: `10m0s`. */
  readonly interval: string;
  readonly serviceAccountName?: string;
  /** Flux runs in another cluster, and reaches this one by a kubeconfig. */
  readonly remote: boolean;
}

/** How one cluster is synced. */
export interface ClusterAgent {
  readonly agent: AgentModel;
  /** The objects that the agent reads stand beside the clusters, and not in the folder of this one. */
  readonly fannedOut: boolean;
}

/** An agent that syncs several clusters of an app. */
export interface FanOut {
  /** What its objects are called after: the app, and the fleet where there is one. */
  readonly name: string;
  readonly agent: AgentModel;
  readonly clusters: readonly string[];
}

/** True where one object, or one folder of them, tells the agent of every cluster. */
export function fansOut(agent: AgentModel): boolean {
  return agent.profile === 'argocd' || (agent.profile === 'flux' && agent.remote);
}
