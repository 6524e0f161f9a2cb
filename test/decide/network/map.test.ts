import * as fc from 'fast-check';
import { cluster, modelOf, options } from './arbitrary';
import { deployment, labels, namespace, Obj, pod, policy, world } from './support';
import { commonFamilies, endOfPod } from '../../../src/decide/network/ends';
import { MapConnection, MapEnd, mapOf, MapOptions } from '../../../src/decide/network/map';
import type { NetworkPod } from '../../../src/decide/network/model';
import { NetworkIndex } from '../../../src/decide/network/network-index';
import { formatIp } from '../../../src/manifests/validate';

function words(end: MapEnd): string {
  switch (end.type) {
    case 'workload': return `${end.namespace}/${end.name}`;
    case 'namespace': return end.name;
    case 'outside': return end.everywhere ? 'outside' : end.ranges.map(({ family, first, last }) => `${formatIp({ family, value: first })}-${formatIp({ family, value: last })}`).join(' ');
    case 'unknown-pods': return end.text;
  }
}
const row = ({ from, to, ports, partly }: MapConnection) =>
  `${words(from)} ${words(to)} ${ports.length === 3 && ports.every(({ last }) => last === 65535) ? 'all' : ports.map(({ protocol, first, last }) => `${protocol}${first}-${last}`).join()}${partly ? ' partly' : ''}`;
const rows = (objects: readonly Obj[], chosen: MapOptions = {}) => mapOf(new NetworkIndex(world(objects).model), chosen).connections.map(row);

const shop = [
  namespace('shop'), deployment('shop/web', { app: 'web' }), deployment('shop/db', { app: 'db' }), deployment('ops/job', { app: 'job' }), namespace('ops'),
  policy('shop/db', { podSelector: labels({ app: 'db' }), policyTypes: ['Ingress', 'Egress'], ingress: [{ from: [{ podSelector: labels({ app: 'web' }) }], ports: [{ port: 5432 }] }] }),
  policy('ops/job', { policyTypes: ['Ingress', 'Egress'], egress: [{ to: [{ ipBlock: { cidr: '192.0.2.0/24', except: ['192.0.2.0/28'] } }], ports: [{ port: 443 }] }] }),
];

test('a map shows what is open between workloads, and with addresses outside', () => {
  expect(rows(shop)).toEqual([
    'shop/web shop/db TCP5432-5432',
    'ops/job 192.0.2.16-192.0.2.255 TCP443-443',
    'shop/web outside all',
    'outside shop/web all',
  ]);
});

test('it may be of some workloads, one direction, some ports, without what is outside', () => {
  const ofDb = (end: MapEnd) => words(end) === 'shop/db';
  expect(rows(shop, { only: ofDb })).toEqual(['shop/web shop/db TCP5432-5432']);
  expect(rows(shop, { only: ofDb, direction: 'Egress' })).toEqual([]);
  expect(rows(shop, { outside: 'none' })).toEqual(['shop/web shop/db TCP5432-5432']);
  expect(rows(shop, { ports: [{ protocol: 'TCP', first: 443, last: 443 }], direction: 'Egress' })).toEqual(['ops/job 192.0.2.16-192.0.2.255 TCP443-443', 'shop/web outside TCP443-443']);
  expect(rows(shop, { by: 'namespace' })).toEqual(['ops 192.0.2.16-192.0.2.255 TCP443-443', 'shop outside all partly', 'outside shop all partly']);
});

test('addresses that are alike are one end, unless each range is asked for', () => {
  const two = [pod('x/a'), namespace('x'), policy('x/p', { policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '192.0.2.0/32' } }, { ipBlock: { cidr: '192.0.2.2/32' } }] }] })];
  expect(rows(two, { direction: 'Egress' })).toEqual(['x/a 192.0.2.0-192.0.2.0 192.0.2.2-192.0.2.2 all']);
  expect(rows(two, { direction: 'Egress', outside: 'ranges' })).toEqual(['x/a 192.0.2.0-192.0.2.0 all', 'x/a 192.0.2.2-192.0.2.2 all']);
});

