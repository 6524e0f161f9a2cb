import { AddressAtoms } from './address-atoms';
import { ConnectionSetId, ConnectionSets } from './connection-sets';
import { append, difference, Intervals, NOTHING, union } from './intervals';
import { blockContainsAll } from './matches';
import type { NamedPort, NetworkPod, NumberedPorts, Peer, TrafficRule } from './model';
import type { NetworkOptions } from './options';
import { isNamed, PodClasses } from './pod-classes';
import { countBelow } from './search';
import type { Protocol } from '../../manifests/model';

/** The other ends that a rule matches, and on which ports. Places below the number of classes are pods, those from it on addresses. */
export interface Entry {
  readonly ends: Intervals;
  readonly connections: ConnectionSetId;
}

/** A rule with its peers as places; the ports that it names depend on the destination. */
interface Compiled {
  readonly ends: Intervals;
  readonly numbered: ConnectionSetId;
  readonly named: readonly NamedPort[];
  /** What it matches in egress, where each end is a destination. */
  egress?: readonly Entry[];
}

/** Where a port of some name is declared, in order, and which ports it means there. */
interface Declarations {
  readonly places: number[];
  readonly connections: ConnectionSetId[];
}

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/** Rules as sets, each worked out when it is first asked about. */
export class CompiledRules {
  private readonly compiled = new Map<TrafficRule, Compiled>();
  private readonly declarations = new Map<string, Declarations>();
  /** Pods on the host's network, which no selector matches unless they are to be treated as pods. */
  private readonly hosts: Intervals;
  readonly everything: Intervals;

  constructor(
    private readonly classes: PodClasses, private readonly atoms: AddressAtoms, private readonly sets: ConnectionSets,
    private readonly options: NetworkOptions,
  ) {
    this.hosts = classes.where(({ pod }) => pod.hostNetwork);
    this.everything = [0, classes.classes.length + atoms.count];
  }

  /** What a rule lets its subjects send to. `namespace` is that of its policy, undefined for a cluster-scoped one. */
  egress(rule: TrafficRule, namespace: string | undefined): readonly Entry[] {
    const compiled = this.compile(rule, namespace);
    compiled.egress ??= this.entriesOfEgress(compiled);
    return compiled.egress;
  }

  /** What a rule lets one subject receive. */
  ingress(rule: TrafficRule, namespace: string | undefined, subject: NetworkPod): Entry {
    const { ends, numbered, named } = this.compile(rule, namespace);
    return { ends, connections: named.reduce((all, port) => this.sets.union(all, this.resolve(port, subject)), numbered) };
  }

  private compile(rule: TrafficRule, namespace: string | undefined): Compiled {
    let compiled = this.compiled.get(rule);
    if (!compiled) {
      const { peers, ports } = rule;
      const numbered = ports.filter((port): port is NumberedPorts => !isNamed(port));
      compiled = {
        ends: peers.length === 0 ? this.everything : peers.map(peer => this.endsOf(peer, namespace)).reduce(union, NOTHING),
        numbered: ports.length === 0 ? this.sets.ALL : this.sets.ofPorts(numbered),
        named: ports.filter(isNamed),
      };
      this.compiled.set(rule, compiled);
    }
    return compiled;
  }

  private endsOf(peer: Peer, namespace: string | undefined): Intervals {
    switch (peer.type) {
      case 'pods': {
        const { namespaceSelector, podSelector = {} } = peer;
        const selected = namespaceSelector ? this.classes.select(namespaceSelector, podSelector)
          : this.classes.selectIn(namespace ?? '', podSelector);
        return namespace !== undefined && this.options.hostNetwork === 'pod' ? selected : difference(selected, this.hosts);
      }
      case 'ipBlock': {
        const pieces = this.atoms.ofBlock(peer);
        const first = this.classes.classes.length;
        const addresses = pieces.map(piece => piece + first);
        return namespace !== undefined && !this.options.ipBlocksSelectPods ? addresses
          : union(union(this.classes.atAddresses(pieces), this.withoutAddress(peer)), addresses);
      }
      // Addresses of nodes and names are not known; only a selector of every node takes what runs on some node's network.
      case 'nodes': return Object.keys(peer.selector).length === 0 ? this.hosts : NOTHING;
      case 'domainNames': return NOTHING;
    }
  }

  /** Pods whose address is not known are in a block that holds all addresses that pods may have. */
  private withoutAddress(block: Peer & { readonly type: 'ipBlock' }): Intervals {
    const { podCidrs } = this.options;
    if (podCidrs.length === 0 || !podCidrs.every(cidr => blockContainsAll(block, cidr))) return NOTHING;
    return this.classes.where(({ pod, atom }) => atom < 0 && !pod.hostNetwork);
  }

  private entriesOfEgress({ ends, numbered, named }: Compiled): Entry[] {
    const entries: Entry[] = numbered === this.sets.EMPTY ? [] : [{ ends, connections: numbered }];
    for (const port of named) {
      const bySet = new Map<ConnectionSetId, number[]>();
      const { places, connections } = this.declarationsOf(port);
      for (let interval = 0; interval < ends.length; interval += 2) {
        for (let at = countBelow(places, ends[interval]!); at < places.length && places[at]! < ends[interval + 1]!; at += 1) {
          const list = bySet.get(connections[at]!);
          if (list) append(list, places[at]!, places[at]! + 1);
          else bySet.set(connections[at]!, [places[at]!, places[at]! + 1]);
        }
      }
      for (const [meant, list] of bySet) entries.push({ ends: list, connections: meant });
    }
    return entries;
  }

  private declarationsOf(port: NamedPort): Declarations {
    const key = `${port.name}/${port.protocol ?? ''}`;
    let found = this.declarations.get(key);
    if (!found) {
      found = { places: [], connections: [] };
      for (const [place, { pod }] of this.classes.classes.entries()) {
        const connections = this.resolve(port, pod);
        if (connections === this.sets.EMPTY) continue;
        found.places.push(place);
        found.connections.push(connections);
      }
      this.declarations.set(key, found);
    }
    return found;
  }

  private resolve(port: NamedPort, pod: NetworkPod): ConnectionSetId {
    if (pod.ports.length === 0) return this.sets.EMPTY;
    return this.sets.ofPorts(PROTOCOLS.filter(protocol => (port.protocol ?? protocol) === protocol).flatMap(protocol => {
      const named = pod.ports.filter(each => each.name === port.name && each.protocol === protocol);
      return (this.options.duplicatePortNames === 'first' ? named.slice(0, 1) : named).map(({ number }) => ({ protocol, first: number, last: number }));
    }));
  }
}
