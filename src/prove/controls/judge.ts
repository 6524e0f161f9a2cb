import { ACCESS_JUDGES } from './access';
import { AUDIT_JUDGES, LOGS_EVERYTHING } from './audit';
import type { ControlEvidence, Judge } from './evidence';
import { HOST_JUDGES } from './hosts';
import { NAMESPACE_JUDGES } from './namespaces';
import { NETWORK_JUDGES } from './network';
import { unknown, type ControlResult, type Outcome } from './outcome';
import { NON_ROOT, WORKLOAD_JUDGES } from './workloads';
import { controlsOf, type Control, type ProfileName } from '../../kubernetes/controls';

const JUDGES: Readonly<Record<string, Judge>> = {
  ...ACCESS_JUDGES,
  ...AUDIT_JUDGES,
  ...HOST_JUDGES,
  ...NAMESPACE_JUDGES,
  ...NETWORK_JUDGES,
  ...WORKLOAD_JUDGES,
  'pod.non-root': evidence => worst(NON_ROOT.map(judge => judge(evidence))),
};

/** Why manifests and host files do not tell, of each control that nothing here looks at. */
const UNKNOWABLE: Readonly<Record<string, string>> = {
  'net.cni-supports-policy': 'whether the network plug-in enforces policies, only the cluster shows',
  'net.encrypt-in-transit': 'whether workloads encrypt what they send, only they know',
  'secret.external': 'whether a store outside would be better, people judge',
  'secret.no-plain': 'whether a text is a credential, nothing here tells',
  'api.encryption-provider': 'the file of providers holds keys, and is not among the files',
  'kubelet.no-hostname-override': 'it is a flag of the kubelet, and no file here sets flags of kubelets',
  'kubelet.dropin-permissions': 'modes and owners of files are set when they are put on machines',
  'runtime.sandbox-class': 'which workloads are not trusted, people know',
  'runtime.seccomp-unset-default': 'seccompDefault of the kubelet is what counts',
  'spark.driver-rbac': 'which accounts are those of drivers, nothing here tells',
};

/** Every control of some benchmarks, judged in one cluster. What several of them ask for is judged once. */
export function judgeControls(profiles: readonly ProfileName[], evidence: ControlEvidence): ControlResult[][] {
  const outcomes = new Map<Judge, Outcome>();
  const outcomeOf = (judge: Judge) => {
    const outcome = outcomes.get(judge) ?? judge(evidence);
    outcomes.set(judge, outcome);
    return outcome;
  };
  return profiles.map(profile => controlsOf(profile).map(control => ({ control, ...outcomeOf(judgeOf(control, profile)) })));
}

/** Of a cluster about which nothing could be asked, nothing is known: a control is never met for want of input. */
export function unjudged(profile: ProfileName, because: string): ControlResult[] {
  return controlsOf(profile).map(control => ({ control, ...unknown(because) }));
}

function judgeOf({ row }: Control, profile: ProfileName): Judge {
  return profile === 'stig-v2r6' && row.id === 'audit.policy-covers' ? LOGS_EVERYTHING
    : JUDGES[row.id] ?? (() => unknown(UNKNOWABLE[row.id]!));
}

/** What is looked at, and what is not: every control is in exactly one of the two. */
export const JUDGED: ReadonlySet<string> = new Set(Object.keys(JUDGES));
export const NOT_JUDGED: ReadonlySet<string> = new Set(Object.keys(UNKNOWABLE));

function worst(outcomes: readonly Outcome[]): Outcome {
  const order = ['failed', 'accepted', 'unknown', 'managed', 'clean', 'proved'];
  const sorted = [...outcomes].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
  return { ...sorted[0]!, findings: outcomes.flatMap(({ findings }) => findings) };
}