test('what only some pods of a workload have open is marked', () => {
  const owned = (name: string, own: Record<string, string>) => ({ ...pod(`x/${name}`, own), metadata: { name, namespace: 'x', labels: own, ownerReferences: [{ kind: 'StatefulSet', name: 's', controller: true }] } });
  const objects = [namespace('x'), owned('s-0', { lead: 'yes' }), owned('s-1', {}), pod('x/c'), policy('x/p', { podSelector: labels({ lead: 'yes' }) })];
  expect(rows(objects, { outside: 'none' })).toEqual(['x/c x/s all partly', 'x/s x/c all']);
  expect(rows(objects, { outside: 'none', within: true })).toEqual(['x/c x/s all partly', 'x/s x/c all', 'x/s x/s all partly']);
  expect(rows([namespace('x'), pod('x/a'), pod('x/b'), deployment('x/d', {})], { outside: 'none', within: true }).filter(each => /^(\S+) \1 /.test(each))).toEqual(['x/d x/d all']);
});

test('a map holds exactly what some pods of two workloads have open, and marks what not all have', () => {
  fc.assert(fc.property(cluster, options, (objects, chosen) => {
    const model = modelOf(objects);
    const index = new NetworkIndex(model, chosen);
    const live = model.pods.filter(({ terminated }) => !terminated);
    const map = mapOf(index, { outside: 'none' });
    const found = new Map(map.connections.map(each => [`${words(each.from)} ${words(each.to)}`, each]));
    for (const from of live) {
      for (const to of live.filter(each => each !== from)) {
        const sets = pairsOf(from, to).map(([one, other]) => index.connections(one, other));
        const union = sets.reduce((all, set) => index.sets.union(all, set), index.sets.EMPTY);
        const connection = found.get(`${from.namespace}/${from.name} ${to.namespace}/${to.name}`);
        expect(connection?.ports ?? []).toEqual(index.sets.ranges(union));
        if (connection) expect(connection.partly).toBe(sets.some(set => set !== union));
      }
    }
  }), { numRuns: 300 });
});

test('what a map shows outside is open at every bound of every range, and nothing else is', () => {
  fc.assert(fc.property(cluster, options, (objects, chosen) => {
    const model = modelOf(objects);
    const index = new NetworkIndex(model, chosen);
    const map = mapOf(index, { outside: 'ranges' });
    const live = model.pods.filter(({ terminated }) => !terminated);
    for (const each of live) {
      for (let atom = 0; atom < index.atoms.count; atom += 1) {
        const { family, first } = index.atoms.range(atom, atom + 1);
        if (each.addresses.length > 0 && !each.addresses.some(address => address.family === family)) continue;
        const address = { family, value: first };
        const sets = each.addresses.length === 0 ? [index.connections({ pod: each }, { address })]
          : each.addresses.filter(own => own.family === family).map(own => index.connections({ pod: each, address: own }, { address }));
        const union = sets.reduce((all, set) => index.sets.union(all, set), index.sets.EMPTY);
        const shown = map.connections.find(({ from, to }) => words(from) === `${each.namespace}/${each.name}` && to.type === 'outside'
          && to.ranges.some(range => range.family === family && range.first <= first && first <= range.last));
        expect(shown?.ports ?? []).toEqual(index.sets.ranges(union));
      }
    }
  }), { numRuns: 200 });
});

function pairsOf(from: NetworkPod, to: NetworkPod) {
  return [...from.addresses.length === 0 ? [undefined] : from.addresses].flatMap(one => (to.addresses.length === 0 ? [undefined] : to.addresses)
    .filter(other => one === undefined || other === undefined || one.family === other.family)
    .map(other => [{ pod: from, address: one }, { pod: to, address: other }] as const));
}

test('the pods of two families that share none are not connected', () => {
  const apart = [namespace('x'), pod('x/a', {}, { ips: ['10.0.0.1'] }), pod('x/b', {}, { ips: ['fd00::1'] })];
  const { model } = world(apart);
  expect(commonFamilies(model.pods[0]!, model.pods[1]!)).toEqual([]);
  expect(endOfPod(model.pods[0]!).address).toBeDefined();
  expect(rows(apart, { outside: 'none' })).toEqual([]);
});
