import { labels, namespace, Obj, pod, policy, world } from './support';
import { readNetwork } from '../../../src/decide/network/read';

// Cluster-scoped policies: ClusterNetworkPolicy of v1alpha2, AdminNetworkPolicy and BaselineAdminNetworkPolicy of v1alpha1.

const x = [namespace('x', { team: 'x' }), namespace('y', { team: 'y' }), pod('x/a', { app: 'a' }, { ports: ['http=80', 'http-udp=80/UDP'], ips: ['10.0.0.1'] }), pod('x/b', { app: 'b' }), pod('y/a', { app: 'a' }, { ips: ['10.1.0.1'] })];
const EVERYTHING = { namespaces: {} };

function cnp(name: string, spec: Obj): Obj {
  return { apiVersion: 'policy.networking.k8s.io/v1alpha2', kind: 'ClusterNetworkPolicy', metadata: { name }, spec: { tier: 'Admin', priority: 10, subject: EVERYTHING, ...spec } };
}
function anp(name: string, spec: Obj): Obj {
  return { apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'AdminNetworkPolicy', metadata: { name }, spec: { priority: 10, subject: EVERYTHING, ...spec } };
}
function banp(spec: Obj): Obj {
  return { apiVersion: 'policy.networking.k8s.io/v1alpha1', kind: 'BaselineAdminNetworkPolicy', metadata: { name: 'default' }, spec: { subject: EVERYTHING, ...spec } };
}
const fromY = [{ namespaces: labels({ team: 'y' }) }];
const all = [EVERYTHING];
const allows = (objects: Obj[], from = 'y/a', to = 'x/a', port: string | number = 80) => world([...x, ...objects]).allows(from, to, port);

describe('the order of tiers', () => {
  const [open, closed] = [policy('x/open', { ingress: [{}] }), policy('x/closed', {})];
  test.each<[string, Obj[], boolean]>([
    ['Deny of the Admin tier is final', [anp('p', { ingress: [{ action: 'Deny', from: all }] }), open], false],
    ['Allow of the Admin tier is final', [anp('p', { ingress: [{ action: 'Allow', from: all }] }), closed], true],
    ['so is Accept of v1alpha2', [cnp('p', { ingress: [{ action: 'Accept', from: all }] }), closed], true],
    ['Pass leaves it to the NetworkPolicies', [anp('p', { ingress: [{ action: 'Pass', from: all }, { action: 'Allow', from: all }] }), closed], false],
    ['Pass skips the other policies of its tier', [anp('p', { ingress: [{ action: 'Pass', from: all }] }), anp('q', { priority: 11, ingress: [{ action: 'Deny', from: all }] })], true],
    ['a policy that nothing matches decides nothing', [anp('p', { ingress: [{ action: 'Deny', from: [{ namespaces: labels({ team: 'z' }) }] }] })], true],
    ['NetworkPolicies come before the Baseline tier', [banp({ ingress: [{ action: 'Deny', from: all }] }), open], true],
    ['and are final also when they deny', [banp({ ingress: [{ action: 'Allow', from: all }] }), closed], false],
    ['the Baseline tier denies what nobody isolates', [banp({ ingress: [{ action: 'Deny', from: all }] })], false],
    ['Pass reaches it where no NetworkPolicy isolates', [anp('p', { ingress: [{ action: 'Pass', from: all }] }), banp({ ingress: [{ action: 'Deny', from: all }] })], false],
    ['Pass of the Baseline tier leaves the default', [cnp('p', { tier: 'Baseline', ingress: [{ action: 'Pass', from: all }, { action: 'Deny', from: all }] })], true],
    ['without a match everything is open', [banp({ ingress: [{ action: 'Deny', from: [{ namespaces: labels({ team: 'x' }) }] }] })], true],
    ['a policy without rules for a direction does not isolate', [anp('p', { egress: [{ action: 'Allow', to: all }] })], true],
  ])('%s', (_, objects, expected) => expect(allows(objects)).toBe(expected));
});

