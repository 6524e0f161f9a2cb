import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { assetsOf, NoAssets, releases } from './harness/assets';

/**
 * npm run test:cluster [-- --minor 1.NN] [-- jest arguments]: builds or finds the programs of a minor, then runs
 * test/cluster/*.cluster.ts against them. Without the programs the run fails: silence would look like agreement.
 */
function main(args: readonly string[]): number {
  const at = args.indexOf('--minor');
  const minor = at >= 0 ? args[at + 1] : newest();
  const rest = at >= 0 ? [...args.slice(0, at), ...args.slice(at + 2)] : args;
  if (minor === undefined) {
    process.stderr.write('--minor wants a minor, such as --minor 1.34\n');
    return 2;
  }
  try {
    const assets = assetsOf(minor, line => process.stderr.write(`${line}\n`));
    const root = join(__dirname, '../..');
    const run = spawnSync(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), '--ci', '--config', join(__dirname, 'jest.config.json'), '--runInBand', ...rest], {
      cwd: root, stdio: 'inherit', env: { ...process.env, BULWARK_CLUSTER_ASSETS: JSON.stringify(assets), BULWARK_CLUSTER_MINOR: minor },
    });
    return run.status ?? 1;
  } catch (e) {
    if (e instanceof NoAssets) {
      process.stderr.write(`${e.message}\n`);
      return 1;
    }
    throw e;
  }
}

function newest(): string {
  return Object.keys(releases()).sort((a, b) => Number(a.slice(2)) - Number(b.slice(2))).at(-1)!;
}

process.exitCode = main(process.argv.slice(2));
