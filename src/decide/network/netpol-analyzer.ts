import { AddressAtoms, AddressRange } from './address-atoms';
import type { ConnectionSetId } from './connection-sets';
import { MapEnd, mapOf } from './map';
import { mapGroups } from './map-groups';
import type { Direction, NetworkModel, NetworkPod, NetworkPolicyRules } from './model';
import { NetworkIndex } from './network-index';
import { isNamed } from './pod-classes';
import { selectsPod } from './selectors';
import type { Lead } from './services';
import type { Protocol } from '../../manifests/model';
import { formatIp } from '../../manifests/validate';

/** A line of `netpol-analyzer list`. */
export interface AnalyzerRow {
  readonly src: string;
  readonly dst: string;
  readonly conn: string;
}

/**
 * The rows of np-guard/netpol-analyzer's `list`: workloads by their controllers, without a workload to itself, every range of
 * IPv4 addresses that the policies of a direction tell apart by itself, and the ingress controller (pkg/netpol/connlist of
 * v2, conns_formatter*.go). Its conventions alone are taken over, not its defects: `analyzerDifferences` tells where both part.
 */
export function analyzerRows(index: NetworkIndex, leads: readonly Lead[]): AnalyzerRow[] {
  const { groups } = mapGroups(index, 'workload');
  const rows: AnalyzerRow[] = mapOf(index, { outside: 'none' }).connections.map(({ from, to, ports }) =>
    ({ src: peer(from), dst: peer(to), conn: connText(index, index.sets.ofPorts(ports)) }));
  for (const direction of ['Ingress', 'Egress'] as const) {
    for (const range of rangesOf(index, direction)) {
      const atom = index.classes.length + index.atoms.of({ family: 4, value: range.first });
      const outside = `${formatIp({ family: 4, value: range.first })}-${formatIp({ family: 4, value: range.last })}[External]`;
      for (const { end, classes } of groups) {
        const set = classes.map(place => direction === 'Ingress' ? index.between(atom, place) : index.between(place, atom))
          .reduce((all, each) => index.sets.union(all, each), index.sets.EMPTY);
        if (set === index.sets.EMPTY) continue;
        rows.push(direction === 'Ingress' ? { src: outside, dst: peer(end), conn: connText(index, set) } : { src: peer(end), dst: outside, conn: connText(index, set) });
      }
    }
  }
  rows.push(...fromController(index, leads));
  return rows.sort((a, b) => compare(a.src, b.src) || compare(a.dst, b.dst));
}

/** The IPv4 addresses, cut at the bounds of the blocks that policies name in a direction. */
function rangesOf({ model }: NetworkIndex, direction: Direction): AddressRange[] {
  const only = <T extends Pick<NetworkPolicyRules, 'ingress' | 'egress'>>(policy: T): T => ({ ...policy, ...direction === 'Ingress' ? { egress: [] } : { ingress: [] } });
  const atoms = new AddressAtoms({
    policies: new Map([...model.policies].map(([namespace, policies]) => [namespace, policies.map(only)])),
    clusterPolicies: model.clusterPolicies.map(only),
  });
  return Array.from({ length: atoms.border }, (_, at) => atoms.range(at, at + 1));
}

/** What an Ingress leads to, on ports that a container declares, as far as policies let a pod in that has no labels. */
function fromController(index: NetworkIndex, leads: readonly Lead[]): AnalyzerRow[] {
  const namespace = 'ingress-controller-ns';
  const controller: NetworkPod = {
    kind: 'Pod', namespace, name: 'ingress-controller', template: false, labels: {}, ports: [], addresses: [], hostNetwork: false, terminated: false, origin: {},
  };
  const known = index.model.namespaces.get(namespace) ?? { name: namespace, labels: { 'kubernetes.io/metadata.name': namespace }, declared: true, origin: {} };
  const model = { ...index.model, pods: [...index.model.pods, controller], namespaces: new Map([...index.model.namespaces, [namespace, known]]) };
  const withIt = leads.some(({ kind }) => kind === 'Ingress') ? new NetworkIndex(model) : index;
  const found = new Map<string, ConnectionSetId>();
  for (const { targets } of leads.filter(({ kind }) => kind === 'Ingress')) {
    for (const { end, pods, number } of targets) {
      const declared = pods.filter(({ ports }) => ports.some(port => port.protocol === 'TCP' && port.number === number));
      const port = withIt.sets.ofPorts([{ protocol: 'TCP', first: number, last: number }]);
      const open = declared.some(pod => withIt.allows({ pod: controller }, { pod, address: pod.addresses[0] }, 'TCP', number));
      if (open) found.set(peer(end), withIt.sets.union(found.get(peer(end)) ?? withIt.sets.EMPTY, port));
    }
  }
  return [...found].map(([dst, set]) => ({ src: '{ingress-controller}', dst, conn: connText(withIt, set) }));
}