describe('the order in a tier', () => {
  test('the lower priority comes first, whatever the names and the order of the objects', () => {
    const [first, second] = [anp('z', { priority: 1, ingress: [{ action: 'Deny', from: fromY }] }), anp('a', { priority: 2, ingress: [{ action: 'Allow', from: all }] })];
    expect([allows([first, second]), allows([second, first])]).toEqual([false, false]);
  });

  test('rules of a policy in the order in which they are written', () => {
    expect(allows([anp('p', { ingress: [{ action: 'Allow', from: fromY }, { action: 'Deny', from: all }] })])).toBe(true);
    expect(allows([anp('p', { ingress: [{ action: 'Deny', from: all }, { action: 'Allow', from: fromY }] })])).toBe(false);
  });

  test('of equal priority any may come first: by name, and the answer says so if it matters', () => {
    const rule = (action: string) => ({ ingress: [{ action, from: all }] });
    const cluster = world([...x, anp('a', rule('Deny')), anp('b', rule('Allow'))]);
    expect([cluster.allows('y/a', 'x/a'), cluster.assumes('y/a', 'x/a')]).toEqual([false, ['equal-priority']]);
    expect(world([...x, anp('a', rule('Deny')), anp('b', rule('Deny'))]).assumes('y/a', 'x/a')).toEqual([]);
    const last = world([...x, anp('a', rule('Deny')), anp('b', rule('Deny')), anp('c', rule('Allow'))]);
    expect(last.assumes('y/a', 'x/a')).toEqual(['equal-priority']);
  });
});

describe('subjects and peers', () => {
  test('a subject is pods by the labels of their namespace, and their own', () => {
    const deny = (subject: Obj) => [anp('p', { subject, ingress: [{ action: 'Deny', from: all }] })];
    const inX = { namespaces: labels({ team: 'x' }) };
    const appA = { pods: { namespaceSelector: labels({ team: 'x' }), podSelector: labels({ app: 'a' }) } };
    expect(['x/a', 'x/b', 'y/a'].map(to => allows(deny(inX), 'x/a', to))).toEqual([true, false, true]);
    expect(['x/a', 'x/b', 'y/a'].map(to => allows(deny(appA), 'x/b', to))).toEqual([false, true, true]);
  });

  test('pods on the host\'s network are neither', () => {
    const host = pod('y/host', { app: 'a' }, { spec: { hostNetwork: true, nodeName: 'n' } });
    const objects = [...x, host, pod('x/c', {}, { spec: { nodeName: 'm' } }), cnp('p', { ingress: [{ action: 'Deny', from: all }], egress: [{ action: 'Deny', to: all }] })];
    expect([world(objects).allows('y/host', 'x/c'), world(objects).allows('x/c', 'y/host'), world(objects).allows('x/c', 'x/a')]).toEqual([true, true, false]);
  });

  test('networks match addresses outside and those of pods alike, without doubt', () => {
    const cluster = world([...x, cnp('p', { egress: [{ action: 'Deny', to: [{ networks: ['10.1.0.0/16', '203.0.113.0/24'] }] }] })]);
    expect(['y/a', 'x/a', '203.0.113.7', '8.8.8.8'].map(to => cluster.allows('x/a', to))).toEqual([false, true, false, true]);
    expect(cluster.assumes('x/a', 'y/a')).toEqual([]);
    expect(cluster.assumes('x/a', 'x/b')).toEqual(['pod-address']);
  });

  test('addresses outside are no source of any ingress rule', () => {
    expect(allows([cnp('p', { ingress: [{ action: 'Deny', from: all }] })], '8.8.8.8')).toBe(true);
  });

  test('nodes and domain names are addresses that are not known', () => {
    const nodes = world([...x, cnp('p', { egress: [{ action: 'Deny', to: [{ nodes: {} }] }] })]);
    expect([nodes.allows('x/a', '8.8.8.8'), nodes.assumes('x/a', '8.8.8.8'), nodes.assumes('x/a', 'y/a')]).toEqual([true, ['node-addresses'], []]);
    const domains = world([...x, cnp('p', { egress: [{ action: 'Accept', to: [{ domainNames: ['*.example.com'] }] }, { action: 'Deny', to: [{ networks: ['0.0.0.0/0'] }] }] })]);
    expect([domains.allows('x/a', '8.8.8.8'), domains.assumes('x/a', '8.8.8.8'), domains.assumes('x/a', 'y/a')]).toEqual([false, ['domain-addresses'], []]);
  });

  test('traffic of a pod to itself is no policy\'s business', () => {
    expect(allows([cnp('p', { ingress: [{ action: 'Deny', from: all }] })], 'x/a', 'x/a')).toBe(true);
  });
});

