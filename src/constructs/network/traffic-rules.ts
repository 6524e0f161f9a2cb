import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { Peer } from './peer';
import { Port } from './port';
import { PodSelection } from './selection';
import { sortedUnique } from './sorted-unique';
import type { LabelSelector, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer, NetworkPolicyPort } from '../../manifests/model';
import { ofAnotherCopy } from '../another-copy';
import { defined } from '../defined';
import { atSynth, invalid, problemOf } from '../errors';
import { isConstruct } from '../types/kinds';
import { podsOf } from '../workloads/workload-pods';

/** A rule of a NetworkPolicy: `from` in `ingress`, `to` in `egress`. An absent list means everything. */
export type RuleEntry = NetworkPolicyIngressRule & NetworkPolicyEgressRule;

/** The list of a rule's peers. */
export type Side = 'from' | 'to';

/** In a manifest an empty or absent list means everything, so here it must be said. */
export function refuseOpenEnds(
  asked: IConstruct, field: string, side: Side, peers: readonly unknown[] | undefined, ports: readonly unknown[] | undefined,
): void {
  refuseOpenPeers(asked, `${field}.${side}`, peers);
  refuseOpenPorts(asked, `${field}.ports`, ports);
}

/** Refuses a list of peers that names nobody, or somebody beside everybody. */
export function refuseOpenPeers(asked: IConstruct, field: string, peers: readonly unknown[] | undefined): void {
  if (!Array.isArray(peers) || peers.length === 0 || peers.some(peer => peer === undefined || peer === null)) {
    throw invalid(asked, field, peers, 'names nobody, which Kubernetes would read as everybody', 'list the peers, or say Peer.anywhere()');
  }
  if (peers.length > 1 && peers.some(peer => peer instanceof Peer && peer._entry === undefined)) {
    throw invalid(asked, field, undefined, 'Peer.anywhere() includes the other peers', 'leave one of the two out');
  }
}

/** Refuses a list of ports that names none, or some beside all. */
export function refuseOpenPorts(asked: IConstruct, field: string, ports: readonly unknown[] | undefined): void {
  if (!Array.isArray(ports) || ports.length === 0 || ports.some(port => port === undefined || port === null)) {
    throw invalid(asked, field, ports, 'names no port, which Kubernetes would read as every port', 'list the ports, or say Port.all()');
  }
  const strange = ports.findIndex(port => !(port instanceof Port));
  if (strange >= 0) {
    const { message, fix } = ofAnotherCopy(ports[strange]) ?? { message: 'is no Port', fix: 'use Port.tcp(number) or another of its factories' };
    throw invalid(asked, `${field}[${strange}]`, ports[strange], message, fix);
  }
  if (ports.length > 1 && ports.some(port => (port as Port)._entry === undefined)) {
    throw invalid(asked, field, undefined, 'Port.all() includes the other ports', 'leave one of the two out');
  }
}

/** The entry of a rule, worked out at synth. */
export function ruleOf(
  asked: IConstruct, field: string, side: Side, peers: ReadonlyArray<IConstruct | Peer>, ports: readonly Port[], namespace: string | undefined,
): RuleEntry {
  return ruleEntry(side, peers.map((peer, at) => Peer._of(peer, asked, `${field}.${side}[${at}]`, namespace)._entry), ports.map(port => port._entry));
}

/** The same of entries; undefined among them stands for everything. */
export function ruleEntry(
  side: Side, peers: ReadonlyArray<NetworkPolicyPeer | undefined>, ports: ReadonlyArray<NetworkPolicyPort | undefined>,
): RuleEntry {
  return defined({
    [side]: peers.includes(undefined) ? undefined : sortedUnique(peers),
    ports: ports.includes(undefined) ? undefined : sortedUnique(ports),
  }) as RuleEntry;
}

/** Fewer rules that say the same: those with equal ports become one with the peers of all of them. A rule for everybody stays alone. */
export function mergedRules(side: Side, rules: readonly RuleEntry[]): RuleEntry[] {
  const byPorts = new Map<string, RuleEntry[]>();
  for (const rule of rules) {
    const key = `${rule[side] === undefined} ${JSON.stringify(rule.ports)}`;
    byPorts.set(key, [...byPorts.get(key) ?? [], rule]);
  }
  return sortedUnique([...byPorts.values()].map(alike => {
    const peers = alike.flatMap((rule): ReadonlyArray<NetworkPolicyPeer | undefined> => rule[side] ?? [undefined]);
    return ruleEntry(side, peers, alike[0]!.ports ?? [undefined]);
  }));
}

/**
 * The namespace of a policy: the given one, that of the chart around it, or, read at synth, that of the workload
 * whose pods it is about. Without any it is an error.
 */
export function namespaceOf(asked: IConstruct, given: string | undefined, pods: IConstruct | PodSelection): () => string {
  const known = given ?? Chart.of(asked).namespace;
  const missing = () => invalid(asked, 'namespace', known, 'the policy has no namespace', 'create it inside a SecuredNamespace, or set namespace');
  if (known === '' || (known === undefined && !isConstruct(pods))) {
    throw missing();
  }
  return () => {
    const found = known ?? podsOf(pods as IConstruct, asked, 'pods').namespace;
    if (found === undefined) {
      throw missing();
    }
    return found;
  };
}

/** For the metadata of an object: text where it is known, else worked out at synth. */
export function lazyNamespace(asked: IConstruct, given: string | undefined, namespace: () => string): string {
  return given ?? Chart.of(asked).namespace ?? atSynth(namespace) as string;
}

/** How a policy in a namespace selects the pods that it is about. */
export function selectorOf(asked: IConstruct, field: string, pods: IConstruct | PodSelection, namespace: string): LabelSelector {
  if (pods instanceof PodSelection) {
    return pods._selector;
  }
  const found = podsOf(pods, asked, field);
  if (found.namespace !== undefined && found.namespace !== namespace) {
    throw problemOf(asked, {
      id: 'workload-unresolved',
      field,
      value: pods.node.path,
      message: `its pods are in the namespace ${found.namespace}, and a policy in ${namespace} cannot select them`,
      fix: 'create the policy in the namespace of the workload',
    });
  }
  return found.selector;
}
