import { Sandbox } from './support';

jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

const workload = (name: string, port: number, namespace = 'shop') => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${JSON.stringify(name)}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: ${JSON.stringify(name)}}}
  template:
    metadata: {labels: {app: ${JSON.stringify(name)}}}
    spec: {containers: [{name: main, image: x, ports: [{containerPort: ${port}}]}]}
---
`;
const POLICIES = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {policyTypes: [Ingress, Egress]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{ipBlock: {cidr: 192.0.2.0/24, except: [192.0.2.0/25]}}], ports: [{port: 8080, endPort: 8081}, {port: 53, protocol: UDP}]}]
  egress: [{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 5432}]}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]
---
apiVersion: v1
kind: Service
metadata: {name: db, namespace: shop}
spec: {type: LoadBalancer, selector: {app: db}, ports: [{port: 5432}]}
---
apiVersion: v1
kind: Service
metadata: {name: gone, namespace: shop}
spec: {selector: {app: gone}, ports: [{port: 80}]}
`;

beforeAll(() => box.put({
  'in/all.yaml': `${workload('web', 8080)}${workload('db', 5432)}${POLICIES}`,
  'hostile/all.yaml': `${workload('=cmd()', 1)}${workload('</svg><script>alert(1)</script>', 2)}${workload('a"];b', 3)}${workload('x\n  y\u001b[2J', 4)}`,
  'many/all.yaml': Array.from({ length: 61 }, (_, at) => workload(`w${at}`, 80, `n${at % 3}`)).join(''),
}));

const map = (...args: string[]) => box.run(['map', ...args, ...args.includes('--from') ? [] : ['--from', 'in']]);

test('map shows what is open, and where Services lead', async () => {
  expect(await map()).toEqual({
    code: 0,
    err: '',
    out: `2 workloads, 2 connections
  Deployment shop/web -> Deployment shop/db: TCP 5432
  192.0.2.128/25 -> Deployment shop/web: TCP 8080-8081, UDP 53
services
  Service shop/db 5432/TCP -> Deployment shop/db 5432: blocked
  Service shop/gone 80/TCP: selects no pods
`,
  });
});

test('map is cut to workloads, directions, ports and namespaces', async () => {
  expect((await map('-w', 'shop/db', '--direction', 'ingress', '--format', 'csv')).out).toBe('from,to,ports,partly\r\nDeployment shop/web,Deployment shop/db,TCP 5432,\r\n');
  expect((await map('-n', 'shop', '-p', '8080', '--format', 'csv')).out).toBe('from,to,ports,partly\r\n192.0.2.128/25,Deployment shop/web,TCP 8080,\r\n');
  expect((await map('--by', 'namespace', '--within', '--outside', 'none')).out).toBe('1 namespace, 1 connection\n  namespace shop -> namespace shop: TCP 5432 (not between all of their pods)\n');
});

test('map shows what is open to pods that are not here', async () => {
  expect((await map('--exposure', '-w', 'shop/db')).out).toContain(`open to and from pods that are not among the manifests
  pods app=web of the namespace shop -> Deployment shop/db: all ports
`);
});

test('every format is the same map', async () => {
  expect(JSON.parse((await map('--format', 'json')).out)).toMatchObject({
    connections: [
      { from: { name: 'web' }, to: { name: 'db' }, ports: [{ protocol: 'TCP', first: 5432, last: 5432 }], partly: false },
      { from: { type: 'outside', everywhere: false, ranges: ['192.0.2.128/25'] }, to: { name: 'web' } },
    ],
    services: [{ kind: 'Service', name: 'db', targets: [{ number: 5432, open: 'none' }], source: { file: 'in/all.yaml' } }, { name: 'gone', dangling: 'no-pods' }],
  });
  expect((await map('--format', 'md')).out).toContain('| Deployment shop/web | Deployment shop/db | TCP 5432 |  |\n');
  expect((await map('--format', 'mermaid')).out).toMatch(/^flowchart LR\n[^]*n\d+ -- "TCP 5432" --> n\d+\n[^]*--x n\d+\n/);
  expect((await map('--format', 'dot')).out).toMatch(/^digraph network \{\n[^]*label="TCP 5432"[^]*arrowhead=tee\];\n\}\n$/);
  const svg = (await map('--format', 'svg')).out;
  expect(svg).toContain('<svg');
  expect(svg).toContain('TCP 5432');
});

