import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as ts from 'typescript';
import type { Tree } from '../../../src/deliver/model';
import { temporaryFolder } from '../support';

const PROJECT = join(__dirname, '../../..');

/** How a process ended: by SIGKILL, or by itself with a code and what it said. */
export interface Ended {
  readonly killed: boolean;
  readonly code: number | null;
  readonly output: string;
}

/** When to kill a process: at its n-th step on the disk, or some milliseconds after it started to write. */
export type Kill = { readonly step: number; readonly torn: boolean } | { readonly after: number };

/** Compiles the writer, and gives a function that lets a process of its own write a tree (or remove it), and perhaps kills it. */
export function compileWriter(): (root: string, tree: Tree | undefined, kill?: Kill) => Promise<Ended> {
  const start = compileChild('child');
  return (root, tree, kill) => start({ root, files: tree && [...tree] }, kill);
}

/** Compiles a program of this folder, and gives a function that runs it in a process of its own, with what it reads as JSON. */
export function compileChild(name: string): (input: unknown, kill?: Kill) => Promise<Ended> {
  const folder = temporaryFolder();
  compileWith(['test/deliver/crash/preload.ts', `test/deliver/crash/${name}.ts`, 'src/deliver/second-thread-main.ts'], folder);
  symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  const crash = join(folder, 'test/deliver/crash');
  return (input, kill) => run(crash, name, input, kill);
}

/** Compiles files of the project and all that they need, each by itself: no types are looked at. */
function compileWith(entries: readonly string[], folder: string): void {
  const sources = [...entries];
  // What is found on the way is appended, and looked at in its turn.
  for (const source of sources) {
    const { outputText } = ts.transpileModule(readFileSync(join(PROJECT, source), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    });
    const target = join(folder, source.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
    for (const [, path] of outputText.matchAll(/\brequire\("(\.[^"]*)"\)/g)) {
      const found = [`${path!}.ts`, `${path!}/index.ts`].map(each => join(dirname(source), each)).find(each => existsSync(join(PROJECT, each)))!;
      if (!sources.includes(found)) {
        sources.push(found);
      }
    }
  }
}

function run(crash: string, name: string, input: unknown, kill: Kill | undefined): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const env = kill && 'step' in kill ? { ...process.env, CRASH_AT: String(kill.step), CRASH_TORN: kill.torn ? '1' : '0' } : process.env;
    const args = ['--require', join(crash, 'preload.js'), join(crash, `${name}.js`)];
    const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.startsWith('started') && kill && 'after' in kill) {
        setTimeout(() => child.kill('SIGKILL'), kill.after);
      }
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ killed: signal === 'SIGKILL', code, output: output.replace('started\n', '') }));
    child.stdin.end(JSON.stringify(input));
  });
}
