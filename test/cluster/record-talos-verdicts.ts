/**
 * Records what releases of Talos say of documents that are made of the tables of its fields: `npx jiti
 * test/cluster/record-talos-verdicts.ts`. It builds the loader of each release in a temporary folder, which takes some minutes.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as yaml from 'yaml';
import { talosDocuments } from './kit/talos-documents';

const RELEASES = [6, 9, 13];
const documents = talosDocuments();

function refusals(release: number): boolean[] {
  const folder = mkdtempSync(join(tmpdir(), 'talos-loader-'));
  try {
    copyFileSync(join(__dirname, 'go/talos/main.go'), join(folder, 'main.go'));
    writeFileSync(join(folder, 'go.mod'), `module loader\n\ngo 1.25\n\nrequire github.com/siderolabs/talos/pkg/machinery v1.${release}.0\n`);
    execFileSync('go', ['build', '-o', 'loader', '.'], { cwd: folder, env: { ...process.env, GOFLAGS: '-mod=mod' }, stdio: 'inherit' });
    const input = documents.map(document => `${JSON.stringify(yaml.stringify(document))}\n`).join('');
    return execFileSync(join(folder, 'loader'), [], { input, encoding: 'utf8', maxBuffer: 128 * 1024 * 1024 }).trimEnd().split('\n').map(line => line !== '""');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const verdicts = RELEASES.map(release => ({ release, refused: refusals(release) }));
const lines = documents.map((document, at) => {
  const refusedBy = verdicts.filter(({ refused }) => refused[at]).map(({ release }) => release);
  return JSON.stringify({ document, refusedBy });
});
writeFileSync(join(__dirname, '../manifests/host-files/talos-verdicts.jsonl.gz'), gzipSync(`${lines.join('\n')}\n`, { level: 9 }));
