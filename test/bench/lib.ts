import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** Compiles the package unless what is compiled is newer than every source. */
export function requireCompiled(log: (line: string) => void): void {
  if (isCompiled()) {
    return;
  }
  log('compiling');
  const { status } = spawnSync('npx', ['projen', 'compile'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
  if (status !== 0 || !isCompiled()) {
    throw new Error('lib/ is older than src/ and could not be compiled; see what `npx projen compile` says');
  }
}

function isCompiled(): boolean {
  const compiled = join(ROOT, 'lib', 'index.js');
  return existsSync(compiled) && newest(join(ROOT, 'src')) <= statSync(compiled).mtimeMs;
}

function newest(folder: string): number {
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter(file => file.endsWith('.ts'));
  return Math.max(...files.map(file => statSync(join(folder, file)).mtimeMs));
}
