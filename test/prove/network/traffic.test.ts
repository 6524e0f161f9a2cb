import { broken, DB, FROM_WEB, SHOP, TCP, WEB } from './support';
import { deployment, labels, namespace, pod, policy, type Obj } from '../../decide/network/support';

const more = (name: string, spec: Obj): Obj => policy(`shop/${name}`, { podSelector: labels({ app: 'db' }), policyTypes: ['Ingress'], ...spec });
const lets = (peer: Obj, ports: unknown = TCP) => more('legacy', { ingress: [{ from: [peer], ports }] });
const cluster = (spec: Obj): Obj => ({ apiVersion: 'policy.networking.k8s.io/v1alpha2', kind: 'ClusterNetworkPolicy', metadata: { name: 'admin' }, spec });

test('a policy that opens what is promised and no more keeps the promise', () => {
  expect(broken(SHOP)).toEqual([]);
});

describe('whoever writes a policy that opens more breaks it, with a witness', () => {
  test.each<[string, Obj, string]>([
    ['another workload', lets({ namespaceSelector: labels({ 'kubernetes.io/metadata.name': 'other' }), podSelector: labels({ app: 'job' }) }), 'lets in Deployment other/job on TCP 5432'],
    ['pods that do not exist yet', lets({ podSelector: labels({ app: 'reporting' }) }), 'lets in any pod labelled app=reporting in shop on TCP 5432'],
    ['a namespace that does not exist yet', lets({ namespaceSelector: labels({ team: 'c' }) }), 'lets in any pod without labels in bulwark-any on TCP 5432'],
    ['every pod of the namespace', lets({ podSelector: {} }), 'lets in Deployment shop/db on TCP 5432'],
    ['addresses', lets({ ipBlock: { cidr: '10.0.0.0/8' } }), 'lets in 10.0.0.0 on TCP 5432'],
    ['another port', lets(WEB, [{ port: 22 }]), 'lets in Deployment shop/web on TCP 22'],
    ['a wider range of ports', lets(WEB, [{ port: 5432, endPort: 5433 }]), 'lets in Deployment shop/web on TCP 5433'],
    ['another protocol', lets(WEB, [{ port: 5432, protocol: 'UDP' }]), 'lets in Deployment shop/web on UDP 5432'],
    ['every port', lets(WEB, []), 'lets in Deployment shop/web on TCP 1'],
  ])('%s', (_, extra, witness) => {
    expect(broken([...SHOP, extra])).toEqual([`guarantee-broken: NetworkPolicy shop/legacy, ingress[0], ${witness}`]);
  });

  test('everybody', () => {
    expect(broken([...SHOP, more('open', { ingress: [{}] })])).toEqual(['guarantee-broken: NetworkPolicy shop/open, ingress[0], lets in 203.0.113.9 on TCP 1']);
  });

  test('whatever selects the pods, also by other labels', () => {
    const open = policy('shop/all', { podSelector: {}, ingress: [{ ports: TCP }] });
    expect(broken([...SHOP, open])).toEqual(['guarantee-broken: NetworkPolicy shop/all, ingress[0], lets in 203.0.113.9 on TCP 5432']);
  });
});

test('what opens less, or the same in other words, keeps it', () => {
  const within: Obj[] = [
    { podSelector: labels({ app: 'web', tier: 'front' }) },
    { podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] } },
    { namespaceSelector: labels({ 'kubernetes.io/metadata.name': 'shop' }), podSelector: labels({ app: 'web' }) },
    { namespaceSelector: labels({ 'kubernetes.io/metadata.name': 'shop', 'team': 'x' }), podSelector: {} },
    { podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }, { key: 'app', operator: 'DoesNotExist' }] } },
  ];
  for (const peer of within) {
    expect(broken([...SHOP, lets(peer)])).toEqual([]);
  }
  expect(broken([...SHOP, lets(WEB, [{ port: 'pg' }])])).toEqual([]);
  expect(broken([...SHOP, policy('other/open', { podSelector: {}, ingress: [{}] })])).toEqual([]);
});

test('a policy that selects other pods plays no part', () => {
  expect(broken([...SHOP, policy('shop/web', { podSelector: labels({ app: 'web' }), ingress: [{}], egress: [{}] })])).toEqual([]);
});

test('several promised flows together may hold one rule', () => {
  const two = { ingress: [FROM_WEB, { peer: { podSelector: labels({ app: 'api' }) }, ports: TCP }] };
  const both = lets({ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }] } });
  expect(broken([...SHOP, both], two)).toEqual([]);
  expect(broken([...SHOP, both])).toEqual(['guarantee-broken: NetworkPolicy shop/legacy, ingress[0], lets in any pod labelled app=api in shop on TCP 5432']);
});

