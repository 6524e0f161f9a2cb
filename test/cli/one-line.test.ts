import { rmSync, symlinkSync } from 'node:fs';
import { Sandbox } from './support';

jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

const ROLE = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a}\nrules: []\n';

beforeAll(() => box.put({
  'in/role.yaml': ROLE,
  'broken/role.yaml': `${ROLE}  x: [\n`,
  'empty/notes.txt': 'nothing',
  'latin/role.yaml': Buffer.from([0xff, 0xfe, 0x80]),
  'file': 'mine\n',
}));

test.each([
  [['report', 'broken'], /^error yaml-syntax {2}broken\/role\.yaml:\d+:\d+: /],
  [['report', 'empty'], /^error input-missing {2}empty: holds no manifest/],
  [['report', 'nowhere'], /^error input-missing {2}nowhere: does not exist/],
  [['report', 'latin'], /^error yaml-syntax {2}latin\/role\.yaml: is not UTF-8 text/],
  [['report', 'in', '-o', 'file/report.html'], /^error output-unwritable {2}file\/report\.html: cannot be written/],
  [['check', 'empty'], /^error input-missing {2}empty: /],
  [['can', 'get', 'pods', '--as', 'jane', '--from', 'broken'], /^error yaml-syntax {2}broken\//],
  [['reach', 'a/b', 'c/d', '--from', 'empty'], /^error input-missing {2}empty: /],
  [['map', '--from', 'nowhere'], /^error input-missing {2}nowhere: /],
  [['explain', 'a/b', '--from', 'empty'], /^error input-missing {2}empty: /],
  [['diff', 'nowhere', 'in'], /^error revision-unreadable {2}.*"nowhere"/],
  [['audit', 'level', 'get', 'pods', '--as', 'jane', '--policy', 'nowhere'], /^error input-missing {2}nowhere: /],
  [['import', 'manifests', 'in', '--write', 'file/x'], /^error [a-z-]+ {2}file/],
  [['check', 'in', '--write-baseline', 'file/x'], /^error [a-z-]+ {2}file/],
  [['check', 'in', '--format', 'xml'], /^error: option '--format <name>' argument 'xml' is invalid\. Allowed choices are text, json, md, github, sarif\.$/m],
  [['targets', 'nowhere'], /^error target-unsupported {2}target: is no distribution/],
])('%j is said in one line, with at most one on what to do, and exit 2', async (args, line) => {
  const { code, out, err } = await box.run(args, { env: { LANG: 'C' } });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  const [first, ...rest] = err.trimEnd().split('\n');
  expect(first).toMatch(line);
  expect(rest.filter(each => !/^( {2}fix: |\(bulwark )/.test(each))).toEqual([]);
  expect(rest.length).toBeLessThanOrEqual(1);
  // eslint-disable-next-line no-control-regex
  expect(err).toMatch(/^[\u0000-\u007f]*$/);
});

test.each([['file/tree', 'file: cannot be written to \\(EEXIST\\)'], ['x'.repeat(300), 'x+: cannot be written to \\(ENAMETOOLONG\\)'], ['loop/tree', 'loop(/tree)?: cannot be written to \\(ELOOP\\)']])(
  'a folder of the app that nobody may write to is one line: %s', async (folder, said) => {
    const program = 'import { Cluster, ClusterTarget, PolicyApp } from \'cdk8s-bulwark\';\nconst app = new PolicyApp({ name: \'a\' });\n'
      + 'new Cluster(app, \'prod\', { target: ClusterTarget.kubeadm({ kubernetes: \'1.34\' }) });\napp.synth();\n';
    box.put({ 'app/main.ts': program });
    rmSync(box.path('loop'), { force: true });
    symlinkSync('loop', box.path('loop'));
    const { code, out, err } = await box.run(['synth', 'app/main.ts', '--out', folder]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(new RegExp(`^error output-unwritable {2}${said}\\n {2}fix: .*\\n$`));
  });
