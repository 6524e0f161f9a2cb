import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { POD } from './generate/pod';

/**
 * npx jiti test/cluster/write-pod-security-data.ts: what the admission of Kubernetes says of generated pods, by every
 * version of the Pod Security Standards, for test/conformance. Needs Go.
 */
const PODS = 500;
const SEED = 20261123;
const SOURCE = join(__dirname, 'go', 'podsecurity');
const DATA = join(__dirname, '..', 'conformance', 'data', 'pod-security.jsonl.gz');

function run(command: string, args: readonly string[], options: { readonly cwd?: string; readonly input?: string }): string {
  const { status, stdout, stderr } = spawnSync(command, args, { ...options, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) {
    throw new Error(`${command} ended with ${status}: ${stderr}`);
  }
  return stdout;
}

const folder = mkdtempSync(join(tmpdir(), 'podsecurity-'));
try {
  const program = join(folder, 'podsecurity');
  run('go', ['build', '-o', program, '.'], { cwd: SOURCE });
  const pods = fc.sample(POD, { numRuns: PODS, seed: SEED }).map(pod => JSON.stringify(pod));
  writeFileSync(DATA, gzipSync(run(program, [], { input: `${pods.join('\n')}\n` }), { level: 9 }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
