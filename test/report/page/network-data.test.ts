import { DEFAULT_NETWORK_OPTIONS } from '../../../src/decide/network/options';
import { portsWords } from '../../../src/decide/network/words';
import { networkOf } from '../../../src/engine/network';
import { endWords } from '../../../src/report/map/view';
import { networkData } from '../../../src/report/page/network-data';
import { pictureGraph } from '../../../src/report/page/picture-graph';
import { Strings } from '../../../src/report/page/strings';

const deployment = (name: string, namespace: string) => ({
  object: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: { selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image: 'x', ports: [{ containerPort: 80 }] }] } } },
  },
});
const policy = (name: string, namespace: string, spec: object) => ({ object: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec } });

function dataOf(objects: ReadonlyArray<{ readonly object: object }>) {
  const network = networkOf({ objects: objects as never });
  const strings = new Strings(file => file);
  const data = networkData({ index: network.index, options: DEFAULT_NETWORK_OPTIONS, objects: objects as never }, strings);
  return { network, strings: strings.all, data };
}

const SHOP = [
  ...['web', 'db', 'cache'].map(name => deployment(name, 'shop')), deployment('agent', 'ops'),
  policy('deny', 'shop', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
  policy('db', 'shop', { podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 5432 }] }] }),
  policy('web', 'shop', { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress: [{ to: [{ podSelector: { matchLabels: { app: 'db' } } }] }] }),
];

test('the rows hold every connection of the map, and no other', () => {
  const { network, strings, data } = dataOf(SHOP);
  const fives = (runs: readonly number[]) => Array.from({ length: runs.length / 5 }, (_, run) => runs.slice(run * 5, run * 5 + 5));
  const told = data.rows.flatMap((runs, from) => fives(runs).flatMap(([first, count, ports, partly]) =>
    Array.from({ length: count! }, (_, step) => [name(from), name(first! + step), strings[data.ports[ports!]!], partly === 1].join(' '))));
  function name(at: number): string {
    const { namespace, label } = data.ends[at]!;
    return namespace === undefined ? strings[label]! : `Deployment ${strings[namespace]}/${strings[label]}`;
  }
  const { connections } = network.map();
  expect(told.sort()).toEqual(connections.map(({ from, to, ports, partly }) => [endWords(from), endWords(to), portsWords(ports), partly].join(' ')).sort());
  expect(told).toContain('Deployment shop/web Deployment shop/db TCP 5432 false');
});

test('a connection to the name service has the rule that admits it, though its pods are nowhere', () => {
  const names = { to: [{ namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }], ports: [{ port: 53, protocol: 'UDP' }] };
  const { strings, data } = dataOf([...SHOP, policy('names', 'shop', { podSelector: {}, policyTypes: ['Egress'], egress: [names] })]);
  const at = (label: string) => data.ends.findIndex(each => strings[each.label]!.startsWith(label));
  const [first, , ports, , reason] = data.rows[at('cache')]!;
  expect([first, strings[data.ports[ports!]!]]).toEqual([at('name service'), 'UDP 53']);
  expect(data.reasons[reason!]!.rules.map(({ policy: of }) => strings[data.policies[of]!.label])).toEqual(['NetworkPolicy shop/names']);
});

test('a picture leaves the name service out, to which nearly every workload would draw a line', () => {
  const { strings, data } = dataOf([...SHOP, policy('names', 'shop', { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [{ port: 53 }] }] })]);
  const { nodes, edges } = pictureGraph(data, strings)!;
  expect(data.ends.filter(({ isNameService }) => isNameService)).toHaveLength(1);
  expect(nodes.map(({ label }) => label).filter(label => label.startsWith('name service'))).toEqual([]);
  expect(edges.every(({ from, to }) => nodes[from] && nodes[to])).toBe(true);
});

test('a connection has the rules of both sides that admit it', () => {
  const { strings, data } = dataOf(SHOP);
  const at = (label: string) => data.ends.findIndex(each => strings[each.label] === label);
  const [first, , , , reason] = data.rows[at('web')]!;
  expect(first).toBe(at('db'));
  expect(data.reasons[reason!]!.rules.map(({ policy: of, words }) => [strings[data.policies[of]!.label], strings[words]])).toEqual([
    ['NetworkPolicy shop/web', 'egress[0]: to pods app=db of its namespace, on all ports'],
    ['NetworkPolicy shop/db', 'ingress[0]: from pods app=web of its namespace, on TCP 5432'],
  ]);
  expect(data.ends[at('db')]!.ingress!.map(of => strings[data.policies[of]!.label])).toEqual(['NetworkPolicy shop/deny', 'NetworkPolicy shop/db']);
});

test('a thousand workloads without policies are a few runs, and one box of the picture', () => {
  const { strings, data } = dataOf(Array.from({ length: 400 }, (_, at) => deployment(`w${at}`, `n${at % 20}`)));
  expect(data.rows.every(runs => runs.length <= 20)).toBe(true);
  const graph = pictureGraph(data, strings)!;
  expect(graph.nodes.map(({ label }) => label)).toEqual(['20 namespaces, open to each other', 'anywhere outside']);
});
