import { program, Sandbox } from './support';

jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

const deployment = (name: string, port: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: main, image: x, ports: [{name: main, containerPort: ${port}}]}]}
---
`;
const SHOP = `${deployment('web', '8080')}${deployment('db', '5432')}apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress:
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: 5432}]
`;
const TEAM = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: team, namespace: shop}
spec: {ingress: [{from: [{namespaceSelector: {matchLabels: {team: a}}}]}]}
`;
const OPS = `${deployment('job', '80').replace('namespace: shop', 'namespace: ops')}`;

beforeAll(() => box.put({
  'in/shop.yaml': SHOP,
  'team/all.yaml': `${OPS}${SHOP}---\n${TEAM}`,
  'broken/a.yaml': SHOP,
  'broken/b.yaml': SHOP.replaceAll('shop', 'other').replace('port: 5432}]\n', 'port: 5432, endPort: 80}]\n'),
  'app/main.ts': program('new ApiObject(shop, \'web\', { apiVersion: \'v1\', kind: \'Pod\', spec: { containers: [] } });\nnew TrafficPolicy(shop, \'closed\', { pods: PodSelection.all(), ingress: [], egress: [] });'),
}));

const reach = (...args: string[]) => box.run(['reach', ...args, ...args.includes('--from') ? [] : ['--from', 'in']]);

describe('a policy that several constructs make together', () => {
  const allow = (id: string, from: string, to: string) => `new AllowedTraffic(shop, '${id}', { from: ${from}, to: ${to} });`;
  const workload = (name: string, port: number) => `const ${name} = new kplus.Deployment(shop, '${name}', { containers: [{ image: 'x:1', portNumber: ${port} }] });`;
  const source = (...traffic: string[]) => [
    'import * as kplus from \'cdk8s-plus-27\';', 'import { AllowedTraffic, Cluster, ClusterTarget, PolicyApp, SecuredNamespace } from \'cdk8s-bulwark\';',
    'const app = new PolicyApp();', 'const shop = new SecuredNamespace(new Cluster(app, \'prod\', { target: ClusterTarget.generic({ kubernetes: \'1.34\' }) }), \'shop\');',
    workload('web', 8080), workload('api', 7070), workload('db', 5432), ...traffic, 'app.synth();', '',
  ].join('\n');
  const [WEB, API, AGAIN, BOTH] = [allow('web-db', 'web', 'db'), allow('api-db', 'api', 'db'), allow('again', 'web', 'db'), allow('web-api', 'web', 'api')];

  test('names the lines of those who asked for what decides, and of no other', async () => {
    box.put({ 'shared/main.ts': source(WEB, API, AGAIN, BOTH) });
    const ask = async (from: string, to: string, port: string) => (await box.run(['reach', from, to, port], { cwd: 'shared' })).out;
    expect((await ask('shop/api', 'shop/db', '5432')).match(/main\.ts:.*/g)).toEqual(['main.ts:9 prod/shop/api-db', 'main.ts:9 prod/shop/api-db']);
    const both = 'main.ts:8 prod/shop/web-db, main.ts:10 prod/shop/again';
    expect((await ask('shop/web', 'shop/db', '5432')).match(/main\.ts:.*/g)).toEqual([both, both]);
    expect(await ask('shop/api', 'shop/web', '8080')).toContain('isolated by NetworkPolicy shop/api-traffic\n      main.ts:9 prod/shop/api-db\n');
    const { examples } = JSON.parse((await box.run(['reach', 'shop/web', 'shop/db', '5432', '--format', 'json'], { cwd: 'shared' })).out) as { examples: unknown[] };
    expect(examples).toMatchObject([{ ingress: { because: [{ madeBy: [{ construct: 'prod/shop/web-db', source: { line: 8 } }, { construct: 'prod/shop/again', source: { line: 10 } }] }] } }]);
  });

  test('in a diff what became open is whose who opened it, and of what was closed no innocent line is named', async () => {
    const changed = async (before: string, after: string) => {
      box.put({ 'grown/main.ts': before });
      expect(await box.run(['synth', '--out', 'out'], { cwd: 'grown' })).toMatchObject({ code: 0 });
      box.put({ 'grown/main.ts': after });
      const { out } = await box.run(['diff', 'out', '--path', 'main.ts', '--format', 'json'], { cwd: 'grown' });
      const { changes } = JSON.parse(out) as { changes: Array<{ domain: string; direction: string; source?: string; construct?: string }> };
      return changes.filter(({ domain }) => domain === 'network').map(({ direction, source: line, construct }) => [direction, line, construct]);
    };
    expect(await changed(source(API, BOTH), source(API, BOTH, WEB))).toEqual([['broadened', 'main.ts:10', 'prod/shop/web-db']]);
    expect(await changed(source(API, BOTH, AGAIN), source(API, BOTH))).toEqual([['narrowed', 'main.ts:4', 'prod/shop/default-deny']]);
  });
});

