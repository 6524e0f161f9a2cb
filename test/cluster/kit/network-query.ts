import * as fc from 'fast-check';
import { OUTSIDE, PORT_NUMBERS, PROTOCOLS } from './network-tokens';
import type { End, NetworkQuery, NetworkWorld } from './reachability';
import type { JsonObject } from '../generate/json';

/** Traffic between two pods of the world, or between one and an address outside, never of a pod with itself. */
export function networkQueryOf({ pods }: NetworkWorld): fc.Arbitrary<NetworkQuery> {
  const family = fc.constantFrom(0, 0, 1);
  return family.chain(at => {
    const inside = pods.map((pod): End => {
      const { name, namespace } = pod.metadata as { readonly name: string; readonly namespace: string };
      return { pod: `${namespace}/${name}`, ip: ((pod.status as JsonObject).podIPs as Array<{ readonly ip: string }>)[at]!.ip };
    });
    const outside = OUTSIDE.filter(ip => ip.includes(':') === (at === 1)).map((ip): End => ({ ip }));
    const end = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...inside) }, { weight: 1, arbitrary: fc.constantFrom(...outside) });
    const pair = fc.tuple(end, end).filter(([from, to]) => (from.pod ?? to.pod) !== undefined && from.pod !== to.pod);
    return fc.record({
      pair,
      protocol: fc.constantFrom(...PROTOCOLS, 'TCP' as const, 'TCP' as const),
      port: fc.constantFrom(...PORT_NUMBERS, ...PORT_NUMBERS, 1, 54, 79, 8081, 8082, 65535),
    }).map(({ pair: [from, to], protocol, port }) => ({ from, to, protocol, port }));
  });
}
