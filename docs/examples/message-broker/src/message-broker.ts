import {
  AllowedTraffic, Guarantee, Guarantees, KubernetesResource, Port, Verb, type Subject,
} from 'cdk8s-bulwark';
import { Construct, type IConstruct } from 'constructs';

/** Properties of a MessageBroker. */
export interface MessageBrokerProps {
  /** The workload of the broker. */
  readonly pods: IConstruct;
  /** Workloads that send or take messages. */
  readonly clients: IConstruct[];
  /** The Secret of its administrator, in the namespace of the broker. */
  readonly credentials: string;
  /** Who may go around the network: run commands in its pods, change its workload or its policies. */
  readonly operators: Subject[];
  /** People that must never read the credentials, whatever roles they get. */
  readonly kept: Subject[];
  /** The namespace that the broker is in. */
  readonly namespace: string;
}

/** The port of AMQP. */
const AMQP = Port.tcp(5672);

/**
 * A message broker that only its clients reach. What it promises is stated in the words of the library that it stands on, so that
 * `bulwark check` proves it over the whole cluster, and `bulwark diff` tells when a promise is gone.
 */
export class MessageBroker extends Construct {
  /** The Secret of its administrator. */
  public readonly credentials: string;
  /** The namespace that the broker is in. */
  public readonly namespace: string;

  constructor(scope: Construct, id: string, props: MessageBrokerProps) {
    super(scope, id);
    const { pods, clients, operators, kept, namespace } = props;
    this.credentials = props.credentials;
    this.namespace = namespace;
    if (clients.length === 0) {
      throw new Error(`${this.node.path}: clients: nobody uses this broker; name a workload, or leave the broker out`);
    }
    clients.forEach((client, at) => new AllowedTraffic(this, `client-${at}`, { from: client, to: pods, ports: [AMQP] }));

    const promises = Guarantees.of(this);
    promises.add(Guarantee.onlyTraffic({ pods, ingress: [{ from: clients, ports: [AMQP] }] }));
    promises.add(Guarantee.noWayAround({ pods, clients, operators }));
    promises.add(Guarantee.cannot({
      subjects: kept, verbs: [Verb.GET, Verb.LIST, Verb.WATCH], resource: KubernetesResource.SECRETS, namespace,
    }));
  }
}
