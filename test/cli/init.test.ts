import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Sandbox } from './support';

const sandbox = new Sandbox();
afterAll(() => sandbox.remove());

jest.setTimeout(60_000);

/** As npm install would, for a package that is not published. */
function install(folder: string): void {
  mkdirSync(sandbox.path(folder, 'node_modules'));
  symlinkSync(join(__dirname, '../..'), sandbox.path(folder, 'node_modules/cdk8s-bulwark'), 'dir');
}

test('a new app agrees with the tree that it comes with, and check finds nothing in it', async () => {
  const { code, out, err } = await sandbox.run(['init', 'team']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('team/main.ts\n');
  expect(out).toMatch(/\ncd team && npm install && npm test\n$/);
  install('team');
  const check = await sandbox.run(['check'], { cwd: 'team' });
  expect(check.out).toMatch(/^clean: .* guarantees hold\n/);
  expect(check.code).toBe(0);
});

test('check fails when the program of the new app and its tree part ways', async () => {
  await sandbox.run(['init', 'drift']);
  install('drift');
  writeFileSync(sandbox.path('drift/shop.ts'), sandbox.read('drift/shop.ts').replace('team-shop', 'everybody'));
  const { code, out } = await sandbox.run(['check'], { cwd: 'drift' });
  expect(code).toBe(1);
  expect(out).toContain('drift-changed');
  expect(out).toContain('fix: run bulwark synth and commit the result');
});

test('check tells to restore what somebody changed by hand, which synth would refuse to write over', async () => {
  await sandbox.run(['init', 'edited']);
  install('edited');
  const role = 'edited/dist/manifests/edited/prod/manifests/policies/shop/networkpolicy-default-deny.yaml';
  writeFileSync(sandbox.path(role), `${sandbox.read(role)}# more\n`);
  const { code, out } = await sandbox.run(['check'], { cwd: 'edited' });
  expect(code).toBe(1);
  expect(out).toMatch(/drift-changed[^]*fix: restore the file, or run bulwark synth --force to overwrite it/);
});

test('cdk8s synth writes a new app where bulwark synth does', async () => {
  await sandbox.run(['init', 'place']);
  expect((parse(sandbox.read('place/cdk8s.yaml')) as { output: string }).output).toBe('dist/manifests/place');
});

test('nothing that stands is replaced: every file in the way is named, and nothing is written', async () => {
  sandbox.put({ 'taken/main.ts': 'mine', 'taken/.github/workflows/policies.yml': 'mine' });
  const before = sandbox.snapshot('taken');
  const { code, err } = await sandbox.run(['init'], { cwd: 'taken' });
  expect(code).toBe(2);
  expect(err.match(/error file-foreign {2}[^\s:]+/g)).toEqual(['error file-foreign  .github/workflows/policies.yml', 'error file-foreign  main.ts']);
  expect(sandbox.snapshot('taken')).toEqual(before);
});

test('what stands beside it stays', async () => {
  sandbox.put({ 'beside/notes.txt': 'mine' });
  expect((await sandbox.run(['init', 'beside'])).code).toBe(0);
  expect(sandbox.read('beside/notes.txt')).toBe('mine');
});

test.each([
  ['It\'s $(id) `x`; rm -rf', 'it-s-id-x-rm-rf'],
  ['cdk8s', 'cdk8s-policies'],
  ['\u00e4\u00f6', 'policies'],
  ['-x-', 'x'],
  ['constructor', 'constructor'],
])('in the folder %s the app is called %s', async (folder, name) => {
  mkdirSync(sandbox.path(folder));
  const { code } = await sandbox.run(['init'], { cwd: folder });
  expect(code).toBe(0);
  expect(JSON.parse(sandbox.read(`${folder}/package.json`))).toMatchObject({ name });
  expect(statSync(sandbox.path(`${folder}/dist/manifests/${name}/prod/.bulwark.json`)).isFile()).toBe(true);
});

test('a folder that is a file is refused', async () => {
  sandbox.put({ file: '' });
  expect(await sandbox.run(['init', 'file'])).toMatchObject({ code: 2, err: expect.stringContaining('path-unsafe') as string });
});

describe('the workflows', () => {
  const workflow = async (name: string): Promise<any> => {
    await sandbox.run(['init', 'ci']);
    return parse(sandbox.read(`ci/.github/workflows/${name}.yml`)) as unknown;
  };
  const NAMES = ['policies', 'policies-comment'];

  test.each(NAMES)('%s takes actions by digest, has only the rights that it names, and no value of an event in a script', async name => {
    const { jobs, permissions } = await workflow(name);
    expect(permissions).toEqual(name === 'policies' ? { contents: 'read' } : { 'actions': 'read', 'pull-requests': 'write' });
    const steps = Object.values<any>(jobs).flatMap(job => job.steps as any[]);
    const used = steps.filter(step => step.uses !== undefined);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter(step => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(step.uses))).toEqual([]);
    const scripts = steps.filter(step => step.run !== undefined).map(step => step.run as string);
    expect(scripts.filter(script => script.includes('${{'))).toEqual([]);
    scripts.forEach(script => expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' }));
  });

  test('the one that runs the code of a pull request can write nothing, and the one that writes runs none of it', async () => {
    const [check, comment] = [await workflow('policies'), await workflow('policies-comment')];
    expect(check.on.pull_request_target).toBeUndefined();
    expect(check.jobs.check.steps.find((step: any) => step.uses?.startsWith('actions/checkout')).with['persist-credentials']).toBe(false);
    expect(comment.jobs.comment.steps.filter((step: any) => step.uses?.startsWith('actions/checkout') || /\bnpm\b|\bnpx\b/.test(String(step.run)))).toEqual([]);
  });

  test('the hook is a program that a shell understands', async () => {
    await sandbox.run(['init', 'hook']);
    expect(statSync(sandbox.path('hook/.githooks/pre-commit')).mode.toString(8)).toMatch(/755$/);
    expect(spawnSync('sh', ['-n', sandbox.path('hook/.githooks/pre-commit')]).status).toBe(0);
  });
});
