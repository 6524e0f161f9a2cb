import { listed, type DiffRow } from './row';
import type { FoldedNetwork, Ends } from '../../compare/network/fold';
import type { Workload } from '../../compare/network/joint';
import type { ConnectionQuery, NetworkDecision, SideDecision } from '../../decide/network';
import type { AddressRange } from '../../decide/network/address-atoms';
import { originsOf, originsOfPolicy } from '../../decide/network/makers';
import type { NetworkOrigin } from '../../decide/network/model';
import { endText } from '../../decide/network/reach';
import { connectionWords, policyLabel, portsWords, ruleWords } from '../../decide/network/words';
import { place, printable } from '../../manifests/problem';
import { formatIp } from '../../manifests/validate';
import type { ShowFile } from '../access-words';
import { originText } from '../network-origin';

/** What may connect to what now, or no longer. */
export function networkRow(change: FoldedNetwork, show: ShowFile): DiffRow {
  const { direction, from, to, ports, changes } = change;
  const { witness } = changes[0]!;
  const query = (direction === 'broadened' ? witness.after : witness.before)!;
  const deciding = direction === 'broadened' ? witness.decisionAfter : witness.decisionBefore;
  const other = direction === 'broadened' ? witness.decisionBefore : witness.decisionAfter;
  const refused = other && [other.egress, other.ingress].find(({ decision }) => decision === 'deny');
  const [origin] = originsOfChange(change, deciding, refused) ?? [(query.to.pod ?? query.from.pod)?.origin];
  return {
    domain: 'network',
    direction,
    rank: 120 + (from.addresses.length > 0 ? 30 : 0) + (to.addresses.length > 0 ? 15 : 0),
    title: printable(`${endsWords(from)} ${direction === 'broadened' ? 'can now' : 'can no longer'} connect to ${endsWords(to)} on ${portsWords(ports)}`),
    details: [...manyWords('from', from), ...manyWords('to', to)],
    because: [
      ...deciding ? [
        ...direction === 'narrowed' ? ['what allowed it before:'] : [], ...sideWords(deciding.egress, show), ...sideWords(deciding.ingress, show),
      ] : [],
      ...refused ? [`${direction === 'broadened' ? 'before' : 'now'}: ${refusalWords(refused, query, show)}`] : other ? [] : [existenceWords(query, direction)],
    ],
    source: origin?.source,
    construct: origin?.construct,
    witness: queryJson(query),
    before: decisionJson(witness.decisionBefore, show),
    after: decisionJson(witness.decisionAfter, show),
  };
}

/**
 * Who is to be asked about it: of what is open now, whoever opened the side that was closed before; of what is closed now, the
 * policy that isolates, unless several constructs make it, of which the others have no part in this.
 */
function originsOfChange({ direction }: FoldedNetwork, deciding?: NetworkDecision, refused?: SideDecision): readonly NetworkOrigin[] | undefined {
  const changed = refused && deciding && [deciding.egress, deciding.ingress].find(side => side.direction === refused.direction);
  const [rule] = [changed, deciding?.ingress, deciding?.egress].flatMap(side => side?.because ?? []);
  const [isolating] = refused?.isolatedBy ?? [];
  const isolators = isolating && originsOfPolicy(isolating, refused!.direction);
  if (direction === 'broadened') return rule ? originsOf(rule) : isolators;
  if (!isolators || isolators.length > 1) return rule?.madeBy || !isolating ? rule && originsOf(rule) : [{ construct: isolating.origin.construct }];
  return isolators;
}

function existenceWords(query: ConnectionQuery, direction: FoldedNetwork['direction']): string {
  return direction === 'broadened' ? `before: one of the two was not there (${connectionWords(query)})` : `now: one of the two is gone (${connectionWords(query)})`;
}

function nameOf({ before, after }: Workload): string {
  const pod = (after ?? before)!;
  return `${pod.namespace}/${pod.owner?.name ?? pod.name}`;
}

