import { deployment, labels, namespace, pod, policy, table, world } from './support';

// The rules of networking.k8s.io/v1, each as a test. `a`, `b` and `c` are pods of namespace x, `y/a` is of another.

const x = [
  namespace('x', { team: 'x' }), namespace('y', { team: 'y' }),
  pod('x/a', { app: 'a' }, { ports: ['http=80', 'dns=53/UDP'], ips: ['10.0.0.1'] }),
  pod('x/b', { app: 'b' }, { ports: ['http=81'], ips: ['10.0.0.2'] }),
  pod('x/c', { app: 'c', tier: '' }, { ips: ['10.0.1.3'] }),
  pod('y/a', { app: 'a' }, { ips: ['10.1.0.1'] }),
];
const ALL = ['x/a', 'x/b', 'x/c', 'y/a'];

function with_(...specs: Array<Record<string, unknown>>) {
  return world([...x, ...specs.map((spec, index) => policy(`x/p${index}`, spec))]);
}

describe('the pods of a policy', () => {
  test.each([
    [{ podSelector: {} }], [{}], [{ podSelector: null }], [{ podSelector: { matchLabels: null } }],
    [{ podSelector: { matchLabels: {}, matchExpressions: [] } }],
  ])('%j selects every pod of its namespace and none of another', spec => {
    expect(table(with_(spec), ['y/a'], ALL)).toBe('XXX.');
  });

  test('a policy without a spec isolates every pod of its namespace against ingress', () => {
    const bare = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'p', namespace: 'x' } };
    expect(table(world([...x, bare]), ['y/a'], ALL)).toBe('XXX.');
    expect(world([...x, bare]).allows('x/a', 'y/a')).toBe(true);
  });
});

describe('the directions of a policy', () => {
  test.each<[Record<string, unknown>, boolean, boolean]>([
    // spec, x/a may be reached, x/a may reach
    [{}, false, true],
    [{ policyTypes: [] }, false, true],
    [{ policyTypes: null }, false, true],
    [{ egress: [] }, false, true],
    [{ egress: null }, false, true],
    [{ egress: [{ to: [{ podSelector: {} }] }] }, false, false],
    [{ policyTypes: ['Ingress'] }, false, true],
    [{ policyTypes: ['Egress'] }, true, false],
    [{ policyTypes: ['Egress'], egress: [] }, true, false],
    [{ policyTypes: ['Ingress', 'Egress'] }, false, false],
    [{ policyTypes: ['Egress'], ingress: [{ from: [{ podSelector: {} }] }] }, true, false],
    [{ policyTypes: ['Ingress'], egress: [{ to: [{ podSelector: {} }] }] }, false, true],
    [{ ingress: [] }, false, true],
    [{ ingress: null }, false, true],
    [{ ingress: [{}] }, true, true],
    [{ ingress: [null] }, true, true],
    [{ ingress: [{ from: [], ports: [] }] }, true, true],
    [{ ingress: [{ from: null, ports: null }] }, true, true],
    [{ policyTypes: ['Egress'], egress: [{}] }, true, true],
  ])('%j', (spec, reached, reaches) => {
    const cluster = with_(spec);
    expect([cluster.allows('y/a', 'x/a'), cluster.allows('x/a', 'y/a')]).toEqual([reached, reaches]);
  });

  test('isolation is per pod and per direction: both sides must allow, and a side that is not isolated does', () => {
    const cluster = world([
      ...x,
      policy('x/out', { podSelector: labels({ app: 'a' }), policyTypes: ['Egress'], egress: [{ to: [{ podSelector: labels({ app: 'b' }) }] }] }),
      policy('x/in', { podSelector: labels({ app: 'c' }), ingress: [{ from: [{ podSelector: labels({ app: 'a' }) }] }] }),
    ]);
    expect(table(cluster, ALL, ALL)).toBe('..XX ..X. .... ..X.');
  });
});