describe('ports', () => {
  const open = (rule: Obj, kind = anp) => ['TCP 79', 'TCP 80', 'TCP 90', 'TCP 91', 'UDP 80', 'SCTP 80'].filter(port =>
    !allows([kind('p', { ingress: [{ action: 'Deny', from: all, ...rule }] })], 'y/a', 'x/a', port));
  test.each<[Obj, typeof anp, string[]]>([
    [{}, anp, ['TCP 79', 'TCP 80', 'TCP 90', 'TCP 91', 'UDP 80', 'SCTP 80']],
    [{ ports: [{ portNumber: { port: 80 } }] }, anp, ['TCP 80']],
    [{ ports: [{ portNumber: { protocol: 'UDP', port: 80 } }] }, anp, ['UDP 80']],
    [{ ports: [{ portRange: { start: 80, end: 90 } }] }, anp, ['TCP 80', 'TCP 90']],
    [{ ports: [{ namedPort: 'http' }] }, anp, ['TCP 80']],
    [{ ports: [{ namedPort: 'http-udp' }] }, anp, ['UDP 80']],
    [{ ports: [{ namedPort: 'none' }] }, anp, []],
    [{ protocols: [{ tcp: { destinationPort: { number: 80 } } }, { sctp: { destinationPort: { number: 80 } } }] }, cnp, ['TCP 80', 'SCTP 80']],
    [{ protocols: [{ udp: { destinationPort: { range: { start: 1, end: 80 } } } }] }, cnp, ['UDP 80']],
    [{ protocols: [{ destinationNamedPort: 'http' }] }, cnp, ['TCP 80']],
  ])('%j', (rule, kind, expected) => expect(open(rule, kind)).toEqual(expected));
});

describe('the Baseline tier and a NetworkPolicy for the other direction only', () => {
  const objects = [...x, banp({ ingress: [{ action: 'Deny', from: all }] }), policy('x/out', { policyTypes: ['Egress'], egress: [{}] })];
  test('by default each direction is judged by itself, and the answer says so', () => {
    expect([world(objects).allows('y/a', 'x/a'), world(objects).assumes('y/a', 'x/a')]).toEqual([false, ['baseline-tier']]);
    const other = world(objects, { baseline: 'unselected-pods' });
    expect([other.allows('y/a', 'x/a'), other.assumes('y/a', 'x/a'), other.decide('y/a', 'x/a').ingress.settledBy]).toEqual([true, ['baseline-tier'], 'no-policy']);
  });
});

