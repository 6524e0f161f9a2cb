import type { NetworkData } from '../data';
import { text } from './store';

/** Connections from one end to some neighbours that are alike. */
export interface Connection {
  readonly from: number;
  readonly first: number;
  readonly count: number;
  readonly ports: number;
  readonly partly: boolean;
  readonly reason: number;
}

/** The runs of one end. */
export function connectionsFrom({ rows }: NetworkData, from: number): Connection[] {
  const runs = rows[from]!;
  const found: Connection[] = [];
  for (let at = 0; at < runs.length; at += 5) {
    found.push({ from, first: runs[at]!, count: runs[at + 1]!, ports: runs[at + 2]!, partly: runs[at + 3] === 1, reason: runs[at + 4]! });
  }
  return found;
}

/** Every run in which some end receives. */
export function connectionsTo(network: NetworkData, to: number): Connection[] {
  return [...network.rows.keys()].flatMap(from => connectionsFrom(network, from).filter(each => each.first <= to && to < each.first + each.count));
}

/** `shop/web`, `anywhere outside`. */
export function endName({ ends }: NetworkData, at: number): string {
  const { namespace, label } = ends[at]!;
  return namespace === undefined ? text(label) : `${text(namespace)}/${text(label)}`;
}
