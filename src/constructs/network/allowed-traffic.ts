import { Construct, type IConstruct } from 'constructs';
import type { Peer } from './peer';
import type { Port } from './port';
import { refuseOpenPorts } from './traffic-rules';
import { declaredPorts, peerEntry, refuseNoEnd } from './workload-end';
import { openFarSide } from './workload-traffic';
import { invalid } from '../errors';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';
import { isConstruct } from '../types/kinds';

/** Properties of an AllowedTraffic. */
export interface AllowedTrafficProps {
  /** Who connects: a workload, or a Peer (addresses, namespaces, pods by their labels). */
  readonly from: IConstruct | Peer;

  /** Who is connected to: a workload, or a Peer. One of the two is a workload. */
  readonly to: IConstruct | Peer;

  /**
   * The ports of `to`.
   *
   * @default - the ports that the containers of `to` declare, each with its protocol; without any, and where `to` is a Peer, it is an error
   */
  readonly ports?: Port[];
}

/**
 * Traffic from one end to the other, opened on both sides: what the one may send, and what the other may receive.
 * A side that is a Peer has no policy of ours.
 *
 * All connections of a workload are gathered into one NetworkPolicy, named after the workload (`web-traffic`). It
 * isolates the workload: in each direction in which something is opened, nothing else gets through. Name resolution is
 * opened beside outgoing traffic, unless the namespace decided about it (SecuredNamespace, DefaultDeny).
 */
export class AllowedTraffic extends Construct {
  constructor(scope: Construct, id: string, props: AllowedTrafficProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, AllowedTraffic, 'AllowedTrafficProps', props);
    const { from, to, ports } = props;
    refuseNoEnd(this, 'from', from);
    refuseNoEnd(this, 'to', to);
    if (!isConstruct(from) && !isConstruct(to)) {
      throw invalid(this, 'from', undefined, 'neither end is a workload, so that no policy could be about it', 'pass a workload, or use a TrafficPolicy');
    }
    if (ports !== undefined || !isConstruct(to)) {
      refuseOpenPorts(this, 'ports', ports);
    }
    const entries = () => ports ? ports.map(port => port._entry) : declaredPorts(to as IConstruct, this, 'to');
    openFarSide(from, 'from', 'Egress', this, namespace => peerEntry(to, this, 'to', namespace), entries);
    openFarSide(to, 'to', 'Ingress', this, namespace => peerEntry(from, this, 'from', namespace), entries);
  }
}
