import { COMPONENT_FLAGS } from './data/component-flags';
import { isServedIn, parseMinorRange, type MinorRange } from './minors';

/** A component whose flags are known. */
export type FlaggedComponent = keyof typeof COMPONENT_FLAGS;

const cached = new Map<FlaggedComponent, ReadonlyMap<string, MinorRange>>();

/** The flags of a component by name, without `--`, those of every supported minor. */
export function componentFlags(component: FlaggedComponent): ReadonlyMap<string, MinorRange> {
  let flags = cached.get(component);
  if (!flags) {
    flags = new Map(COMPONENT_FLAGS[component].map(row => {
      const [name, minors] = row.split(' ');
      return [name!, parseMinorRange(minors)];
    }));
    cached.set(component, flags);
  }
  return flags;
}

/** Flags that went before 1.27 and that people still pass: when, and what replaced them. */
const SUCCESSORS: Readonly<Record<FlaggedComponent, ReadonlyMap<string, { readonly removed: number; readonly fix: string }>>> = {
  'kube-apiserver': new Map([
    ['insecure-port', { removed: 24, fix: 'leave it out: there is no insecure port any more' }],
    ['insecure-bind-address', { removed: 24, fix: 'leave it out: there is no insecure port any more' }],
    ['audit-dynamic-configuration', { removed: 19, fix: 'leave it out, and name a webhook by audit-webhook-config-file' }],
  ]),
  'kube-controller-manager': new Map([
    ['experimental-cluster-signing-duration', { removed: 25, fix: 'use cluster-signing-duration' }],
    ['port', { removed: 24, fix: 'leave it out, or use secure-port' }],
    ['address', { removed: 24, fix: 'use bind-address' }],
  ]),
  'kube-scheduler': new Map([
    ['port', { removed: 24, fix: 'leave it out, or use secure-port' }],
    ['address', { removed: 24, fix: 'use bind-address' }],
    ['policy-config-file', { removed: 23, fix: 'write a KubeSchedulerConfiguration, and name it by config' }],
  ]),
  'kubelet': new Map([
    ['network-plugin', { removed: 24, fix: 'leave it out: the container runtime looks after the network' }],
    ['cni-conf-dir', { removed: 24, fix: 'set it in the container runtime' }],
    ['cni-bin-dir', { removed: 24, fix: 'set it in the container runtime' }],
    ['container-runtime', { removed: 27, fix: 'leave it out: there is no other than remote' }],
    ['dynamic-config-dir', { removed: 24, fix: 'leave it out: there is no dynamic configuration any more' }],
    ['allow-privileged', { removed: 15, fix: 'leave it out: Pod Security decides' }],
  ]),
};

/** Why a component of a minor would stop at a flag, and what to do instead; undefined for one that it takes. */
export function flagGap(component: FlaggedComponent, flag: string, minor: number): { readonly reason: string; readonly fix: string } | undefined {
  const known = componentFlags(component).get(flag);
  if (known && isServedIn(known, minor)) {
    return undefined;
  }
  const successor = SUCCESSORS[component].get(flag);
  const stops = `${component} of 1.${minor} stops at its start`;
  if (known?.firstMinor !== undefined && known.firstMinor > minor) {
    return { reason: `is known since Kubernetes 1.${known.firstMinor}: ${stops}`, fix: `leave it out, or target Kubernetes 1.${known.firstMinor} or newer` };
  }
  const removed = known?.lastMinor !== undefined ? known.lastMinor + 1 : successor?.removed;
  return {
    reason: removed === undefined ? `there is no such flag: ${stops}` : `was removed in Kubernetes 1.${removed}: ${stops}`,
    fix: successor?.fix ?? 'leave it out',
  };
}
