import { type HostProblem } from './host-problem';
import { gateProblems } from './kubelet-configuration';
import { flagGap, type FlaggedComponent } from '../../kubernetes/component-flags';
import { parseGoDuration } from '../go-duration';

/** A flag as some file holds it. */
export interface Flag {
  /** Without `--`. */
  readonly name: string;
  readonly value: string;
  /** The path of the field that holds it. */
  readonly field: string;
}

/** Flags that stop a component of a minor at its start, or that contradict each other. */
export function flagProblems(component: FlaggedComponent, flags: readonly Flag[], minor: number): HostProblem[] {
  return [...flags.flatMap(flag => problemsOf(component, flag, minor)), ...contradictions(component, flags)];
}

function problemsOf(component: FlaggedComponent, { name, value, field }: Flag, minor: number): HostProblem[] {
  const gap = flagGap(component, name, minor);
  if (gap) {
    return [{ field, value: `--${name}=${value}`, message: `--${name} ${gap.reason}`, fix: gap.fix }];
  }
  if (name === 'feature-gates') {
    return gateProblems(gatesOf(value), minor, '').map(problem => ({ ...problem, field, value: problem.field, message: `${problem.field} ${problem.message}` }));
  }
  return name === 'cluster-signing-duration' ? lifetimeProblems(value, field) : name === 'enable-admission-plugins' ? pluginProblems(value, field, minor) : [];
}

/** `A=true,B=false` as a map; a value that is neither stays text, and is a problem. */
export function gatesOf(value: string): Record<string, unknown> {
  return Object.fromEntries(value.split(',').filter(each => each !== '').map(each => {
    const [gate = '', setting] = each.split('=');
    return [gate.trim(), setting?.trim() === 'true' ? true : setting?.trim() === 'false' ? false : setting];
  }));
}

/** Certificates for less than ten minutes cannot be asked for (certificates.k8s.io, `expirationSeconds`). */
export const SHORTEST_LIFETIME_SECONDS = 600;

function lifetimeProblems(value: string, field: string): HostProblem[] {
  const seconds = parseGoDuration(value);
  return seconds === undefined ? [{ field, value, message: 'is no duration as Go reads it: the controller manager stops at its start', fix: 'write hours, such as 720h; Go knows no days' }]
    : seconds < SHORTEST_LIFETIME_SECONDS ? [{ field, value, message: 'is less than ten minutes, the shortest lifetime that a certificate can be asked for', fix: 'sign for longer' }] : [];
}

/** Admission plugins that went (pkg/kubeapiserver/options/plugins.go): the API server stops at a name that it does not know. */
const PLUGINS_GONE: ReadonlyMap<string, { readonly removed: number; readonly fix: string }> = new Map([
  ['PodSecurityPolicy', { removed: 25, fix: 'leave it out: Pod Security is on by itself, and labels of namespaces set its level' }],
  ['SecurityContextDeny', { removed: 30, fix: 'leave it out, and set Pod Security levels' }],
  ['PersistentVolumeLabel', { removed: 31, fix: 'leave it out: cloud controllers label volumes' }],
]);

function pluginProblems(value: string, field: string, minor: number): HostProblem[] {
  return value.split(',').flatMap((name): HostProblem[] => {
    const gone = PLUGINS_GONE.get(name.trim());
    return gone !== undefined && minor >= gone.removed
      ? [{ field, value: name, message: `the admission plugin ${name} was removed in Kubernetes 1.${gone.removed}: kube-apiserver stops at its start`, fix: gone.fix }] : [];
  });
}

/** Flags of the API server that a file of another flag takes the place of: both together stop it (pkg/kubeapiserver/options). */
const REPLACED: ReadonlyArray<readonly [flag: string, others: RegExp]> = [
  ['authorization-config', /^authorization-(mode|policy-file|webhook-.*)$/], ['authentication-config', /^oidc-.*$/],
];

/** One pair of files for every signer, or a pair a signer (cmd/kube-controller-manager/app/options). */
function contradictions(component: FlaggedComponent, flags: readonly Flag[]): HostProblem[] {
  const whole = flags.find(({ name }) => /^cluster-signing-(cert|key)-file$/.test(name));
  const single = flags.find(({ name }) => /^cluster-signing-(kubelet-serving|kubelet-client|kube-apiserver-client|legacy-unknown)-(cert|key)-file$/.test(name));
  const replaced = component !== 'kube-apiserver' ? [] : REPLACED.flatMap(([name, others]) => flags.some(flag => flag.name === name) ? flags.filter(flag => others.test(flag.name)).map((flag): HostProblem => ({
    field: flag.field, value: `--${flag.name}=${flag.value}`, message: `cannot stand beside --${name}: kube-apiserver stops at its start`, fix: `say it in the file that --${name} names`,
  })) : []);
  return component === 'kube-controller-manager' && whole && single ? [{
    field: whole.field, value: `--${whole.name}`, message: `cannot stand beside --${single.name}: the controller manager stops at its start`, fix: 'name the files either for all signers or for each',
  }] : replaced;
}
