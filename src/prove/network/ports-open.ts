import type { NetworkPod, PortMatch, TrafficRule } from '../../decide/network/model';
import { isNamed } from '../../decide/network/pod-classes';
import type { Protocol } from '../../manifests/model';

/** A port as rules see it; of the named ones the name too, because the destination could give it any number. */
export interface AskedPort {
  readonly protocol: Protocol;
  readonly port: number;
  readonly name?: string;
}

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/**
 * Ports of a rule, one of each range that no other rule tells apart: what holds of them holds of all.
 *
 * @param rule the rule whose ports are asked about; undefined for every port
 * @param others the rules that may tell its ports apart
 * @param destination the pod whose port names count; undefined where it is somebody that nobody knows
 */
export function portsToAsk(rule: TrafficRule | undefined, others: readonly TrafficRule[], destination: NetworkPod | undefined): AskedPort[] {
  const ports: readonly PortMatch[] = rule === undefined || rule.ports.length === 0
    ? PROTOCOLS.map(protocol => ({ protocol, first: 1, last: 65535 })) : rule.ports;
  const all = [...others, ...rule ? [rule] : []].flatMap(each => each.ports);
  const cuts = new Set((destination?.ports ?? []).flatMap(({ number }) => [number, number + 1]));
  for (const port of all) {
    if (!isNamed(port)) {
      cuts.add(port.first).add(port.last + 1);
    }
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  const pieces = (first: number, last: number) => [first, ...sorted.filter(cut => cut > first && cut <= last)];
  return ports.flatMap(match => {
    if (!isNamed(match)) {
      return pieces(match.first, match.last).map(port => ({ protocol: match.protocol, port }));
    }
    const protocols = match.protocol === undefined ? PROTOCOLS : [match.protocol];
    if (destination) {
      return destination.ports.filter(({ name, protocol }) => name === match.name && protocols.includes(protocol))
        .map(({ protocol, number }) => ({ protocol, port: number }));
    }
    return protocols.flatMap(protocol => pieces(1, 65535).map(port => ({ protocol, port, name: match.name })));
  });
}

/** Whether a rule is about a port, of a destination whose own port names are known, or of one that has this one alone. */
export function isAbout({ ports }: TrafficRule, { protocol, port, name }: AskedPort, destination: NetworkPod | undefined): boolean {
  return ports.length === 0 || ports.some(match => {
    if (match.protocol !== undefined && match.protocol !== protocol) {
      return false;
    }
    if (!isNamed(match)) {
      return match.first <= port && port <= match.last;
    }
    return destination ? destination.ports.some(each => each.name === match.name && each.protocol === protocol && each.number === port)
      : match.name === name;
  });
}
