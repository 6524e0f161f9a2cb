import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { Sandbox } from './support';

jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

const PAGE = '<!DOCTYPE html>';
const ROLE = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a}\nrules: [{apiGroups: [""], resources: [pods], verbs: [get]}]\n';

beforeAll(() => box.put({
  'in/role.yaml': ROLE,
  'broken/role.yaml': `${ROLE}  x: [\n`,
  'empty/notes.txt': 'nothing',
  'undecodable/role.yaml': ROLE.replace('verbs: [get]', 'verbs: {get: 1}'),
  'main.md': '# mine\n',
  'mine.html': '<!doctype html><title>mine</title>\n',
}));
beforeAll(() => symlinkSync('nowhere.html', box.path('dangling.html')));

const report = (...args: string[]) => box.run(['report', ...args]);

test('the page goes to standard output, or to a file with nothing printed; the same bytes each time', async () => {
  const [out, again] = await Promise.all([report('in'), report('in')]);
  expect(out).toMatchObject({ code: 0, err: '' });
  expect(out.out.startsWith(PAGE)).toBe(true);
  expect(again.out).toBe(out.out);
  expect(await report('in', '-o', 'a.html')).toEqual({ code: 0, out: '', err: '' });
  expect(box.read('a.html')).toBe(out.out);
  expect(await report('in', '-o', 'a.html')).toMatchObject({ code: 0 });
});

test.each([
  [['broken'], 'yaml-syntax', 'broken/role.yaml:5'],
  [['empty'], 'input-missing', 'empty'],
  [['nowhere'], 'input-missing', 'nowhere'],
  [['undecodable'], 'object-invalid', 'undecodable/role.yaml:1'],
  [['in', '-o', 'nowhere/a.html'], 'output-unwritable', 'nowhere/a.html'],
  [['in', '-o', 'in/role.yaml/a.html'], 'output-unwritable', 'a.html'],
  [['in', '-o', 'main.md'], 'file-foreign', 'main.md'],
  [['in', '-o', 'mine.html'], 'file-foreign', 'mine.html'],
  [['in', '-o', 'dangling.html'], 'path-unsafe', 'dangling.html'],
  [['in', '-o', 'in'], 'file-foreign', 'in'],
  [['in', '-o', '/dev/null'], 'file-foreign', '/dev/null'],
  [['in', '--cluster', 'prod'], 'cluster-unknown', 'prod'],
  [['in', '--kubernetes', '1.2'], 'target-unsupported', '1.2'],
  [['-'], 'usage', 'stream'],
  [['in', '--against', 'no-such-revision'], 'revision-unreadable', 'no-such-revision'],
])('%j is one problem with its place, exit 2, and writes nothing', async (args, id, place) => {
  const before = box.snapshot();
  const { code, out, err } = await report(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(new RegExp(`^error ${id}`));
  expect(err.split('error ')).toHaveLength(2);
  expect(err).toContain(place);
  expect(box.snapshot()).toEqual(before);
});

test('an unknown option or format is a usage error', async () => {
  const { code, err } = await report('in', '--format', 'pdf');
  expect(code).toBe(2);
  expect(err).toContain('unknown option \'--format\'');
});

test('a folder that may not be written to is said in one problem', async () => {
  mkdirSync(box.path('closed'));
  chmodSync(box.path('closed'), 0o555);
  const { code, err } = await report('in', '-o', 'closed/a.html');
  chmodSync(box.path('closed'), 0o755);
  // The superuser may write everywhere.
  expect([code, err.slice(0, 23)]).toEqual(process.getuid?.() === 0 ? [0, ''] : [2, 'error output-unwritable']);
});
