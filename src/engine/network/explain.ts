import { decideConnection, type ConnectionQuery, type NetworkDecision } from '../../decide/network';
import type { NetworkModel } from '../../decide/network/model';
import { networkNearMisses, type NetworkNearMiss } from '../../decide/network/near-misses';
import type { NetworkOptions } from '../../decide/network/options';

/** One connection, what decides it on either side, and the rules that came near to admitting it. */
export interface Explained {
  readonly query: ConnectionQuery;
  readonly decision: NetworkDecision;
  readonly nearMisses: readonly NetworkNearMiss[];
}

/** All that decides a connection. */
export function explained(model: NetworkModel, query: ConnectionQuery, options: NetworkOptions): Explained {
  const decision = decideConnection(model, query, options);
  const nearMisses = [decision.egress, decision.ingress].flatMap(side => networkNearMisses(model, query, side, options));
  return { query, decision, nearMisses };
}
