/** Synthesizes an app of many objects, given as JSON on standard input: `{ outdir, clusters, objects, fails, slow }`. */
import fs, { readFileSync, writeSync } from 'node:fs';
import { synthesize } from '../../../src/deliver/synthesize';
import { ProblemError } from '../../../src/manifests/problem';
import { manyObjects, type Many } from '../many-objects';

interface Input extends Many {
  readonly outdir: string;
  /** The program throws for the last cluster. */
  readonly fails?: boolean;
  /** Milliseconds that writing a file takes, and computing a cluster. */
  readonly slow?: { readonly file?: number; readonly model?: number };
}

const { outdir, fails, slow = {}, ...many } = JSON.parse(readFileSync(0, 'utf8')) as Input;
const wait = (milliseconds: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
if (slow.file !== undefined) {
  const write = fs.writeFileSync;
  (fs as unknown as Record<string, unknown>).writeFileSync = (...args: Parameters<typeof write>) => {
    wait(slow.file!);
    write(...args);
  };
}
const app = manyObjects(many);
writeSync(1, 'started\n');
try {
  synthesize({
    ...app,
    model: (name, onAssembled) => {
      wait(slow.model ?? 0);
      if (fails && name === app.clusters.at(-1)) {
        throw new Error('oops');
      }
      return app.model(name, onAssembled);
    },
  }, { outdir });
} catch (e) {
  writeSync(1, ProblemError.is(e) ? e.problems.map(problem => problem.id).join(' ') : String(e));
  process.exitCode = 3;
}
