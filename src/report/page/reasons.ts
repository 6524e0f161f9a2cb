import type { ReasonData } from './data';
import type { Policies } from './policies';
import { Table, type Strings } from './strings';
import { decideConnection, type NetworkDecision } from '../../decide/network';
import type { NetworkEnd, NetworkPod, NumberedPorts } from '../../decide/network/model';
import type { NetworkIndex } from '../../decide/network/network-index';
import type { NetworkOptions } from '../../decide/network/options';
import { assumptionWords, ruleWords, settledWords } from '../../decide/network/words';
import type { IpAddress } from '../../manifests/validate';

/** So many pairs of ends that policies tell apart are explained; that takes seconds. Of more, the page names the policies alone. */
const MOST_PAIRS = 30_000;

/** Ranges of one connection that are asked about. */
const MOST_RANGES = 8;

/** Why connections are open, once for all pods that no policy tells apart, by the specification itself. */
export class Reasons {
  private readonly table = new Table<ReasonData>();
  private readonly known = new Map<string, number>();

  constructor(
    private readonly index: NetworkIndex, private readonly options: NetworkOptions,
    private readonly policies: Policies, private readonly strings: Strings, private readonly model = index.model,
  ) {}

  public get all(): readonly ReasonData[] {
    return this.table.all;
  }

  /** A place in `all`; -1 where there are too many, or the pods that speak for the ends are not those between which it is open. */
  public of(from: MaybeEnd, to: MaybeEnd, ports: readonly NumberedPorts[]): number {
    const [source, destination] = [endOf(from), endOf(to)];
    if (!source || !destination) return -1;
    const key = `${this.index.placeOf(source)} ${this.index.placeOf(destination)} ${ports.map(({ protocol, first }) => `${protocol}${first}`).join()}`;
    let found = this.known.get(key);
    if (found === undefined) {
      if (this.known.size >= MOST_PAIRS) return -1;
      const decisions = ports.slice(0, MOST_RANGES)
        .map(({ protocol, first }) => decideConnection(this.model, { from: source, to: destination, protocol, port: first }, this.options));
      found = decisions.every(({ decision }) => decision === 'allow') && decisions.length > 0 ? this.table.of(this.reason(decisions)) : -1;
      this.known.set(key, found);
    }
    return found;
  }

  private reason(decisions: readonly NetworkDecision[]): ReasonData {
    const { egress, ingress } = decisions[0]!;
    const rules = decisions.flatMap(each => [...each.egress.because, ...each.ingress.because])
      .map(rule => ({ policy: this.policies.of(rule.policy), words: this.strings.of(ruleWords(rule)) }));
    return {
      egress: this.strings.of(settledWords(egress)),
      ingress: this.strings.of(settledWords(ingress)),
      rests: [...new Set(decisions.flatMap(({ assumptions }) => assumptions.map(assumptionWords)))].map(words => this.strings.of(words)),
      rules: [...new Map(rules.map(rule => [`${rule.policy} ${rule.words}`, rule])).values()],
    };
  }
}

interface MaybeEnd {
  readonly pod?: NetworkPod;
  readonly address?: IpAddress;
}

function endOf({ pod, address }: MaybeEnd): NetworkEnd | undefined {
  return pod ? { pod, address: pod.addresses[0] } : address && { address };
}
