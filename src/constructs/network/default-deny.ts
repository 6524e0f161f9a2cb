import { Chart, type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { decideNameService, DNS_RULE } from './name-service';
import { checkedFlag } from '../access/lists';
import { invalid } from '../errors';
import { ManifestObject } from '../manifest-object';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** Properties of a DefaultDeny. */
export interface DefaultDenyProps {
  /**
   * Let every pod of the namespace ask the cluster's name service (TCP and UDP 53 of the pods labelled
   * `k8s-app: kube-dns` in `kube-system`), by a second policy.
   *
   * @default true
   */
  readonly dns?: boolean;

  /**
   * The namespace.
   *
   * @default - the namespace of the chart around it; without one it is an error
   */
  readonly namespace?: string;

  /**
   * The name of the policy. That of the second one ends in `-dns`.
   *
   * @default - the construct path below the chart
   */
  readonly name?: string;
}

/**
 * Isolates every pod of a namespace in both directions, those still to come included: what no other policy opens is
 * refused. Name resolution stays open unless it is refused. A SecuredNamespace has this already.
 */
export class DefaultDeny extends Construct {
  /** The NetworkPolicy that isolates. */
  public readonly policy: ApiObject;

  /** The NetworkPolicy that opens name resolution; undefined where it is refused. */
  public readonly dnsPolicy?: ApiObject;

  constructor(scope: Construct, id: string, props: DefaultDenyProps = {}) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, DefaultDeny, 'DefaultDenyProps', props);
    const namespace = props.namespace ?? Chart.of(this).namespace;
    if (!namespace) {
      throw invalid(this, 'namespace', namespace, 'the policy has no namespace', 'create it inside a SecuredNamespace, or set namespace');
    }
    const { policy, dnsPolicy } = isolate(this, namespace, checkedFlag(this, 'dns', props.dns, true), {
      deny: { id: 'Resource', name: props.name }, dns: { id: 'dns', name: props.name === undefined ? undefined : `${props.name}-dns` },
    });
    this.policy = policy;
    this.dnsPolicy = dnsPolicy;
  }
}

/** The id of an object, and its name where that is not the construct path. */
interface Called {
  readonly id: string;
  readonly name?: string;
}

/** Makes the policies that isolate every pod of a namespace and that, where it is wanted, open name resolution. */
export function isolate(
  scope: Construct, namespace: string, dns: boolean, called: { readonly deny: Called; readonly dns: Called },
): { readonly policy: ApiObject; readonly dnsPolicy?: ApiObject } {
  const make = ({ id, name }: Called, spec: object) => new ManifestObject(scope, id, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace, ...name === undefined ? {} : { name } },
    spec: { podSelector: {}, ...spec },
  });
  decideNameService(scope, namespace, dns);
  return {
    policy: make(called.deny, { policyTypes: ['Ingress', 'Egress'] }),
    ...dns ? { dnsPolicy: make(called.dns, { policyTypes: ['Egress'], egress: [DNS_RULE] }) } : {},
  };
}
