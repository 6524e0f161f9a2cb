import { application, applicationSet } from './argocd';
import { fluxFanOut, gitRepository, kustomizations } from './flux';
import { inApplyOrder, kustomization, KUSTOMIZATION_FILE } from './kustomize';
import type { ClusterAgent, FanOut } from './model';
import { unitName } from './names';
import { kustomizeProblems, withoutSubstitution } from './substitution';
import { withWaves } from './sync-waves';
import type { Problem } from '../../manifests/problem';
import { writeManifest } from '../../manifests/write';
import { encodeSegment, fileName } from '../file-names';
import type { ObjectModel, Tree } from '../model';
import { isLatePolicy } from '../stages';

type Json = Readonly<Record<string, unknown>>;

/** The objects as an agent is to have them: with what it needs said on them, and problems with those that it would not apply as they are. */
export function objectsFor({ agent }: ClusterAgent, models: readonly ObjectModel[], problems: Problem[]): readonly ObjectModel[] {
  switch (agent.profile) {
    case 'plain':
      return models;
    case 'kustomize':
      problems.push(...kustomizeProblems(models));
      return models;
    case 'argocd':
      return withWaves(models, problems);
    case 'flux':
      problems.push(...kustomizeProblems(models));
      return withoutSubstitution(models, problems);
  }
}

/**
 * The files of an agent in the folder of one cluster.
 *
 * @param objects each object by its path in that folder
 */
export function agentFiles(
  { agent, fannedOut }: ClusterAgent, app: string, cluster: string, objects: ReadonlyMap<string, Json>,
): Map<string, string> {
  const below = (folder: string, isMeant: (object: Json) => boolean = () => true) => inApplyOrder(new Map(
    [...objects].filter(([path, object]) => path.startsWith(`${folder}/`) && isMeant(object)))).map(path => path.slice(folder.length + 1));
  const folder = folderOf(cluster);
  switch (agent.profile) {
    case 'plain':
      return new Map();
    case 'kustomize':
      return listings({ 'manifests': ['policies', 'workloads'], 'manifests/policies': below('manifests/policies'), 'manifests/workloads': below('manifests/workloads') });
    case 'argocd':
      return fannedOut ? new Map() : named([['', application(agent, app, cluster, folder)]]);
    case 'flux': {
      const name = unitName(app, cluster);
      const units = [...gitRepository(agent, name), ...kustomizations(agent, name, app, cluster, folder)].map(object => ['', object] as const);
      return new Map([...fannedOut ? [] : named(units), ...listings({
        'manifests/policies': below('manifests/policies', object => !isLatePolicy(object)),
        'manifests': below('manifests', isLatePolicy).filter(path => path.startsWith('policies/')),
        'manifests/workloads': below('manifests/workloads'),
      })]);
    }
  }
}

/** The files beside the clusters, by path in the folder of the app: what tells an agent of several clusters at once. */
export function fanOutFiles(app: string, fanOuts: readonly FanOut[]): Tree {
  const files = fanOuts.flatMap(fanOut => {
    const { agent, clusters } = fanOut;
    const sorted = { ...fanOut, clusters: [...clusters].sort() };
    return clusters.length === 0 ? [] : agent.profile === 'argocd' ? [['', applicationSet(agent, app, sorted, folderOf)] as const]
      : agent.profile === 'flux' ? fluxFanOut(agent, app, sorted, folderOf) : [];
  });
  return new Map([...named(files)].sort(([a], [b]) => a < b ? -1 : 1));
}

function folderOf(cluster: string): string {
  return fileName(encodeSegment(cluster), '');
}

function named(objects: ReadonlyArray<readonly [folder: string, object: Json]>): Map<string, string> {
  return new Map(objects.map(([folder, object]) => {
    const { name } = object.metadata as { name: string };
    return [`agent/${folder}${String(object.kind).toLowerCase()}-${name}.yaml`, writeManifest(object)];
  }));
}

function listings(folders: Readonly<Record<string, readonly string[]>>): Map<string, string> {
  return new Map(Object.entries(folders).map(([folder, resources]) => [`${folder}/${KUSTOMIZATION_FILE}`, writeManifest(kustomization(resources))]));
}
