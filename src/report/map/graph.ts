import { endWords, MapView } from './view';
import type { MapEnd } from '../../decide/network/map';
import { portsWords } from '../../decide/network/words';
import { printable } from '../../manifests/problem';

/** A map as nodes and edges, for the formats that draw. */
export interface MapGraph {
  /** Nodes by the namespace that they stand in; the empty name for those in none. */
  readonly groups: ReadonlyMap<string, readonly GraphNode[]>;
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly id: string;
  readonly label: string;
  readonly kind: 'workload' | 'namespace' | 'outside' | 'unknown-pods' | 'service';
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  /** How it is drawn: `lead` from a Service to its pods, `blocked` where policies let nobody in there. */
  readonly kind: 'open' | 'partly' | 'lead' | 'blocked';
}

/** Ranges of addresses in one label; all of them are in the other formats. */
const MOST_RANGES = 4;

export function graphOf({ map, leads, exposure }: MapView): MapGraph {
  const groups = new Map<string, GraphNode[]>();
  const ids = new Map<string, string>();
  const node = (key: string, group: string, make: () => Omit<GraphNode, 'id'>): string => {
    let id = ids.get(key);
    if (id === undefined) {
      id = `n${ids.size}`;
      ids.set(key, id);
      groups.set(group, [...groups.get(group) ?? [], { id, ...make() }]);
    }
    return id;
  };
  const ofEnd = (end: MapEnd) =>
    node(`${end.type} ${endWords(end)}`, end.type === 'workload' ? printable(end.namespace) : '', () => ({ label: labelOf(end), kind: end.type }));
  map.ends.forEach(ofEnd);
  const connections = [...map.connections, ...exposure?.connections ?? []];
  const edges = connections.map(({ from, to, ports, partly }): GraphEdge =>
    ({ from: ofEnd(from), to: ofEnd(to), label: portsWords(ports), kind: partly ? 'partly' : 'open' }));
  for (const lead of leads) {
    for (const { end, number, open } of lead.targets) {
      // Inside the cluster a Service is little more than the name of its pods; a picture shows those that say more.
      if (lead.type === 'ClusterIP' && open !== 'none') continue;
      const key = `${lead.kind} ${lead.namespace}/${lead.name}`;
      const service = node(key, printable(lead.namespace), () => ({ label: printable(`${lead.type} ${lead.name}`), kind: 'service' }));
      const label = lead.port === number ? String(number) : printable(`${lead.port} to ${number}`);
      edges.push({ from: service, to: ofEnd(end), label, kind: open === 'none' ? 'blocked' : 'lead' });
    }
  }
  return { groups: new Map([...groups].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0)), edges };
}

/** In its namespace a workload needs no more than its name; most are Deployments. */
function labelOf(end: MapEnd): string {
  if (end.type === 'workload') return printable(end.kind === 'Deployment' ? end.name : `${end.name} (${end.kind})`);
  return end.type === 'namespace' ? printable(end.name) : endWords(end, MOST_RANGES);
}
