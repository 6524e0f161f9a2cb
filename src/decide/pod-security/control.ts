import type { Cursor } from './cursor';

/** The levels of the Pod Security Standards; each has the controls of those before it. */
export type PodSecurityLevel = 'privileged' | 'baseline' | 'restricted';

/** A pod as controls look at it. */
export interface PodView {
  readonly metadata: Cursor;
  readonly spec: Cursor;
  /** Init containers, containers and ephemeral containers, in this order. */
  readonly containers: readonly Cursor[];
}

/** A field by which a pod breaks a control. */
export interface Breach {
  /** Where it stands, or should stand. */
  readonly field: string;
  /** What stands there; absent where nothing does. */
  readonly value?: unknown;
  /** What the control asks of the field. */
  readonly rule: string;
  readonly fix: string;
}

/** What a control asks from one version of the standards on. */
export interface Revision {
  /** The first minor of the policy to which it applies: 0 for 1.0. */
  readonly since: number;
  readonly check: (pod: PodView) => Breach[];
}

/** One control of the standards, under the id that Kubernetes gives it. */
export interface Control {
  readonly id: string;
  readonly level: Exclude<PodSecurityLevel, 'privileged'>;
  /** Oldest first; before the first one nothing is asked. */
  readonly revisions: readonly Revision[];
  /** Controls of the baseline that it stands for, once it applies: what they ask, or more. */
  readonly overrides?: readonly string[];
}

/** `spec.securityContext` of the pod and those of its containers, as far as they are there. */
export function contextsOf({ spec, containers }: PodView): Cursor[] {
  return [spec, ...containers].flatMap(each => each.map('securityContext') ?? []);
}

/** The security contexts of containers alone. */
export function containerContexts({ containers }: PodView): Cursor[] {
  return containers.flatMap(each => each.map('securityContext') ?? []);
}

/** A pod that says of itself that it runs on Windows; the API server then refuses the fields of Linux in it. */
export function isWindows({ spec }: PodView): boolean {
  return spec.map('os')?.text('name') === 'windows';
}

/** A pod in a user namespace of its own, where root is nobody on the host (KEP-127). */
export function hasUserNamespace({ spec }: PodView): boolean {
  return spec.flag('hostUsers') === false;
}