test('a decision names the rule that decides, and its tier', () => {
  const said = (objects: Obj[]) => {
    const { settledBy, because } = world([...x, ...objects]).decide('y/a', 'x/a').ingress;
    return [settledBy, ...because.map(({ policy: { kind, name }, index }) => `${kind} ${name} ${index}`)];
  };
  const rules = [{ action: 'Allow', from: [{ namespaces: labels({ team: 'x' }) }] }, { action: 'Deny', from: all }];
  expect(said([anp('p', { ingress: rules })])).toEqual(['admin-tier', 'AdminNetworkPolicy p 1']);
  expect(said([banp({ ingress: rules })])).toEqual(['baseline-tier', 'BaselineAdminNetworkPolicy default 1']);
  expect(said([anp('p', { ingress: [{ action: 'Pass', from: all }] }), policy('x/p', { ingress: [{}] })])).toEqual(['network-policies', 'NetworkPolicy p 0']);
});

describe('what the definitions refuse is a problem', () => {
  const problems = (object: Obj) => readNetwork([{ object }]).problems.map(({ field }) => field);
  const ingress = (rule: Obj) => ({ ingress: [{ action: 'Deny', from: all, ...rule }] });
  const egress = (rule: Obj) => ({ egress: [{ action: 'Deny', to: all, ...rule }] });
  test.each<[Obj, string[]]>([
    [cnp('p', { priority: 1001 }), ['spec.priority']],
    [cnp('p', { tier: 'admin' }), ['spec.tier']],
    [cnp('p', { tier: undefined }), ['spec.tier']],
    [cnp('p', { subject: {} }), ['spec.subject']],
    [cnp('p', { subject: { namespaces: {}, pods: { podSelector: {} } } }), ['spec.subject']],
    [cnp('p', ingress({ action: 'Allow' })), ['spec.ingress[0].action']],
    [cnp('p', ingress({ from: [] })), ['spec.ingress[0].from']],
    [cnp('p', ingress({ from: [{}] })), ['spec.ingress[0].from[0]']],
    [cnp('p', ingress({ from: [{ networks: ['10.0.0.0/8'] }] })), ['spec.ingress[0].from[0].networks']],
    [cnp('p', ingress({ from: [{ serviceAccounts: {} }] })), ['spec.ingress[0].from[0].serviceAccounts']],
    [cnp('p', ingress({ protocols: [] })), ['spec.ingress[0].protocols']],
    [cnp('p', ingress({ protocols: null })), ['spec.ingress[0].protocols']],
    [cnp('p', ingress({ protocols: [{ tcp: {} }] })), ['spec.ingress[0].protocols[0].tcp.destinationPort']],
    [cnp('p', ingress({ protocols: [{ tcp: { destinationPort: { range: { start: 9, end: 9 } } } }] })), ['spec.ingress[0].protocols[0].tcp.destinationPort.range.end']],
    [cnp('p', egress({ to: [{ networks: ['::ffff:10.0.0.0/104'] }] })), ['spec.egress[0].to[0].networks[0]']],
    [cnp('p', egress({ to: [{ domainNames: ['example.com'] }] })), ['spec.egress[0].to[0].domainNames']],
    [cnp('p', egress({ to: [{ networks: ['10.0.0.0/8'] }], protocols: [{ destinationNamedPort: 'http' }] })), ['spec.egress[0].to[0]']],
    [anp('p', { priority: undefined }), ['spec.priority']],
    [anp('p', ingress({ action: 'Accept' })), ['spec.ingress[0].action']],
    [anp('p', { subject: { pods: { podSelector: {} } } }), ['spec.subject.pods.namespaceSelector']],
    [anp('p', ingress({ ports: [{ portNumber: { protocol: 'ICMP', port: 1 } }] })), ['spec.ingress[0].ports[0].portNumber.protocol']],
    [banp(ingress({ action: 'Pass' })), ['spec.ingress[0].action']],
    [{ ...banp({}), metadata: { name: 'other' } }, ['metadata.name']],
    [banp({ priority: 1 }), ['spec.priority']],
  ])('%j', (object, expected) => expect(problems(object)).toEqual(expected));

  test('and what they take is none', () => {
    expect([{ ...cnp('p', {}), status: { conditions: [] } }, anp('q', {}), banp({})].flatMap(problems)).toEqual([]);
  });
});
