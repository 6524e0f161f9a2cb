import { Construct, type IConstruct } from 'constructs';
import { DNS_RULE, nameServiceIn } from './name-service';
import type { Peer } from './peer';
import { mergedRules, ruleEntry, type RuleEntry } from './traffic-rules';
import { policedPods } from './workload-end';
import type { NetworkPolicyPeer, NetworkPolicyPort } from '../../manifests/model';
import { atSynth, invalid } from '../errors';
import { ManifestObject } from '../manifest-object';
import { notePartMakers, type MadePart } from '../part-makers';
import { isConstruct } from '../types/kinds';

/** What is opened for the pods of a workload; undefined among peers or ports stands for everything. */
export interface Opening {
  readonly peers: ReadonlyArray<NetworkPolicyPeer | undefined>;
  readonly ports: ReadonlyArray<NetworkPolicyPort | undefined>;
}

interface Asked {
  readonly direction: 'Ingress' | 'Egress';
  readonly by: IConstruct;
  /** What is opened, of a policy in that namespace. */
  readonly opening: (namespace: string) => Opening;
}

const GATHERED = new WeakMap<IConstruct, WorkloadTraffic>();

/**
 * All that is opened for one workload by whatever connects it, gathered into one NetworkPolicy below the workload, so
 * that a reviewer reads one policy a workload and not one a connection. Its name is that of the workload with `-traffic`.
 */
export class WorkloadTraffic extends Construct {
  /** That of a workload, made when it is first asked for. */
  public static of(workload: IConstruct, asked: IConstruct, field: string): WorkloadTraffic {
    let known = GATHERED.get(workload);
    if (!known) {
      if (workload.node.tryFindChild('traffic')) {
        throw invalid(asked, field, workload.node.path, 'has a child of its own called traffic, which the gathered policy would be', 'give that child another id');
      }
      known = new WorkloadTraffic(workload, asked, field);
      GATHERED.set(workload, known);
    }
    return known;
  }

  private readonly asked: Asked[] = [];

  private constructor(private readonly workload: IConstruct, first: IConstruct, field: string) {
    super(workload as Construct, 'traffic');
    const pods = () => policedPods(workload, first, field);
    const policy = new ManifestObject(this, 'Resource', {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { namespace: atSynth(() => pods().namespace) as string },
      spec: {
        podSelector: atSynth(() => pods().selector),
        policyTypes: atSynth(() => ['Ingress', 'Egress'].filter(type => this.asked.some(({ direction }) => direction === type))),
        ingress: atSynth(() => this.rules('Ingress', 'from', pods().namespace)),
        egress: atSynth(() => this.rules('Egress', 'to', pods().namespace)),
      },
    });
    notePartMakers(policy, () => [...this.parts('Ingress', 'from', pods().namespace), ...this.parts('Egress', 'to', pods().namespace)]);
  }

  /** Opens something more. */
  public open(direction: 'Ingress' | 'Egress', by: IConstruct, opening: Asked['opening']): void {
    this.asked.push({ direction, by, opening });
  }

  /**
   * Whoever may send to something alone could no longer look up its address: name resolution is opened beside, unless
   * somebody decided about it for all pods of the namespace.
   */
  private rules(direction: 'Ingress' | 'Egress', side: 'from' | 'to', namespace: string): RuleEntry[] | undefined {
    const entries = this.entries(direction, side, namespace);
    return entries.length === 0 ? undefined : mergedRules(side, entries.map(({ entry }) => entry));
  }

  /** What each one asks for, and then the name service, for which all of them do. */
  private entries(direction: 'Ingress' | 'Egress', side: 'from' | 'to', namespace: string): Array<{ readonly entry: RuleEntry; readonly by: readonly IConstruct[] }> {
    const own = this.asked.filter(each => each.direction === direction).map(({ by, opening }) => {
      const { peers, ports } = opening(namespace);
      return { entry: ruleEntry(side, peers, ports), by: [by] };
    });
    const opensNames = direction === 'Egress' && own.length > 0 && nameServiceIn(this.workload, namespace) === undefined;
    return opensNames ? [...own, { entry: DNS_RULE, by: own.flatMap(({ by }) => by) }] : own;
  }

  /** Which of them each peer of the rules is for: rules with equal ports are one, so that most have several makers. */
  private parts(direction: 'Ingress' | 'Egress', side: 'from' | 'to', namespace: string): MadePart[] {
    const entries = this.entries(direction, side, namespace);
    const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
    return mergedRules(side, entries.map(({ entry }) => entry)).flatMap((rule, at) => {
      const part = `spec.${direction.toLowerCase()}[${at}]`;
      const alike = entries.filter(({ entry }) => same(entry.ports, rule.ports) && (entry[side] === undefined) === (rule[side] === undefined));
      return alike.flatMap(({ entry, by }) => by.flatMap(maker => (entry[side] ?? [undefined]).map((peer): MadePart => (
        { part: peer === undefined ? part : `${part}.${side}[${rule[side]!.findIndex(each => same(each, peer))}]`, by: maker }))));
    });
  }
}

/**
 * Opens one side of a connection in the policy of its own workload. An end that is no workload has no policy of ours.
 *
 * @param other the peer, as a policy in some namespace names it
 */
export function openFarSide(
  end: IConstruct | Peer, field: string, direction: 'Ingress' | 'Egress', asked: IConstruct,
  other: (namespace: string) => NetworkPolicyPeer | undefined, ports: () => ReadonlyArray<NetworkPolicyPort | undefined>,
): void {
  if (isConstruct(end)) {
    WorkloadTraffic.of(end, asked, field).open(direction, asked, namespace => ({ peers: [other(namespace)], ports: ports() }));
  }
}
