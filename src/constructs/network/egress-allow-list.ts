import type { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { metadataAddressAround, withoutMetadata } from './metadata-addresses';
import { DNS_RULE, nameServiceIn } from './name-service';
import { Port } from './port';
import type { PodSelection } from './selection';
import { lazyNamespace, mergedRules, namespaceOf, refuseOpenPorts, ruleEntry, selectorOf, type RuleEntry } from './traffic-rules';
import { formatCidr, parseCidr, parseIp, type Cidr } from '../../manifests/validate';
import type { FlowModel } from '../../prove/guarantee';
import { checkedFlag, refuseMissing } from '../access/lists';
import { atSynth, invalid } from '../errors';
import { ManifestObject } from '../manifest-object';
import { Guarantee } from '../promises/guarantee';
import { Guarantees } from '../promises/guarantees';
import { onlyTraffic, podsModel } from '../promises/network-guarantees';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** A block of addresses that may be connected to. */
export interface AllowedDestination {
  /** A block such as `198.51.100.0/24`, or one address. */
  readonly cidr: string;

  /**
   * Smaller blocks, strictly inside, that are left out. Cloud metadata addresses are, whether or not they are listed.
   *
   * @default - none
   */
  readonly except?: string[];

  /** The ports there. */
  readonly ports: Port[];
}

/** Where the API server is reached. */
export interface ApiServerAddress {
  /**
   * Its addresses, as blocks or single ones: those behind the Service `kubernetes` in `default` (`kubectl get
   * endpointslices`), and that of the Service itself, because it is left open whether a policy sees an address before or
   * after the Service's translation.
   */
  readonly cidrs: string[];

  /**
   * Its ports.
   *
   * @default - TCP 443 and 6443
   */
  readonly ports?: Port[];
}

/** Every pod, and every address but those where a cloud hands out credentials. */
const ANYTHING_BUT_METADATA: readonly FlowModel[] = [
  { peer: { namespaceSelector: {} } },
  ...['0.0.0.0/0', '::/0'].map((cidr): FlowModel => ({ peer: { ipBlock: { cidr, except: withoutMetadata(parseCidr(cidr)!, []) } } })),
];

/** Properties of an EgressAllowList. */
export interface EgressAllowListProps {
  /** Whose traffic it is: a workload, or a selection of pods in the policy's namespace. */
  readonly pods: IConstruct | PodSelection;

  /**
   * The addresses that may be connected to.
   *
   * @default - none
   */
  readonly destinations?: AllowedDestination[];

  /**
   * Open name resolution.
   *
   * @default - true, unless the namespace decided about it for all of its pods (SecuredNamespace, DefaultDeny)
   */
  readonly dns?: boolean;

  /**
   * Open the API server.
   *
   * @default - closed
   */
  readonly apiServer?: ApiServerAddress;

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
 * The addresses that some pods may connect to, and nothing else. Addresses where a cloud hands out a machine's
 * credentials are cut out of every block; a block that is one of them is an error. It promises that no other policy
 * opens those addresses to the pods either, which `bulwark check` proves.
 */
export class EgressAllowList extends Construct {
  /** The NetworkPolicy. */
  public readonly policy: ApiObject;

  constructor(scope: Construct, id: string, props: EgressAllowListProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, EgressAllowList, 'EgressAllowListProps', props);
    const namespace = namespaceOf(this, props.namespace, props.pods);
    const dns = props.dns === undefined ? undefined : checkedFlag(this, 'dns', props.dns, true);
    const rules = [
      ...(props.destinations ?? []).map((each, at) => this.destination(`destinations[${at}]`, each)),
      ...props.apiServer ? [this.apiServer(props.apiServer)] : [],
    ];
    this.policy = new ManifestObject(this, 'Resource', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { namespace: lazyNamespace(this, props.namespace, namespace), ...(props.name === undefined ? {} : { name: props.name }) },
      spec: {
        podSelector: atSynth(() => selectorOf(this, 'pods', props.pods, namespace())),
        policyTypes: ['Egress'],
        egress: atSynth(() => {
          const all = (dns ?? nameServiceIn(this, namespace()) === undefined) ? [...rules, DNS_RULE] : rules;
          return all.length === 0 ? undefined : mergedRules('to', all);
        }),
      },
    });
    const pods = () => podsModel(this, props.pods, props.namespace);
    Guarantees.of(this).add(Guarantee._of(asked => onlyTraffic(asked, pods(), undefined, ANYTHING_BUT_METADATA)));
  }

  private destination(field: string, { cidr, except, ports }: AllowedDestination): RuleEntry {
    refuseOpenPorts(this, `${field}.ports`, ports);
    if (except !== undefined && !Array.isArray(except)) {
      throw invalid(this, `${field}.except`, except, 'must be a list of blocks', 'put it in brackets: [ … ]');
    }
    const block = this.block(`${field}.cidr`, cidr);
    const holes = (except ?? []).map((each, at) => this.block(`${field}.except[${at}]`, each));
    return ruleEntry('to', [ipBlock(block, holes)], ports.map(port => port._entry));
  }

  private apiServer({ cidrs, ports }: ApiServerAddress): RuleEntry {
    refuseMissing(this, 'apiServer.cidrs', cidrs);
    if (ports !== undefined) {
      refuseOpenPorts(this, 'apiServer.ports', ports);
    }
    const blocks = cidrs.map((each, at) => ipBlock(this.block(`apiServer.cidrs[${at}]`, each), []));
    return ruleEntry('to', blocks, (ports ?? [Port.tcp(443), Port.tcp(6443)]).map(port => port._entry));
  }

  /** A block, or one address as a block of itself. */
  private block(field: string, text: string): Cidr {
    const address = typeof text === 'string' ? parseIp(text) : undefined;
    const block = typeof text === 'string' ? parseCidr(address ? `${text}/${address.family === 4 ? 32 : 128}` : text) : undefined;
    if (!block || block.defect !== undefined) {
      throw invalid(this, field, text, block?.defect ?? 'is neither a block nor an address', 'write an address and the length of its prefix: 10.0.0.0/8, 2001:db8::/64');
    }
    const metadata = metadataAddressAround(block);
    if (metadata !== undefined && !field.includes('.except')) {
      throw invalid(this, field, text, `${metadata} is where a cloud hands out the credentials of its machines`, 'leave it out; where that is meant, open it by a TrafficPolicy');
    }
    return block;
  }
}

function ipBlock(block: Cidr, except: readonly Cidr[]): { ipBlock: { cidr: string; except?: string[] } } {
  const holes = withoutMetadata(block, except);
  return { ipBlock: { cidr: formatCidr(block), ...holes.length > 0 ? { except: holes } : {} } };
}
