import * as fc from 'fast-check';
import { cluster, endsOf, modelOf, options, QUERIED_PORTS } from './arbitrary';
import { decideConnection } from '../../../src/decide/network';
import type { NetworkEnd } from '../../../src/decide/network/model';
import { NetworkIndex } from '../../../src/decide/network/network-index';
import type { Protocol } from '../../../src/manifests/model';
import { formatIp } from '../../../src/manifests/validate';

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
const named = ({ pod, address }: NetworkEnd) => `${pod ? `${pod.namespace}/${pod.name}` : ''}${address ? ` ${formatIp(address)}` : ''}`;

test('the index and the specification decide alike, in 100,000 questions about random clusters', () => {
  let asked = 0;
  let allowed = 0;
  fc.assert(fc.property(cluster, options, fc.nat(), (objects, chosen, start) => {
    const model = modelOf(objects);
    const index = new NetworkIndex(model, chosen);
    const ends = endsOf(model);
    let turn = start;
    for (const from of ends) {
      for (const to of ends) {
        for (let each = 0; each < 2; each += 1) {
          turn += 1;
          const port = QUERIED_PORTS[turn % QUERIED_PORTS.length]!;
          const protocol = PROTOCOLS[Math.floor(turn / QUERIED_PORTS.length) % 3]!;
          const expected = decideConnection(model, { from, to, protocol, port }, chosen).decision === 'allow';
          asked += 1;
          allowed += Number(expected);
          if (index.allows(from, to, protocol, port) !== expected) {
            throw new Error(`${named(from)} to ${named(to)} ${protocol} ${port}: the specification says ${expected}`);
          }
        }
      }
    }
  }), { numRuns: 450 });
  expect(asked).toBeGreaterThan(100_000);
  // Clusters in which nearly everything is open, or closed, would show little.
  expect(allowed / asked).toBeGreaterThan(0.1);
  expect(allowed / asked).toBeLessThan(0.9);
}, 120_000);
