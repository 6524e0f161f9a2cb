import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAIN, Sandbox } from './support';

jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

test('without a command the help is shown, as an error; asked for, as an answer', async () => {
  const [alone, help, synth] = await Promise.all([box.run([]), box.run(['--help']), box.run(['synth', '--help'])]);
  expect(alone).toMatchObject({ code: 2, out: '' });
  expect(help).toEqual({ code: 0, err: '', out: alone.err });
  expect(help.out).toMatch(/synth .*\n[^]*check .*\n[^]*Exit status: 0 [^]*1 [^]*2 /);
  expect(synth).toMatchObject({ code: 0, err: '' });
  for (const option of ['--out', '--cluster', '--dry-run', '--force', '--prune-clusters', '--watch', '--format']) {
    expect(synth.out).toContain(option);
  }
});

/** Every command, and those of commands, as the help lists them. */
async function everyCommand(...names: string[]): Promise<string[][]> {
  const { out } = await box.run([...names, '--help']);
  const [, listed = ''] = /^Commands:\n([^]*?)(?:\n\n|(?![^]))/m.exec(out) ?? [];
  const commands = [...listed.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map(match => match[1]!).filter(name => name !== 'help');
  return commands.length === 0 ? [names] : (await Promise.all(commands.map(name => everyCommand(...names, name)))).flat();
}

test('the help of every command has examples, of options that it has', async () => {
  const commands = await everyCommand();
  expect(commands.length).toBeGreaterThan(14);
  for (const names of commands) {
    const { out } = await box.run([...names, '--help']);
    const [, examples = ''] = /^Examples:\n((?: {2}.*\n)+)/m.exec(out) ?? [];
    const lines = examples.split('\n').filter(line => line.includes(`bulwark ${names.join(' ')}`));
    expect([names, lines.length > 0]).toEqual([names, true]);
    const [usage = ''] = out.split('Examples:');
    for (const [flag] of lines.join('\n').matchAll(/(?<= )--?[a-z][a-z-]*/g)) {
      expect([names, usage]).toEqual([names, expect.stringMatching(new RegExp(`(^|[ ,])${flag}[ ,\n]`, 'm'))]);
    }
  }
});

test('--version is the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };
  expect(await box.run(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

test.each([
  [['frobnicate'], 'unknown command \'frobnicate\'', 'bulwark --help'],
  [['chekc'], 'Did you mean check?', 'bulwark --help'],
  [['synth', '--frobnicate'], 'unknown option \'--frobnicate\'', 'bulwark synth --help'],
  [['check', '--exclud', 'x'], 'Did you mean --exclude?', 'bulwark check --help'],
  [['check', 'a', 'b'], 'too many arguments', 'bulwark check --help'],
  [['check', '--out'], 'argument missing', 'bulwark check --help'],
  [['synth', '--format', 'xml'], 'Allowed choices are text, json', 'bulwark synth --help'],
])('%j is an error that says where help is', async (args, message, help) => {
  const run = await box.run(args);
  expect(run).toMatchObject({ code: 2, out: '' });
  expect(run.err).toContain(message);
  expect(run.err).toContain(`(${help} tells more)`);
});

describe('colours', () => {
  beforeAll(() => box.put({ 'a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: A}\n' }));

  test('are for terminals: none in a pipe, also in CI, unless they are forced', async () => {
    const environments: Array<Record<string, string>> = [{}, { CI: 'true' }, { FORCE_COLOR: '1' }, { FORCE_COLOR: '1', NO_COLOR: '1' }];
    const [pipe, ci, forced, both] = await Promise.all(environments.map(env => box.run(['check', 'a.yaml'], { env })));
    expect(pipe!.out).toMatch(/^error object-invalid/);
    expect(ci!.out).toBe(pipe!.out);
    expect(both!.out).toBe(pipe!.out);
    expect(forced!.out).toMatch(/^\u001b\[31merror\u001b\[39m /);
    // eslint-disable-next-line no-control-regex
    expect(forced!.out.replace(/\u001b\[\d+m/g, '')).toBe(pipe!.out);
  });
});

test('a terminal without UTF-8 gets arrows in ASCII, and names as they are', async () => {
  const program = 'import { Cluster, ClusterTarget, PolicyApp } from \'cdk8s-bulwark\';\nconst app = new PolicyApp({ name: \'a\' });\n'
    + 'new Cluster(app, \'prod\', { target: ClusterTarget.kubeadm({ kubernetes: \'1.34\' }) });\napp.synth();\n';
  box.put({ 'app/main.ts': program });
  const runs = await Promise.all([{}, { LANG: 'C' }, { LANG: 'de_DE.ISO-8859-1' }, { LANG: 'C', LC_ALL: 'C.UTF-8' }]
    .map(env => box.run(['synth', 'app/main.ts', '--dry-run'], { env: env as Record<string, string> })));
  expect(runs.map(({ code, out }) => [code, out.split('\n')[0]])).toEqual(['→', '->', '->', '→'].map(arrow => [0, `a ${arrow} dist/manifests/a (dry run, nothing written)`]));
});

test('a reader that closes the pipe early is no error', () => {
  const many = Array.from({ length: 3000 }, (_, at) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: A${at}}\n`).join('---\n');
  const { stderr, stdout } = spawnSync('bash', ['-c', `"${process.execPath}" "${MAIN}" check --from - | head -n 1; echo "\${PIPESTATUS[0]}"`], { input: many, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^error object-invalid .*\n[012]\n$/);
});

test('a long answer reaches a slow reader whole', async () => {
  const many = Array.from({ length: 3000 }, (_, at) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: A${at}}\n`).join('---\n');
  const { code, out } = await box.run(['check', '--from', '-', '--format', 'json'], { input: many });
  expect(code).toBe(1);
  expect((JSON.parse(out) as { problems: unknown[] }).problems).toHaveLength(3000);
});
