import { placesOf } from '../../../src/cli/graphviz';
import { mapOf } from '../../../src/decide/network/map';
import { DEFAULT_NETWORK_OPTIONS } from '../../../src/decide/network/options';
import { portsWords } from '../../../src/decide/network/words';
import { networkOf } from '../../../src/engine/network';
import { endWords } from '../../../src/report/map/view';
import type { BoxData, NodeData } from '../../../src/report/page/data';
import { layOutByGraphviz } from '../../../src/report/page/graphviz';
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
  const { connections } = mapOf(network.index);
  expect(told.sort()).toEqual(connections.map(({ from, to, ports, partly }) => [endWords(from), endWords(to), portsWords(ports), partly].join(' ')).sort());
  expect(told).toContain('Deployment shop/web Deployment shop/db TCP 5432 false');
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

test('every workload stands inside the frame of its namespace, none on another, and lines go from box to box', async () => {
  const closed = ['n0', 'n1', 'n2', 'n3'].map(namespace => policy('deny', namespace, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }));
  const { strings, data } = dataOf([...SHOP, ...closed, ...Array.from({ length: 20 }, (_, at) => deployment(`a-rather-long-name-${at}`, `n${at % 4}`))]);
  const graph = pictureGraph(data, strings)!;
  const { nodes, groups, edges, width, height } = await layOutByGraphviz(graph, placesOf);
  expect([groups.length, nodes.length, edges.length]).toEqual([6, 25, graph.edges.length]);
  const overlaps = (a: NodeData, b: NodeData) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  expect(nodes.flatMap((a, at) => nodes.slice(at + 1).filter(b => overlaps(a, b)))).toEqual([]);
  const isInside = (inner: BoxData, outer: BoxData) => inner.x >= outer.x - 1 && inner.y >= outer.y - 1
    && inner.x + inner.width <= outer.x + outer.width + 1 && inner.y + inner.height <= outer.y + outer.height + 1;
  const frames = new Map(groups.map(group => [group.label, group]));
  expect(graph.nodes.filter(({ group }, at) => !isInside(nodes[at]!, frames.get(group!) ?? { label: '', x: 0, y: 0, width, height }))).toEqual([]);
  const isNear = (x: number, y: number, box: BoxData) => x > box.x - 8 && x < box.x + box.width + 8 && y > box.y - 8 && y < box.y + box.height + 8;
  expect(edges.filter(({ points, from, to }) => !isNear(points[0]!, points[1]!, nodes[from]!) || !isNear(points.at(-2)!, points.at(-1)!, nodes[to]!))).toEqual([]);
});
