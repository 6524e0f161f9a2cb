import type { Workload } from './joint';
import type { ConnectionQuery } from '../../decide/network';
import { endOfPod } from '../../decide/network/ends';
import type { NetworkEnd, NumberedPorts, PodPort } from '../../decide/network/model';
import type { IpAddress } from '../../manifests/validate';

/** One connection between two ends on one of some ports, as each model has the ends. */
export function witnessBetween(
  from: Workload | IpAddress, to: Workload | IpAddress, ports: readonly NumberedPorts[], family: 4 | 6 | undefined,
): { readonly before?: ConnectionQuery; readonly after?: ConnectionQuery } {
  const destination = 'value' in to ? undefined : to.after ?? to.before;
  const { protocol, first, last } = ports[0]!;
  // A port on which somebody listens says more than the first one of a range.
  const isMeant = ({ protocol: of, number }: PodPort) => ports.some(each => each.protocol === of && each.first <= number && number <= each.last);
  const declared = destination?.ports.find(isMeant);
  const asked = declared ? { protocol: declared.protocol, port: declared.number } : { protocol, port: first <= 80 && 80 <= last ? 80 : first };
  const query = (side: 'before' | 'after'): ConnectionQuery | undefined => {
    const [source, target] = [endOf(from, side, family), endOf(to, side, family)];
    return source && target && { from: source, to: target, ...asked };
  };
  return { before: query('before'), after: query('after') };
}

function endOf(place: Workload | IpAddress, side: 'before' | 'after', family: 4 | 6 | undefined): NetworkEnd | undefined {
  if ('value' in place) return { address: place };
  const pod = place[side];
  return pod && endOfPod(pod, family);
}
