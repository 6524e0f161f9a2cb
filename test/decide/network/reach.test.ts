import * as fc from 'fast-check';
import { cluster, endsOf, modelOf, options, QUERIED_PORTS } from './arbitrary';
import { deployment, labels, namespace, Obj, pod, policy, world } from './support';
import { decideConnection } from '../../../src/decide/network';
import type { NumberedPorts } from '../../../src/decide/network/model';
import { networkNearMisses } from '../../../src/decide/network/near-misses';
import { NetworkIndex } from '../../../src/decide/network/network-index';
import { isUnknown, MeantPlace, placeNamed } from '../../../src/decide/network/place-names';
import { endText, portsNamed, reach, ReachAnswer } from '../../../src/decide/network/reach';
import { formatIp } from '../../../src/manifests/validate';

const shop = [
  namespace('shop'), namespace('none'), namespace('ops'),
  deployment('shop/web', { app: 'web' }, ['http=8080']), deployment('shop/db', { app: 'db' }, ['sql=5432']),
  pod('shop/old', { app: 'web' }, { phase: 'Succeeded' }), pod('ops/cron', { app: 'cron' }, { ips: ['10.0.0.9'] }),
];
const dbFromWeb = policy('shop/db', { podSelector: labels({ app: 'db' }), ingress: [{ from: [{ podSelector: labels({ app: 'web' }) }], ports: [{ port: 'sql' }] }] });

function meant(objects: readonly Obj[], text: string): MeantPlace {
  const found = placeNamed(world(objects).model, text);
  if (isUnknown(found)) throw new Error(found.unknown);
  return found;
}

function ask(objects: readonly Obj[], from: string, to: string, ...ports: number[]): ReachAnswer {
  const index = new NetworkIndex(world(objects).model);
  const named = (text: string) => {
    const found = placeNamed(index.model, text);
    if (isUnknown(found)) throw new Error(found.unknown);
    return found;
  };
  const asked = ports.map((port): NumberedPorts => ({ protocol: 'TCP', first: port, last: port }));
  return reach(index, { from: named(from), to: named(to), ...asked.length > 0 ? { ports: asked } : {} });
}

/** Of the Deployment shop/web, and without a difference to any policy. */
const replicaSet = { ...deployment('shop/web-1', { app: 'web' }, ['http=8080']), kind: 'ReplicaSet', metadata: { name: 'web-1', namespace: 'shop', ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true }] } };

