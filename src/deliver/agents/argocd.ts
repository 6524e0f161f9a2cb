import type { ArgoCdAgent, FanOut } from './model';
import { unitName } from './names';

type Json = Readonly<Record<string, unknown>>;

/**
 * What an Application is told. Argo CD is to stop where another application has an object of ours, and to apply on the
 * server: the annotation that it would else leave on each object holds no more than 262,144 bytes, which definitions pass.
 * Nothing has a finalizer: when an Application goes, what it applied stays.
 *
 * @param tree the folder of the cluster, from the root of the repository
 * @param destination the cluster that is meant where the author named none
 */
function spec(agent: ArgoCdAgent, tree: string, destination: string): Json {
  return {
    project: agent.project,
    source: { repoURL: agent.repoUrl, targetRevision: agent.revision, path: `${tree}/manifests`, directory: { recurse: true } },
    // An object without a namespace is in `default`, as it is for kubectl.
    destination: { ...agent.destination ?? { name: destination }, namespace: 'default' },
    syncPolicy: {
      ...agent.automated ? { automated: { prune: true, selfHeal: true } } : {},
      syncOptions: ['FailOnSharedResource=true', 'ServerSideApply=true'],
    },
  };
}

/** The Application of one cluster. One for policies and workloads alike: waves order what is in one sync, and nothing else. */
export function application(agent: ArgoCdAgent, app: string, cluster: string, folder: string): Json {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: unitName(app, cluster), namespace: agent.namespace },
    spec: spec(agent, `${agent.path}/${folder}`, cluster),
  };
}

/**
 * An Application a cluster, from a list: a folder that somebody puts beside the clusters makes none. A cluster that is
 * listed no longer loses its Application, and nothing that was applied.
 *
 * @param folders the folder of each cluster, by its name
 */
export function applicationSet(agent: ArgoCdAgent, app: string, { name, clusters }: FanOut, folders: (cluster: string) => string): Json {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name, namespace: agent.namespace },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [{
        list: { elements: clusters.map(cluster => ({ application: unitName(app, cluster), cluster, folder: `${agent.path}/${folders(cluster)}` })) },
      }],
      syncPolicy: { preserveResourcesOnDeletion: true },
      template: { metadata: { name: '{{.application}}' }, spec: spec(agent, '{{.folder}}', '{{.cluster}}') },
    },
  };
}