describe('rules', () => {
  const from = (...peers: unknown[]) => with_({ ingress: [{ from: peers }] });

  test('a podSelector alone means the namespace of the policy', () => {
    expect(table(from({ podSelector: labels({ app: 'a' }) }), ALL, ['x/b'])).toBe('. . X X');
  });

  test('peers, ports and rules are alternatives; a peer and a port of one rule are both needed', () => {
    const cluster = with_({
      ingress: [
        { from: [{ podSelector: labels({ app: 'a' }) }, { podSelector: labels({ app: 'c' }) }], ports: [{ port: 80 }, { port: 443 }] },
        { from: [{ namespaceSelector: labels({ team: 'y' }) }], ports: [{ port: 90 }] },
      ],
    });
    expect([80, 443, 90].map(port => table(cluster, ['x/a', 'x/c', 'y/a'], ['x/b'], port))).toEqual(['. . X', '. . X', 'X X .']);
  });

  test('a namespaceSelector alone means every pod there', () => {
    expect(table(from({ namespaceSelector: labels({ team: 'y' }) }), ALL, ['x/b'])).toBe('X . X .');
  });

  test('both selectors in one peer are both needed, in two peers either', () => {
    const [ns, pods] = [labels({ team: 'x' }), labels({ app: 'a' })];
    expect(table(from({ namespaceSelector: labels({ team: 'y' }), podSelector: labels({ app: 'b' }) }), ALL, ['x/c'])).toBe('X X . X');
    expect(table(from({ namespaceSelector: ns, podSelector: pods }), ALL, ['x/c'])).toBe('. X . X');
    expect(table(from({ namespaceSelector: ns }, { podSelector: pods }), ALL, ['x/c'])).toBe('. . . X');
  });

  test('an empty namespaceSelector is every namespace, an empty podSelector every pod of the policy\'s', () => {
    expect(table(from({ namespaceSelector: {} }), ALL, ['x/b'])).toBe('. . . .');
    expect(table(from({ podSelector: {} }), ALL, ['x/b'])).toBe('. . . X');
    expect(from({ namespaceSelector: {} }).allows('8.8.8.8', 'x/b')).toBe(false);
  });

  test('policies add up, whatever their order', () => {
    const one = { podSelector: labels({ app: 'b' }), ingress: [{ from: [{ podSelector: labels({ app: 'a' }) }] }] };
    const two = { podSelector: {}, ingress: [{ from: [{ podSelector: labels({ app: 'c' }) }] }] };
    for (const cluster of [with_(one, two), with_(two, one)]) expect(table(cluster, ALL, ['x/b', 'y/a'])).toBe('.. .. .. X.');
  });
});

describe('label selectors', () => {
  const selecting = (podSelector: unknown) => {
    const cluster = with_({ podSelector });
    return ['x/a', 'x/b', 'x/c'].filter(to => !cluster.allows('y/a', to)).join(' ');
  };
  test.each([
    [[{ key: 'app', operator: 'In', values: ['a', 'c'] }], 'x/a x/c'],
    [[{ key: 'app', operator: 'NotIn', values: ['a'] }], 'x/b x/c'],
    [[{ key: 'tier', operator: 'NotIn', values: ['web'] }], 'x/a x/b x/c'],
    [[{ key: 'tier', operator: 'NotIn', values: [''] }], 'x/a x/b'],
    [[{ key: 'tier', operator: 'Exists' }], 'x/c'],
    [[{ key: 'tier', operator: 'DoesNotExist' }], 'x/a x/b'],
    [[{ key: 'tier', operator: 'In', values: [''] }], 'x/c'],
    [[{ key: 'app', operator: 'In', values: ['a', 'b'] }, { key: 'app', operator: 'NotIn', values: ['b'] }], 'x/a'],
    [[{ key: 'constructor', operator: 'Exists' }], ''],
    [[{ key: 'toString', operator: 'DoesNotExist' }], 'x/a x/b x/c'],
  ])('%j', (matchExpressions, selected) => expect(selecting({ matchExpressions })).toBe(selected));

  test('labels and expressions are all needed', () => {
    expect(selecting({ matchLabels: { app: 'c' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] })).toBe('x/c');
    expect(selecting({ matchLabels: { app: 'a' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] })).toBe('');
  });

  test('a namespace always has the label of its name, and nobody can take it away', () => {
    const byName = { ingress: [{ from: [{ namespaceSelector: labels({ 'kubernetes.io/metadata.name': 'y' }) }] }] };
    expect(table(with_(byName), ALL, ['x/b'])).toBe('X . X .');
    const forged = [namespace('y', { 'kubernetes.io/metadata.name': 'z' }), pod('y/a'), namespace('x'), pod('x/b'), policy('x/p', byName)];
    expect(world(forged).allows('y/a', 'x/b')).toBe(true);
  });
});

