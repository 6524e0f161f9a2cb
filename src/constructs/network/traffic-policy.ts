import { Chart, type ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { LabelSelector } from '../../manifests/model';
import { atSynth, invalid, problemOf } from '../errors';
import { ManifestObject } from '../manifest-object';
import { noteSource } from '../source-lines';
import { Peer } from './peer';
import { Port } from './port';
import { PodSelection } from './selection';
import { sortedUnique } from './sorted-unique';
import { podsOf } from '../workloads/workload-pods';

/** Traffic that may come in: from any of these peers, to any of these ports. */
export interface IngressRule {
  /** Who may connect: `Peer`s, or workloads. Not empty; `Peer.anywhere()` says everyone. */
  readonly from: (IConstruct | Peer)[];
  /** The ports of the selected pods. Not empty; `Port.all()` says every port. */
  readonly ports: Port[];
}

/** Traffic that may go out: to any of these peers, at any of these ports. */
export interface EgressRule {
  /** Who may be connected to: `Peer`s, or workloads. Not empty; `Peer.anywhere()` says everyone. */
  readonly to: (IConstruct | Peer)[];
  /** The ports of those peers. Not empty; `Port.all()` says every port. */
  readonly ports: Port[];
}

/** Properties of a TrafficPolicy. */
export interface TrafficPolicyProps {
  /** The pods that the policy is about: a workload, or a selection of pods in the policy's namespace. */
  readonly pods: IConstruct | PodSelection;

  /**
   * What may come in. An empty list lets nothing in.
   *
   * @default - the policy says nothing about incoming traffic
   */
  readonly ingress?: IngressRule[];

  /**
   * What may go out. An empty list lets nothing out, name resolution included.
   *
   * @default - the policy says nothing about outgoing traffic
   */
  readonly egress?: EgressRule[];

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
 * A NetworkPolicy with typed rules. In each direction that it speaks of, its pods are isolated: what
 * neither it nor another policy allows is refused. A direction that it does not speak of stays as it is.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class TrafficPolicy extends Construct {
  /** The NetworkPolicy. */
  public readonly policy: ApiObject;

  constructor(scope: Construct, id: string, props: TrafficPolicyProps) {
    super(scope, id);
    noteSource(this);
    const namespace = props.namespace ?? Chart.of(this).namespace;
    if (!namespace) {
      throw invalid(this, 'namespace', namespace, 'the policy has no namespace', 'create it inside a SecuredNamespace, or set namespace');
    }
    const { ingress, egress } = props;
    if (ingress === undefined && egress === undefined) {
      throw invalid(this, 'ingress', undefined, 'the policy speaks of no direction', 'give ingress or egress; an empty list lets nothing through');
    }
    ingress?.forEach((rule, at) => this.refuseOpenEnds(`ingress[${at}]`, 'from', rule.from, rule.ports));
    egress?.forEach((rule, at) => this.refuseOpenEnds(`egress[${at}]`, 'to', rule.to, rule.ports));
    this.policy = new ManifestObject(this, 'Resource', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { namespace, ...(props.name === undefined ? {} : { name: props.name }) },
      spec: {
        ...(egress && egress.length > 0 ? {
          egress: atSynth(() => sortedUnique(egress.map((rule, at) => this.ruleOf(`egress[${at}]`, 'to', rule.to, rule.ports, namespace)))),
        } : {}),
        ...(ingress && ingress.length > 0 ? {
          ingress: atSynth(() => sortedUnique(ingress.map((rule, at) => this.ruleOf(`ingress[${at}]`, 'from', rule.from, rule.ports, namespace)))),
        } : {}),
        podSelector: atSynth(() => this.selectorOf(props.pods, namespace)),
        policyTypes: [...(ingress ? ['Ingress'] : []), ...(egress ? ['Egress'] : [])],
      },
    });
  }

  /** In a manifest an empty or absent list means everything, so here it must be said. */
  private refuseOpenEnds(field: string, side: 'from' | 'to', peers: readonly unknown[] | undefined, ports: readonly unknown[] | undefined): void {
    if (!Array.isArray(peers) || peers.length === 0 || peers.some(peer => peer === undefined || peer === null)) {
      throw invalid(this, `${field}.${side}`, peers, 'names nobody, which Kubernetes would read as everybody', 'list the peers, or say Peer.anywhere()');
    }
    if (!Array.isArray(ports) || ports.length === 0 || ports.some(port => port === undefined || port === null)) {
      throw invalid(this, `${field}.ports`, ports, 'names no port, which Kubernetes would read as every port', 'list the ports, or say Port.all()');
    }
    if (peers.length > 1 && peers.some(peer => peer instanceof Peer && peer._entry === undefined)) {
      throw invalid(this, `${field}.${side}`, undefined, 'Peer.anywhere() includes the other peers', 'leave one of the two out');
    }
    if (ports.length > 1 && ports.some(port => (port as Port)._entry === undefined)) {
      throw invalid(this, `${field}.ports`, undefined, 'Port.all() includes the other ports', 'leave one of the two out');
    }
  }

  private selectorOf(pods: IConstruct | PodSelection, namespace: string): LabelSelector {
    if (pods instanceof PodSelection) {
      return pods._selector;
    }
    const found = podsOf(pods, this, 'pods');
    if (found.namespace !== undefined && found.namespace !== namespace) {
      throw problemOf(this, {
        id: 'workload-unresolved',
        field: 'pods',
        value: pods.node.path,
        message: `its pods are in the namespace ${found.namespace}, and a policy in ${namespace} cannot select them`,
        fix: 'create the policy in the namespace of the workload',
      });
    }
    return found.selector;
  }

  private ruleOf(field: string, side: 'from' | 'to', peers: ReadonlyArray<IConstruct | Peer>, ports: readonly Port[], namespace: string): object {
    const entries = peers.map((peer, at) => Peer._of(peer, this, `${field}.${side}[${at}]`, namespace)._entry);
    const portEntries = ports.map(port => port._entry);
    return {
      ...(entries.includes(undefined) ? {} : { [side]: sortedUnique(entries) }),
      ...(portEntries.includes(undefined) ? {} : { ports: sortedUnique(portEntries) }),
    };
  }
}