test('a promise that is about some namespaces holds no pod of another', () => {
  const app = { podSelector: labels({ app: 'x' }) };
  const both = { namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['shop', 'other'] }] }, ...app };
  const promise = { ingress: [FROM_WEB, { peer: { namespaceSelector: labels({ team: 'b' }), ...app }, ports: TCP }] };
  expect(broken([...SHOP, lets(both)], promise)).toEqual(['guarantee-broken: NetworkPolicy shop/legacy, ingress[0], lets in any pod labelled app=x in shop on TCP 5432']);
  expect(broken([...SHOP, lets({ namespaceSelector: labels({ 'kubernetes.io/metadata.name': 'other' }), ...app })], promise)).toEqual([]);
});

test('blocks of addresses are held against each other address by address', () => {
  const halves = { ingress: [FROM_WEB, ...['10.0.0.0/9', '10.128.0.0/9'].map(cidr => ({ peer: { ipBlock: { cidr } }, ports: TCP }))] };
  expect(broken([...SHOP, lets({ ipBlock: { cidr: '10.0.0.0/8' } })], halves)).toEqual([]);
  expect(broken([...SHOP, lets({ ipBlock: { cidr: '10.0.0.0/7' } })], halves)).toEqual(['guarantee-broken: NetworkPolicy shop/legacy, ingress[0], lets in 11.0.0.0 on TCP 5432']);
  expect(broken([...SHOP, lets({ ipBlock: { cidr: '10.0.0.0/7', except: ['11.0.0.0/8'] } })], halves)).toEqual([]);
});

test('without isolation everybody gets in', () => {
  const unprotected = SHOP.slice(0, -1);
  expect(broken(unprotected)).toEqual([
    'guarantee-broken: no NetworkPolicy isolates its ingress, which lets in 203.0.113.9 on TCP 1',
    'guarantee-broken: no NetworkPolicy isolates its egress, which lets it reach 203.0.113.9 on TCP 1',
  ]);
});

test('what goes out is judged likewise, named ports of a destination by their names', () => {
  const out = (rule: Obj) => policy('shop/out', { podSelector: labels({ app: 'db' }), policyTypes: ['Egress'], egress: [rule] });
  expect(broken([...SHOP, out({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] })])).toEqual(['guarantee-broken: NetworkPolicy shop/out, egress[0], lets it reach 0.0.0.0 on TCP 1']);
  const named = out({ to: [WEB], ports: [{ port: 'http' }] });
  expect(broken([...SHOP, named])).toEqual(['guarantee-broken: NetworkPolicy shop/out, egress[0], lets it reach any pod labelled app=web in shop on the TCP port that it calls http']);
  expect(broken([...SHOP, named], { egress: [{ peer: WEB, ports: [{ port: 'http', protocol: 'TCP' }] }] })).toEqual([]);
  expect(broken([...SHOP, named], { egress: [{ peer: WEB, ports: [{ protocol: 'TCP' }] }] })).toEqual([]);
  expect(broken([...SHOP, named], { egress: [{ peer: WEB, ports: [{ port: 80, protocol: 'TCP' }] }] })).toHaveLength(1);
});

test('a workload that carries the labels of a client is none', () => {
  const canary = deployment('shop/canary', { app: 'web' });
  expect(broken([...SHOP, canary])).toEqual(['guarantee-broken: Deployment shop/canary carries the labels of Deployment shop/web, and so gets in on TCP 5432']);
  expect(broken([...SHOP, canary], { ingress: [FROM_WEB, { peer: WEB, ports: TCP }] })).toEqual([]);
  expect(broken([...SHOP, deployment('other/web', { app: 'web' })])).toEqual([]);
});

test('pods that a workload is known to own are its own', () => {
  const owned = { ...pod('shop/web-1', { app: 'web' }), metadata: { name: 'web-1', namespace: 'shop', labels: { app: 'web' }, ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u', controller: true }] } };
  const replicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { ...owned.metadata, name: 'web-5d9f' },
    spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [] } } },
  };
  const ofReplicaSet = { ...owned, metadata: { ...owned.metadata, ownerReferences: [{ ...owned.metadata.ownerReferences[0], kind: 'ReplicaSet', name: 'web-5d9f' }] } };
  expect(broken([...SHOP, replicaSet, ofReplicaSet])).toEqual([]);
  // A Deployment makes no pods but by a ReplicaSet.
  expect(broken([...SHOP, owned])).toEqual(['guarantee-broken: Pod shop/web-1 carries the labels of Deployment shop/web, and so gets in on TCP 5432']);
});

test('a workload with the labels of a client breaks it, whatever owner it claims', () => {
  const evil = (ownerReferences: object[]) => ({ ...deployment('shop/evil', { app: 'web' }), metadata: { name: 'evil', namespace: 'shop', ownerReferences } });
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', uid: 'u', controller: true };
  const found = ['guarantee-broken: Deployment shop/evil carries the labels of Deployment shop/web, and so gets in on TCP 5432'];
  expect(broken([...SHOP, evil([{ ...owner, name: 'evil' }])])).toEqual(found);
  expect(broken([...SHOP, evil([{ ...owner, name: 'web' }])])).toEqual(found);
});

