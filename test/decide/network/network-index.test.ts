import * as fc from 'fast-check';
import { cluster, endsOf, modelOf, options, QUERIED_PORTS } from './arbitrary';
import { decideConnection } from '../../../src/decide/network';
import type { NetworkEnd } from '../../../src/decide/network/model';
import { NetworkIndex } from '../../../src/decide/network/network-index';
import type { Protocol } from '../../../src/manifests/model';
import { formatIp } from '../../../src/manifests/validate';

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
const named = ({ pod, address }: NetworkEnd) => `${pod ? `${pod.namespace}/${pod.name}` : ''}${address ? ` ${formatIp(address)}` : ''}`;

/** The ports that the destination declares, which names can mean, and one in turn. */
function questions({ pod }: NetworkEnd, turn: number): Array<{ readonly protocol: Protocol; readonly port: number }> {
  return [
    ...(pod?.ports ?? []).map(({ protocol, number }) => ({ protocol, port: number })),
    { protocol: PROTOCOLS[Math.floor(turn / QUERIED_PORTS.length) % 3]!, port: QUERIED_PORTS[turn % QUERIED_PORTS.length]! },
  ];
}

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
        for (const { protocol, port } of questions(to, turn)) {
          const expected = decideConnection(model, { from, to, protocol, port }, chosen).decision === 'allow';
          asked += 1;
          allowed += Number(expected);
          if (index.allows(from, to, protocol, port) !== expected) {
            throw new Error(`${named(from)} to ${named(to)} ${protocol} ${port}: the specification says ${expected}`);
          }
        }
        turn += 1;
      }
    }
  }), { numRuns: 450 });
  expect(asked).toBeGreaterThan(100_000);
  // Clusters in which nearly everything is open, or closed, would show little.
  expect(allowed / asked).toBeGreaterThan(0.1);
  expect(allowed / asked).toBeLessThan(0.9);
}, 120_000);

test('the random clusters hold every kind of policy, rule, peer and pod', () => {
  const text = JSON.stringify(fc.sample(cluster, 400));
  const wanted = [
    '"kind":"Namespace"', '"kind":"Deployment"', '"hostNetwork":true', '"phase":"Failed"', '"nodeName":"m1"',
    '"action":"Allow"', '"action":"Deny"', '"action":"Pass"', 'BaselineAdminNetworkPolicy', '"networks":', '"nodes":', '"namedPort":', '"portRange":',
    '"In"', '"NotIn"', '"Exists"', '"DoesNotExist"', '"ipBlock":', '"except":["', '"endPort":', '"port":"http"', '"protocol":"SCTP"', '"policyTypes":[]',
    '"ingress":[]', '"from":[]', '"ports":[]', '{"podSelector":{}}', '"ip":"fd00::1"',
  ];
  expect(wanted.filter(each => !text.includes(each))).toEqual([]);
});
