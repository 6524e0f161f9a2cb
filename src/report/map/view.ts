import type { AddressRange } from '../../decide/network/address-atoms';
import type { Exposure } from '../../decide/network/exposure';
import type { MapEnd, NetworkMap } from '../../decide/network/map';
import type { Lead, LeadTarget } from '../../decide/network/services';
import { printable } from '../../manifests/problem';
import { formatIp } from '../../manifests/validate';

/** All that a map shows. */
export interface MapView {
  readonly map: NetworkMap;
  /** Services and Ingresses; none where namespaces stand for their workloads. */
  readonly leads: ReadonlyArray<Lead<LeadTarget>>;
  /** Where it was asked for. */
  readonly exposure?: Exposure;
}

/** `Deployment shop/web`, `anywhere outside`, `192.0.2.0/24, 198.51.100.1`. */
export function endWords(end: MapEnd, most = Infinity): string {
  switch (end.type) {
    case 'workload': return printable(`${end.kind} ${end.namespace}/${end.name}`);
    case 'namespace': return printable(`namespace ${end.name}`);
    case 'unknown-pods': return printable(end.text);
    case 'outside': return end.everywhere ? 'anywhere outside' : rangesWords(end.ranges, most);
  }
}

function rangesWords(ranges: readonly AddressRange[], most: number): string {
  const more = ranges.length - most;
  return [...ranges.slice(0, most).map(rangeWords), ...more > 0 ? [`and ${more} more`] : []].join(', ');
}

/** A block where the range is one, the address where it is one, else both ends. */
export function rangeWords({ family, first, last }: AddressRange): string {
  const size = last - first + 1n;
  const text = formatIp({ family, value: first });
  if (size === 1n) return text;
  const isBlock = (size & (size - 1n)) === 0n && first % size === 0n; // eslint-disable-line no-bitwise
  return isBlock ? `${text}/${(family === 4 ? 32 : 128) - (size.toString(2).length - 1)}` : `${text}-${formatIp({ family, value: last })}`;
}

/** `Service shop/db`, `Ingress shop/web (Service frontend)`. */
export function leadWords({ kind, namespace, name, service }: Lead): string {
  return printable(`${kind} ${namespace}/${name}${service === undefined ? '' : ` (Service ${service})`}`);
}

/** Whether those who come this way are let in. */
export function openWords({ kind, type }: Lead, { open }: LeadTarget): string {
  const from = kind === 'Ingress' ? 'anybody' : type === 'ClusterIP' ? 'pods' : 'addresses outside';
  return { all: 'let in', some: `some ${from === 'anybody' ? 'comers' : from} let in`, none: 'blocked' }[open];
}

/** Why a Service or an Ingress leads nowhere. */
export const DANGLING: Readonly<Record<NonNullable<Lead['dangling']>, string>> = {
  'no-service': 'no such Service among the manifests',
  'no-port': 'the Service has no such port',
  'no-pods': 'selects no pods',
  'no-target-port': 'no pod declares the port that it names',
};