function endsWords({ workloads, addresses }: Ends): string {
  const names = [...new Set(workloads.map(nameOf))].sort();
  return listed([...names.length > 6 ? [`${names.length} workloads`] : names, ...addresses.length > 0 ? [addressesWords(addresses)] : []], 6);
}

function manyWords(side: string, { workloads }: Ends): string[] {
  const names = [...new Set(workloads.map(nameOf))].sort();
  return names.length > 6 ? [printable(`${side} ${listed(names, 12)}`)] : [];
}

const ENDS = { 4: 2n ** 32n - 1n, 6: 2n ** 128n - 1n };

/** `every address outside the cluster`, `10.0.0.0/8 and 192.0.2.1`. */
function addressesWords(ranges: readonly AddressRange[]): string {
  const isWhole = (family: 4 | 6) => ranges.some(range => range.family === family && range.first === 0n && range.last === ENDS[family]);
  return isWhole(4) && isWhole(6) ? 'every address outside the cluster'
    : listed([...new Set(ranges.map(range => isWhole(range.family) ? `every IPv${range.family} address outside the cluster` : rangeWords(range)))], 4);
}

/** A block where the range is one, else its ends. */
function rangeWords({ family, first, last }: AddressRange): string {
  const size = last - first + 1n;
  const bits = size.toString(2).length - 1;
  const text = (value: bigint) => formatIp({ family, value });
  return first === last ? text(first) : size === 2n ** BigInt(bits) && first % size === 0n
    ? `${text(first)}/${(family === 4 ? 32 : 128) - bits}` : `${text(first)} to ${text(last)}`;
}

function sideWords({ direction, settledBy, because, isolatedBy }: SideDecision, show: ShowFile): string[] {
  if (because.length > 0) {
    return because.slice(0, 3).map(reference => `${policyLabel(reference.policy)} ${ruleWords(reference)}  ${originText(originsOf(reference), show)}`.trimEnd());
  }
  return settledBy === 'no-policy' && isolatedBy.length === 0 ? [`no policy isolates the ${direction === 'Egress' ? 'source for egress' : 'destination for ingress'}`] : [];
}

function refusalWords({ direction, because, isolatedBy, settledBy }: SideDecision, query: ConnectionQuery, show: ShowFile): string {
  const end = endText(direction === 'Egress' ? query.from : query.to);
  if (because.length > 0) {
    const [reference] = because;
    return `${policyLabel(reference!.policy)} ${ruleWords(reference!)} denied it  ${originText(originsOf(reference!), show)}`.trimEnd();
  }
  return settledBy === 'terminated' ? printable(`${end} has come to its end`)
    : printable(`no rule of ${listed(isolatedBy.map(policyLabel))}, by which ${end} is isolated, admits ${direction === 'Egress' ? 'sending' : 'receiving'} it`);
}

function queryJson({ from, to, protocol, port }: ConnectionQuery): unknown {
  const end = ({ pod, address }: ConnectionQuery['from']) => pod ? { namespace: pod.namespace, pod: pod.name, kind: pod.kind } : { ip: formatIp(address!) };
  return { src: end(from), dst: end(to), protocol, port };
}

function decisionJson(decision: NetworkDecision | undefined, show: ShowFile): unknown {
  return decision ? {
    decision: decision.decision,
    because: [decision.egress, decision.ingress].flatMap(side => side.because.map(reference => {
      const { policy, direction, index } = reference;
      const [first, ...others] = originsOf(reference).map(origin => placeJson(origin, show));
      return { policy: policyLabel(policy), rule: `${direction.toLowerCase()}[${index}]`, ...first, ...others.length > 0 ? { others } : {} };
    })),
    assumptions: decision.assumptions,
  } : { decision: 'deny', because: [], assumptions: [] };
}

function placeJson({ source, construct }: NetworkOrigin, show: ShowFile): object {
  return { ...source ? { source: place({ ...source, file: show(source.file) }) } : {}, ...construct === undefined ? {} : { construct } };
}
