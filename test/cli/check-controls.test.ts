import { join } from 'node:path';
import { Sandbox, type Run } from './support';

jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

const SHOP = join(__dirname, '../../dist/manifests/shop');
const BINDING = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: "ops|x"}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: jane}]
`;

test('a tree that keeps every control that can be judged ends with 0, each id with the version of its benchmark', async () => {
  const run = await box.run(['check', SHOP, '--controls', 'cis-1.12', '-c', 'prod']);
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.out).toMatch(/^prod: CIS Kubernetes Benchmark v1\.12, Kubernetes 1\.\d\d on kubeadm\n/);
  expect(run.out).toContain('  proved    5.1.2  Minimize access to secrets\n            every binding was asked, with the default roles of the minor\n');
  expect(run.out).toContain('  accepted  5.1.4  Minimize access to create pods\n');
  expect(run.out).toMatch(/\n {2}65 controls: 1 accepted, \d+ proved, \d+ clean, \d+ not known from manifests\n$/);
});

test('a control that fails ends with 1, with what fails it, in text, Markdown and JSON', async () => {
  box.put({ 'a/x.yaml': BINDING });
  const [text, md, json] = (await Promise.all(['text', 'md', 'json'].map(format => box.run(['check', 'a', '--controls', 'cis-2.1', '--format', format])))) as [Run, Run, Run];
  expect([text.code, md.code, json.code]).toEqual([1, 1, 1]);
  expect(text.out).toContain('  failed    5.1.1  cluster-admin only where required\n');
  expect(text.out).toContain('            ClusterRoleBinding ops|x [access-everything]  a/x.yaml:1:1\n');
  expect(md.out).toMatch(/^### CIS Kubernetes Benchmark v2\.1, Kubernetes 1\.\d\d\n/);
  expect(md.out.split('\n').filter(line => line.startsWith('|')).every(line => line.replace(/\\\|/g, '').split('|').length === 6)).toBe(true);
  const { clusters: [cluster], problems } = JSON.parse(json.out) as {
    clusters: [{ benchmark: string; controls: Array<{ ids: string[] }> }]; problems: unknown[];
  };
  expect([cluster.benchmark, problems]).toEqual(['CIS Kubernetes Benchmark v2.1', []]);
  expect(cluster.controls.find(({ ids }) => ids.includes('5.1.1'))).toMatchObject({ verdict: 'failed', findings: [{ id: 'access-everything', source: { file: 'a/x.yaml' } }] });
  expect(cluster.controls.find(({ ids }) => ids.includes('4.2.4'))).toMatchObject({ unverified: true, verdict: 'unknown' });
});

test('what no control speaks of ends with 1 all the same', async () => {
  box.put({ 'b/x.yaml': BINDING.replace('cluster-admin', 'nobody-made-this') });
  const run = await box.run(['check', 'b', '--controls', 'nsa-cisa-1.2']);
  expect(run).toMatchObject({ code: 1, err: expect.stringContaining('1 problem beside these controls: bulwark check names it') });
  expect(run.out).not.toContain('  failed ');
});

test.each([
  [['--controls', 'cis-1.7'], 'Allowed choices are cis-1.8'],
  [['--controls', 'cis-1.12', '--format', 'sarif'], '--controls has no format sarif'],
  [['--controls', 'cis-1.12', '--baseline', 'x'], '--controls was given with a baseline'],
])('%j makes no sense, and is told so', async (args, message) => {
  const run = await box.run(['check', SHOP, ...args]);
  expect(run.code).toBe(2);
  expect(run.err + run.out).toContain(message);
});
