import { Sandbox } from './support';

const sandbox = new Sandbox();
afterAll(() => sandbox.remove());

jest.setTimeout(60_000);

const ROLE = (name: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: ${name}, namespace: shop }
rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]
`;

test('what was imported is synthesized to what was read', async () => {
  sandbox.put({
    'k8s/roles.yaml': ROLE('a'),
    'k8s/web.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80 }], clusterIP: null }\n',
    'k8s/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [roles.yaml]\n',
  });
  const { code, out, err } = await sandbox.run(['import', 'manifests', 'k8s', '-n', 'shop', '--write', 'policies', '--kubernetes', '1.34', '--cluster', 'prod']);
  expect({ code, out }).toEqual({ code: 0, out: 'policies/main.ts\n' });
  expect(err).toContain('2 objects: 1 by constructs, 1 as it stands');
  expect(err).not.toContain('comment');
  expect(err).toContain('Kustomization at k8s/kustomization.yaml:1:1');
  expect(err).toContain('Service shop/web (spec.clusterIP)');
  expect((await sandbox.run(['synth', 'policies'])).code).toBe(0);
  sandbox.put({ 'k8s/web.yaml': sandbox.read('k8s/web.yaml').replace('name: web', 'name: web, namespace: shop').replace(', clusterIP: null', '') });
  const same = await sandbox.run(['diff', 'k8s', 'dist/manifests/policies/prod/manifests', '--kubernetes', '1.34', '--exclude', 'kustomization.yaml']);
  expect({ code: same.code, out: same.out }).toMatchObject({ code: 0 });
});

test('comments are lost, and the first of them are named', async () => {
  sandbox.put({ 'said/roles.yaml': `# Who reads.\n${ROLE('a')}---\n${ROLE('b').replace('}]\n', '}] # and their logs?\n')}`, 'said/other.yaml': '# no manifest\na: 1\n' });
  const { code, err } = await sandbox.run(['import', 'manifests', 'said']);
  expect(code).toBe(0);
  expect(err).toContain('warning 2 comments are not kept: said/roles.yaml:1:1, said/roles.yaml:10:63\n');
  const many = await sandbox.run(['import', 'manifests', '-'], { input: `# 0\n${Array.from({ length: 6 }, (_, at) => `${ROLE(`r${at}`)}# ${at}\n---\n`).join('')}` });
  const places = ['1:1', '6:1', '12:1', '18:1', '24:1'].map(each => `(standard input):${each}`).join(', ');
  expect(many.err).toContain(`warning 7 comments are not kept: ${places} and 2 more\n`);
});

test('nothing that stands is replaced, and nothing is written then', async () => {
  sandbox.put({ 'one.yaml': ROLE('a'), 'taken/main.ts': 'mine' });
  const { code, err } = await sandbox.run(['import', 'manifests', 'one.yaml', '--write', 'taken']);
  expect(code).toBe(2);
  expect(err).toContain('error file-foreign  taken/main.ts');
  expect(sandbox.read('taken/main.ts')).toBe('mine');
});

test.each([
  ['a document that cannot be read', 'a: [', 'yaml-syntax'],
  ['two objects of one identity', `${ROLE('a')}---\n${ROLE('a')}`, 'object-duplicate'],
  ['what has no namespace', ROLE('a').replace(', namespace: shop', ''), 'import-inexact'],
  ['nothing', '', 'input-missing'],
])('%s is refused with nothing on standard output', async (_, input, id) => {
  const { code, out, err } = await sandbox.run(['import', 'manifests', '-'], { input });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(new RegExp(`^error ${id}  \\(standard input\\)`));
});

test('several clusters are imported one at a time', async () => {
  const index = (cluster: string) => JSON.stringify({ cluster, target: { distribution: 'generic', kubernetes: '1.34' }, files: {} });
  sandbox.put({ 'tree/a/.bulwark.json': index('a'), 'tree/a/x.yaml': ROLE('a'), 'tree/b/.bulwark.json': index('b'), 'tree/b/x.yaml': ROLE('b') });
  const both = await sandbox.run(['import', 'manifests', 'tree']);
  expect(both.code).toBe(2);
  expect(both.err).toContain('cluster-unnamed');
  const one = await sandbox.run(['import', 'manifests', 'tree', '--cluster', 'b']);
  expect(one.out).toContain('new Cluster(app, \'b\', { target: ClusterTarget.generic({ kubernetes: \'1.34\' }) });');
});

test('an audit policy among the manifests is imported, and named where it is not', async () => {
  const POLICY = 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n';
  sandbox.put({ 'audited/role.yaml': ROLE('a'), 'audited/audit.yaml': POLICY, 'alone/audit.yaml': `${POLICY}- level: None\n` });
  const { code, out, err } = await sandbox.run(['import', 'manifests', 'audited', '--distribution', 'kubeadm', '--kubernetes', '1.36']);
  expect(code).toBe(0);
  expect(out).toContain('new AuditPolicy(cluster, \'audit\', { rules: [{ level: AuditLevel.METADATA }] });');
  expect(err).toContain('the audit policy by an AuditPolicy, which writes its log where the default says');
  const managed = await sandbox.run(['import', 'manifests', 'audited', '--distribution', 'gke']);
  expect(managed.code).toBe(0);
  expect(managed.err).toContain('warning left out: the audit policy at audited/audit.yaml:1:1 is none that the target takes: GKE');
  const alone = await sandbox.run(['import', 'manifests', 'alone']);
  expect([alone.code, alone.out]).toEqual([2, '']);
  expect(alone.err).toContain('error import-inexact  alone/audit.yaml:1:1: no request comes to this rule: rules[0] takes all that it could\n');
});
