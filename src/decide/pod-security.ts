import type { Breach, Control, PodSecurityLevel, PodView, Revision } from './pod-security/control';
import { ALLOW_PRIVILEGE_ESCALATION } from './pod-security/controls/allow-privilege-escalation';
import { APP_ARMOR_PROFILE } from './pod-security/controls/app-armor-profile';
import { CAPABILITIES_BASELINE } from './pod-security/controls/capabilities-baseline';
import { CAPABILITIES_RESTRICTED } from './pod-security/controls/capabilities-restricted';
import { HOST_NAMESPACES } from './pod-security/controls/host-namespaces';
import { HOST_PATH_VOLUMES } from './pod-security/controls/host-path-volumes';
import { HOST_PORTS } from './pod-security/controls/host-ports';
import { HOST_PROBES } from './pod-security/controls/host-probes';
import { PRIVILEGED } from './pod-security/controls/privileged';
import { PROC_MOUNT_BASELINE, PROC_MOUNT_RESTRICTED } from './pod-security/controls/proc-mount';
import { RESTRICTED_VOLUMES } from './pod-security/controls/restricted-volumes';
import { RUN_AS_NON_ROOT } from './pod-security/controls/run-as-non-root';
import { RUN_AS_USER } from './pod-security/controls/run-as-user';
import { SE_LINUX_OPTIONS } from './pod-security/controls/se-linux-options';
import { SECCOMP_BASELINE, SECCOMP_RESTRICTED } from './pod-security/controls/seccomp-profile';
import { SYSCTLS } from './pod-security/controls/sysctls';
import { WINDOWS_HOST_PROCESS } from './pod-security/controls/windows-host-process';
import { Cursor, type Mistyped } from './pod-security/cursor';

/**
 * The Pod Security Standards, as the admission of Kubernetes judges by them: k8s.io/pod-security-admission v0.37,
 * `policy/registry.go` for which controls count and `policy/check_*.go` for what each asks.
 */
export const POD_SECURITY_CONTROLS: readonly Control[] = [
  APP_ARMOR_PROFILE, CAPABILITIES_BASELINE, HOST_NAMESPACES, HOST_PATH_VOLUMES, HOST_PORTS, HOST_PROBES, PRIVILEGED, PROC_MOUNT_BASELINE,
  SE_LINUX_OPTIONS, SECCOMP_BASELINE, SYSCTLS, WINDOWS_HOST_PROCESS,
  ALLOW_PRIVILEGE_ESCALATION, CAPABILITIES_RESTRICTED, PROC_MOUNT_RESTRICTED, RESTRICTED_VOLUMES, RUN_AS_NON_ROOT, RUN_AS_USER, SECCOMP_RESTRICTED,
];

/** A pod, or the template of pods, and where its parts stand in its object. */
export interface JudgedPod {
  readonly metadata: unknown;
  readonly spec: unknown;
  /** `metadata`, `spec.template.metadata`, … */
  readonly metadataPath: string;
  /** `spec`, `spec.template.spec`, … */
  readonly specPath: string;
}

/** A level of the standards as of a version: the minor, or Infinity for `latest`. */
export interface PodSecurityPolicy {
  readonly level: PodSecurityLevel;
  readonly minor: number;
}

/** A reason for which a pod is refused. */
export interface PodSecurityViolation extends Breach {
  /** The id of the control, or `unreadable` for a field that no API server reads. */
  readonly control: string;
}

/** Why a pod does not meet a level; the empty list when it does. */
export function podSecurityViolations(pod: JudgedPod, { level, minor }: PodSecurityPolicy): PodSecurityViolation[] {
  if (level === 'privileged') return [];
  const mistyped: Mistyped[] = [];
  const view = viewOf(pod, mistyped);
  const violations = checksOf(level, minor).flatMap(({ control, check }) =>
    check(view).map((breach): PodSecurityViolation => ({ control, ...breach })));
  const unreadable = new Map(mistyped.map(({ field, value, wanted }): [string, PodSecurityViolation] =>
    [field, { control: 'unreadable', field, value, rule: `must be ${wanted}`, fix: 'give it a value of that type' }]));
  return [...unreadable.values(), ...violations];
}

interface Check {
  readonly control: string;
  readonly check: Revision['check'];
}

/** What a policy asks, made once: there are few policies and many pods. */
const CHECKS = new Map<string, readonly Check[]>();

/** Every control of the level that has begun, but those that another one of them stands for. */
function checksOf(level: PodSecurityLevel, minor: number): readonly Check[] {
  const key = `${level} ${minor}`;
  let checks = CHECKS.get(key);
  if (!checks) {
    const controls = POD_SECURITY_CONTROLS.filter(control => (level === 'restricted' || control.level === 'baseline') && revisionOf(control, minor));
    const overridden = new Set(controls.flatMap(({ overrides = [] }) => overrides));
    checks = controls.filter(({ id }) => !overridden.has(id)).map(control => ({ control: control.id, check: revisionOf(control, minor)!.check }));
    CHECKS.set(key, checks);
  }
  return checks;
}

/** What a control asks as of a minor: its newest revision that is not newer. */
function revisionOf({ revisions }: Control, minor: number): Revision | undefined {
  return [...revisions].reverse().find(({ since }) => since <= minor);
}

function viewOf({ metadata, spec, metadataPath, specPath }: JudgedPod, mistyped: Mistyped[]): PodView {
  const pod = Cursor.at(spec, specPath, mistyped);
  return {
    metadata: Cursor.at(metadata, metadataPath, mistyped),
    spec: pod,
    containers: ['initContainers', 'containers', 'ephemeralContainers'].flatMap(key => pod.list(key)),
  };
}
