import type { IConstruct } from 'constructs';
import type { DatabaseEngine } from './database-engine';
import type { Peer } from './peer';
import type { Port } from './port';
import type { PodSelection } from './selection';
import type { Subject } from '../access/subject';

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
