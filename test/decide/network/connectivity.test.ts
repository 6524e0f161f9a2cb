import * as fc from 'fast-check';
import { cluster, modelOf, options } from './arbitrary';
import { labels, namespace, pod, policy, world } from './support';
import { eachConnection } from '../../../src/decide/network/connectivity';
import { NetworkIndex } from '../../../src/decide/network/network-index';
import { formatIp } from '../../../src/manifests/validate';

/** The map pair by pair; a pair that is visited twice is a defect. */
function expanded(index: NetworkIndex): Map<string, number> {
  const pairs = new Map<string, number>();
  eachConnection(index, (fromFirst, fromEnd, toFirst, toEnd, connections) => {
    for (let from = fromFirst; from < fromEnd; from += 1) {
      for (let to = toFirst; to < toEnd; to += 1) {
        if (pairs.has(`${from} ${to}`)) throw new Error(`${from} ${to} is visited twice`);
        pairs.set(`${from} ${to}`, connections);
      }
    }
  });
  return pairs;
}

test('the map is what every pair of places gives, and nothing else', () => {
  fc.assert(fc.property(cluster, options, (objects, chosen) => {
    const index = new NetworkIndex(modelOf(objects), chosen);
    const pods = index.classes.length;
    const expected = new Map<string, number>();
    for (let from = 0; from < pods + index.atoms.count; from += 1) {
      for (let to = 0; to < pods + index.atoms.count; to += 1) {
        const connections = index.between(from, to);
        if ((from < pods || to < pods) && connections !== index.sets.EMPTY) expected.set(`${from} ${to}`, connections);
      }
    }
    const found = expanded(index);
    expect(found.size).toBe(expected.size);
    for (const [pair, connections] of expected) expect(found.get(pair)).toBe(connections);
  }), { numRuns: 300 });
}, 60_000);

test('a cluster of more than one word of classes is visited whole', () => {
  const objects = Array.from({ length: 10 }, (_, n) => [
    namespace(`n${n}`),
    ...Array.from({ length: 10 }, (__, p) => pod(`n${n}/p${p}`, { app: `a${p}` })),
    policy(`n${n}/p`, { podSelector: labels({ app: `a${n}` }), ingress: [{ from: [{ namespaceSelector: {}, podSelector: labels({ app: 'a3' }) }], ports: [{ port: 80 }] }] }),
    ...Array.from({ length: 10 }, (__, p) => policy(`n${n}/q${p}`, { podSelector: labels({ app: `a${p}` }), policyTypes: ['Egress'], egress: [{ to: [{ podSelector: labels({ app: `a${(p + 1) % 10}` }) }, { namespaceSelector: {}, podSelector: labels({ app: 'a7' }) }] }] })),
  ]).flat();
  const index = new NetworkIndex(world(objects).model);
  expect(index.classes).toHaveLength(100);
  const expected = Array.from({ length: 100 }, (_, from) => Array.from({ length: 100 }, (__, to) => index.between(from, to) === index.sets.EMPTY ? '' : `${from} ${to}`)).flat().filter(Boolean);
  expect([...expanded(index).keys()].filter(pair => pair.split(' ').every(place => Number(place) < 100)).sort()).toEqual(expected.sort());
});

test('pods that no policy tells apart are one class, and addresses one range', () => {
  const objects = [
    namespace('x'), ...Array.from({ length: 50 }, (_, at) => pod(`x/web-${at}`, { 'app': 'web', 'pod-template-hash': `h${at}` }, { ips: [`10.0.0.${at}`] })), pod('x/db', { app: 'db' }, { ips: ['10.0.0.99'] }),
    policy('x/p', { podSelector: labels({ app: 'db' }), ingress: [{ from: [{ podSelector: labels({ app: 'web' }) }, { ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.64/26'] } }] }] }),
  ];
  const index = new NetworkIndex(world(objects).model);
  expect(index.classes.map(({ pods }) => pods.length)).toEqual([50, 1]);
  const sources: string[] = [];
  eachConnection(index, (first, end, to) => {
    if (first >= 2 && to === 1) sources.push(...index.atoms.ranges(first - 2, end - 2).map(range => `${formatIp({ family: range.family, value: range.first })}-${formatIp({ family: range.family, value: range.last })}`));
  });
  expect(sources).toEqual(['192.0.2.0-192.0.2.63', '192.0.2.128-192.0.2.255']);
});