describe('a name stands for', () => {
  const owned = { ...pod('shop/web-1-x', { app: 'web' }, { ips: ['10.0.0.1'] }), metadata: { name: 'web-1-x', namespace: 'shop', labels: { app: 'web' }, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', controller: true }] } };
  test.each<[string, string[]]>([
    ['shop/web', ['web', 'web-1-x']],
    ['shop/web-1-x', ['web-1-x']],
    ['shop/Deployment/web', ['web', 'web-1-x']],
    ['shop/deployment/db', ['db']],
    ['10.0.0.1', ['web-1-x']],
    ['10.0.0.0/24', ['cron', 'web-1-x']],
    ['0.0.0.0/0', []],
    ['203.0.113.7', []],
  ])('%s: %j', (text, names) => expect(meant([...shop, owned, replicaSet], text).pods.map(({ name }) => name)).toEqual(names));

  test('outside: both families, while a block of all addresses is one', () => {
    const v6 = policy('shop/v6', { podSelector: labels({ app: 'db' }), ingress: [{ from: [{ ipBlock: { cidr: '2001:db8::/32' } }] }] });
    const verdict = (from: string, ...more: Obj[]) => ask([...shop, dbFromWeb, ...more], from, 'shop/db').verdict;
    expect(['outside', '0.0.0.0/0', '::/0'].map(from => verdict(from))).toEqual(['deny', 'deny', 'deny']);
    expect(['outside', '0.0.0.0/0', '::/0'].map(from => verdict(from, v6))).toEqual(['partly', 'deny', 'partly']);
    expect(ask([...shop, dbFromWeb], 'outside', 'shop/web').verdict).toBe('allow');
  });

  test('addresses outside, unless it is the address that a cluster gave a pod', () => {
    const given = { ...owned, metadata: { ...owned.metadata, uid: 'web-1-x' } };
    expect(meant([...shop, owned], '10.0.0.1')).toMatchObject({ pods: [{ name: 'web-1-x' }], addresses: [{ prefix: 32 }] });
    expect(['10.0.0.1', '10.0.0.0/24', '203.0.113.7', '::/0', 'shop/web'].map(text => meant([...shop, given], text).addresses?.map(({ prefix }) => prefix)[0])).toEqual([undefined, 24, 32, 0, undefined]);
  });

  test.each([
    ['shop/wbe', 'there is no workload or pod shop/wbe among db, old, web', ['shop/web']],
    ['shpo/web', 'there is no namespace shpo among none, ops, shop', ['shop']],
    ['shop/old', 'the pods of shop/old have come to their end', []],
    ['web', 'web is neither namespace/name nor an address', ['shop/web']],
    ['10.0.0.300', '10.0.0.300 is no address and no CIDR', []],
    ['none/*', 'the namespace none has no pods', []],
    ['shop/StatefulSet/web', 'there is no workload or pod shop/StatefulSet/web among db, old, web', ['shop/web']],
  ])('nothing: %s', (text, unknown, similar) => expect(placeNamed(world(shop).model, text)).toEqual({ unknown, similar }));
});

describe('a verdict', () => {
  test('is allow where every connection is allowed, deny where none is, and else partly', () => {
    expect(ask([...shop, dbFromWeb], 'shop/web', 'shop/db', 5432).verdict).toBe('allow');
    expect(ask([...shop, dbFromWeb], 'shop/web', 'shop/db', 5433).verdict).toBe('deny');
    expect(ask([...shop, dbFromWeb], 'shop/web', 'shop/db', 5432, 5433).verdict).toBe('partly');
    expect(ask([...shop, dbFromWeb], 'shop/web', 'shop/db').verdict).toBe('partly');
    expect(ask(shop, 'shop/web', 'shop/db').verdict).toBe('allow');
    expect(ask([...shop, dbFromWeb], 'ops/cron', 'shop/db').verdict).toBe('deny');
  });

  test('is about every address of a block', () => {
    const open = policy('shop/web', { podSelector: labels({ app: 'web' }), ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['198.51.100.0/24'] } }] }] });
    expect(['0.0.0.0/0', '198.51.100.0/24', '198.51.100.0/23', '203.0.113.0/24', '203.0.113.1', '2001:db8::/32'].map(from => ask([...shop, open], from, 'shop/web', 80).verdict))
      .toEqual(['partly', 'deny', 'partly', 'allow', 'allow', 'deny']);
    const { allowed, denied } = ask([...shop, open], '0.0.0.0/0', 'shop/web', 80);
    expect([allowed, denied].map(query => query && [endText(query.from), endText(query.to), query.port])).toEqual([['0.0.0.0', 'Deployment shop/web', 80], ['198.51.100.0', 'Deployment shop/web', 80]]);
  });

  test('is about the pods at the addresses of a block as pods, and about its other addresses', () => {
    const web = policy('shop/p', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.8/30', except: ['10.0.0.9/32'] } }, { namespaceSelector: labels({ 'kubernetes.io/metadata.name': 'ops' }) }] }] });
    expect(['10.0.0.9', '10.0.0.8/30', '10.0.0.0/29'].map(from => ask([...shop, web], from, 'shop/web', 80).verdict)).toEqual(['allow', 'allow', 'deny']);
  });

  test('is about every pod of a workload', () => {
    const part = policy('shop/p', { podSelector: labels({ app: 'web', canary: 'yes' }) });
    const canary = { ...pod('shop/web-x', { app: 'web', canary: 'yes' }), metadata: { name: 'web-x', namespace: 'shop', labels: { app: 'web', canary: 'yes' }, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-1', controller: true }] } };
    expect(ask([...shop, canary, replicaSet, part], 'ops/cron', 'shop/web').verdict).toBe('partly');
  });

  test('between the pods of one workload leaves out what each says to itself', () => {
    const deny = policy('shop/deny', {});
    const two = ['a', 'b'].map(name => ({ ...pod(`shop/${name}`, { app: 'c' }), metadata: { name, namespace: 'shop', labels: { app: 'c' }, ownerReferences: [{ kind: 'StatefulSet', name: 'c', controller: true }] } }));
    expect(ask([...shop, ...two, deny], 'shop/c', 'shop/c').verdict).toBe('deny');
    expect(ask([...shop, two[0]!, deny], 'shop/c', 'shop/c').verdict).toBe('allow');
  });

  test('is undecided while a fact is missing, and not by a choice between readings', () => {
    const byTeam = policy('shop/p', { ingress: [{ from: [{ namespaceSelector: labels({ team: 'a' }) }] }] });
    expect(ask([...shop, pod('new/a'), byTeam], 'new/a', 'shop/db', 80)).toMatchObject({ verdict: 'deny', undecided: true, assumptions: [{ id: 'namespace-labels' }], open: { port: 80 } });
    expect(ask([...shop, byTeam], 'ops/cron', 'shop/db', 80)).toMatchObject({ verdict: 'deny', undecided: false });
    const byAddress = policy('shop/p', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/24' } }] }] });
    expect(ask([...shop, byAddress], 'ops/cron', 'shop/db', 80)).toMatchObject({ verdict: 'allow', undecided: false, assumptions: [{ id: 'ip-blocks-and-pods' }] });
  });

  test('on all ports is what each port gives', () => {
    fc.assert(fc.property(cluster, options, (objects, chosen) => {
      const model = modelOf(objects);
      const index = new NetworkIndex(model, chosen);
      const [from, to] = [endsOf(model)[0]!, endsOf(model)[1]!];
      const place = ({ pod: of, address }: typeof from): MeantPlace => of ? { text: of.name, pods: [of] } : meant(objects, formatIp(address!));
      const severalConnections = [from, to].some(({ pod: of }) => (of?.addresses.length ?? 0) > 1);
      if (severalConnections || from.pod?.terminated || to.pod?.terminated || from.pod === to.pod) return;
      const { verdict } = reach(index, { from: place(from), to: place(to) }, chosen);
      const each = (['TCP', 'UDP', 'SCTP'] as const).flatMap(protocol =>
        [...QUERIED_PORTS, 600].map(port => decideConnection(model, { from, to, protocol, port }, chosen).decision));
      if (verdict !== 'partly') expect(new Set(each)).toEqual(new Set([verdict]));
      else expect(index.sets.ranges(index.connections(from, to))).not.toEqual([]);
    }), { numRuns: 200 });
  });
});

test('a port may be asked by the name that the destination gives it, if every pod does', () => {
  expect([...portsNamed(meant(shop, 'shop/db'), 'sql', 'TCP')!.values()]).toEqual([5432]);
  expect(['http', 'sql'].map(name => portsNamed(meant(shop, name === 'sql' ? '0.0.0.0/0' : 'shop/db'), name, 'TCP'))).toEqual([undefined, undefined]);
});

test('near misses are the rules that match in the peer or the port, a slip in the port first', () => {
  const of = world([...shop, dbFromWeb, policy('shop/db2', { podSelector: labels({ app: 'db' }), ingress: [{ from: [{ podSelector: labels({ app: 'job' }) }], ports: [{ port: 80 }] }, { from: [{ podSelector: labels({ app: 'job' }) }], ports: [{ port: 81 }] }] })]);
  const query = { from: { pod: of.model.pods[0]! }, to: { pod: of.model.pods[1]! }, protocol: 'TCP' as const, port: 80 };
  const { ingress, egress } = decideConnection(of.model, query);
  expect(networkNearMisses(of.model, query, ingress).map(({ policy: { name }, index, differs }) => `${name} ${index} ${differs}`)).toEqual(['db 0 ports', 'db2 0 peers']);
  expect(networkNearMisses(of.model, query, egress)).toEqual([]);
});
