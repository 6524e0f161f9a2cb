import type { IConstruct } from 'constructs';
import type { IsolatedDatabaseProps } from './isolated-database-props';
import { nameServiceIn } from './name-service';
import { NamespaceSelection, PodSelection } from './selection';
import { namespaceOf } from './traffic-rules';
import { declaredPorts, peerEntry, policedPods } from './workload-end';
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../manifests/model';
import { invalid } from '../errors';
import { isConstruct } from '../types/kinds';

/** What may come in from one peer, or go out to it; undefined among ports stands for every port. */
export interface DatabaseFlow {
  readonly peer: NetworkPolicyPeer;
  readonly ports: ReadonlyArray<NetworkPolicyPort | undefined>;
  /** The workload that the peer is, where it is one. */
  readonly workload?: IConstruct;
}

/** What goes in and out of an IsolatedDatabase, worked out at synth; its policy and its promise are both made of it. */
export class DatabaseFlows {
  /** The namespace of the policy. */
  public readonly namespace: () => string;

  constructor(private readonly asked: IConstruct, private readonly props: IsolatedDatabaseProps) {
    this.namespace = namespaceOf(asked, props.namespace, props.pods);
  }

  /** Clients, its own pods where they replicate, and the reader of metrics. */
  public readonly ingress = (): DatabaseFlow[] => {
    const { clients, metrics } = this.props;
    return [
      ...clients.map((client, at) => this.flow(client, `clients[${at}]`, this.clientPorts())),
      ...this.replication(),
      ...metrics ? [this.flow(metrics.from, 'metrics.from', [metrics.port._entry])] : [],
    ];
  };

  /** Its own pods where they replicate, and the backup target; names aside. */
  public readonly egress = (): DatabaseFlow[] => {
    const { backup } = this.props;
    return [
      ...this.replication(),
      ...backup ? [this.flow(backup.to, 'backup.to', backup.ports.map(port => port._entry))] : [],
    ];
  };

  /** Whether its own policy opens the name service. */
  public readonly opensNames = (): boolean => {
    const decided = nameServiceIn(this.asked, this.namespace());
    if (this.props.dns === false && decided === true) {
      throw invalid(this.asked, 'dns', false, `the namespace ${this.namespace()} opens the name service to every pod, and no policy takes that back`,
        'refuse it for the namespace (dns: false there), or leave it open here');
    }
    return this.props.dns ?? decided === undefined;
  };

  /** Whether it may ask the name service, by whichever policy. */
  public readonly asksNames = (): boolean => this.opensNames() || nameServiceIn(this.asked, this.namespace()) === true;

  /** Its own pods as a peer of a policy in some namespace. */
  public readonly ownPeer = (namespace: string): NetworkPolicyPeer => {
    const { pods } = this.props;
    if (!(pods instanceof PodSelection)) {
      return peerEntry(pods, this.asked, 'pods', namespace)!;
    }
    const elsewhere = namespace !== this.namespace();
    return { podSelector: pods._selector, ...elsewhere ? { namespaceSelector: NamespaceSelection.named(this.namespace())._selector } : {} };
  };

  /** The ports that clients connect to. */
  public readonly clientPorts = (): ReadonlyArray<NetworkPolicyPort | undefined> => {
    const { ports, engine, pods, metrics } = this.props;
    if (ports) {
      return ports.map(port => port._entry);
    }
    const isPort = (one: NetworkPolicyPort, other: NetworkPolicyPort | undefined) => one.port === other?.port && one.protocol === other?.protocol;
    const known = engine?.ports.map(port => port._entry!);
    if (!isConstruct(pods)) {
      return known!;
    }
    if (known) {
      const declared = policedPods(pods, this.asked, 'pods').ports;
      if (declared.length > 0 && !known.some(port => declared.some(each => isPort(each, port)))) {
        throw invalid(this.asked, 'engine', engine!.name, `listens on ${textOf(known)}, and the containers declare ${textOf(declared)}`, 'give ports');
      }
      return known;
    }
    const declared = declaredPorts(pods, this.asked, 'pods').filter(port => !isPort(port, metrics?.port._entry));
    if (declared.length !== 1) {
      throw invalid(this.asked, 'ports', undefined, `the containers declare ${textOf(declared) || 'no other port'}, and which of it is for clients is not said`, 'give engine or ports');
    }
    return declared;
  };

  /** Between its own pods; another workload that carries their labels is not meant. */
  private replication(): DatabaseFlow[] {
    const { replication, pods } = this.props;
    const workload = isConstruct(pods) ? { workload: pods } : {};
    return replication ? [{ peer: this.ownPeer(this.namespace()), ports: this.replicationPorts(), ...workload }] : [];
  }

  private replicationPorts(): ReadonlyArray<NetworkPolicyPort | undefined> {
    const { replicationPorts, engine, ports } = this.props;
    const given = replicationPorts ?? (ports ? undefined : engine?.replicationPorts);
    return given ? given.map(port => port._entry) : this.clientPorts();
  }

  private flow(end: IsolatedDatabaseProps['clients'][number], field: string, ports: ReadonlyArray<NetworkPolicyPort | undefined>): DatabaseFlow {
    // Peer.anywhere(), which has no entry, was refused before.
    return { peer: peerEntry(end, this.asked, field, this.namespace())!, ports, ...isConstruct(end) ? { workload: end } : {} };
  }
}

function textOf(ports: readonly NetworkPolicyPort[]): string {
  return ports.map(({ protocol, port }) => `${protocol} ${port}`).join(', ');
}
