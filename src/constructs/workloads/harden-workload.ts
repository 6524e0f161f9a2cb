import type { ApiObject } from 'cdk8s';
import { Filler, type Json } from './filler';
import { hardenPodSpec } from './hardening';
import { applySettings, type HardeningRequest } from './hardening-settings';
import { PodHardening } from './pod-hardening';
import { PodSecurityLevel } from './pod-security-level';
import { fillImageUsers } from './run-as';
import { securedAround } from './secured-scope';
import { isPinned, parseImage } from '../../kubernetes/image-users';
import { podTemplateOf, type PodTemplate } from '../../manifests/pod-template';
import { shown, type Problem } from '../../manifests/problem';

/** What was filled in a workload, and what its author set against what is asked. */
export interface Hardened {
  /** undefined where nobody asked for any hardening. */
  readonly filled?: readonly string[];
  readonly problems: readonly Problem[];
}

const NOTHING: Hardened = { problems: [] };

/** Hardens the pod template of an object, in place: as its SecuredNamespace does, and as each PodHardening around it asks. */
export function hardenWorkload(construct: ApiObject, object: Json, minor: number): Hardened {
  const template = podTemplateOf(object);
  if (!template) {
    return NOTHING;
  }
  const requests = PodHardening._of(construct);
  const around = securedAround(construct);
  const level = around?._hardens ? around._hardeningLevel : undefined;
  if (requests.length === 0 && level === undefined) {
    return NOTHING;
  }
  const { spec, path } = template;
  const filler = new Filler();
  const conflicts = requests.flatMap(request => applySettings(spec, path, request, filler).map(({ field, value, message }): Problem => ({
    id: 'workload-conflict',
    field,
    value,
    message: `${message} by ${request.asked}`,
    fix: 'leave the field out of the workload, or the setting out of the hardening',
  })));
  const strictest = [...requests.map(request => request.level), ...level === undefined ? [] : [level]]
    .reduce((one, other) => LEVELS.indexOf(one) > LEVELS.indexOf(other) ? one : other);
  filler.filled.push(...hardenPodSpec(spec, path, strictest, minor));
  fillImageUsers(spec, path, filler);
  return { filled: filler.filled, problems: [...conflicts, ...requests.flatMap(request => problemsOf(template, request, minor))] };
}

const LEVELS = [PodSecurityLevel.PRIVILEGED, PodSecurityLevel.BASELINE, PodSecurityLevel.RESTRICTED];

function problemsOf({ metadata, spec, path }: PodTemplate, { asked, level, byDigest }: HardeningRequest, minor: number): Problem[] {
  // Loaded late: most of a large tree has no pods to judge.
  const { podSecurityViolations } = require('../../decide/pod-security') as typeof import('../../decide/pod-security');
  const pod = { metadata, spec, metadataPath: path.replace(/spec$/, 'metadata'), specPath: path };
  const against = podSecurityViolations(pod, { level, minor }).map(({ field, value, rule, fix }): Problem => ({
    id: 'workload-conflict',
    field,
    value: value === undefined ? undefined : shown(value),
    message: `${rule}, as the level ${level} that ${asked} asks for wants it`,
    fix,
  }));
  const unpinned = byDigest ? unpinnedIn(spec, path).map(({ field, image }): Problem => ({
    id: 'workload-image-unpinned',
    field,
    value: shown(image),
    message: `names no digest, as ${asked} wants it: a tag may come to mean another image`,
    fix: 'append @sha256:… as the registry prints it',
  })) : [];
  return [...against, ...unpinned];
}

function unpinnedIn(spec: Json, path: string): Array<{ readonly field: string; readonly image: unknown }> {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap(list => (Array.isArray(spec[list]) ? spec[list] as Json[] : [])
    .map((container, at) => ({ field: `${path}.${list}[${at}].image`, image: container?.image })))
    .filter(({ image }) => typeof image !== 'string' || !isPinned(parseImage(image)));
}
