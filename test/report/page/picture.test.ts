import { join } from 'node:path';
import type { BoxData, ReportData } from '../../../src/report/page/data';
import { Sandbox } from '../../cli/support';

jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

const SHOP = join(__dirname, '../../../dist/manifests/shop');

/** The data inside the page that the command makes: Graphviz runs there. */
async function dataOf(path: string): Promise<ReportData> {
  const { code, out, err } = await box.run(['report', path]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(out)![1]!) as ReportData;
}

function overlaps(a: BoxData, b: BoxData): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isInside(inner: BoxData, outer: BoxData): boolean {
  return inner.x >= outer.x - 1 && inner.y >= outer.y - 1
    && inner.x + inner.width <= outer.x + outer.width + 1 && inner.y + inner.height <= outer.y + outer.height + 1;
}

/** An arrow ends at the side of a box, some pixels off. */
function isNear(x: number, y: number, { x: left, y: top, width, height }: BoxData): boolean {
  return x > left - 8 && x < left + width + 8 && y > top - 8 && y < top + height + 8;
}

test('every workload stands inside the frame of its namespace, none on another, and lines go from box to box', async () => {
  const { clusters, strings } = await dataOf(SHOP);
  for (const { network: { picture, ends } } of clusters) {
    const { nodes, groups, edges, width, height } = picture!;
    expect([groups.length, nodes.length]).toEqual([5, 13]);
    expect(nodes.flatMap((a, at) => nodes.slice(at + 1).filter(b => overlaps(a, b)))).toEqual([]);
    expect(groups.flatMap((a, at) => groups.slice(at + 1).filter(b => overlaps(a, b)))).toEqual([]);
    const whole: BoxData = { label: '', x: 0, y: 0, width, height };
    for (const node of nodes) {
      const { namespace } = ends[node.ends[0]!]!;
      const frame = namespace === undefined ? whole : groups.find(({ label }) => label === strings[namespace])!;
      expect([node.label, isInside(node, frame), groups.filter(group => group !== frame && overlaps(node, group))]).toEqual([node.label, true, []]);
    }
    for (const { points, from, to } of edges) {
      expect([isNear(points[0]!, points[1]!, nodes[from]!), isNear(points.at(-2)!, points.at(-1)!, nodes[to]!)]).toEqual([true, true]);
    }
  }
});

test('a thousand workloads are a picture by namespace, and a page that stays below five megabytes', async () => {
  box.put({ 'many/all.yaml': thousand() });
  const { code, out, err } = await box.run(['report', 'many']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.length).toBeLessThan(5_000_000);
  const { network: { workloads, picture }, access: { bindings } } = (JSON.parse(/id="data">(.*?)<\/script>/s.exec(out)![1]!) as ReportData).clusters[0]!;
  expect([workloads, bindings.filter(({ byDefault }) => !byDefault).length]).toEqual([1000, 1000]);
  expect([picture!.collapsed, picture!.nodes.length]).toEqual([true, 40]);
});

/** Forty namespaces of 25 workloads in a ring, each with an account and a role of its own; the first ones of all are another ring. */
function thousand(): string {
  const documents: object[] = [];
  for (let at = 0; at < 1000; at += 1) {
    const [namespace, name] = [`team-${at % 40}`, `service-${at}`];
    const labels = { app: name };
    const to = [`service-${(at + 40) % 1000}`, ...at < 40 ? [`service-${(at + 1) % 40}`] : []];
    const allowed = (peers: readonly string[]) => peers.map(app => ({ namespaceSelector: {}, podSelector: { matchLabels: { app } } }));
    const from = [`service-${(at + 960) % 1000}`, ...at < 40 ? [`service-${(at + 39) % 40}`] : []];
    documents.push(
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { serviceAccountName: name, containers: [{ name: 'main', image: 'x' }] } } } },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name, namespace }, rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: [name], verbs: ['get'] }] },
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name, namespace }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name }, subjects: [{ kind: 'ServiceAccount', name, namespace }] },
      { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec: { podSelector: { matchLabels: labels }, policyTypes: ['Ingress', 'Egress'], ingress: [{ from: allowed(from), ports: [{ port: 8080 }] }], egress: [{ to: allowed(to) }] } },
    );
  }
  return documents.map(each => JSON.stringify(each)).join('\n---\n');
}
