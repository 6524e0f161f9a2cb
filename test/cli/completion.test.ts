import { execFileSync, spawnSync } from 'node:child_process';
import { MAIN, Sandbox } from './support';

jest.setTimeout(60_000);

const box = new Sandbox();
afterAll(() => box.remove());

const SHELLS = ['bash', 'zsh', 'fish'] as const;
const SCRIPTS: Partial<Record<string, string>> = {};
const isHere = (shell: string) => spawnSync(shell, ['-c', ':']).status === 0;
/** bash is everywhere; the others are tested where they are installed. */
const ifHere = (shell: string) => shell === 'bash' || isHere(shell) ? test : test.skip;

beforeAll(() => SHELLS.forEach(shell => SCRIPTS[shell] = execFileSync(process.execPath, [MAIN, 'completion', shell], { encoding: 'utf8' })));

/** What a shell offers for the last of some words. */
const OFFERED: Readonly<Record<string, (words: readonly string[]) => string[]>> = {
  bash: words => run('bash', ['--norc', '-c', `${SCRIPTS.bash}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _bulwark; printf '%s\\n' "\${COMPREPLY[@]}"`, '-', ...words]),
  // What the functions of its completion would show is printed.
  zsh: words => run('zsh', ['-f', '-c', [
    '_describe() { local each; for each in "${(@P)@[-1]}"; do print -r -- "${each%%:*}"; done }', '_files() { print FILES }', 'compset() { : }', 'compdef() { : }',
    SCRIPTS.zsh!, 'words=("$@"); CURRENT=$#; _bulwark',
  ].join('\n'), '-', ...words]).filter(word => word.startsWith(words.at(-1)!.replace(/^--.*=/, '')) || word === 'FILES'),
  fish: words => run('fish', ['--no-config', '-c', `${SCRIPTS.fish}\ncomplete -C "$argv"`, '--', words.join(' ')]).map(line => line.split('\t')[0]!.replace(/^--\S+=/, '')),
};

function run(shell: string, args: readonly string[]): string[] {
  const { stdout, stderr, status } = spawnSync(shell, args, { cwd: box.root, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: box.root } });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n').filter(line => line !== '');
}

describe.each(SHELLS)('%s', shell => {
  const offered = (...words: string[]) => OFFERED[shell]!(words).sort();

  ifHere(shell)('completes commands, those of commands, options and the values of options', () => {
    expect(offered('bulwark', 'wh')).toEqual(['who-can']);
    expect(offered('bulwark', 'audit', '')).toEqual(['level', 'replay']);
    expect(offered('bulwark', 'map', '--form')).toEqual(['--format']);
    expect(offered('bulwark', 'map', '--format', 'me')).toEqual(['mermaid']);
    expect(offered('bulwark', 'map', '--format', 'mermaid', '--by', '')).toEqual(['namespace', 'workload']);
    expect(offered('bulwark', 'audit', 'replay', '--stri')).toEqual(['--strict']);
    expect(offered('bulwark', 'completion', '--he')).toEqual(['--help']);
  });

  ifHere(shell)('takes no value of an option for a command', () => {
    expect(offered('bulwark', 'diff', '--path', 'map', '--fail')).toEqual(['--fail-on']);
    expect(offered('bulwark', 'diff', '--path', 'map', '--by')).toEqual([]);
  });
});

ifHere('bash')('bash completes a value behind =, as it splits words', () => {
  expect(OFFERED.bash!(['bulwark', 'map', '--format', '=', 'sv'])).toEqual(['svg']);
  expect(OFFERED.bash!(['bulwark', 'map', '--format', '='])).toContain('svg');
});

ifHere('zsh')('zsh completes a value behind =, and files where nothing else is known', () => {
  expect(OFFERED.zsh!(['bulwark', 'map', '--format=sv'])).toContain('svg');
  expect(OFFERED.zsh!(['bulwark', 'map', '--from', ''])).toEqual(['FILES']);
});

test('an unknown shell is a usage error that lists the known ones', async () => {
  const { code, out, err } = await box.run(['completion', 'tcsh']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('Allowed choices are bash, zsh, fish');
});
