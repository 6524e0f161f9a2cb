import { namespace, deployment, labels, Obj, pod, policy, world } from './support';
import { parseCidr } from '../../../src/manifests/validate';

// Where authorities differ: the default, the other choice, and that an answer says what it rests on if and only if the
// other choice would change it.

const x = [namespace('x'), pod('x/a', { app: 'a' }, { ips: ['10.0.0.1'] }), pod('x/b', { app: 'b' }, { ips: ['10.0.0.2'] }), deployment('x/web', { app: 'web' })];
const deny = policy('x/deny', {});

function both(objects: readonly Obj[], option: Parameters<typeof world>[1], from: string, to: string, port?: string | number) {
  const [usual, other] = [world(objects), world(objects, option)];
  return [usual.allows(from, to, port), other.allows(from, to, port), usual.assumes(from, to, port), other.assumes(from, to, port)];
}

describe('ipBlocks and pods', () => {
  const block = policy('x/block', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/31' } }] }] });

  test('a block selects a pod by its address, and to some implementations does not', () => {
    expect(both([...x, block], { ipBlocksSelectPods: false }, 'x/a', 'x/b')).toEqual([true, false, ['ip-blocks-and-pods'], ['ip-blocks-and-pods']]);
  });

  test('nothing rests on it where the address is outside the block, or another rule admits', () => {
    expect(world([...x, pod('x/c', {}, { ips: ['10.0.0.3'] }), block]).assumes('x/c', 'x/b')).toEqual([]);
    const more = policy('x/more', { ingress: [{ from: [{ podSelector: labels({ app: 'a' }) }] }] });
    expect(world([...x, block, more]).assumes('x/a', 'x/b')).toEqual([]);
  });

  test('a block does not select a pod without a known address, and the answer says so', () => {
    expect(world([...x, block]).allows('x/web', 'x/b')).toBe(false);
    expect(world([...x, block]).assumes('x/web', 'x/b')).toEqual(['pod-address']);
  });

  test('an address that a manifest claims is none that a cluster gave: an answer that a block decides by it is undecided, either way', () => {
    const claimed = (ip: string) => {
      const { metadata, ...rest } = pod('x/c', {}, { ips: [ip] });
      return { ...rest, metadata: { ...metadata as object, uid: undefined } };
    };
    for (const [ip, allowed] of [['10.0.0.1', true], ['10.0.0.3', false]] as const) {
      const cluster = world([...x, claimed(ip), block]);
      expect([cluster.allows('x/c', 'x/b'), cluster.assumes('x/c', 'x/b').includes('pod-address')]).toEqual([allowed, true]);
    }
    const everywhere = policy('x/everywhere', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] });
    expect(world([...x, claimed('10.0.0.3'), everywhere], { podCidrs: [parseCidr('10.0.0.0/16')!] }).assumes('x/c', 'x/b')).toEqual(['ip-blocks-and-pods']);
  });

  test.each<[string, string[], boolean, string[]]>([
    ['10.0.0.0/16', [], true, ['ip-blocks-and-pods']],
    ['10.0.0.0/16', ['10.0.9.0/24'], false, ['pod-address']],
    ['0.0.0.0/0', ['10.0.0.0/8'], false, []],
    ['10.0.0.0/24', [], false, ['pod-address']],
    ['192.168.0.0/16', [], false, []],
    ['2001:db8::/32', [], false, []],
  ])('of a pod whose address is somewhere in 10.0.0.0/16, %s except %j selects %j', (cidr, except, allowed, assumed) => {
    const cluster = world([...x, policy('x/p', { ingress: [{ from: [{ ipBlock: { cidr, except } }] }] })], { podCidrs: [parseCidr('10.0.0.0/16')!] });
    expect([cluster.allows('x/web', 'x/b'), cluster.assumes('x/web', 'x/b')]).toEqual([allowed, assumed]);
  });
});

test('a pod reaches itself whatever policies say, and some tools judge it by them', () => {
  expect(both([...x, deny], { selfTraffic: 'by-policy' }, 'x/a', 'x/a')).toEqual([true, false, ['self-traffic'], ['self-traffic']]);
  expect(world(x).assumes('x/a', 'x/a')).toEqual([]);
});

