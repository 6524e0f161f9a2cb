import { shown } from '../../manifests/problem';

type Json = Record<string, unknown>;

/**
 * Fills what an author left unset in a pod spec, so that the pod meets the level "restricted" of the Pod
 * Security Standards: non-root, the runtime's seccomp profile, no privilege escalation, no capabilities;
 * and no service account token. What the author set is never changed.
 *
 * @param spec a pod spec, changed in place
 * @param path where it stands in its object, for the list
 * @returns the paths that were filled
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function hardenPodSpec(spec: Json, path: string): string[] {
  const filled: string[] = [];
  const fill = (target: Json, at: string, field: string, value: unknown) => {
    if (target[field] === undefined || target[field] === null) {
      target[field] = value;
      filled.push(`${at}.${field}`);
    }
  };
  fill(spec, path, 'automountServiceAccountToken', false);
  const containers = ['initContainers', 'containers'].flatMap(list => (Array.isArray(spec[list]) ? spec[list] as unknown[] : [])
    .map((container, at) => ({ container, at: `${path}.${list}[${at}]` })));
  // Windows pods have none of these fields, and the standard exempts them.
  if ((spec.os as Json | undefined)?.name === 'windows') {
    return filled;
  }
  const pod = mapIn(spec, path, 'securityContext');
  fill(pod, `${path}.securityContext`, 'runAsNonRoot', true);
  fill(pod, `${path}.securityContext`, 'seccompProfile', { type: 'RuntimeDefault' });
  for (const { container, at: place } of containers) {
    const at = `${place}.securityContext`;
    const context = mapIn(asMap(container, place), place, 'securityContext');
    // A privileged container cannot be kept from escalating: the API server refuses the two together.
    if (context.privileged !== true && !hasCapability(context, 'SYS_ADMIN')) {
      fill(context, at, 'allowPrivilegeEscalation', false);
    }
    const capabilities = mapIn(context, at, 'capabilities');
    fill(capabilities, `${at}.capabilities`, 'drop', ['ALL']);
  }
  return filled;
}

/** A map inside another, made when absent. */
function mapIn(holder: Json, path: string, field: string): Json {
  return asMap(holder[field] ??= {}, `${path}.${field}`);
}

function asMap(value: unknown, path: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${path} must be an object, found ${shown(value)}`);
  }
  return value as Json;
}

/** Validation refuses allowPrivilegeEscalation: false beside this one (`pkg/apis/core/validation/validation.go`). */
function hasCapability(context: Json, name: string): boolean {
  const add = (context.capabilities as Json | undefined)?.add;
  return Array.isArray(add) && (add.includes(name) || add.includes(`CAP_${name}`));
}
