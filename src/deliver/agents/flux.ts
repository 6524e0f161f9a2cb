import type { FanOut, FluxAgent } from './model';
import { unitName } from './names';

type Json = Readonly<Record<string, unknown>>;

/** Between two tries of what failed, such as an object whose kind is not there yet. */
const RETRY = '1m0s';

/** How long Flux waits until what it applied is ready. */
const TIMEOUT = '5m0s';

/** A Kustomization of Flux, and the folder that it applies, each after the one before. */
const UNITS = [
  { name: 'policies', folder: 'manifests/policies', wait: true },
  { name: 'bindings', folder: 'manifests', wait: true },
  { name: 'workloads', folder: 'manifests/workloads', wait: false },
];

/** The GitRepository of a name; nothing where one that exists is used. */
export function gitRepository(agent: FluxAgent, name: string): Json[] {
  return 'name' in agent.source ? [] : [{
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name, namespace: agent.namespace },
    spec: { interval: agent.interval, url: agent.source.repoUrl, ref: reference(agent.revision) },
  }];
}

/** A branch, unless it is the name of a commit or says what it is: `refs/tags/v1`. */
function reference(revision: string): Json {
  return /^[0-9a-f]{40}$/.test(revision) ? { commit: revision } : revision.startsWith('refs/') ? { name: revision } : { branch: revision };
}

/**
 * The Kustomizations of one cluster: policies, then what needs them to be there, then workloads. Flux sorts what it
 * applies at once by kind, and a NetworkPolicy after a Deployment (fluxcd/pkg ssa/sort.go). Each waits for the one before
 * in the same revision of the same source. When one goes, what it applied stays (`deletionPolicy`); what leaves the
 * folder is pruned, for which all three are there even when they hold nothing.
 *
 * @param source the name of the GitRepository
 */
export function kustomizations(agent: FluxAgent, source: string, app: string, cluster: string, folder: string): Json[] {
  const nameOf = (unit: string) => `${unitName(app, cluster)}.${unit}`;
  return UNITS.map(({ name, folder: units, wait }, at) => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: nameOf(name), namespace: agent.namespace },
    spec: {
      ...at > 0 ? { dependsOn: [{ name: nameOf(UNITS[at - 1]!.name) }] } : {},
      deletionPolicy: 'Orphan',
      interval: agent.interval,
      retryInterval: RETRY,
      timeout: TIMEOUT,
      path: `./${agent.path}/${folder}/${units}`,
      prune: true,
      wait,
      sourceRef: { kind: 'GitRepository', name: 'name' in agent.source ? agent.source.name : source },
      ...agent.serviceAccountName === undefined ? {} : { serviceAccountName: agent.serviceAccountName },
      // The name that Cluster API gives the kubeconfig of a cluster.
      ...agent.remote ? { kubeConfig: { secretRef: { name: `${cluster}-kubeconfig` } } } : {},
    },
  }));
}

/** The objects of several clusters, each with the folder that it stands in: of one cluster, or of all. */
export function fluxFanOut(
  agent: FluxAgent, app: string, { name, clusters }: FanOut, folders: (cluster: string) => string,
): Array<readonly [folder: string, object: Json]> {
  return [
    ...gitRepository(agent, name).map(object => ['', object] as const),
    ...clusters.flatMap(cluster => kustomizations(agent, name, app, cluster, folders(cluster)).map(object => [`${folders(cluster)}/`, object] as const)),
  ];
}
