import { MapView, rangeWords } from './view';
import type { MapConnection, MapEnd } from '../../decide/network/map';
import type { Lead, LeadTarget } from '../../decide/network/services';
import type { ShowFile } from '../access-words';

/** A map as one JSON object in a line. */
export function mapJson({ map, leads, exposure }: MapView, context: object, show: ShowFile): string {
  return `${JSON.stringify({
    ...context,
    ends: map.ends.map(endOf),
    connections: map.connections.map(connectionOf),
    services: leads.map(lead => leadOf(lead, show)),
    ...exposure ? {
      exposure: {
        connections: exposure.connections.map(connectionOf),
        unprotected: { ingress: exposure.unprotected.Ingress.map(endOf), egress: exposure.unprotected.Egress.map(endOf) },
        namedPorts: exposure.namedPorts,
      },
    } : {},
  })}\n`;
}

function connectionOf({ from, to, ports, partly }: MapConnection): object {
  return { from: endOf(from), to: endOf(to), ports, partly };
}

function endOf(end: MapEnd): object {
  return end.type === 'outside' ? { type: end.type, everywhere: end.everywhere, ranges: end.ranges.map(rangeWords) } : end;
}

function leadOf({ targets, origin, ...lead }: Lead<LeadTarget>, show: ShowFile): object {
  const { source, construct } = origin;
  return {
    ...lead,
    targets: targets.map(({ end, number, open }) => ({ end, number, open })),
    ...source ? { source: { ...source, file: show(source.file) } } : {},
    ...construct === undefined ? {} : { construct },
  };
}
