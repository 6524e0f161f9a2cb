/**
 * How much of the host a pod may use.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export enum PodSecurityLevel {
  /** No restriction; the namespace carries no label of Pod Security. */
  PRIVILEGED = 'privileged',
  /** Known privilege escalations are refused. */
  BASELINE = 'baseline',
  /** Current hardening practice. */
  RESTRICTED = 'restricted',
}
