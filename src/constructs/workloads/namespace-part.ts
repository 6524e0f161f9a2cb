/** A part of a SecuredNamespace that can be left out. */
export enum NamespacePart {
  /** The labels that enforce a level of Pod Security. */
  POD_SECURITY = 'pod-security',
  /** Filling the security fields that workloads leave unset. */
  HARDENING = 'hardening',
  /** The policy that isolates every pod. Name resolution is open without it. */
  DEFAULT_DENY = 'default-deny',
  /** The policy that opens name resolution. */
  DNS = 'dns',
  /** The service account `default` without a token; where podSecurity is PRIVILEGED there is none. */
  DEFAULT_ACCOUNT = 'default-account',
}

/** A part that is left out, and why. */
export interface NamespacePartOff {
  /** Which one. */
  readonly part: NamespacePart;
  /** Why. It stands in the Namespace, in the annotation `bulwark.cdk8s.io/without-PART`, for whoever reviews it. */
  readonly reason: string;
}
