import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { DatabaseEngine, refuseNoEngine } from './database-engine';
import { DatabaseFlows } from './database-flows';
import { promiseIsolation } from './database-promises';
import { DNS_RULE } from './name-service';
import { Peer } from './peer';
import { Port } from './port';
import type { PodSelection } from './selection';
import { isConstruct, lazyNamespace, mergedRules, refuseOpenPorts, ruleEntry, selectorOf } from './traffic-rules';
import { refuseNoEnd } from './workload-end';
import { openFarSide } from './workload-traffic';
import { checkedFlag } from '../access/lists';
import type { Subject } from '../access/subject';
import { atSynth, invalid } from '../errors';
import { ManifestObject } from '../manifest-object';
import { noteSource } from '../source-lines';

/** Where a database sends its backups. */
export interface DatabaseBackup {
  /** The target: a workload, whose side is opened as well, or a Peer. */
  readonly to: IConstruct | Peer;
  /** The ports there. */
  readonly ports: Port[];
}

/** Who reads the metrics of a database. */
export interface DatabaseMetrics {
  /** The scraper: a workload, whose side is opened as well, or a Peer. */
  readonly from: IConstruct | Peer;
  /** The port of the exporter beside the database. */
  readonly port: Port;
}

/** Properties of an IsolatedDatabase. */
export interface IsolatedDatabaseProps {
  /** The database: its workload, or a selection of pods in the namespace, which then needs `engine` or `ports`. */
  readonly pods: IConstruct | PodSelection;

  /** Who connects to it: workloads, whose side is opened as well, or Peers. An empty list is nobody. */
  readonly clients: (IConstruct | Peer)[];

  /**
   * A well-known database, which says the ports.
   *
   * @default - the ports are those of `ports`
   */
  readonly engine?: DatabaseEngine;

  /**
   * The ports that clients connect to.
   *
   * @default - those of the engine; without one the port that the containers declare, of which there must be one beside that of `metrics`
   */
  readonly ports?: Port[];

  /**
   * Its own pods connect to each other.
   *
   * @default false
   */
  readonly replication?: boolean;

  /**
   * The ports on which they do; only with `replication`.
   *
   * @default - those of the engine; without one the ports of clients
   */
  readonly replicationPorts?: Port[];

  /**
   * Where it sends its backups.
   *
   * @default - nowhere
   */
  readonly backup?: DatabaseBackup;

  /**
   * Who reads its metrics.
   *
   * @default - nobody
   */
  readonly metrics?: DatabaseMetrics;

  /**
   * Who may go past the network by the Kubernetes API: run commands in its pods, forward their ports, change its workload or
   * its policies. It says who is meant to; the permission itself is granted elsewhere.
   *
   * @default - nobody
   */
  readonly operators?: (IConstruct | Subject)[];

  /**
   * It may ask the name service.
   *
   * @default - true, unless the namespace decided about it for all of its pods (SecuredNamespace, DefaultDeny)
   */
  readonly dns?: boolean;

  /**
   * The namespace of the policy.
   *
   * @default - the namespace of the chart around it; without one, that of the workload
   */
  readonly namespace?: string;

  /**
   * The name of the policy.
   *
   * @default - the construct path below the chart
   */
  readonly name?: string;
}

/**
 * A database that only its clients reach, and that connects to nothing but what is declared: its own pods where they
 * replicate, a backup target, the name service. Both sides of each connection are opened: its own in one NetworkPolicy, those
 * of the workloads it talks to in theirs (see AllowedTraffic).
 *
 * It promises three things about the whole cluster, which `bulwark check` proves over everything in it, whoever wrote it:
 * - only the declared traffic goes in and out (see Guarantee.onlyTraffic),
 * - nobody but its operators and the declared deployers gets there past the network by the Kubernetes API (see
 *   Guarantee.noWayAround),
 * - whoever does is logged, with who, when and what at least (see Guarantee.logsAtLeast).
 */
export class IsolatedDatabase extends Construct {
  /** The NetworkPolicy of the database. */
  public readonly policy: ApiObject;

  constructor(scope: Construct, id: string, props: IsolatedDatabaseProps) {
    super(scope, id);
    noteSource(this);
    this.check(props);
    const flows = new DatabaseFlows(this, props);
    const { namespace } = flows;
    this.policy = new ManifestObject(this, 'Resource', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { namespace: lazyNamespace(this, props.namespace, namespace), ...(props.name === undefined ? {} : { name: props.name }) },
      spec: {
        podSelector: atSynth(() => selectorOf(this, 'pods', props.pods, namespace())),
        policyTypes: ['Ingress', 'Egress'],
        ingress: atSynth(() => flows.ingress().length === 0 ? undefined
          : mergedRules('from', flows.ingress().map(({ peer, ports }) => ruleEntry('from', [peer], ports)))),
        egress: atSynth(() => {
          const rules = [...flows.egress().map(({ peer, ports }) => ruleEntry('to', [peer], ports)), ...flows.opensNames() ? [DNS_RULE] : []];
          return rules.length === 0 ? undefined : mergedRules('to', rules);
        }),
      },
    });
    const { clients, backup, metrics } = props;
    clients.forEach((client, at) => openFarSide(client, `clients[${at}]`, 'Egress', this, flows.ownPeer, flows.clientPorts));
    if (backup) {
      openFarSide(backup.to, 'backup.to', 'Ingress', this, flows.ownPeer, () => backup.ports.map(port => port._entry));
    }
    if (metrics) {
      openFarSide(metrics.from, 'metrics.from', 'Egress', this, flows.ownPeer, () => [metrics.port._entry]);
    }
    promiseIsolation(this, props, flows);
  }

  /** What can be told before anything is rendered. */
  private check({ pods, clients, engine, ports, replication, replicationPorts, backup, metrics, dns }: IsolatedDatabaseProps): void {
    if (!Array.isArray(clients)) {
      throw invalid(this, 'clients', clients, 'must be a list', 'list who connects to the database; [] is nobody');
    }
    clients.forEach((client, at) => this.refuseEverybody(`clients[${at}]`, client));
    refuseNoEngine(this, engine);
    if (!isConstruct(pods) && !engine && ports === undefined) {
      throw invalid(this, 'ports', ports, 'pods that are selected by labels declare no ports here', 'give engine or ports');
    }
    if (ports !== undefined) {
      refuseOpenPorts(this, 'ports', ports);
    }
    checkedFlag(this, 'dns', dns, true);
    if (replicationPorts !== undefined) {
      refuseOpenPorts(this, 'replicationPorts', replicationPorts);
      if (!checkedFlag(this, 'replication', replication, false)) {
        throw invalid(this, 'replicationPorts', undefined, 'are given, and replication is not', 'set replication: true, or leave them out');
      }
    }
    if (backup) {
      this.refuseEverybody('backup.to', backup.to);
      refuseOpenPorts(this, 'backup.ports', backup.ports);
    }
    if (metrics) {
      this.refuseEverybody('metrics.from', metrics.from);
      refuseOpenPorts(this, 'metrics.port', [metrics.port]);
    }
  }

  private refuseEverybody(field: string, end: IConstruct | Peer): void {
    refuseNoEnd(this, field, end);
    if (end instanceof Peer && end._entry === undefined) {
      throw invalid(this, field, undefined, 'Peer.anywhere() would make it anything but isolated', 'name who is meant');
    }
  }
}
