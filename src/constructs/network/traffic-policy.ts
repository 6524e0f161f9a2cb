import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { Peer } from './peer';
import type { Port } from './port';
import type { PodSelection } from './selection';
import { sortedUnique } from './sorted-unique';
import { lazyNamespace, namespaceOf, refuseOpenEnds, ruleOf, selectorOf, type RuleEntry, type Side } from './traffic-rules';
import { defined } from '../defined';
import { atSynth, invalid } from '../errors';
import { ManifestObject } from '../manifest-object';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

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
   * What may go out. An empty list lets nothing out, name resolution included: `Peer.clusterDns()` opens that.
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
    refuseWrongProps(this, TrafficPolicy, 'TrafficPolicyProps', props);
    const { ingress, egress } = props;
    const namespace = namespaceOf(this, props.namespace, props.pods);
    if (ingress === undefined && egress === undefined) {
      throw invalid(this, 'ingress', undefined, 'the policy speaks of no direction', 'give ingress or egress; an empty list lets nothing through');
    }
    ingress?.forEach((rule, at) => refuseOpenEnds(this, `ingress[${at}]`, 'from', rule.from, rule.ports));
    egress?.forEach((rule, at) => refuseOpenEnds(this, `egress[${at}]`, 'to', rule.to, rule.ports));
    this.policy = new ManifestObject(this, 'Resource', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: defined({ name: props.name, namespace: lazyNamespace(this, props.namespace, namespace) }),
      spec: defined({
        egress: egress && lazyRules(this, 'egress', 'to', egress, namespace),
        ingress: ingress && lazyRules(this, 'ingress', 'from', ingress, namespace),
        podSelector: atSynth(() => selectorOf(this, 'pods', props.pods, namespace())),
        policyTypes: [ingress && 'Ingress', egress && 'Egress'].filter(type => type !== undefined),
      }),
    });
  }
}

/** The rules of one direction, worked out at synth; none where the list is empty. */
function lazyRules(
  asked: IConstruct, field: string, side: Side, rules: ReadonlyArray<Partial<IngressRule & EgressRule>>, namespace: () => string,
): RuleEntry[] | undefined {
  return rules.length === 0 ? undefined : atSynth(() =>
    sortedUnique(rules.map((rule, at) => ruleOf(asked, `${field}[${at}]`, side, rule[side]!, rule.ports!, namespace())))) as RuleEntry[];
}
