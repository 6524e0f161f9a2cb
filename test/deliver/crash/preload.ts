/**
 * Loaded before everything else in a process that writes: kills it before its n-th step on the disk, or
 * in the middle of the n-th of those that are several steps for the disk.
 */
import fs from 'node:fs';
import { dirname, join } from 'node:path';

const at = Number(process.env.CRASH_AT ?? Infinity);
const torn = process.env.CRASH_TORN === '1';
const real = { ...fs };
let steps = 0;

/** The first half of a step; undefined where the disk takes it in one. */
function firstHalf(name: string, path: string, second: unknown): (() => void) | undefined {
  if (name === 'writeFileSync') {
    return () => real.writeFileSync(path, String(second).slice(0, String(second).length / 2));
  } else if (name === 'mkdirSync' && !real.existsSync(dirname(path))) {
    let missing = dirname(path);
    while (!real.existsSync(dirname(missing))) {
      missing = dirname(missing);
    }
    return () => real.mkdirSync(missing);
  } else if (name === 'rmSync' && real.existsSync(path) && real.lstatSync(path).isDirectory() && real.readdirSync(path).length > 0) {
    return () => real.readdirSync(path).forEach(each => real.rmSync(join(path, each), { recursive: true }));
  }
  return undefined;
}

const patched = fs as unknown as Record<string, unknown>;
for (const name of ['mkdirSync', 'writeFileSync', 'renameSync', 'unlinkSync', 'rmSync', 'rmdirSync', 'utimesSync'] as const) {
  patched[name] = (path: string, ...rest: unknown[]): unknown => {
    const half = torn ? firstHalf(name, path, rest[0]) : () => undefined;
    steps += half ? 1 : 0;
    if (half && steps === at) {
      half();
      process.kill(process.pid, 'SIGKILL');
    }
    return (real[name] as (...args: unknown[]) => unknown)(path, ...rest);
  };
}
