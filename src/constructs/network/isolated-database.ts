import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { refuseNoEngine } from './database-engine';
import { DatabaseFlows } from './database-flows';
import { promiseIsolation } from './database-promises';
import type { IsolatedDatabaseProps } from './isolated-database-props';
import { DNS_RULE } from './name-service';
import { Peer } from './peer';
import { lazyNamespace, mergedRules, refuseOpenPorts, ruleEntry, selectorOf } from './traffic-rules';
import { refuseNoEnd } from './workload-end';
import { openFarSide } from './workload-traffic';
import { checkedFlag } from '../access/lists';
import { atSynth, invalid } from '../errors';
import { ManifestObject } from '../manifest-object';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';
import { isConstruct } from '../types/kinds';

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
    refuseWrongProps(this, IsolatedDatabase, 'IsolatedDatabaseProps', props);
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
