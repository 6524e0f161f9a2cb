import type { IConstruct } from 'constructs';
import { Port } from './port';
import { refuseMissing } from '../access/lists';

/** The ports of a well-known database, as it ships. */
export class DatabaseEngine {
  /** PostgreSQL: 5432, for clients and replicas alike. */
  public static readonly POSTGRESQL = new DatabaseEngine('PostgreSQL', [Port.tcp(5432)], [Port.tcp(5432)]);

  /** MySQL and MariaDB: 3306, for clients and replicas alike; Group Replication and its recovery on 33061. */
  public static readonly MYSQL = new DatabaseEngine('MySQL', [Port.tcp(3306)], [Port.tcp(3306), Port.tcp(33061)]);

  /** MongoDB: 27017, for clients and members of a replica set alike. */
  public static readonly MONGODB = new DatabaseEngine('MongoDB', [Port.tcp(27017)], [Port.tcp(27017)]);

  /** Redis and Valkey: 6379; the bus of a cluster on 16379. */
  public static readonly REDIS = new DatabaseEngine('Redis', [Port.tcp(6379)], [Port.tcp(6379), Port.tcp(16379)]);

  /** Kafka: 9092; the controllers of KRaft on 9093. */
  public static readonly KAFKA = new DatabaseEngine('Kafka', [Port.tcp(9092)], [Port.tcp(9092), Port.tcp(9093)]);

  /** Elasticsearch and OpenSearch: 9200; between nodes 9300. */
  public static readonly ELASTICSEARCH = new DatabaseEngine('Elasticsearch', [Port.tcp(9200)], [Port.tcp(9200), Port.tcp(9300)]);

  /** etcd: 2379; between members 2380. */
  public static readonly ETCD = new DatabaseEngine('etcd', [Port.tcp(2379)], [Port.tcp(2379), Port.tcp(2380)]);

  private constructor(
    /** Its name. */
    public readonly name: string,
    /** What clients connect to. */
    public readonly ports: Port[],
    /** What its own pods connect to on each other. */
    public readonly replicationPorts: Port[],
  ) {}
}

/** Refuses what is no engine, which a program without types may pass. */
export function refuseNoEngine(asked: IConstruct, engine: unknown): void {
  if (engine !== undefined && !(engine instanceof DatabaseEngine)) {
    refuseMissing(asked, 'engine', undefined, 'use a constant such as DatabaseEngine.POSTGRESQL, or give ports');
  }
}
