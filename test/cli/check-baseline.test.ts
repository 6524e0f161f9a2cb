import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { program, ROLE, Sandbox } from './support';
import { sarifErrors } from '../report/sarif-structure';

jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

const binding = (name: string, role: string, ...users: string[]) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: ${name}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role}}
subjects: [${users.map(user => `{apiGroup: rbac.authorization.k8s.io, kind: User, name: ${user}}`).join(', ')}]
`;

describe('a repository that takes up bulwark check', () => {
  test('records what is there, passes, and fails on what is new, whatever moves', async () => {
    box.put({ 'a/rbac.yaml': binding('ops', 'cluster-admin', 'jane') });
    expect(await box.run(['check', 'a', '--write-baseline', 'baseline.json'])).toEqual({ code: 0, err: '', out: 'clean: 1 object in 1 file; 1 finding of the baseline\n' });
    const written = box.read('baseline.json');
    expect(written).toBe('{\n  "version": 1,\n  "findings": [\n    {"id":"access-everything","object":"ClusterRoleBinding ops","says":["User jane","* *.*"],"count":1}\n  ]\n}\n');

    box.put({ 'b/elsewhere/x.yaml': `# moved\n\n${binding('ops', 'cluster-admin', 'jane')}` });
    expect(await box.run(['check', 'b', '--baseline', 'baseline.json'])).toMatchObject({ code: 0, out: 'clean: 1 object in 1 file; 1 finding of the baseline\n' });

    box.put({ 'c/x.yaml': binding('ops', 'cluster-admin', 'jane', 'jim') });
    const wider = await box.run(['check', 'c', '--baseline', 'baseline.json']);
    expect(wider).toMatchObject({ code: 1, out: expect.stringMatching(/^critical access-everything [^]*User jane, User jim may do everything[^]*\nresolved access-everything {2}ClusterRoleBinding ops \(User jane, \* \*\.\*\)\n/) });
    expect(box.read('baseline.json')).toBe(written);
  });

  test('is told what is resolved, and may fail on it', async () => {
    box.put({ 'a/rbac.yaml': binding('ops', 'cluster-admin', 'jane'), 'd/rbac.yaml': binding('ops', 'view', 'jane') });
    await box.run(['check', 'a', '--write-baseline', 'gone.json']);
    const [told, failed, json] = await Promise.all([
      box.run(['check', 'd', '--baseline', 'gone.json']), box.run(['check', 'd', '--baseline', 'gone.json', '--fail-on-stale']),
      box.run(['check', 'd', '--baseline', 'gone.json', '--format', 'json']),
    ]);
    expect(told).toMatchObject({ code: 0, out: expect.stringMatching(/^resolved access-everything [^\n]*\n {2}found no more: [^\n]*--write-baseline[^\n]*\nclean: /) });
    expect(failed).toMatchObject({ code: 1, out: expect.stringMatching(/^error baseline-stale {2}gone\.json\n/) });
    expect(JSON.parse(json.out)).toMatchObject({ problems: [], known: [], stale: [{ id: 'access-everything', count: 1 }] });
  });

  test('hides no error, in no format', async () => {
    box.put({ 'e/main.ts': program(ROLE) });
    await box.run(['synth'], { cwd: 'e' });
    box.put({ 'e/dist/manifests/shop/prod/manifests/policies/shop/extra.yaml': binding('extra', 'view', 'x') });
    const run = await box.run(['check', '--write-baseline', 'b.json'], { cwd: 'e' });
    expect(run).toMatchObject({ code: 1, out: expect.stringContaining('error drift-foreign') });
    expect(JSON.parse(box.read('e/b.json'))).toEqual({ version: 1, findings: [] });
    const sarif = JSON.parse((await box.run(['check', '--baseline', 'b.json', '--format', 'sarif'], { cwd: 'e' })).out);
    expect(sarifErrors(sarif)).toEqual([]);
    expect(sarif.runs[0].results).toEqual([expect.objectContaining({ ruleId: 'drift-foreign' })]);
  });
});

describe('only a baseline is written, and only where it is known what is there', () => {
  test('not where something hides what else would be found', async () => {
    box.put({ 'f/bad.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: Bad_}\n', 'g/bad.yaml': 'a: [\n' });
    const runs = await Promise.all(['f', 'g'].map(folder => box.run(['check', folder, '--write-baseline', `${folder}.json`])));
    expect(runs.map(({ code }) => code)).toEqual([1, 2]);
    expect(runs[0]!.err).toMatch(/^warning f\.json was not written: what is wrong with the input hides what else would be found\n$/);
    expect(['f.json', 'g.json'].map(file => existsSync(box.path(file)))).toEqual([false, false]);
  });

  test('over nothing but a baseline, never through a link, and not at all when nothing changed', async () => {
    box.put({ 'h/rbac.yaml': binding('ops', 'cluster-admin', 'jane'), 'mine.json': '{"mine": true}\n' });
    symlinkSync(box.path('mine.json'), box.path('link.json'));
    const [mine, link, nowhere] = await Promise.all(['mine.json', 'link.json', 'no/b.json'].map(file => box.run(['check', 'h', '--write-baseline', file])));
    expect(mine).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^error baseline-unreadable {2}mine\.json:1:1: /) });
    expect(link).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^error path-unsafe {2}link\.json: /) });
    expect(nowhere).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^error input-missing {2}no: /) });
    expect(box.read('mine.json')).toBe('{"mine": true}\n');
    await box.run(['check', 'h', '--write-baseline', 'h.json']);
    const before = box.snapshot();
    await box.run(['check', 'h', '--write-baseline', 'h.json']);
    expect(box.snapshot()).toEqual(before);
  });

  test('a baseline that cannot be read stops the check: nothing passes unseen', async () => {
    box.put({ 'i/rbac.yaml': binding('ops', 'cluster-admin', 'jane') });
    writeFileSync(box.path('i.json'), '{"version": 1, "findings": [{}]}');
    const [missing, broken] = await Promise.all(['nowhere.json', 'i.json'].map(file => box.run(['check', 'i', '--baseline', file])));
    expect(missing).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^error input-missing {2}nowhere\.json: /) });
    expect(broken).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^error baseline-unreadable {2}i\.json:1:29: /) });
  });
});

test.each([
  [['--baseline', 'x', '--write-baseline', 'y'], 'both --baseline and --write-baseline were given'],
  [['--write-baseline', 'y', '--cluster', 'prod'], '--write-baseline was given with --cluster, and would forget the other clusters'],
  [['--fail-on-stale'], '--fail-on-stale was given without --baseline'],
])('%j makes no sense, and is told so', async (args, message) => {
  expect(await box.run(['check', '.', ...args])).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
});

test('a comment for a pull request is Markdown with the place from where the command ran', async () => {
  box.put({ 'j/rbac.yaml': binding('ops', 'cluster-admin', 'jane') });
  const { code, out } = await box.run(['check', 'j', '--format', 'md']);
  expect(code).toBe(1);
  expect(out).toMatch(/^### Security check: 1 problem\n\n1 object in 1 file\.\n\n- 🔴 \*\*critical\*\* `access-everything`: `ClusterRoleBinding ops` [^\n]*\n {2}- at `j\/rbac\.yaml:1:1`\n/);
  expect(readFileSync(box.path('j/rbac.yaml'), 'utf8')).toBe(binding('ops', 'cluster-admin', 'jane'));
});