function peer(end: MapEnd): string {
  return end.type === 'workload' ? `${end.namespace}/${end.name}[${end.kind}]` : '';
}

/** `SCTP 1-65535,TCP 80,8080-8090,UDP 53`. */
function connText({ sets }: NetworkIndex, set: ConnectionSetId): string {
  if (set === sets.ALL) return 'All Connections';
  const byProtocol = new Map<Protocol, string[]>();
  for (const { protocol, first, last } of sets.ranges(set)) {
    byProtocol.set(protocol, [...byProtocol.get(protocol) ?? [], first === last ? String(first) : `${first}-${last}`]);
  }
  return [...byProtocol].sort(([a], [b]) => compare(a, b)).map(([protocol, ports]) => `${protocol} ${ports.join(',')}`).join(',');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where that tool answers otherwise about these objects, a sentence each. */
export function analyzerDifferences({ model }: NetworkIndex): string[] {
  const policies = [...[...model.policies.values()].flat(), ...model.clusterPolicies];
  const blocks = policies.flatMap(({ ingress, egress }) => [...ingress, ...egress]).flatMap(({ peers }) => peers.flatMap(each => each.type === 'ipBlock' ? [each] : []));
  const ranged = policies.flatMap(({ ingress, egress }) => [...ingress, ...egress]).some(({ ports }) => ports.length > 0);
  const duplicated = model.pods.filter(({ ports }) => ports.some((port, at) => port.name !== undefined
    && ports.findIndex(each => each.name === port.name && each.protocol === port.protocol) !== at));
  return [
    ...ranged ? ['netpol-analyzer may lose ports where two rules meet in part, and differ from run to run; the ports here are exact'] : [],
    ...blocks.some(({ cidr }) => cidr.family === 6) ? ['netpol-analyzer takes IPv6 blocks for IPv4 ones; its output has no place for IPv6, so that those connections are left out here'] : [],
    ...blocks.length > 0 && model.pods.some(({ addresses }) => addresses.length > 0) ? ['netpol-analyzer lets no ipBlock select pods; here it selects those at its addresses'] : [],
    ...model.pods.some(({ hostNetwork }) => hostNetwork) ? ['netpol-analyzer takes pods on the host\'s network for any others; here no policy isolates or selects them'] : [],
    ...namesUnmatchedPort(model) ? ['netpol-analyzer prints a port by its name where no pod that the rule is about declares it; Kubernetes opens none there, and no line says it here'] : [],
    ...duplicated.length > 0 ? ['netpol-analyzer opens the first of several ports of one name; here all of them are open'] : [],
    ...model.clusterPolicies.some(({ kind }) => kind === 'ClusterNetworkPolicy') ? ['netpol-analyzer does not read ClusterNetworkPolicy; here it takes part'] : [],
  ];
}

/** Whether an ingress rule names a port that no pod which its policy selects has, for the protocol of the rule. */
function namesUnmatchedPort({ policies, pods }: NetworkModel): boolean {
  return [...policies.values()].flat().some(({ namespace, podSelector, ingress }) => {
    const selected = pods.filter(pod => pod.namespace === namespace && selectsPod(podSelector, pod).yes);
    return ingress.flatMap(({ ports }) => ports).some(port => isNamed(port) && selected.length > 0
      && !selected.some(pod => pod.ports.some(each => each.name === port.name && each.protocol === port.protocol)));
  });
}
