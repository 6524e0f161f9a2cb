import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { receivedCluster } from './received';
import { Cluster } from '../constructs/cluster';
import { podsOf } from '../constructs/workloads/workload-pods';
import type { NumberedPorts } from '../decide/network/model';
import { networkOf, type ClusterNetwork } from '../engine/network';
import { portOf } from '../engine/network/question';

/** `namespace/workload`, `namespace/pod`, `namespace/*`, an address, a CIDR, `outside`, or the workload itself. */
export type Place = string | IConstruct;

/** Network decisions about what stands in `expect(...)`. */
export function networkIn(received: unknown, matcher: string): ClusterNetwork {
  const { objects, minor } = receivedCluster(received, matcher);
  return networkOf({ objects, minor });
}

/** A place in the words of the engine. A workload of another cluster than the one that is asked would be taken for its namesake. */
export function placeText(place: Place, received: unknown, matcher: string): string {
  if (typeof place === 'string') {
    return place;
  }
  const isIn = Chart.isChart(received) ? Cluster._around(received) === Cluster._around(place) && place.node.root === received.node.root
    : typeof received === 'string' || place.node.root === received;
  if (!isIn) {
    throw new Error(`${matcher} is asked about ${place.node.path}, which does not stand in the cluster that it is asked of`);
  }
  const { kind, namespace = 'default', name } = podsOf(place, place, matcher);
  return `${namespace}/${kind}/${name}`;
}

/** A port as people write it: `5432`, `'53/UDP'`, `'8000-8999'`. Names mean another number in each pod, and are refused. */
export function numberedPort(port: number | string, matcher: string): NumberedPorts {
  const found = portOf(String(port));
  if ('name' in found) {
    throw new Error(`${matcher} wants the number of a port, and was given ${JSON.stringify(port)}`);
  }
  return found;
}
