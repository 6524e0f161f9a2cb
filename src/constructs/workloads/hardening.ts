import { containersIn, Filler, isWindows, mapIn, type Json } from './filler';
import type { PodSecurityLevel } from '../../decide/pod-security/control';

/** From this minor on the standards let a pod in a user namespace run as root. */
const USER_NAMESPACES = 35;

/**
 * Fills what an author left unset in a pod spec, so that the pod meets a level of the Pod Security Standards: at
 * `restricted` non-root, the runtime's seccomp profile, no privilege escalation, no capabilities; at a lower level the
 * seccomp profile alone, as the rest may keep an image that starts as root from starting. No service account token at
 * either. What the author set is never changed.
 *
 * @param spec a pod spec, changed in place
 * @param path where it stands in its object, for the list
 * @param minor of the policy; default: before user namespaces were exempt
 * @returns the paths that were filled
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function hardenPodSpec(spec: Json, path: string, level: PodSecurityLevel = 'restricted', minor = 0): string[] {
  const filler = new Filler();
  filler.fill(spec, path, 'automountServiceAccountToken', false);
  const pod = mapIn(spec, path, 'securityContext');
  if (level === 'restricted' && !(spec.hostUsers === false && minor >= USER_NAMESPACES)) {
    filler.fill(pod, `${path}.securityContext`, 'runAsNonRoot', true);
  }
  // The API server refuses the rest of the fields in a pod of Windows, and the standard asks for none of them.
  if (isWindows(spec)) {
    return filler.filled;
  }
  const containers = containersIn(spec, path);
  filler.fill(pod, `${path}.securityContext`, 'seccompProfile', { type: 'RuntimeDefault' });
  if (level !== 'restricted') {
    return filler.filled;
  }
  for (const { container, path: place } of containers) {
    const at = `${place}.securityContext`;
    const context = mapIn(container, place, 'securityContext');
    // A privileged container cannot be kept from escalating: the API server refuses the two together.
    if (context.privileged !== true && !hasCapability(context, 'SYS_ADMIN')) {
      filler.fill(context, at, 'allowPrivilegeEscalation', false);
    }
    filler.fill(mapIn(context, at, 'capabilities'), `${at}.capabilities`, 'drop', ['ALL']);
  }
  return filler.filled;
}

/** Validation refuses allowPrivilegeEscalation: false beside this one (`pkg/apis/core/validation/validation.go`). */
function hasCapability(context: Json, name: string): boolean {
  const add = (context.capabilities as Json | undefined)?.add;
  return Array.isArray(add) && (add.includes(name) || add.includes(`CAP_${name}`));
}
