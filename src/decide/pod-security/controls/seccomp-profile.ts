import { contextsOf, isWindows, type Breach, type Control, type PodView } from '../control';
import type { Cursor } from '../cursor';

const OF_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const OF_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const PROFILES = ['RuntimeDefault', 'Localhost'];

/** System calls may be filtered otherwise, but not unfiltered: by annotation up to 1.18 (policy/check_seccompProfile_baseline.go). */
export const SECCOMP_BASELINE: Control = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  revisions: [
    { since: 0, check: annotations },
    { since: 19, check: pod => contextsOf(pod).flatMap(badProfile) },
  ],
};

/** System calls are filtered (policy/check_seccompProfile_restricted.go). */
export const SECCOMP_RESTRICTED: Control = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  overrides: ['seccompProfile_baseline'],
  revisions: [
    { since: 19, check: isFiltered },
    { since: 25, check: pod => isWindows(pod) ? [] : isFiltered(pod) },
  ],
};

function annotations({ metadata, containers }: PodView): Breach[] {
  const all = metadata.map('annotations');
  return [OF_POD, ...containers.map(container => `${OF_CONTAINER}${container.text('name') ?? ''}`)].flatMap(key => {
    const value = all?.text(key);
    return value === undefined || value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/') ? []
      : [{ field: `${all!.path}[${key}]`, value, rule: 'must be runtime/default, docker/default or localhost/…', fix: 'use one of these, or leave the annotation out' }];
  });
}

function badProfile(context: Cursor): Breach[] {
  const profile = context.map('seccompProfile');
  const value = profile?.text('type');
  return profile === undefined || PROFILES.includes(value ?? '') ? [] : [{
    field: profile.field('type'), value, rule: `must be ${PROFILES.join(' or ')}`, fix: 'use one of the two',
  }];
}

/** A container without a profile of its own has that of the pod, which must then be a good one. */
function isFiltered(pod: PodView): Breach[] {
  const ofPod = pod.spec.map('securityContext');
  const isPodFiltered = ofPod?.map('seccompProfile') !== undefined && badProfile(ofPod).length === 0;
  return [...contextsOf(pod).flatMap(badProfile), ...isPodFiltered ? [] : pod.containers.filter(container =>
    container.map('securityContext')?.map('seccompProfile') === undefined).map(container => ({
    field: container.field('securityContext.seccompProfile.type'), rule: `must be ${PROFILES.join(' or ')}, here or for the pod`, fix: 'set it to RuntimeDefault',
  }))];
}
