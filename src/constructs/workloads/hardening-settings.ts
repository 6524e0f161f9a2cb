import { containersIn, Filler, isWindows, mapAt, mapIn, type ContainerPlace, type Json } from './filler';
import type { PodSecurityLevel } from './pod-security-level';
import type { ResourceLists } from './resource-lists';
import { mountWritable, readOnlyMountAt } from './writable-paths';
import { shown } from '../../manifests/problem';
import { parseQuantity } from '../../manifests/quantity';

/** What somebody asks for the pods of a scope, beside a level of the Pod Security Standards. */
export interface HardeningSettings {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly fsGroup?: number;
  /** Folders to which containers write; the rest of their root file system becomes read-only. */
  readonly writablePaths?: readonly string[];
  readonly resources?: ResourceLists;
}

/** What a PodHardening asks, as synthesis needs it. */
export interface HardeningRequest extends HardeningSettings {
  /** The path of the PodHardening. */
  readonly asked: string;
  readonly level: PodSecurityLevel;
  /** Every image must name a digest. */
  readonly byDigest: boolean;
}

/** A setting of the author that says the opposite of what is asked. */
export interface Conflict {
  readonly field: string;
  readonly value: string;
  readonly message: string;
}

/** Fills what is unset as the settings say; what is set otherwise stays, and is answered as a conflict. */
export function applySettings(spec: Json, path: string, settings: HardeningSettings, filler: Filler): Conflict[] {
  if (isWindows(spec)) {
    return [];
  }
  const containers = containersIn(spec, path);
  return [
    ...fillUsers(spec, path, containers, settings, filler),
    ...settings.writablePaths ? containers.flatMap(place => fillRoot(spec, path, place, settings.writablePaths!, filler)) : [],
    ...settings.resources ? containers.flatMap(place => fillResources(place, settings.resources!, filler)) : [],
  ];
}

function fillUsers(spec: Json, path: string, containers: readonly ContainerPlace[], settings: HardeningSettings, filler: Filler): Conflict[] {
  const pod = mapIn(spec, path, 'securityContext');
  const contexts = [{ context: pod, at: `${path}.securityContext` }, ...containers.map(({ container, path: place }) =>
    ({ context: mapAt(container, 'securityContext') ?? {}, at: `${place}.securityContext` }))];
  return (['runAsUser', 'runAsGroup', 'fsGroup'] as const).flatMap(field => {
    const asked = settings[field];
    if (asked === undefined) {
      return [];
    }
    const conflicts = contexts.filter(({ context }) => context[field] !== undefined && context[field] !== null && context[field] !== asked)
      .map(({ context, at }) => conflict(`${at}.${field}`, context[field], `${asked} is asked`));
    filler.fill(pod, `${path}.securityContext`, field, asked);
    return conflicts;
  });
}

function fillRoot(spec: Json, path: string, place: ContainerPlace, paths: readonly string[], filler: Filler): Conflict[] {
  const at = `${place.path}.securityContext`;
  const context = mapIn(place.container, place.path, 'securityContext');
  if (context.readOnlyRootFilesystem === false) {
    return [conflict(`${at}.readOnlyRootFilesystem`, false, 'a read-only root file system is asked, with named folders to write to')];
  }
  filler.fill(context, at, 'readOnlyRootFilesystem', true);
  const hidden = paths.map(each => readOnlyMountAt(spec, place.container, each)).filter(mount => mount !== undefined);
  mountWritable(spec, path, place, paths, filler);
  return hidden.map(mount => conflict(`${place.path}.volumeMounts`, mount.mountPath, 'is mounted read-only, and is asked to be written to'));
}

function fillResources({ container, path }: ContainerPlace, { requests, limits }: ResourceLists, filler: Filler): Conflict[] {
  const at = `${path}.resources`;
  const own = mapIn(container, path, 'resources');
  const [ownRequests, ownLimits] = [mapAt(own, 'requests') ?? {}, mapAt(own, 'limits') ?? {}];
  const conflicts: Conflict[] = [];
  for (const [resource, value] of Object.entries(requests)) {
    // A limit without a request is the request as well: nothing is left unset.
    if (ownLimits[resource] === undefined) {
      filler.fill(mapIn(own, at, 'requests'), `${at}.requests`, resource, value);
    }
  }
  for (const [resource, value] of Object.entries(limits)) {
    const request = parseQuantity(ownRequests[resource]);
    if (ownLimits[resource] === undefined && request !== undefined && request > parseQuantity(value)!) {
      conflicts.push(conflict(`${at}.requests.${resource}`, ownRequests[resource], `is more than the limit ${value} that is asked`));
    } else {
      filler.fill(mapIn(own, at, 'limits'), `${at}.limits`, resource, value);
    }
  }
  return conflicts;
}

function conflict(field: string, value: unknown, message: string): Conflict {
  return { field, value: shown(value), message };
}
