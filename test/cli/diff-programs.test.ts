import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MAIN } from './support';

jest.setTimeout(120_000);

const PACKAGE = join(__dirname, '../..');
const AUTHOR = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', '-c', 'protocol.file.allow=always'];
let root: string;
/** Where exports would be left. */
let temp: string;
const git = (...args: string[]) => execFileSync('git', [...AUTHOR, ...args], { cwd: root, encoding: 'utf8' }).trim();

function environment(): NodeJS.ProcessEnv {
  const env = { ...process.env, NO_COLOR: '1', TMPDIR: temp } as NodeJS.ProcessEnv;
  for (const name of ['JEST_WORKER_ID', 'GITHUB_WORKSPACE', 'FORCE_COLOR', 'CDK8S_OUTDIR']) delete env[name];
  return env;
}

function bulwark(...args: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [MAIN, ...args], { cwd: root, encoding: 'utf8', env: environment() });
}

function put(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const program = (role: string, more = '') => `import { readFileSync } from 'node:fs';
import { AccessBinding, Cluster, ClusterTarget, ExistingRole, PolicyApp, Subject } from 'cdk8s-bulwark';
import { team } from './team';
const app = new PolicyApp({ name: 'team' });
const prod = new Cluster(app, 'prod', { target: ClusterTarget.generic({ kubernetes: '1.34' }) });
new AccessBinding(prod, 'jane', { role: ExistingRole.${role}, subjects: [Subject.user('jane'), Subject.group(team + readFileSync('note.txt', 'utf8').trim())], clusterWide: true });
${more}
app.synth();
`;

function commit(message: string): string {
  git('add', '-A');
  git('commit', '-qm', message, '--allow-empty');
  return git('rev-parse', 'HEAD');
}

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'bulwark-programs-')));
  temp = realpathSync(mkdtempSync(join(tmpdir(), 'bulwark-exports-')));
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(PACKAGE, join(root, 'node_modules/cdk8s-bulwark'));
  ['cdk8s', 'constructs'].forEach(name => symlinkSync(join(PACKAGE, 'node_modules', name), join(root, 'node_modules', name)));
  git('init', '-q', '-b', 'main');
  put({
    '.gitignore': 'node_modules\ndist\n',
    'package.json': '{ "name": "team" }\n',
    'package-lock.json': '{ "lockfileVersion": 3 }\n',
    'main.ts': program('VIEW'),
    'team.ts': 'export const team = \'a\';\n',
    'note.txt': 'x\n',
  });
  commit('first');
});

afterEach(() => {
  // Whatever became of the command, nothing of the revision is left, and nothing here was touched.
  expect(readdirSync(temp)).toEqual([]);
  rmSync(root, { recursive: true, force: true });
  rmSync(temp, { recursive: true, force: true });
});

test('an app whose tree is not committed is run as it was: its own files, also those it reads from where it is run', () => {
  put({ 'main.ts': program('EDIT'), 'team.ts': 'export const team = \'b\';\n', 'note.txt': 'y\n' });
  const before = git('status', '--porcelain');
  const { status, stdout, stderr } = bulwark('diff', 'HEAD', '--format', 'json');
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  const text = JSON.stringify(JSON.parse(stdout).changes);
  expect(text).toContain('"ax"');
  expect(text).toContain('"by"');
  expect(git('status', '--porcelain')).toBe(before);
});

test('the same program makes the same, and its places are those of the revision', () => {
  expect(bulwark('diff', 'HEAD')).toMatchObject({ status: 0, stderr: '' });
  put({ 'main.ts': program('EDIT') });
  const { stdout } = bulwark('diff', 'HEAD', '--format', 'json');
  expect(stdout).not.toContain(temp);
});

test('two revisions, either of which may have its tree committed', () => {
  const first = git('rev-parse', 'HEAD');
  put({ 'main.ts': program('EDIT'), '.gitignore': 'node_modules\n' });
  expect(bulwark('synth')).toMatchObject({ status: 0 });
  commit('with its tree');
  expect(bulwark('diff', first, 'HEAD', '--fail-on', 'broadening')).toMatchObject({ status: 1, stdout: expect.stringContaining('jane may now') as string });
  expect(bulwark('diff', 'HEAD', first, '--fail-on', 'broadening')).toMatchObject({ status: 0 });
});

test('check --against compares with what the program promised then', () => {
  put({ '.gitignore': 'node_modules\n' });
  bulwark('synth');
  expect(bulwark('check', '--against', 'HEAD').stdout).not.toContain('promise-weakened');
  const promise = 'Guarantees.of(prod).add(Guarantee.readsOnly([Subject.user(\'x\')]));';
  put({ 'main.ts': program('VIEW', promise).replace('AccessBinding,', 'AccessBinding, Guarantee, Guarantees,'), '.gitignore': 'node_modules\ndist\n' });
  commit('promises');
  put({ 'main.ts': program('VIEW') });
  const { status, stdout } = bulwark('check', '--against', 'HEAD');
  expect([status, stdout]).toEqual([1, expect.stringContaining('promise-weakened')]);
});