describe('ports', () => {
  const ports = (...list: unknown[]) => with_({ podSelector: labels({ app: 'a' }), ingress: [{ ports: list }] });
  const open = (cluster: ReturnType<typeof world>, ...of: string[]) => of.filter(port => cluster.allows('y/a', 'x/a', port));

  test('the protocol is TCP unless given, and no other is meant', () => {
    expect(open(ports({ port: 80 }), 'TCP 80', 'TCP 81', 'UDP 80', 'SCTP 80')).toEqual(['TCP 80']);
    expect(open(ports(null), 'TCP 1', 'TCP 65535', 'UDP 80')).toEqual(['TCP 1', 'TCP 65535']);
  });

  test('without a port every port of the protocol is meant, and none of another', () => {
    expect(open(ports({ protocol: 'UDP' }), 'UDP 1', 'UDP 65535', 'TCP 80', 'SCTP 80')).toEqual(['UDP 1', 'UDP 65535']);
  });

  test('endPort is inclusive', () => {
    expect(open(ports({ port: 80, endPort: 90 }), '79', '80', '85', '90', '91', 'UDP 85')).toEqual(['80', '85', '90']);
    expect(open(ports({ port: 80, endPort: 80 }), '79', '80', '81')).toEqual(['80']);
  });

  test('SCTP is a protocol of its own: it allows no TCP and does not lift isolation', () => {
    expect(open(ports({ protocol: 'SCTP', port: 80 }), 'SCTP 80', 'TCP 80', 'UDP 80')).toEqual(['SCTP 80']);
  });

  test('overlapping ranges of both sides meet', () => {
    const cluster = world([
      ...x,
      policy('x/out', { podSelector: labels({ app: 'a' }), policyTypes: ['Egress'], egress: [{ ports: [{ port: 15, endPort: 25 }] }] }),
      policy('x/in', { podSelector: labels({ app: 'b' }), ingress: [{ ports: [{ port: 10, endPort: 20 }] }] }),
    ]);
    expect(['14', '15', '20', '21', '25'].filter(port => cluster.allows('x/a', 'x/b', port))).toEqual(['15', '20']);
  });
});

describe('a named port', () => {
  test('is that of the destination pod, also in egress, and differs from pod to pod', () => {
    const ingress = with_({ ingress: [{ ports: [{ port: 'http' }] }] });
    expect([['x/a', 80], ['x/a', 81], ['x/b', 80], ['x/b', 81], ['x/c', 80]].map(([to, port]) => ingress.allows('y/a', String(to), port))).toEqual([true, false, false, true, false]);
    const egress = world([...x, policy('y/p', { policyTypes: ['Egress'], egress: [{ ports: [{ port: 'http' }] }] })]);
    expect([['x/a', 80], ['x/a', 81], ['x/b', 80], ['x/b', 81], ['x/c', 80]].map(([to, port]) => egress.allows('y/a', String(to), port))).toEqual([true, false, false, true, false]);
  });

  test('has a protocol too', () => {
    const cluster = with_({ podSelector: labels({ app: 'a' }), ingress: [{ ports: [{ port: 'dns' }, { port: 'http', protocol: 'UDP' }] }] });
    expect(['TCP 53', 'UDP 53', 'UDP 80'].filter(port => cluster.allows('y/a', 'x/a', port))).toEqual([]);
    const udp = with_({ podSelector: labels({ app: 'a' }), ingress: [{ ports: [{ port: 'dns', protocol: 'UDP' }] }] });
    expect(['TCP 53', 'UDP 53'].filter(port => udp.allows('y/a', 'x/a', port))).toEqual(['UDP 53']);
  });

  test('is nothing at an address outside the cluster', () => {
    const cluster = with_({ policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }], ports: [{ port: 'http' }] }] });
    expect([80, 81].map(port => cluster.allows('x/a', '8.8.8.8', port))).toEqual([false, false]);
    expect(cluster.allows('x/a', 'x/b', 81)).toBe(true);
  });

  test('of an init container counts if the container keeps running', () => {
    const init = (restartPolicy?: string) => pod('x/d', {}, { spec: { initContainers: [{ name: 'side', restartPolicy, ports: [{ name: 'http', containerPort: 8080 }] }] } });
    const at = (restartPolicy?: string) => world([...x, init(restartPolicy), policy('x/p', { ingress: [{ ports: [{ port: 'http' }] }] })]).allows('y/a', 'x/d', 8080);
    expect([at('Always'), at('Never'), at()]).toEqual([true, false, false]);
  });
});

