import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { program, ROLE, ROLE_FILE, Sandbox } from './support';

jest.setTimeout(120_000);

const box = new Sandbox();
afterAll(() => box.remove());

test('--watch synths again after a change, survives a mistake, does not answer to its own output, and ends with SIGINT', async () => {
  // A project of its own, so that nothing else is watched.
  box.put({ 'package.json': '{"name": "project"}', 'main.ts': program(ROLE, { app: '{ name: \'shop\', outdir: \'deploy\' }' }), 'notes.txt': 'x' });
  mkdirSync(box.path('node_modules'));
  for (const name of ['cdk8s', 'constructs']) {
    symlinkSync(join(__dirname, '../../node_modules', name), box.path('node_modules', name));
  }
  symlinkSync(join(__dirname, '../..'), box.path('node_modules/cdk8s-bulwark'));

  const child = box.start(['synth', '-w', '--format', 'text']);
  let text = '';
  let from = 0;
  let wake = (): void => undefined;
  const hear = (data: Buffer): void => {
    text += data.toString();
    wake();
  };
  child.stdout!.on('data', hear);
  child.stderr!.on('data', hear);
  /** Waits for a text that was not there before. The test's own time ends a wait in vain. */
  const see = async (wanted: string): Promise<void> => {
    while (text.indexOf(wanted, from) < 0) {
      await new Promise<void>(resolve => {
        wake = resolve;
      });
    }
    from = text.indexOf(wanted, from) + wanted.length;
  };
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve));

  try {
    await see('7 files: 7 created');
    await see('watching for changes');
    box.put({ 'main.ts': program(ROLE.replace('jane', 'jim'), { app: '{ name: \'shop\', outdir: \'deploy\' }' }) });
    await see('main.ts changed');
    await see('7 files: 2 updated');
    await see('watching for changes');
    expect(readFileSync(box.path('deploy', ROLE_FILE.replace('role-', 'rolebinding-role-')), 'utf8')).toContain('name: jim\n');
    box.put({ 'main.ts': program('throw new Error(\'oops\');') });
    await see('main.ts:8: the program threw Error: oops');
    await see('watching for changes');
    box.put({ 'notes.txt': 'y', 'sub/new.ts': 'export const x = 1;\n' });
    await see('sub/new.ts changed');
    await see('watching for changes');
  } finally {
    child.kill('SIGINT');
  }
  expect(await ended).toBe(0);
  expect(text.match(/ changed\n/g)).toHaveLength(3);
  expect(text).not.toMatch(/deploy\/\S+ changed|notes\.txt changed/);
});