test('a pod does not break it by reaching itself, and another that carries its labels does', () => {
  const single = [...SHOP.filter(({ metadata }) => (metadata as { name: string }).name !== 'db'), pod('shop/db', { app: 'db' }),
    policy('shop/db', { podSelector: labels({ app: 'db' }), policyTypes: ['Ingress', 'Egress'], ingress: [{ from: [WEB], ports: TCP }] })];
  const pods = { ...DB, workload: { ...DB.workload!, kind: 'Pod' } };
  expect(broken(single, { pods })).toEqual([]);
  expect(broken([...single, lets({ podSelector: labels({ app: 'db' }) })], { pods })).toEqual(['guarantee-broken: NetworkPolicy shop/legacy, ingress[0], lets in any pod labelled app=db in shop on TCP 5432']);
});

describe('cluster-scoped policies', () => {
  const subject = { namespaces: {} };
  const allow = (peer: Obj) => cluster({ tier: 'Admin', priority: 1, subject, ingress: [{ action: 'Accept', from: [peer], protocols: [{ tcp: { destinationPort: { number: 5432 } } }] }] });

  test('what one allows counts, although no NetworkPolicy does', () => {
    expect(broken([...SHOP, allow({ namespaces: labels({ team: 'b' }) })])).toEqual(['guarantee-broken: ClusterNetworkPolicy admin, ingress[0], lets in Deployment other/job on TCP 5432']);
    expect(broken([...SHOP, allow({ pods: { namespaceSelector: labels({ 'kubernetes.io/metadata.name': 'shop' }), podSelector: labels({ app: 'web' }) } })])).toEqual([]);
  });

  test('what one refuses before a NetworkPolicy opens it is no witness, and no proof', () => {
    const deny = cluster({ tier: 'Admin', priority: 1, subject, ingress: [{ action: 'Deny', from: [{ namespaces: labels({ team: 'b' }) }] }] });
    expect(broken([...SHOP, deny, lets({ namespaceSelector: labels({ team: 'b' }) })]))
      .toEqual(['guarantee-not-provable: NetworkPolicy shop/legacy, ingress[0], opens more than is promised, and cluster-scoped policies refuse a part of it']);
  });

  test('nodes and domains are not known', () => {
    const out = cluster({ tier: 'Admin', priority: 1, subject, egress: [{ action: 'Accept', to: [{ domainNames: ['example.com'] }] }] });
    expect(broken([...SHOP, out])).toEqual(['guarantee-not-provable: ClusterNetworkPolicy admin, egress[0], names nodes or domains, whose addresses are not known']);
  });
});

describe('what cannot be seen is not provable', () => {
  test('a workload of which no manifest shows the pods', () => {
    const without = SHOP.filter(({ kind, metadata }) => !(kind === 'Deployment' && (metadata as { name: string }).name === 'db'));
    expect(broken(without)).toEqual([expect.stringMatching(/^guarantee-not-provable: no manifest shows the pods of Deployment shop\/db/)]);
    expect(broken(without, { pods: { ...DB, workload: undefined } })).toEqual(['guarantee-not-provable: no manifest shows a pod of shop with the labels of the promise']);
  });

  test('a policy of another kind', () => {
    const cilium = { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'x', namespace: 'shop' }, spec: {} };
    expect(broken([...SHOP, cilium])).toEqual([expect.stringMatching(/^guarantee-not-provable: CiliumNetworkPolicy .*not understood$/)]);
  });

  test('a policy that the API server would refuse', () => {
    expect(broken([...SHOP, lets({})])).toEqual([expect.stringContaining('guarantee-not-provable: NetworkPolicy shop/legacy cannot be decided about'), expect.anything()]);
  });
});

test('pods on their node\'s network are isolated by nothing', () => {
  const host = { ...deployment('shop/db', { app: 'db' }) } as Obj & { spec: { template: { spec: Obj } } };
  host.spec.template.spec.hostNetwork = true;
  const objects = [...SHOP.filter(({ kind, metadata }) => !(kind === 'Deployment' && (metadata as { name: string }).name === 'db')), host];
  expect(broken(objects)).toEqual(Array(2).fill('guarantee-broken: Deployment shop/db is on the network of its node, where no NetworkPolicy isolates it'));
});

test('a direction that is not promised is not judged', () => {
  expect(broken(SHOP.slice(0, -1), { ingress: undefined })).toHaveLength(1);
  expect(broken([...SHOP, namespace('third'), more('x', { ingress: [{}] })], { ingress: undefined })).toEqual([]);
});
