import { rmSync, symlinkSync } from 'node:fs';
import { program, ROLE, Sandbox } from './support';
import type { AccessRequest } from '../../src/decide/access';
import { linesOf } from '../conformance/lines';

jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

const RBAC = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: reader
  namespace: shop
rules:
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: readers
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: reader
subjects:
- kind: User
  name: jane
- kind: ServiceAccount
  name: ci
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: dangling
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: gone
subjects:
- kind: Group
  name: ops
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: widgets
  labels:
    rbac.authorization.k8s.io/aggregate-to-edit: "true"
rules:
- apiGroups: [x.io]
  resources: [widgets]
  verbs: ["*"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: editors
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: edit
subjects:
- kind: User
  name: jim
`;

beforeAll(async () => {
  box.put({
    'in/rbac.yaml': RBAC,
    'app/main.ts': program(ROLE),
    'fleet/main.ts': program(ROLE, { end: 'new Cluster(app, \'test\', { target: ClusterTarget.kind({ kubernetes: \'1.35\' }) });\napp.synth();' }).replace('ClusterTarget.kind', 'ClusterTarget.generic'),
  });
  expect(await box.run(['synth'], { cwd: 'app' })).toMatchObject({ code: 0 });
  expect(await box.run(['synth'], { cwd: 'fleet' })).toMatchObject({ code: 0 });
});

const can = (...args: string[]) => box.run(['can', ...args, '--from', 'in']);

describe('can', () => {
  test('says yes, with every binding and rule and where they stand', async () => {
    expect(await can('get', 'pods/web', '-n', 'shop', '--as', 'jane')).toEqual({
      code: 0,
      err: '',
      out: `yes: jane may get pods "web" in the namespace shop
  RoleBinding shop/readers gives Role shop/reader to User jane
      in/rbac.yaml:11:1
    rules[0]: get, list on pods
      in/rbac.yaml:1:1
  asked with the group that Kubernetes adds: system:authenticated
`,
    });
  });

  test('says no, with what almost allowed it and the one thing that differs', async () => {
    expect(await can('delete', 'pods', '-n', 'shop', '--as', 'jane')).toEqual({
      code: 1,
      err: '',
      out: `no: jane may not delete pods in the namespace shop
  near misses
    the verb is get, list, not delete
      RoleBinding shop/readers gives Role shop/reader, rules[0]: get, list on pods
      in/rbac.yaml:11:1
    it is for User jim, not for jane
      RoleBinding shop/editors gives ClusterRole edit, rules[2] of ClusterRole system:aggregate-to-edit: create, delete, deletecollection, patch, update on pods, pods/attach, pods/exec, pods/portforward, pods/proxy
      in/rbac.yaml:49:1
  asked with the group that Kubernetes adds: system:authenticated
`,
    });
  });

  test('asks about the namespace default unless told otherwise, and about all of them with -A', async () => {
    expect(await can('get', 'pods', '--as', 'jane')).toMatchObject({ code: 1, out: expect.stringContaining('in the namespace default\n') });
    const all = await can('list', 'pods', '-A', '--as', 'jane');
    expect(all).toMatchObject({ code: 1, out: expect.stringContaining('no: jane may not list pods in all namespaces\n') });
    expect(all.out).toContain('it is only in the namespace shop\n');
  });

  test('knows the groups of a service account', async () => {
    const run = await can('list', 'pods', '-n', 'shop', '--as', 'system:serviceaccount:shop:ci');
    expect(run).toMatchObject({ code: 0, out: expect.stringMatching(/^yes: the service account shop\/ci may list pods in the namespace shop\n/) });
    expect(run.out).toContain('adds: system:serviceaccounts, system:serviceaccounts:shop, system:authenticated\n');
  });

  test('says when a no depends on what is not among the manifests, and names it with its place', async () => {
    const run = await can('get', 'nodes', '--as', 'ann', '--as-group', 'devs', '--as-group', 'ops');
    expect(run).toMatchObject({ code: 1, err: '' });
    expect(run.out).toBe(`no, as far as can be told: no rule lets ann get nodes, but it depends
  ClusterRoleBinding dangling (in/rbac.yaml:26:1) gives ClusterRole gone, which is not among the manifests
  asked with the group that Kubernetes adds: system:authenticated
`);
    expect((await can('get', 'secrets', '--as', 'system:node:n1')).out).toContain('the Node authorizer decides what the node n1 may do');
  });

  test('lets system:masters do everything, also without the default roles', async () => {
    expect(await can('delete', 'nodes', '--as', 'root', '--as-group', 'system:masters')).toMatchObject({ code: 0 });
    const bare = await can('delete', 'nodes', '--as', 'root', '--as-group', 'system:masters', '--no-bootstrap');
    expect(bare).toMatchObject({ code: 0, out: expect.stringContaining('a member of system:masters may do everything') });
  });

  test('warns of a namespace, a service account or a group that nothing mentions, and answers as it stands', async () => {
    expect(await can('get', 'pods', '-n', 'shpo', '--as', 'jane')).toMatchObject({
      code: 1, out: expect.stringMatching(/^no: jane may not get pods in the namespace shpo\n/), err: 'warning nothing among the manifests mentions the namespace shpo; did you mean shop?\n',
    });
    expect(await can('--list', '-n', 'shpo', '--as', 'jane')).toMatchObject({ code: 0, err: expect.stringContaining('the namespace shpo') });
    expect((await can('get', 'pods', '-n', 'shop', '--as', 'system:serviceaccount:shop:builder')).err).toContain('the service account shop/builder');
    const run = await can('get', 'pods', '-n', 'shop', '--as', 'ann', '--as-group', 'opss', '--format', 'json');
    expect(run).toMatchObject({ code: 1, err: '' });
    expect(JSON.parse(run.out)).toMatchObject({ answer: 'no', warnings: ['nothing among the manifests mentions the group opss; did you mean ops?'] });
    expect(await box.run(['who-can', 'get', 'pods', '-n', 'shpo', '--from', 'in'])).toMatchObject({ code: 0, err: expect.stringContaining('the namespace shpo; did you mean shop?') });
  });

  test('decides what a binding to edit means, and says who widened it', async () => {
    const run = await can('create', 'widgets.x.io', '-n', 'shop', '--as', 'jim');
    expect(run.code).toBe(0);
    expect(run.out).toContain('gives ClusterRole edit to User jim');
    expect(run.out).toContain('rules[0] of ClusterRole widgets: * on widgets of x.io\n      in/rbac.yaml:38:1\n    it widens the default ClusterRole edit, for everybody who is bound to it\n');
    expect(run.err).toMatch(/^warning whether widgets.x.io live in namespaces is not known/);
    expect(await can('get', 'secrets', '-n', 'shop', '--as', 'jim')).toMatchObject({ code: 0 });
    expect(await can('get', 'secrets', '-n', 'shop', '--as', 'jim', '--no-bootstrap')).toMatchObject({ code: 1, out: expect.stringContaining('gives ClusterRole edit, which is not among the manifests') });
  });

  test('answers in json with all of it', async () => {
    const run = await can('get', 'pods', '-n', 'shop', '--as', 'jane', '--format', 'json');
    expect(JSON.parse(run.out)).toMatchObject({
      kubernetes: '1.37',
      answer: 'yes',
      decision: 'allow',
      request: { verb: 'get', resource: 'pods', namespace: 'shop', user: { name: 'jane', groups: ['system:authenticated'] } },
      because: [{
        binding: { kind: 'RoleBinding', namespace: 'shop', name: 'readers', source: { file: 'in/rbac.yaml', line: 11 } },
        subjects: [{ kind: 'User', name: 'jane' }],
        role: { kind: 'Role', name: 'reader' },
        rule: { index: 0, verbs: ['get', 'list'] },
      }],
      depends: [],
      nearMisses: [],
    });
  });

  test('lists everything, by where it counts', async () => {
    const run = await can('--list', '--as', 'jane');
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toMatch(/^jane, everywhere, in every namespace and outside\n/);
    expect(run.out).toContain('\njane, in the namespace shop\nRESOURCES  VERBS     VIA\npods       get list  RoleBinding shop/readers → Role shop/reader rules[0]\n');
    expect((await can('--list', '--as', 'ann', '--as-group', 'ops', '--no-bootstrap')).err).toContain('RoleBinding dangling (in/rbac.yaml:26:1) gives ClusterRole gone');
  });

  test('prints nothing with -q', async () => {
    expect(await can('get', 'pods', '-n', 'shop', '--as', 'jane', '-q')).toEqual({ code: 0, out: '', err: '' });
    expect(await can('delete', 'pods', '-n', 'shop', '--as', 'jane', '--quiet')).toEqual({ code: 1, out: '', err: '' });
  });

  test('reads manifests from standard input', async () => {
    expect(await box.run(['can', 'get', 'pods', '-n', 'shop', '--as', 'jane', '--from', '-'], { input: RBAC })).toMatchObject({ code: 0 });
  });

  test('asks the app itself where no manifests are named, and tells the line of the program', async () => {
    const run = await box.run(['can', 'get', 'pods', '-n', 'shop', '--as', 'jane'], { cwd: 'app' });
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out).toMatch(/main\.ts:8/);
    expect(run.out).toContain('prod/shop/pod-reader');
  });

  test('takes the target and the construct paths of a written tree from its index', async () => {
    const run = await box.run(['can', 'get', 'pods', '-n', 'shop', '--as', 'jane', '--from', 'dist/manifests/shop', '--format', 'json'], { cwd: 'app' });
    expect(JSON.parse(run.out)).toMatchObject({ cluster: 'prod', kubernetes: '1.34', because: [{ role: { construct: expect.stringContaining('prod/shop/pod-reader') } }] });
  });

  test.each([['dist/manifests/shop'], ['dist/manifests'], ['dist'], [undefined]])('is asked of exactly one cluster: %s', async from => {
    const ask = (...more: string[]) => box.run(['can', 'get', 'pods', '-n', 'shop', '--as', 'jane', ...from === undefined ? [] : ['--from', from], ...more], { cwd: 'fleet' });
    expect(await ask()).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^error cluster-unnamed[^]*prod, test\n/) });
    expect(await ask('--cluster', 'prod')).toMatchObject({ code: 0 });
    expect(await ask('--cluster', 'test')).toMatchObject({ code: 1 });
    expect(await ask('--cluster', 'none')).toMatchObject({ code: 2, err: expect.stringContaining('name one of prod, test') });
  });
});

describe('manifests beside a written tree', () => {
  const ADMIN = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: a}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: User, name: jane}]\n';
  const ask = (from: string, ...more: string[]) => box.run(['can', 'delete', 'nodes', '--as', 'jane', '--from', from, ...more]);

  beforeAll(async () => {
    box.put({ 'beside/main.ts': program(ROLE), 'beside/notes.yaml': 'a: b\n' });
    await box.run(['synth'], { cwd: 'beside' });
  });

  test('are no part of it, and nothing is answered until somebody says so', async () => {
    expect(await ask('beside')).toMatchObject({ code: 1, err: '' });
    box.put({ 'beside/extra/admin.yaml': ADMIN });
    expect(await ask('beside')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('cluster-ambiguous  beside/extra/admin.yaml') });
    expect(await ask('beside', '--cluster', 'prod')).toMatchObject({ code: 1, err: expect.stringContaining('was not read, such as beside/extra/admin.yaml') });
    expect(await ask('beside', '--exclude', 'extra')).toMatchObject({ code: 1, err: expect.stringContaining('1 path was left out by --exclude') });
    expect(await ask('beside/dist/manifests/')).toMatchObject({ code: 1, err: '' });
  });

  test('belong to it when they lie in its folder, from wherever it is named', async () => {
    box.put({ 'beside/dist/manifests/hand.yaml': ADMIN });
    expect(await ask('beside/dist')).toMatchObject({ code: 2 });
    rmSync(box.path('beside/dist/manifests/hand.yaml'));
    box.put({ 'beside/dist/manifests/shop/prod/hand.yaml': ADMIN });
    expect(await ask('beside/dist')).toMatchObject({ code: 0 });
    expect(await box.run(['can', 'delete', 'nodes', '--as', 'jane', '--from', '.'], { cwd: 'beside/dist/manifests/shop/prod' })).toMatchObject({ code: 0 });
  });

  test('may be another tree, however deep and behind whatever link', async () => {
    await box.run(['synth'], { cwd: 'fleet' });
    box.put({ 'deep/a/b/c/d/e/f/g/x.txt': '' });
    symlinkSync(box.path('app/dist/manifests'), box.path('deep/a/b/c/d/e/f/g/one'));
    symlinkSync(box.path('fleet/dist/manifests'), box.path('deep/two'));
    expect(await ask('deep')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('cluster-unnamed') });
  });
});

describe('can is no answer but exit 2', () => {
  test.each([
    [['get', 'pods', '--as', 'jane', '--from', 'nowhere'], 'It may be given once'],
    [['get', 'pods', '--as', 'jane', '--as', 'tom'], 'It may be given once'],
    [['get', 'pods'], 'error usage  \n'.trim()],
    [['get', 'pods', '--as-group', 'ops', '--as-group', 'devs'], '--as nobody --as-group ops --as-group devs'],
    [['get', '--as', 'jane'], 'a verb and a resource are needed'],
    [['get', 'pods', '--list', '--as', 'jane'], '--list asks about everything'],
    [['get', 'podz', '--as', 'jane'], 'resource-unknown'],
    [['get', 'pods', '-n', 'a', '-A', '--as', 'jane'], '-n and -A exclude each other'],
    [['get', 'pods', '--as', 'jane', '--kubernetes', '1.12'], 'target-unsupported'],
    [['get', 'pods', '--as', 'jane', '--cluster', 'x'], 'has no index that tells clusters apart'],
    [['get', 'pods', '--requests', '-'], 'each line of --requests is a whole question'],
    [['get', 'pods', '--as', 'jane', '--format', 'xml'], 'xml'],
  ])('%j', async (args, expected) => {
    const run = await can(...args);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain(expected);
  });

  test('for machines in the form that they asked for', async () => {
    for (const command of [['can', 'get', 'podz', '--as', 'jane'], ['who-can', 'get', 'podz']]) {
      const run = await box.run([...command, '--from', 'in', '--format', 'json']);
      expect(run).toMatchObject({ code: 2, err: '' });
      expect(JSON.parse(run.out)).toMatchObject({ problems: [{ id: 'resource-unknown', value: '"podz"' }] });
    }
  });

  test('when one file of many is broken, whatever it holds', async () => {
    box.put({ 'broken/rbac.yaml': RBAC, 'broken/sub/values.yaml': 'a:\n  - b\n c: d\n', 'excluded/rbac.yaml': RBAC, 'excluded/sub/values.yaml': 'a: [' });
    const ask = (folder: string, ...more: string[]) => box.run(['can', 'get', 'pods', '-n', 'shop', '--as', 'jane', '--from', folder, ...more]);
    expect(await ask('broken')).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^error yaml-syntax {2}broken\/sub\/values.yaml:3:\d+: /) });
    expect(await ask('excluded', '--exclude', 'sub/')).toMatchObject({ code: 0 });
    expect(await ask('nowhere')).toMatchObject({ code: 2, err: expect.stringContaining('input-missing') });
  });
});

describe('a batch', () => {
  const review = (more: object) => JSON.stringify({ user: 'jane', groups: [], ...more });
  const get = (resource: string) => review({ resourceAttributes: { verb: 'get', resource, namespace: 'shop' } });

  test('is answered in order, a line each', async () => {
    const run = await box.run(['can', '--from', 'in', '--requests', '-'], { input: `${get('pods')}\n${get('secrets')}\n${review({ groups: ['ops'], nonResourceAttributes: { verb: 'get', path: '/metrics' } })}\n` });
    expect(run).toMatchObject({ code: 0, err: '' });
    const answers = run.out.trim().split('\n').map(line => JSON.parse(line) as { decision: string; because: unknown[]; depends: Array<{ type: string }> });
    expect(answers.map(({ decision, because, depends }) => [decision, because.length, depends.map(({ type }) => type).join()])).toEqual([
      ['allow', 1, ''], ['no-opinion', 0, ''], ['no-opinion', 0, 'missing-role'],
    ]);
  });

  test('may begin with a byte order mark, and is not guessed at', async () => {
    const ask = (input: Buffer) => box.run(['can', '--from', 'in', '--requests', '-'], { input });
    expect(await ask(Buffer.from(`\ufeff${get('pods')}`))).toMatchObject({ code: 0, err: '' });
    expect(await ask(Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is not UTF-8 text') });
  });

  test('with a line that is no request is not answered at all', async () => {
    box.put({ 'requests.jsonl': `${get('pods')}\nnonsense\n` });
    expect(await box.run(['can', '--from', 'in', '--requests', 'requests.jsonl'])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('request-invalid  requests.jsonl:2') });
    expect(await box.run(['can', '--from', '-', '--requests', '-'])).toMatchObject({ code: 2, err: expect.stringContaining('cannot hold both') });
  });

  test('has the answers of the real authorizer', async () => {
    interface Line {
      readonly policy: Readonly<Record<string, ReadonlyArray<Record<string, unknown>>>>;
      readonly authorize: ReadonlyArray<{ readonly request: AccessRequest; readonly expected: string }>;
    }
    const kinds = { roles: 'Role', clusterRoles: 'ClusterRole', roleBindings: 'RoleBinding', clusterRoleBindings: 'ClusterRoleBinding' };
    // Worlds that a server would take: it refuses names that are empty.
    const line = linesOf<Line>('access.jsonl.gz').find(({ policy }) => !JSON.stringify(policy).includes('"name":""') && policy.roleBindings!.length > 2)!;
    const objects = Object.entries(kinds).flatMap(([list, kind]) => line.policy[list]!.map(object => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind, ...object })));
    box.put({ 'world.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }) });
    const requests = line.authorize.map(({ request }) => JSON.stringify({
      user: request.user.name,
      groups: request.user.groups,
      ...request.resourceRequest ? { resourceAttributes: resourceAttributes(request) }
        : { nonResourceAttributes: { verb: request.verb, path: request.path } },
    }));
    const run = await box.run(['can', '--from', 'world.json', '--no-bootstrap', '--requests', '-'], { input: requests.join('\n') });
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(run.out.trim().split('\n').map(answer => (JSON.parse(answer) as { decision: string }).decision === 'allow' ? 'allow' : 'deny')).toEqual(line.authorize.map(({ expected }) => expected));
  });
});

function resourceAttributes({ verb, apiGroup, resource, subresource, name, namespace }: AccessRequest): object {
  return { verb, group: apiGroup, resource, subresource, name, namespace };
}

describe('who-can', () => {
  const whoCan = (...args: string[]) => box.run(['who-can', ...args, '--from', 'in']);

  test('names every subject with its bindings and rules, in one namespace', async () => {
    expect(await whoCan('get', 'pods', '-n', 'shop', '--no-bootstrap')).toEqual({
      code: 0,
      out: `3 subjects may get pods in the namespace shop
Group system:masters  may do everything, before RBAC is asked
User jane
  RoleBinding shop/readers gives Role shop/reader, rules[0]: get, list on pods
    in/rbac.yaml:11:1
ServiceAccount shop/ci
  RoleBinding shop/readers gives Role shop/reader, rules[0]: get, list on pods
    in/rbac.yaml:11:1
`,
      err: `warning ClusterRoleBinding dangling (in/rbac.yaml:26:1) gives ClusterRole gone, which is not among the manifests
warning RoleBinding shop/editors (in/rbac.yaml:49:1) gives ClusterRole edit, which is not among the manifests
`.replace('warning ClusterRoleBinding', 'warning kubelets ask the Node authorizer, which allows this for what runs on their node\nwarning ClusterRoleBinding'),
    });
  });

  test('looks into every namespace unless told otherwise, and says where', async () => {
    const run = await whoCan('get', 'pods');
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/^\d+ subjects may get pods, in some namespace or all\n/);
    expect(run.out).toContain('User jane\n  in shop: RoleBinding shop/readers gives Role shop/reader');
    expect(run.out).toContain('\nby default of Kubernetes 1.37\n  Group system:masters  may do everything, before RBAC is asked  ClusterRoleBinding cluster-admin\n');
    expect(run.out).toContain('  User system:kube-scheduler  ClusterRoleBinding system:kube-scheduler\n');
  });

  test('looks into every namespace for what is asked in those of bindings', async () => {
    const grantor = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: grantor}\nrules: [{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind], resourceNames: [cluster-admin]}]\n'
      + '---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: g, namespace: shop}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: grantor}\nsubjects: [{kind: User, name: jane}]\n';
    box.put({ 'bind/rbac.yaml': grantor });
    const ask = (...args: string[]) => box.run([...args, '--from', 'bind', '--no-bootstrap']);
    expect(await ask('who-can', 'bind', 'clusterroles/cluster-admin')).toMatchObject({ code: 0, out: expect.stringContaining('User jane') });
    expect(await ask('who-can', 'bind', 'clusterroles/cluster-admin', '-n', 'shop')).toMatchObject({ code: 0, out: expect.stringContaining('User jane') });
    expect(await ask('can', 'bind', 'clusterroles/cluster-admin', '-n', 'shop', '--as', 'jane')).toMatchObject({ code: 0 });
    expect(await ask('can', 'bind', 'clusterroles/cluster-admin', '--as', 'jane')).toMatchObject({ code: 1, err: expect.stringContaining('say -n') });
  });

  test('is 1 when nobody can', async () => {
    expect(await whoCan('delete', 'nodes', '--no-bootstrap')).toMatchObject({ code: 1, out: 'nobody but the members of system:masters may delete nodes\n' });
  });

  test('agrees with can, in json and in batches', async () => {
    const run = await whoCan('get', 'pods', '-n', 'shop', '--no-bootstrap', '--format', 'json');
    const masters = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:masters' };
    const subjects = [masters, { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' }, { kind: 'ServiceAccount', name: 'ci' }];
    expect(JSON.parse(run.out)).toMatchObject({ subjects, because: [{ binding: { name: 'readers' }, rules: [{ index: 0 }] }] });
    const input = JSON.stringify({ resourceAttributes: { verb: 'get', resource: 'pods', namespace: 'shop' } });
    const batch = await box.run(['who-can', '--from', 'in', '--no-bootstrap', '--requests', '-'], { input });
    expect(JSON.parse(batch.out)).toMatchObject({ subjects });
  });

  test('needs a question', async () => {
    expect(await whoCan('get')).toMatchObject({ code: 2, err: expect.stringContaining('a verb and a resource are needed') });
  });
});

test('a name in a manifest cannot repaint the terminal', async () => {
  box.put({ 'hostile/rbac.yaml': RBAC.replaceAll('name: jane', 'name: "a\\e[2Jb\\nyes: c"') });
  for (const args of [['who-can', 'get', 'pods'], ['can', 'get', 'pods', '-n', 'shop', '--as', 'a\u001b[2Jb\nyes: c'], ['can', 'delete', 'pods', '-n', 'shop', '--as', 'a\u001b[2Jb\nyes: d']]) {
    const run = await box.run([...args, '--from', 'hostile']);
    expect(run.out + run.err).not.toContain('\u001b');
    expect(run.out).not.toMatch(/\nyes/);
    expect(run.out).toContain('\\u001b[2J');
  }
});
