import type { Predicate } from '../guarantee';

/**
 * Which guarantees promise what a control asks for, or a part of it, by the id of the control. A control is judged by itself;
 * a reader who asks why it is met finds here what keeps it so.
 */
const PROMISES: Readonly<Record<string, ReadonlyArray<Predicate['kind']>>> = {
  'audit.policy-exists': ['audit-at-least', 'audit-rules-reachable'],
  'audit.policy-covers': ['audit-at-least', 'audit-at-most'],
  'rbac.exec-restricted': ['reads-only', 'no-way-around'],
  'net.policy-per-namespace': ['only-traffic'],
  'kcm.rotate-kubelet-server': ['kubelet-certificates'],
  'kubelet.rotate-certificates': ['kubelet-certificates'],
  'kubelet.rotate-server': ['kubelet-certificates'],
  'kubelet.tls-cert': ['kubelet-certificates'],
};

/** @param control our id of it, such as `kubelet.rotate-server` */
export function promises(control: string, { kind }: Predicate): boolean {
  return PROMISES[control]?.includes(kind) ?? false;
}