describe('reach', () => {
  test('says yes, with the rules that admit on both sides and where they stand', async () => {
    expect(await reach('shop/web', 'shop/db', '5432')).toEqual({
      code: 0,
      err: '',
      out: `yes: shop/web reaches shop/db on TCP 5432
  egress of Deployment shop/web: no policy isolates it
  ingress of Deployment shop/db: a rule admits it
    NetworkPolicy shop/db ingress[0]: from pods app=web of its namespace, on TCP 5432
      in/shop.yaml:19:1
`,
    });
  });

  test('says no, with the policies that isolate and what came near', async () => {
    expect(await reach('shop/web', 'shop/db', '5433')).toEqual({
      code: 1,
      err: '',
      out: `no: shop/web does not reach shop/db on TCP 5433
  egress of Deployment shop/web: no policy isolates it
  ingress of Deployment shop/db: isolated, and no rule admits it
    isolated by NetworkPolicy shop/db
      in/shop.yaml:19:1
  near misses
    it admits this peer on other ports
      NetworkPolicy shop/db ingress[0]: from pods app=web of its namespace, on TCP 5432
        in/shop.yaml:19:1
`,
    });
  });

  test('is no where only a part is allowed, and says which part', async () => {
    const run = await reach('-n', 'shop', 'web', 'db');
    expect(run).toMatchObject({ code: 1, err: '' });
    expect(run.out).toMatch(/^partly: shop\/web reaches shop\/db on TCP 5432, and not on the others that were asked about\n {2}allowed, for example: .* on TCP 5432\n[^]* {2}denied, for example: /);
    expect((await reach('shop/*', 'shop/db', 'main')).out).toMatch(/^partly: shop\/\* \(2 pods\) reaches shop\/db on TCP 5432 between some of what is meant, and on no port between all of it\n/);
  });

  test('proves isolation with --none, which a part that is allowed fails', async () => {
    expect(await reach('outside', 'shop/db', '--none')).toMatchObject({ code: 0, out: expect.not.stringContaining('not asked') as string });
    expect(await reach('0.0.0.0/0', 'shop/db', '--none')).toMatchObject({ code: 0, out: expect.stringContaining('not asked: 0.0.0.0/0 is IPv4 alone; IPv6 was not') as string });
    expect((await reach('shop/web', 'shop/db', '--none', '-q'))).toEqual({ code: 1, out: '', err: '' });
    expect((await reach('shop/web', 'shop/db', '--none', '5433')).code).toBe(0);
  });

  test('is neither yes nor a proof of isolation while a fact is missing', async () => {
    for (const more of [[], ['--none']]) {
      const run = await reach('ops/job', 'shop/web', '80', '--from', 'team', ...more);
      expect(run).toMatchObject({ code: 1, err: '' });
      expect(run.out).toMatch(/^undecided: whether ops\/job reaches shop\/web on TCP 80 rests on a fact that is not among the manifests; as it stands, no\n/);
      expect(run.out).toContain('not known: No manifest declares the namespace, so that labels of it beside its name are not known. (namespace ops) [namespace-labels]\n');
    }
  });

  test('answers as JSON', async () => {
    const run = await reach('shop/web', 'shop/db', '5433', '--format', 'json');
    expect(JSON.parse(run.out)).toMatchObject({
      kubernetes: expect.any(String),
      from: 'shop/web',
      verdict: 'deny',
      undecided: false,
      examples: [{ decision: 'deny', port: 5433, ingress: { settledBy: 'network-policies', isolatedBy: [{ name: 'db', source: { file: 'in/shop.yaml', line: 19 } }] }, nearMisses: [{ differs: 'ports', field: 'spec.ingress[0]' }] }],
    });
  });

  test('asks the app of the working directory, and names its constructs', async () => {
    const run = await box.run(['reach', '10.0.0.1', 'shop/web', '80'], { cwd: 'app' });
    expect(run).toMatchObject({ code: 1, err: '' });
    expect(run.out).toMatch(/isolated by NetworkPolicy shop\/closed\n {6}main.ts:9 prod\/shop\/closed\/Resource\n/);
  });

  test('chooses between readings, and refuses those that nobody knows', async () => {
    expect((await reach('shop/web', 'shop/db', '5432', '--assume', 'host-network=pod', '--pod-cidr', '10.0.0.0/16')).code).toBe(0);
    expect(await reach('shop/web', 'shop/db', '--assume', 'host-network=maybe')).toMatchObject({ code: 2, err: expect.stringContaining('host-network=node|pod') });
    expect(await reach('shop/web', 'shop/db', '--pod-cidr', '10.0.0.1/16')).toMatchObject({ code: 2, err: expect.stringContaining('must not have bits set beyond the prefix length') });
  });
});