describe('an ipBlock', () => {
  const block = (...list: Array<Record<string, unknown>>) => with_({ ingress: [{ from: list.map(ipBlock => ({ ipBlock })) }] });
  const admitted = (cluster: ReturnType<typeof world>, ...of: string[]) => of.filter(from => cluster.allows(from, 'x/c'));

  test('is its addresses but those of `except`', () => {
    expect(admitted(block({ cidr: '192.0.2.0/24', except: ['192.0.2.128/25', '192.0.2.0/31'] }), '192.0.1.255', '192.0.2.1', '192.0.2.2', '192.0.2.127', '192.0.2.128', '192.0.3.0'))
      .toEqual(['192.0.2.2', '192.0.2.127']);
  });

  test('may allow what another excepts', () => {
    expect(admitted(block({ cidr: '192.0.2.0/24', except: ['192.0.2.128/25'] }, { cidr: '192.0.2.200/32' }), '192.0.2.199', '192.0.2.200')).toEqual(['192.0.2.200']);
  });

  test('selects pods by their addresses', () => {
    expect(admitted(block({ cidr: '10.0.0.0/24', except: ['10.0.0.2/32'] }), 'x/a', 'x/b', 'y/a')).toEqual(['x/a']);
  });

  test('of one family has no address of the other', () => {
    expect(admitted(block({ cidr: '0.0.0.0/0' }), '192.0.2.1', '2001:db8::1')).toEqual(['192.0.2.1']);
    expect(admitted(block({ cidr: '::/0', except: ['2001:db8::/32'] }), '192.0.2.1', '2001:db8::1', '2001:db9::1')).toEqual(['2001:db9::1']);
  });
});

describe('ends', () => {
  const deny = { policyTypes: ['Ingress', 'Egress'] };

  test('an address outside the cluster is not isolated, and no selector matches it', () => {
    expect(with_().allows('8.8.8.8', 'x/a')).toBe(true);
    expect(with_().allows('8.8.8.8', '9.9.9.9')).toBe(true);
    expect(with_(deny).allows('8.8.8.8', 'x/a')).toBe(false);
  });

  test('an address that is a pod\'s is that pod', () => {
    expect(with_({ ingress: [{ from: [{ podSelector: labels({ app: 'a' }) }] }] }).allows('10.0.0.1', 'x/b')).toBe(true);
  });

  test('a pod reaches itself, and the pods of a workload are several', () => {
    expect(with_(deny).allows('x/a', 'x/a')).toBe(true);
    expect(world([...x, deployment('x/web', { app: 'web' }), policy('x/p', deny)]).allows('x/web', 'x/web')).toBe(false);
  });

  test('a pod that has come to its end is no end of anything', () => {
    const cluster = world([...x, pod('x/done', {}, { phase: 'Succeeded' }), pod('x/failed', {}, { phase: 'Failed' })]);
    expect(table(cluster, ['x/a', 'x/done'], ['x/done', 'x/failed', 'x/a'])).toBe('XX. XXX');
    expect(cluster.decide('x/a', 'x/done').ingress.settledBy).toBe('terminated');
  });

  test('the pods of a workload have the labels and ports of its template', () => {
    const cluster = world([...x, deployment('x/web', { app: 'web' }, ['http=8080']), policy('x/p', { podSelector: labels({ app: 'web' }), ingress: [{ ports: [{ port: 'http' }] }] })]);
    expect([80, 8080].map(port => cluster.allows('y/a', 'x/web', port))).toEqual([false, true]);
  });
});

test('a decision names the policies that isolate, and every rule that admits', () => {
  const found = with_(
    { ingress: [{ from: [{ podSelector: labels({ app: 'c' }) }] }, { ports: [{ port: 80 }] }] },
    { podSelector: labels({ app: 'b' }), ingress: [{ from: [{ namespaceSelector: {} }] }] },
    { podSelector: labels({ app: 'c' }), ingress: [{}] },
  ).decide('x/a', 'x/b');
  expect(found.ingress.settledBy).toBe('network-policies');
  expect(found.ingress.isolatedBy.map(({ name }) => name)).toEqual(['p0', 'p1']);
  expect(found.ingress.because.map(({ policy: { name }, direction, index }) => `${name} ${direction} ${index}`)).toEqual(['p0 Ingress 1', 'p1 Ingress 0']);
  expect(found.egress).toMatchObject({ settledBy: 'no-policy', decision: 'allow', isolatedBy: [], because: [] });
});