test('many workloads are shown by namespace to people, and one by one to programs', async () => {
  const run = await map('--from', 'many');
  expect(run.err).toContain('61 workloads are shown by namespace; --by workload shows each');
  expect(run.out).toMatch(/^3 namespaces, /);
  expect((JSON.parse((await map('--from', 'many', '--format', 'json')).out) as { ends: unknown[] }).ends).toHaveLength(61);
});

test('a map of more lines than can be laid out is no picture, and says what to show in its place', async () => {
  const run = await map('--from', 'many', '--by', 'workload', '--format', 'svg');
  expect(run).toMatchObject({ code: 2, out: '' });
  expect(run.err).toMatch(/the map has \d{4} edges, and a picture shows at most 1000[^]*--namespace/);
  expect((await map('--from', 'many', '--by', 'workload', '--format', 'dot')).out).toContain('splines=line;');
});

describe('names of strangers mean nothing to any format', () => {
  test('a spreadsheet runs no formula, and a terminal sees no escape', async () => {
    const { out } = await map('--from', 'hostile', '--format', 'csv', '--outside', 'none');
    expect(out).toContain('"Deployment shop/a""];b"');
    expect(out).not.toMatch(/^[=+@-]/m);
    expect((await map('--from', 'hostile')).out).toContain('x\\u000a  y\\u001b[2J');
  });

  test('pictures hold them as text alone', async () => {
    expect((await map('--from', 'hostile', '--format', 'dot')).out).toContain('label="a\\"];b"');
    const mermaid = (await map('--from', 'hostile', '--format', 'mermaid')).out;
    expect(mermaid).not.toMatch(/<|>(?!\s)|"\]?;/);
    expect(mermaid).toContain('"a#34;#93;#59;b"');
    const svg = (await map('--from', 'hostile', '--format', 'svg')).out;
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script');
    expect((await map('--from', 'hostile', '--format', 'md')).out).not.toContain('<script');
  });
});

describe('--compat netpol-analyzer', () => {
  const TEXT = `192.0.2.128-192.0.2.255[External] => shop/web[Deployment] : TCP 8080-8081,UDP 53
shop/web[Deployment] => shop/db[Deployment] : TCP 5432
`;
  test('prints the lines of its list, and says on standard error where both differ', async () => {
    const run = await map('--compat', 'netpol-analyzer');
    expect(run).toMatchObject({ code: 0, out: TEXT });
    expect(run.err).toContain('netpol-analyzer may lose ports where two rules meet in part');
  });

  test('in csv, json and md, and nothing else', async () => {
    expect((await map('--compat', 'netpol-analyzer', '--format', 'csv')).out).toBe(`src,dst,conn
192.0.2.128-192.0.2.255[External],shop/web[Deployment],"TCP 8080-8081,UDP 53"
shop/web[Deployment],shop/db[Deployment],TCP 5432
`);
    expect((await map('--compat', 'netpol-analyzer', '--format', 'json')).out).toMatch(/^\[\n {2}\{\n {4}"src": "192.0.2.128-192.0.2.255\[External\]",\n {4}"dst": "shop\/web\[Deployment\]",\n {4}"conn": "TCP 8080-8081,UDP 53"\n {2}\},/);
    expect((await map('--compat', 'netpol-analyzer', '--format', 'md')).out).toMatch(/^\| src \| dst \| conn \|\n\|-----\|-----\|------\|\n\| 192.0.2.128-192.0.2.255\[External\] \| shop\/web\[Deployment\] \| TCP 8080-8081,UDP 53 \|\n/);
    expect((await map('--compat', 'netpol-analyzer', '--format', 'dot')).code).toBe(2);
    expect((await map('--compat', 'netpol-analyzer', '-n', 'shop')).code).toBe(2);
  });
});

test.each([
  [['-w', 'shop/dbb'], 'there is no workload or pod shop/dbb among db, web'],
  [['-n', 'shp'], 'there is no namespace shp'],
  [['-p', 'http'], 'is the name of a port'],
  [['-p', '0'], 'a port is a number from 1 to 65535'],
  [['-w', '10.0.0.1'], '--workload names addresses'],
  [['-w', 'shop/db', '--by', 'namespace'], 'exclude each other'],
])('bad input is exit 2: %j', async (args, message) => {
  const run = await map(...args);
  expect(run).toMatchObject({ code: 2, out: '' });
  expect(run.err).toContain(message);
});