describe('a batch', () => {
  const batch = (lines: readonly unknown[]) => box.run(['reach', '--from', 'in', '--requests', '-'], { input: lines.map(line => JSON.stringify(line)).join('\n') });
  const web = { namespace: 'shop', pod: 'web' };
  const db = { namespace: 'shop', pod: 'db' };

  test('is answered line by line, in order', async () => {
    const run = await batch([{ src: web, dst: db, port: 5432 }, { src: { ip: '203.0.113.7' }, dst: db, port: 5432, protocol: 'TCP' }, { src: web, dst: db, port: 'main' }, { src: web, dst: db, port: 5432, protocol: 'UDP' }]);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out.trim().split('\n').map(line => (JSON.parse(line) as { decision: string }).decision)).toEqual(['allow', 'deny', 'allow', 'deny']);
    expect(JSON.parse(run.out.split('\n')[0]!)).toMatchObject({ ingress: { because: [{ policy: { name: 'db' }, field: 'spec.ingress[0]' }] } });
  });

  test('with a line that is no question, or names nothing, is answered not at all', async () => {
    const run = await batch([{ src: web, dst: db, port: 5432 }, { src: web, dst: db, prot: 1 }, { src: web, dst: { namespace: 'shop', pod: 'dbb' }, port: 1 }, { src: { ip: '1.2.3' }, dst: db, port: 1 }, { src: web, dst: db }]);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toMatch(/standard input\):2[^]*unknown field prot[^]*:3[^]*there is no workload or pod shop\/dbb[^]*:4[^]*src\.ip must be an address[^]*:5[^]*port must be/);
  });
});

describe('bad input is exit 2, and nothing is answered', () => {
  test.each([
    [['shop/web'], 'a source and a destination are needed'],
    [['shop/web', 'shop/dbb'], 'there is no workload or pod shop/dbb among db, web'],
    [['shop/web', 'shop/db', '99999'], 'a port is a number from 1 to 65535'],
    [['shop/web', 'shop/db', '90-80'], 'the range goes the wrong way'],
    [['10.0.0.0/33', 'shop/db'], '10.0.0.0/33 is no address and no CIDR'],
    [['10.0.0.1', '2001:db8::1'], 'two address families'],
    [['shop/web', 'shop/db', '--requests', '-'], 'each line of --requests is a whole question'],
    [['other/web', 'other/db', '--from', 'broken'], 'broken/b.yaml:26:26'],
    [['a/b', 'c/d', '--from', 'nowhere'], 'nowhere'],
  ])('%j: %s', async (args, message) => {
    const run = await reach(...args);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(message);
  });
});
