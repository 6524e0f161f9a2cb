import type { EndData, NetworkData, ServiceData, Text } from './data';
import { Policies } from './policies';
import { Reasons } from './reasons';
import { Table, type Strings } from './strings';
import type { PolicyObject } from '../../decide/access/build';
import { mapOf, type MapEnd } from '../../decide/network/map';
import type { Direction, NetworkPod } from '../../decide/network/model';
import { nameServiceConnections, nameServiceOf } from '../../decide/network/name-service';
import type { NetworkIndex } from '../../decide/network/network-index';
import type { NetworkOptions } from '../../decide/network/options';
import { selectsPod } from '../../decide/network/selectors';
import { leadsOf } from '../../decide/network/services';
import { portsWords } from '../../decide/network/words';
import { printable } from '../../manifests/problem';
import { DANGLING, endWords, leadWords, openWords } from '../map/view';

/** What of a cluster the map is made of. */
export interface NetworkSource {
  readonly index: NetworkIndex;
  readonly options: NetworkOptions;
  readonly objects: readonly PolicyObject[];
}

/** Everything that is open between workloads and with places outside, as rows of runs: alike neighbours take no more room than one. */
export function networkData({ index, options, objects }: NetworkSource, strings: Strings): Omit<NetworkData, 'picture' | 'noPicture'> {
  const { ends, connections } = mapOf(index);
  const names = nameServiceOf(index.model);
  const pods = podsByEnd(index);
  if (names) pods.set(keyOf(names.end), names.pod);
  const policies = new Policies(strings);
  const reasons = new Reasons(index, options, policies, strings, names?.model);
  const ports = new Table<Text>();
  const at = new Map(ends.map((end, place) => [keyOf(end), place]));
  const outside: EndData[] = [];
  const placeOf = (end: MapEnd): number => {
    const key = keyOf(end);
    let place = at.get(key);
    if (place === undefined) {
      place = at.size;
      at.set(key, place);
      outside.push({ label: strings.of(endWords(end)), ...names && key === keyOf(names.end) ? { isNameService: true } : {} });
    }
    return place;
  };
  const cells = new Map<number, Array<readonly [to: number, ports: number, partly: number, reason: number]>>();
  for (const { from, to, ports: open, partly } of [...connections, ...nameServiceConnections(index)]) {
    const [source, destination] = [placeOf(from), placeOf(to)];
    const row = cells.get(source) ?? [];
    cells.set(source, row);
    row.push([destination, ports.of(strings.of(portsWords(open))), partly ? 1 : 0, reasons.of(endOf(from, pods), endOf(to, pods), open)]);
  }
  return {
    workloads: ends.length,
    ends: [...ends.map(end => workloadData(end, pods.get(keyOf(end)), index, policies, strings)), ...outside],
    policies: policies.all,
    ports: ports.all,
    reasons: reasons.all,
    rows: Array.from({ length: at.size }, (_, place) => runsOf(cells.get(place) ?? [])),
    services: servicesData(objects, index, strings),
  };
}

function keyOf(end: MapEnd): string {
  return end.type === 'workload' ? `${end.namespace}/${end.kind}/${end.name}` : endWords(end);
}

/** One pod of each workload, which speaks for all unless a connection is open in part alone. */
function podsByEnd({ classes }: NetworkIndex): Map<string, NetworkPod> {
  const found = new Map<string, NetworkPod>();
  for (const pod of classes.flatMap(({ pods }) => pods)) {
    const { kind, name } = pod.owner ?? pod;
    const key = `${pod.namespace}/${kind}/${name}`;
    if (!found.has(key)) found.set(key, pod);
  }
  return found;
}

function endOf(end: MapEnd, pods: ReadonlyMap<string, NetworkPod>): Parameters<Reasons['of']>[0] {
  const [range] = end.type === 'outside' ? end.ranges : [];
  return end.type === 'workload' || end.type === 'unknown-pods' ? { pod: pods.get(keyOf(end)) } : { address: range && { family: range.family, value: range.first } };
}

function workloadData(end: MapEnd, pod: NetworkPod | undefined, { model }: NetworkIndex, policies: Policies, strings: Strings): EndData {
  if (end.type !== 'workload') {
    return { label: strings.of(endWords(end)) };
  }
  const isolating = (direction: Direction) => pod === undefined ? [] : (model.policies.get(pod.namespace) ?? [])
    .filter(policy => policy.isolates.includes(direction) && selectsPod(policy.podSelector, pod).yes).map(policy => policies.of(policy));
  return {
    namespace: strings.of(end.namespace),
    label: strings.of(end.kind === 'Deployment' ? end.name : `${end.name} (${end.kind})`),
    ...pod ? strings.place(pod.origin) : {},
    ingress: isolating('Ingress'),
    egress: isolating('Egress'),
  };
}

/** Neighbours that are alike as one run: `first, count, ports, partly, reason`. */
function runsOf(cells: ReadonlyArray<readonly [to: number, ports: number, partly: number, reason: number]>): number[] {
  const runs: number[] = [];
  for (const [to, ...rest] of [...cells].sort(([a], [b]) => a - b)) {
    const last = runs.length - 5;
    if (last >= 0 && runs[last]! + runs[last + 1]! === to && rest.every((value, at) => runs[last + 2 + at] === value)) {
      runs[last + 1]! += 1;
    } else {
      runs.push(to, 1, ...rest);
    }
  }
  return runs;
}

function servicesData(objects: readonly PolicyObject[], index: NetworkIndex, strings: Strings): ServiceData[] {
  return leadsOf(objects, index).flatMap((lead): ServiceData[] => {
    const head = { label: strings.of(`${leadWords(lead)} ${printable(`${lead.port}/${lead.protocol}`)}`), ...strings.place(lead.origin) };
    return lead.dangling ? [{ ...head, leads: strings.of(DANGLING[lead.dangling]), blocked: true }]
      : lead.targets.map(target => ({
        ...head, leads: strings.of(`${endWords(target.end)} ${target.number}: ${openWords(lead, target)}`), ...target.open === 'none' ? { blocked: true } : {},
      }));
  });
}
