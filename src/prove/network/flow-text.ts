import { MADE_UP } from './outside';
import type { AskedPort } from './ports-open';
import type { ClusterPolicyRules, Direction, NetworkEnd, NetworkOrigin, NetworkPod, NetworkPolicyRules, TrafficRule } from '../../decide/network/model';
import { formatIp } from '../../manifests/validate';

/** One rule that could open something; without one it is the absence of isolation, which opens everything. */
export interface Opening {
  readonly rule?: TrafficRule;
  readonly policy?: NetworkPolicyRules | ClusterPolicyRules;
}

/** `NetworkPolicy shop/legacy, ingress[0]`. */
export function ruleText({ policy, rule }: Opening, direction: Direction): string {
  if (!policy || !rule) {
    return `no NetworkPolicy isolates its ${direction.toLowerCase()}, which`;
  }
  return `${policy.kind} ${policy.kind === 'NetworkPolicy' ? `${policy.namespace}/` : ''}${policy.name}, ${direction.toLowerCase()}[${rule.index}],`;
}

/** `Deployment shop/web`, or of a pod that no manifest shows what is known of it. */
export function podText({ kind, namespace, name, labels }: NetworkPod): string {
  if (kind !== MADE_UP) {
    return `${kind} ${namespace}/${name}`;
  }
  const own = Object.entries(labels).map(([key, value]) => `${key}=${value}`).sort().join(', ');
  return `any pod ${own === '' ? 'without labels' : `labelled ${own}`} in ${namespace}`;
}

export function endText({ pod, address }: NetworkEnd): string {
  return pod ? podText(pod) : formatIp(address!);
}

/** `TCP 5432`. */
export function portText({ protocol, port, name }: AskedPort): string {
  return name === undefined ? `${protocol} ${port}` : `the ${protocol} port that it calls ${name}`;
}

export function constructOf({ construct }: NetworkOrigin): string | undefined {
  return construct;
}
