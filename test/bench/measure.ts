import { spawnSync } from 'node:child_process';

/** A program to measure as a whole process. */
export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Done before each run, outside the measurement. */
  readonly before?: () => void;
}

/** Wall milliseconds and peak megabytes of several runs. */
export interface Measured {
  readonly name: string;
  readonly ms: readonly number[];
  readonly megabytes: readonly number[];
}

/** Measures programs in turn, A B C A B C …, so that a machine that slows down slows all of them; the first round does not count. */
export function measure(programs: readonly Program[], rounds: number, log: (line: string) => void): Measured[] {
  const results = programs.map(({ name }) => ({ name, ms: [] as number[], megabytes: [] as number[] }));
  for (let round = 0; round <= rounds; round += 1) {
    programs.forEach((program, at) => {
      program.before?.();
      const from = process.hrtime.bigint();
      const run = spawnSync(TIME ?? program.command, TIME ? ['-f', 'MAXRSS %M', program.command, ...program.args] : program.args, {
        cwd: program.cwd, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', maxBuffer: 1 << 26,
      });
      const ms = Number(process.hrtime.bigint() - from) / 1e6;
      if (run.status !== 0) {
        throw new Error(`${program.name} failed: ${run.stderr}`);
      }
      const kilobytes = /MAXRSS (\d+)/.exec(run.stderr)?.[1];
      if (round > 0) {
        results[at]!.ms.push(ms);
        if (kilobytes) {
          results[at]!.megabytes.push(Number(kilobytes) / 1024);
        }
      }
      log(`${round === 0 ? 'warm-up' : `round ${round}`} ${program.name}: ${Math.round(ms)} ms`);
    });
  }
  return results;
}

/** GNU time tells the peak memory of a program; without it that column stays empty. */
const TIME = spawnSync('/usr/bin/time', ['-f', '%M', 'true']).status === 0 ? '/usr/bin/time' : undefined;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
