import { FEATURE_GATES } from './data/feature-gates';
import { isServedIn, parseMinorRange, type MinorRange } from './minors';

/** A feature gate that a supported minor knows. */
export interface FeatureGate extends MinorRange {
  readonly name: string;
  /** From this minor on it cannot be set otherwise. */
  readonly locked?: { readonly since: number; readonly value: boolean };
}

let cached: ReadonlyMap<string, FeatureGate> | undefined;

/** A gate by name, whichever supported minor knows it. */
export function featureGate(name: string): FeatureGate | undefined {
  cached ??= new Map(FEATURE_GATES.map(([gate, minors, locked]) => {
    const lock = /^(on|off)(\d+)$/.exec(locked ?? '');
    return [gate, { name: gate, ...parseMinorRange(minors), ...lock ? { locked: { value: lock[1] === 'on', since: Number(lock[2]) } } : {} }];
  }));
  return cached.get(name);
}

/** Gates that went before 1.27 and that people still name: what replaced them. */
const SUCCESSORS: ReadonlyMap<string, { readonly last: number; readonly fix: string }> = new Map([
  ['RotateKubeletClientCertificate', { last: 21, fix: 'leave it out, and set rotateCertificates in the configuration of the kubelet' }],
  ['DynamicAuditing', { last: 18, fix: 'leave it out, and configure an audit webhook by flags of the API server' }],
]);

/** Why a component of a minor would stop at a gate, and what to do instead; undefined for one that it takes. */
export function gateGap(name: string, value: boolean, minor: number): { readonly reason: string; readonly fix: string } | undefined {
  if (name === 'AllAlpha' || name === 'AllBeta') {
    return undefined;
  }
  const gate = featureGate(name);
  if (gate && isServedIn(gate, minor)) {
    const { locked } = gate;
    return locked && minor >= locked.since && value !== locked.value
      ? { reason: `is locked to ${locked.value} since Kubernetes 1.${locked.since}: the component stops at its start`, fix: 'leave it out' } : undefined;
  }
  if (gate?.firstMinor !== undefined && gate.firstMinor > minor) {
    return { reason: `is known since Kubernetes 1.${gate.firstMinor}: a component of 1.${minor} stops at its start`, fix: `leave it out, or target Kubernetes 1.${gate.firstMinor} or newer` };
  }
  const last = gate?.lastMinor ?? SUCCESSORS.get(name)?.last;
  return {
    reason: last === undefined ? `Kubernetes 1.${minor} has no such feature gate: the component stops at its start`
      : `went with Kubernetes 1.${last + 1}: a component of 1.${minor} stops at its start`,
    fix: SUCCESSORS.get(name)?.fix ?? (gate?.locked?.value === true ? 'leave it out: what it turned on is always on' : 'leave it out'),
  };
}
