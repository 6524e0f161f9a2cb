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
    if (target[field] === undefined) {
      target[field] = value;
      filled.push(`${at}.${field}`);
    }
  };
  fill(spec, path, 'automountServiceAccountToken', false);
  const containers = ['initContainers', 'containers'].flatMap(list => (Array.isArray(spec[list]) ? spec[list] as unknown[] : [])
    .map((container, at) => ({ container: container as Json, at: `${path}.${list}[${at}].securityContext` })));
  // Windows pods have none of these fields, and the standard exempts them.
  if ((spec.os as Json | undefined)?.name === 'windows') {
    return filled;
  }
  const pod = contextOf(spec);
  fill(pod, `${path}.securityContext`, 'runAsNonRoot', true);
  fill(pod, `${path}.securityContext`, 'seccompProfile', { type: 'RuntimeDefault' });
  for (const { container, at } of containers) {
    const context = contextOf(container);
    // A privileged container cannot be kept from escalating: the API server refuses the two together.
    if (context.privileged !== true && !hasCapability(context, 'SYS_ADMIN')) {
      fill(context, at, 'allowPrivilegeEscalation', false);
    }
    const capabilities = (context.capabilities ??= {}) as Json;
    fill(capabilities, `${at}.capabilities`, 'drop', ['ALL']);
  }
  return filled;
}

function contextOf(holder: Json): Json {
  return (holder.securityContext ??= {}) as Json;
}

/** Validation refuses allowPrivilegeEscalation: false beside this one (`pkg/apis/core/validation/validation.go`). */
function hasCapability(context: Json, name: string): boolean {
  const add = (context.capabilities as Json | undefined)?.add;
  return Array.isArray(add) && (add.includes(name) || add.includes(`CAP_${name}`));
}
