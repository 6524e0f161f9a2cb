import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBLEMS } from '../../src/manifests/problem';

const ROOT = join(__dirname, '../..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** Code blocks of one language, in order. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(match => match[1]!);
}

describe('the program on the first screen', () => {
  // Inside the repository, so that the package finds itself by its name.
  const holder = mkdtempSync(join(ROOT, 'test', '.tmp-readme-'));
  const folder = join(holder, 'shop');
  mkdirSync(folder);
  writeFileSync(join(folder, 'main.ts'), blocks('ts')[0]!);
  const bulwark = (args: readonly string[]) =>
    spawnSync(process.execPath, [join(ROOT, 'lib/cli/main.js'), ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  const run = bulwark(['synth', 'main.ts']);
  afterAll(() => rmSync(holder, { recursive: true }));

  test('runs as it stands, and prints what the README says', () => {
    expect(run.stderr).toBe('');
    expect(`$ npx bulwark synth main.ts\n${run.stdout}`).toBe(blocks('console')[0]);
  });

  test('answers what the README says', () => {
    const shown = blocks('console').find(block => block.startsWith('$ npx bulwark can '))!;
    const commands = [...shown.matchAll(/^\$ npx bulwark (.*)$/gm)].map(match => match[1]!);
    expect(commands.length).toBeGreaterThan(2);
    expect(commands.map(command => `$ npx bulwark ${command}\n${bulwark(command.split(' ')).stdout}`).join('')).toBe(shown);
  });

  test.each(blocks('yaml').map(block => [/^# (.*)\n/.exec(block)![1]!, block.replace(/^# .*\n/, '')]))('writes %s as shown', (path, text) => {
    expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
  });
});

test('every problem id is explained in docs/problems.md, and no other', () => {
  const explained = [...readFileSync(join(ROOT, 'docs/problems.md'), 'utf8').matchAll(/^\| `([a-z-]+)` \|/gm)].map(match => match[1]!);
  expect(explained.sort()).toEqual(Object.keys(PROBLEMS).sort());
});