const COMMANDS: Array<[string, string[]]> = [['diff', ['diff', 'HEAD']], ['check --against', ['check', '--against', 'HEAD']]];

describe.each(COMMANDS)('%s refuses, with the reason and exit status 2,', (_, command) => {
  const refuses = (...reasons: string[]) => {
    const { status, stdout, stderr } = bulwark(...command);
    expect(status).toBe(2);
    reasons.forEach(reason => expect(stdout + stderr).toContain(reason));
  };

  test('another lock file: the packages of today are not those of then', () => {
    put({ 'package-lock.json': '{ "lockfileVersion": 3, "x": 1 }\n' });
    refuses('revision-unreadable', 'HEAD:package-lock.json', 'differs from the one here');
  });

  test('a lock file that was not there', () => {
    rmSync(join(root, 'package-lock.json'));
    refuses('package-lock.json', 'is in the revision, and not here');
  });

  test('a link that leads out of the revision, also by way of a folder that is a link', () => {
    symlinkSync('../outside', join(root, 'away'));
    symlinkSync('node_modules/../note.txt', join(root, 'around'));
    commit('links');
    refuses('HEAD:away', 'HEAD:around', 'is a link that leads out of the revision');
  });

  test('a submodule', () => {
    git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD')},charts`);
    git('commit', '-qm', 'submodule');
    refuses('HEAD:charts', 'is a submodule');
  });

  test('a file that git-lfs keeps', () => {
    put({ 'big.yaml': `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1\n` });
    commit('lfs');
    refuses('HEAD:big.yaml', 'git-lfs');
  });

  test('a program that fails there', () => {
    const first = readFileSync(join(root, 'main.ts'), 'utf8');
    put({ 'main.ts': `${first}\nthrow new Error('not today');\n` });
    commit('broken');
    put({ 'main.ts': first });
    refuses('app-failed', 'HEAD:main.ts', 'not today');
  });

  test('a revision that has neither the tree nor the program', () => {
    git('rm', '-q', '--cached', 'main.ts');
    git('commit', '-qm', 'gone');
    refuses('has neither the tree nor the program');
  });

  test('a revision that does not exist', () => {
    const { status, stdout, stderr } = bulwark(...command.map(each => each === 'HEAD' ? 'no-such-branch' : each));
    expect([status, stdout + stderr]).toEqual([2, expect.stringContaining('revision-unreadable')]);
  });

  describe('of a committed tree', () => {
    const index = 'dist/manifests/team/prod/.bulwark.json';
    const binding = 'dist/manifests/team/prod/manifests/policies/_cluster/clusterrolebinding-jane-clusterrole-view.yaml';
    const damaged = (path: string, change: (text: string) => string) => {
      put({ '.gitignore': 'node_modules\n' });
      bulwark('synth');
      const text = readFileSync(join(root, path), 'utf8');
      put({ [path]: change(text) });
      commit('damaged');
      put({ [path]: text });
    };

    test('one that was edited by hand', () => {
      damaged(binding, text => text.replace('name: view', 'name: cluster-admin'));
      refuses('file-edited', `HEAD:${binding}`);
    });

    test('a broken index', () => {
      damaged(index, text => text.slice(0, 50));
      refuses('index-unreadable', `HEAD:${index}`);
    });

    test('an index that names a path outside of the tree', () => {
      damaged(index, text => text.replace('"files": {', '"files": { "../../../../main.ts": { "sha256": "00" }, ').replace('"files":{', '"files":{"../../../../main.ts":{"sha256":"00"},'));
      refuses('index-unreadable', 'not a path inside its folder');
    });
  });
});

test('an interrupted command leaves nothing of the revision', async () => {
  put({ 'main.ts': program('VIEW', 'setTimeout(() => undefined, 60_000);') });
  commit('slow');
  put({ 'main.ts': program('VIEW') });
  const child = spawn(process.execPath, [MAIN, 'diff', 'HEAD'], { cwd: root, env: environment(), stdio: 'ignore' });
  const ended = new Promise<NodeJS.Signals | null>(resolve => child.once('exit', (_, signal) => resolve(signal)));
  while (child.exitCode === null && !readdirSync(temp).some(name => readdirSync(join(temp, name)).includes('main.ts'))) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  child.kill('SIGINT');
  expect(await ended).toBe('SIGINT');
});

test('a program is not run with a package of the working tree, which may be another than it was then', () => {
  put({ 'packages/shared/package.json': '{ "name": "shared" }\n', 'packages/shared/index.js': 'module.exports = 1;\n' });
  commit('with a package of its own');
  symlinkSync('../packages/shared', join(root, 'node_modules/shared'));
  const { status, stdout, stderr } = bulwark('diff', 'HEAD');
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain('is a package of the working tree');
});

test('of two revisions no program is run where a tree stands elsewhere in one of them', () => {
  commit('first');
  put({ 'deploy/.bulwark.json': '{}\n', 'main.ts': program('VIEW', 'throw new Error("was run");') });
  commit('with a tree in another folder');
  const { status, stderr } = bulwark('diff', 'HEAD', 'HEAD');
  expect(status).toBe(2);
  expect(stderr).toContain('is the index of a tree');
  expect(stderr).not.toContain('was run');
});
