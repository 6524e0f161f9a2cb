import { appendFileSync, cpSync, rmSync } from 'node:fs';
import { program, ROLE, ROLE_FILE, Sandbox } from './support';

jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

const OUT = 'dist/manifests/shop';
const GOOD = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: good\n';
const BAD = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: bad
  namespace: x
spec:
  podSelector: {}
  ingress:
  - from:
    - ipBlock:
        cidr: 10.0.0.0/99
`;

beforeAll(async () => {
  box.put({ 'app/main.ts': program(ROLE) });
  expect(await box.run(['synth'], { cwd: 'app' })).toMatchObject({ code: 0 });
});

/** A copy of the app and its tree. */
function copy(folder: string): string {
  cpSync(box.path('app'), box.path(folder), { recursive: true });
  return box.path(folder, OUT);
}

/** What the verdicts rest on. */
const TERMS = `guarantees are judged on these terms
  a user has the groups that Kubernetes adds and those that the app declares
  trusted: system:masters, the control plane under its unchanged default bindings, nodes, and the declared deployers where they deploy
`;

describe('an app and its tree', () => {
  test('that agree are clean', async () => {
    expect(await box.run(['check'], { cwd: 'app' })).toEqual({ code: 0, err: '', out: `clean: 6 objects in 7 files; 1 guarantee holds\n${TERMS}` });
  });

  test('that differ are 1, with the file and the line of each difference', async () => {
    const out = copy('drift');
    box.put({
      'drift/main.ts': program(`${ROLE.replace('PODS', 'SERVICES')}\nnew ReadOnlyRole(shop, 'more', { resources: [KubernetesResource.PODS], subjects: [Subject.user('jim')] });`)
        .replace('SecuredNamespace(prod, \'shop\')', 'SecuredNamespace(prod, \'shop\', { defaultDeny: false })'),
    });
    rmSync(`${out}/prod/manifests/policies/_cluster`, { recursive: true });
    const before = box.snapshot('drift');
    const run = await box.run(['check', 'main.ts', '--format', 'json'], { cwd: 'drift' });
    expect(run).toMatchObject({ code: 1, err: '' });
    const { problems } = JSON.parse(run.out) as { problems: Array<{ id: string; source: { file: string; line?: number }; fix?: string }> };
    const at = problems.map(({ id, source }) => `${id} ${source.file.replace(`${OUT}/prod/manifests/policies/`, '')}${source.line ? `:${source.line}` : ''}`);
    expect(at).toEqual(expect.arrayContaining([
      'drift-missing _cluster/namespace-shop.yaml', 'drift-missing shop/role-more.yaml', 'drift-changed shop/role-pod-reader.yaml:10', 'drift-stale shop/networkpolicy-default-deny.yaml',
    ]));
    expect(problems.every(({ fix }) => fix === 'run bulwark synth and commit the result')).toBe(true);
    expect(box.snapshot('drift')).toEqual(before);
  });

  test('of which nothing was written yet are one problem, not one a file', async () => {
    expect(await box.run(['check', '--out', 'nowhere'], { cwd: 'app' })).toEqual({
      code: 1, err: '', out: expect.stringMatching(/^error drift-missing {2}nowhere\/prod\n {2}the tree of the cluster prod does not stand here \(7 files\)\n {2}fix: .*\n1 problem: /),
    });
  });

  test('of which the app has forgotten a cluster differ: an agent still applies it', async () => {
    copy('forgotten');
    box.put({ 'forgotten/main.ts': program(ROLE).replace('(app, \'prod\'', '(app, \'renamed\'') });
    const run = await box.run(['check'], { cwd: 'forgotten' });
    expect(run.code).toBe(1);
    expect(run.out).toContain(`error drift-missing  ${OUT}/renamed\n`);
    expect(run.out).toContain(`error drift-stale  ${OUT}/prod\n  the app no longer declares the cluster prod, and its tree still stands here\n  fix: run bulwark synth --prune-clusters`);
  });

  test('are 2 when the app is wrong, in the form that was asked for', async () => {
    box.put({ 'wrong/main.ts': program('new SecuredNamespace(prod, \'Bad\\nName\');') });
    const [text, json, github] = await Promise.all(['text', 'json', 'github'].map(format => box.run(['check', '--format', format], { cwd: 'wrong' })));
    expect(text).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^error \S+ {2}prod\/Bad\\u000aName\S* {2}main\.ts:8\n/) });
    expect(json).toMatchObject({ code: 2, err: '' });
    expect(JSON.parse(json!.out)).toMatchObject({ problems: expect.arrayContaining([expect.objectContaining({ source: { file: 'main.ts', line: 8 } })]) });
    expect(github).toMatchObject({ code: 2, err: '', out: expect.stringMatching(/^::error file=main\.ts,line=8,title=bulwark [^\n]*\n$/) });
  });
});

describe('a tree by itself', () => {
  test('is clean, cluster by cluster or one file alone', async () => {
    const runs = await Promise.all([OUT, `${OUT}/prod`, `${OUT}/${ROLE_FILE}`].map(path => box.run(['check', path], { cwd: 'app' })));
    expect(runs.map(({ code, out }) => [code, out])).toEqual([
      [0, `clean: 6 objects in 6 files; 1 guarantee holds\n${TERMS}`], [0, `clean: 6 objects in 6 files; 1 guarantee holds\n${TERMS}`],
      [0, 'clean: 1 object in 1 file\n'],
    ]);
  });

  test('that was edited by hand is 1', async () => {
    const out = copy('edited');
    appendFileSync(`${out}/${ROLE_FILE}`, '# mine\n');
    const run = await box.run(['check', '--from', OUT, '--cluster', 'prod'], { cwd: 'edited' });
    expect(run).toMatchObject({ code: 1, err: '' });
    expect(run.out).toMatch(new RegExp(`^error file-edited {2}${OUT}/${ROLE_FILE}\n {2}was changed since synth wrote it\n {2}fix: [^\n]*\n1 problem: `));
  });
});

describe('manifests', () => {
  test('of a folder, a file or a stream are judged, with the line of what is wrong', async () => {
    box.put({ 'yaml/good.yaml': GOOD, 'yaml/bad.yaml': `${GOOD}---\n${BAD}`, 'yaml/values.yaml': 'replicas: 1\n' });
    const [folder, file, stream, good] = await Promise.all([
      box.run(['check', 'yaml']), box.run(['check', 'yaml/bad.yaml']), box.run(['check', '--from', '-'], { input: `${GOOD}---\n${BAD}` }), box.run(['check', '--from=-'], { input: GOOD }),
    ]);
    const paragraph = (place: string) => `error object-invalid  ${place}:16:9\n  NetworkPolicy x/bad spec.ingress[0].from[0].ipBlock.cidr: must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)\n`
      + '  found "10.0.0.0/99"\n  fix: write an address and the length of its prefix: 10.0.0.0/8, 192.0.2.7/32, 2001:db8::/64\n';
    const notAsked = 'not asked: who may do what, what workloads may do, network policies and guarantees, until the errors above are mended\n';
    expect(folder).toEqual({ code: 1, err: '', out: `${paragraph('yaml/bad.yaml')}1 problem: 3 objects in 3 files; left out: 1 document that is no manifest\n${notAsked}` });
    expect(file).toEqual({ code: 1, err: '', out: `${paragraph('yaml/bad.yaml')}1 problem: 2 objects in 1 file\n${notAsked}` });
    expect(stream).toEqual({ code: 1, err: '', out: `${paragraph('(standard input)')}1 problem: 2 objects in 1 file\n${notAsked}` });
    expect(good).toEqual({ code: 0, err: '', out: 'clean: 1 object in 1 file\n' });
  });

  test('that cannot be read are 2, unless a pattern leaves them out', async () => {
    box.put({ 'broken/good.yaml': GOOD, 'broken/chart/x.yaml': 'a: 1\n{{- if .x }}\nb: 2\n{{- end }}\n' });
    const [all, some] = await Promise.all([box.run(['check', 'broken']), box.run(['check', 'broken', '--exclude', 'chart/'])]);
    expect(all).toMatchObject({ code: 2, err: '', out: expect.stringMatching(/^error yaml-\w+ {2}broken\/chart\/x\.yaml:\d:\d+\n/) });
    expect(some).toEqual({ code: 0, err: '', out: 'clean: 1 object in 1 file; left out: 1 path excluded\n' });
    box.put({ 'broken/.bulwarkignore': 'chart\n' });
    expect(await box.run(['check', 'broken'])).toMatchObject({ code: 0 });
  });

  test('are judged as the minor does that --kubernetes names', async () => {
    box.put({ 'old/x.yaml': 'apiVersion: flowcontrol.apiserver.k8s.io/v1beta3\nkind: FlowSchema\nmetadata: {name: x}\n' });
    const [old, now, none] = await Promise.all([
      box.run(['check', 'old', '--kubernetes', '1.28']), box.run(['check', 'old', '--kubernetes', 'v1.34.1']), box.run(['check', 'old', '--kubernetes', '1.2']),
    ]);
    expect(old).toMatchObject({ code: 0 });
    expect(now).toMatchObject({ code: 1, out: expect.stringMatching(/^error object-unserved {2}old\/x\.yaml:1:1\n {2}FlowSchema x apiVersion: /) });
    expect(none).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^error target-unsupported {2}--kubernetes: .*\(found "1\.2"\)\n {2}fix: use one of 1\.27, /) });
  });

  test('of which there are none are 2: nothing was checked', async () => {
    box.put({ 'empty/values.yaml': 'a: 1\n', 'empty/x.txt': 'x' });
    const runs = await Promise.all([['check', 'empty'], ['check', 'nowhere'], ['check', 'empty', '--exclude', '*'], ['check', '--from', '-']].map(args => box.run(args)));
    expect(runs.map(({ code, out, err }) => [code, out, err.split('\n')[0]])).toEqual([
      [2, '', 'error input-missing  empty: holds no manifest, so nothing was checked (1 document that is no manifest)'],
      [2, '', 'error input-missing  nowhere: does not exist'],
      [2, '', 'error input-missing  empty: holds no manifest, so nothing was checked (1 path excluded)'],
      [2, '', expect.stringMatching(/^error input-missing {2}\(standard input\): holds no manifest, so nothing was checked/)],
    ]);
  });

  test('with hostile names cannot repaint a terminal, fake a line or command GitHub', async () => {
    const name = 'x\\e[2J\\n::error::fake\\u202e%0A';
    box.put({ 'hostile/\u001b[31mred.yaml': `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: "${name}"\n` });
    const [text, github] = await Promise.all([box.run(['check', 'hostile']), box.run(['check', 'hostile', '--format', 'github'], { env: { GITHUB_WORKSPACE: box.path('..') } })]);
    for (const { code, out, err } of [text, github]) {
      expect([code, err]).toEqual([1, '']);
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
    expect(text.out).toContain('error object-invalid  hostile/\\u001b[31mred.yaml:4:3\n  Namespace x\\u001b[2J\\u000a::error::fake\\u202e%0A metadata.name: ');
    expect(github.out.split('\n').filter(line => line !== '').every(line => line.startsWith('::error file=.tmp-'))).toBe(true);
    expect(github.out).toContain('\\u000a::error::fake\\u202e%250A');
  });
});

test.each([
  [['x', '--from', 'y'], 'both a path and --from were given'],
  [['--from', '.', '--out', 'x'], '--out belongs to an app'],
  [['app', '--exclude', 'x'], '--exclude belongs to manifests'],
  [['app', '--kubernetes', '1.34'], '--kubernetes belongs to manifests'],
  [['--from', '-', '--cluster', 'x'], '--cluster belongs to an app or its tree'],
])('%j makes no sense, and is told so', async (args, message) => {
  const run = await box.run(['check', ...args]);
  expect(run).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^error usage {2}.*\n {2}fix: .*\n$/) });
  expect(run.err).toContain(message);
});