describe('pods on the host\'s network', () => {
  const host = pod('x/host', { app: 'host' }, { ips: ['192.168.0.1'], spec: { hostNetwork: true, nodeName: 'n1' } });
  const closed = policy('x/closed', { policyTypes: ['Ingress', 'Egress'] });
  const option = { hostNetwork: 'pod' } as const;

  test('no policy isolates them, and some implementations treat them as pods', () => {
    expect(both([...x, host, policy('x/in', { podSelector: labels({ app: 'host' }) })], option, 'x/a', 'x/host')).toEqual([true, false, ['host-network'], ['host-network']]);
    expect(both([...x, host, policy('x/out', { podSelector: labels({ app: 'host' }), policyTypes: ['Egress'] })], option, 'x/host', 'x/a')).toEqual([true, false, ['host-network'], ['host-network']]);
  });

  test('no selector matches them, so that egress to them is closed, and some implementations let one', () => {
    const out = policy('x/out', { podSelector: labels({ app: 'a' }), policyTypes: ['Egress'], egress: [{ to: [{ podSelector: labels({ app: 'host' }) }] }] });
    expect(both([...x, host, out], option, 'x/a', 'x/host')).toEqual([false, true, ['host-network'], ['host-network']]);
  });

  test('what comes from one counts as the node\'s, and always reaches the pods of that node', () => {
    expect(world([...x, host, deny]).allows('x/host', 'x/a')).toBe(true);
    expect(world([...x, host, deny]).assumes('x/host', 'x/a')).toEqual(['node-traffic']);
    expect(world([...x, host, deny]).decide('x/host', 'x/a').ingress.settledBy).toBe('node-traffic');
  });

  test('the pods of another node are judged by their policies', () => {
    const other = pod('x/far', {}, { spec: { nodeName: 'n2' } });
    expect([world([...x, host, other, deny]).allows('x/host', 'x/far'), world([...x, host, other, deny]).assumes('x/host', 'x/far')]).toEqual([false, []]);
  });

  test('nothing rests on it where both readings agree', () => {
    expect(world([...x, host]).assumes('x/a', 'x/host')).toEqual([]);
    expect(world([...x, host, closed]).assumes('x/a', 'x/host')).toEqual([]);
  });
});

test('a name that several containers declare means each of their ports, and to Services the first', () => {
  const twice = pod('x/t', { app: 't' }, { ports: ['http=80', 'http=81'] });
  const named = policy('x/p', { podSelector: labels({ app: 't' }), ingress: [{ ports: [{ port: 'http' }] }] });
  expect(both([...x, twice, named], { duplicatePortNames: 'first' }, 'x/a', 'x/t', 81)).toEqual([true, false, ['duplicate-port-name'], ['duplicate-port-name']]);
  expect(both([...x, twice, named], { duplicatePortNames: 'first' }, 'x/a', 'x/t', 80)).toEqual([true, true, [], []]);
});

describe('labels that are not known', () => {
  const from = (namespaceSelector: Obj) => policy('x/p', { ingress: [{ from: [{ namespaceSelector }] }] });

  test('a namespace that no manifest declares has its name, and what else it has the answer rests on', () => {
    const pods = [...x, pod('y/c')];
    const judged = (selector: Obj) => [world([...pods, from(selector)]).allows('y/c', 'x/a'), world([...pods, from(selector)]).assumes('y/c', 'x/a')];
    expect(judged(labels({ 'kubernetes.io/metadata.name': 'y' }))).toEqual([true, []]);
    expect(judged(labels({ 'kubernetes.io/metadata.name': 'z', 'team': 'y' }))).toEqual([false, []]);
    expect(judged(labels({ team: 'y' }))).toEqual([false, ['namespace-labels']]);
    expect(judged({ matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] })).toEqual([true, ['namespace-labels']]);
    expect(judged({})).toEqual([true, []]);
  });

  test('a controller may give the pods of a workload more labels than its template has', () => {
    const by = (key: string) => {
      const cluster = world([...x, policy('x/p', { podSelector: labels({ app: 'a' }), ingress: [{ from: [{ podSelector: labels({ [key]: 'v' }) }] }] })]);
      return [cluster.allows('x/web', 'x/a'), cluster.assumes('x/web', 'x/a'), cluster.assumes('x/b', 'x/a')];
    };
    expect(by('statefulset.kubernetes.io/pod-name')).toEqual([false, ['controller-labels'], []]);
    expect(by('tier')).toEqual([false, [], []]);
  });
});

describe('what could not be read', () => {
  test.each<[string, Obj, string[], string[]]>([
    ['a policy of another kind may decide about its namespace', { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', metadata: { name: 'p', namespace: 'x' } }, ['unread-policy'], []],
    ['one for the whole cluster about every pod', { apiVersion: 'cilium.io/v2', kind: 'CiliumClusterwideNetworkPolicy', metadata: { name: 'p' } }, ['unread-policy'], ['unread-policy']],
    ['and the NetworkPolicy of old', { apiVersion: 'extensions/v1beta1', kind: 'NetworkPolicy', metadata: { name: 'p', namespace: 'x' } }, ['unread-policy'], []],
  ])('%s', (_, object, inX, inY) => {
    const cluster = world([...x, namespace('y'), pod('y/c'), pod('y/d'), object]);
    expect([cluster.assumes('x/a', 'x/b'), cluster.assumes('y/c', 'y/d')]).toEqual([inX, inY]);
  });
});
