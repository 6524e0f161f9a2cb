import { KUBELET_STRUCTS } from './data/kubelet-fields';
import { meantBy } from './fields';
import { isServedIn, parseMinorRange, type MinorRange } from './minors';

/** A field of KubeletConfiguration or of a struct in it. */
export interface KubeletField extends MinorRange {
  readonly name: string;
  /** The Go type without `*`: `bool`, `int32`, `Duration`, `[]string`, `map[string]string`, a struct, or `any`. */
  readonly type: string;
}

let cached: ReadonlyMap<string, ReadonlyMap<string, KubeletField>> | undefined;

/**
 * The fields of a struct by name, those of later minors included; undefined for a type that is no struct.
 * The outermost is `KubeletConfiguration`.
 */
export function kubeletStruct(name: string): ReadonlyMap<string, KubeletField> | undefined {
  cached ??= new Map(Object.entries(KUBELET_STRUCTS).map(([struct, rows]) => [
    struct, new Map(rows.map(([field, type, minors]) => [field, { name: field, type, ...parseMinorRange(minors) }])),
  ]));
  return cached.get(name);
}

/** Why a kubelet of a minor would not read a field, and what to do; undefined for one that it reads. */
export interface FieldGap {
  readonly reason: string;
  readonly fix: string;
}

/** Whether a kubelet of a minor knows a field of a struct. */
export function kubeletFieldGap(struct: string, field: string, minor: number): FieldGap | undefined {
  const fields = kubeletStruct(struct) ?? new Map<string, KubeletField>();
  const known = fields.get(field);
  if (known && isServedIn(known, minor)) {
    return undefined;
  }
  if (known?.firstMinor !== undefined && known.firstMinor > minor) {
    return {
      reason: `is known since Kubernetes 1.${known.firstMinor}; a kubelet of 1.${minor} drops it with a line in its log`,
      fix: `target Kubernetes 1.${known.firstMinor} or newer, or leave it out`,
    };
  }
  const meant = meantBy(field, fields.keys());
  return {
    reason: `no kubelet of 1.${minor} knows it; it would be dropped with a line in the log`,
    fix: meant === undefined ? 'leave it out' : `write ${meant}`,
  };
}

/** Fields of the file that a kubelet reads and does nothing with, by minor. */
const WITHOUT_EFFECT: ReadonlyMap<string, { readonly first: number; readonly why: string }> = new Map([
  // k8s.io/kubelet config/v1beta1: "Deprecated: no longer has any effect"
  ['streamingConnectionIdleTimeout', { first: 34, why: 'it has had no effect since Kubernetes 1.34, though CIS 4.2.5 still asks for it' }],
  ['iptablesMasqueradeBit', { first: 28, why: 'the kubelet has used no such bit since Kubernetes 1.28' }],
  ['iptablesDropBit', { first: 28, why: 'the kubelet has used no such bit since Kubernetes 1.28' }],
]);

/** Why a field has no effect on a kubelet of a minor; undefined when it has one. */
export function withoutEffect(field: string, minor: number): string | undefined {
  const row = WITHOUT_EFFECT.get(field);
  return row !== undefined && minor >= row.first ? row.why : undefined;
}

/** The flag that says what a field says, for distributions that take flags alone (cmd/kubelet/app/options/options.go). */
export function kubeletFlag(field: string): string | undefined {
  return FLAGS.get(field);
}

const FLAGS: ReadonlyMap<string, string> = new Map([
  ['allowedUnsafeSysctls', 'allowed-unsafe-sysctls'],
  ['authentication.anonymous.enabled', 'anonymous-auth'],
  ['authentication.webhook.enabled', 'authentication-token-webhook'],
  ['authentication.x509.clientCAFile', 'client-ca-file'],
  ['authorization.mode', 'authorization-mode'],
  ['containerLogMaxFiles', 'container-log-max-files'],
  ['containerLogMaxSize', 'container-log-max-size'],
  ['enableDebuggingHandlers', 'enable-debugging-handlers'],
  ['eventBurst', 'event-burst'],
  ['eventRecordQPS', 'event-qps'],
  ['featureGates', 'feature-gates'],
  ['makeIPTablesUtilChains', 'make-iptables-util-chains'],
  ['maxPods', 'max-pods'],
  ['podPidsLimit', 'pod-max-pids'],
  ['protectKernelDefaults', 'protect-kernel-defaults'],
  ['readOnlyPort', 'read-only-port'],
  ['rotateCertificates', 'rotate-certificates'],
  ['seccompDefault', 'seccomp-default'],
  ['serverTLSBootstrap', 'rotate-server-certificates'],
  ['streamingConnectionIdleTimeout', 'streaming-connection-idle-timeout'],
  ['tlsCertFile', 'tls-cert-file'],
  ['tlsCipherSuites', 'tls-cipher-suites'],
  ['tlsMinVersion', 'tls-min-version'],
  ['tlsPrivateKeyFile', 'tls-private-key-file'],
]);
