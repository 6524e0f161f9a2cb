import { linesOf } from './lines';
import { podSecurityViolations, POD_SECURITY_CONTROLS } from '../../src/decide/pod-security';

// Answers of k8s.io/pod-security-admission 0.37.2 on generated pods, by every version of the standards.

interface Change {
  readonly since: number;
  readonly reasons: readonly string[];
}

interface Line {
  readonly pod: { readonly metadata: unknown; readonly spec: unknown };
  readonly baseline: readonly Change[];
  readonly restricted: readonly Change[];
}

/** How Kubernetes calls what a control forbids. */
const REASONS: Readonly<Record<string, string>> = {
  appArmorProfile: 'forbidden AppArmor profile',
  capabilities_baseline: 'non-default capabilities',
  hostNamespaces: 'host namespaces',
  hostPathVolumes: 'hostPath volumes',
  hostPorts: 'hostPort',
  hostProbesAndHostLifecycle: 'probe or lifecycle host',
  privileged: 'privileged',
  procMount: 'procMount',
  procMount_restricted: 'procMount',
  seLinuxOptions: 'seLinuxOptions',
  seccompProfile_baseline: 'seccompProfile',
  seccompProfile_restricted: 'seccompProfile',
  sysctls: 'forbidden sysctls',
  windowsHostProcess: 'hostProcess',
  allowPrivilegeEscalation: 'allowPrivilegeEscalation != false',
  capabilities_restricted: 'unrestricted capabilities',
  restrictedVolumes: 'restricted volume types',
  runAsNonRoot: 'runAsNonRoot != true',
  runAsUser: 'runAsUser=0',
};

/** Every version that changes a control, and the one before it. */
const MINORS = [...new Set(POD_SECURITY_CONTROLS.flatMap(({ revisions }) => revisions.flatMap(({ since }) => [Math.max(0, since - 1), since])))];
const lines = linesOf<Line>('pod-security.jsonl.gz');

test('every pod is refused for the same reasons at every version of both levels', () => {
  expect(lines.length).toBeGreaterThan(400);
  const disagreements = lines.flatMap(({ pod, ...theirs }) => (['baseline', 'restricted'] as const).flatMap(level =>
    MINORS.flatMap(minor => {
      const ours = podSecurityViolations({ ...pod, metadataPath: 'metadata', specPath: 'spec' }, { level, minor });
      const found = [...new Set(ours.map(({ control }) => REASONS[control] ?? control))].sort().join(', ');
      const { reasons } = [...theirs[level]].reverse().find(({ since }) => since <= minor)!;
      const expected = [...new Set(reasons.map(reason => reason.replace(/profiles$/, 'profile')))].sort().join(', ');
      return found === expected ? [] : [`${level} 1.${minor}: ours [${found}], theirs [${expected}]: ${JSON.stringify(pod.spec)}`];
    })));
  expect(disagreements.slice(0, 3)).toEqual([]);
});

test('the recorded answers have every control break and every version that changes one', () => {
  const reasons = new Set(lines.flatMap(({ baseline, restricted }) => [...baseline, ...restricted].flatMap(change => change.reasons)));
  expect([...new Set(Object.values(REASONS))].filter(reason => ![...reasons].some(each => each.startsWith(reason)))).toEqual([]);
  const since = new Set(lines.flatMap(({ baseline, restricted }) => [...baseline, ...restricted].map(change => change.since)));
  const changing = POD_SECURITY_CONTROLS.flatMap(({ revisions }) => revisions.map(revision => revision.since));
  expect(changing.filter(each => !since.has(each))).toEqual([]);
  const passing = lines.filter(({ restricted }) => restricted.at(-1)!.reasons.length === 0).length;
  expect(passing).toBeGreaterThan(lines.length / 100);
});
