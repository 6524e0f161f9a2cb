import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { BenchOptions } from './benchmark';

/** A program that is measured as a process of its own, from its start to its end. */
export interface Program {
  readonly name: string;
  readonly command: string;
  /** @param folder a path where nothing stands yet */
  readonly args: (folder: string) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Sample {
  readonly milliseconds: number;
  /** Where the program tells: the part of it that is `synth()`, and its peak resident memory in MB. */
  readonly synth?: number;
  /** Of that, the time of processors, in milliseconds: without the waiting for a disk. */
  readonly processor?: number;
  readonly megabytes?: number;
}

/** Samples of one program, in the order they were taken. */
export type Samples = readonly Sample[];

/**
 * Runs the programs in turns, so that a busy moment of the machine meets all of them alike: one round
 * that is not counted, then the counted ones.
 */
export function measureInTurns(programs: readonly Program[], { runs, scratch, log }: BenchOptions): Map<string, Samples> {
  const samples = new Map<string, Sample[]>(programs.map(({ name }) => [name, []]));
  for (let round = 0; round <= runs; round += 1) {
    for (const program of programs) {
      const sample = measure(program, newFolder(scratch));
      log(`${program.name}: ${sample.milliseconds.toFixed(0)} ms${round === 0 ? ' (warm-up)' : ''}`);
      if (round > 0) {
        samples.get(program.name)!.push(sample);
      }
    }
  }
  return samples;
}

/**
 * Nothing is deleted before all runs are over: file systems work on what was deleted long after it is
 * gone (ext4 will not use a freed inode again for a while), and the next program would pay for it.
 */
export function newFolder(scratch: string): string {
  return join(mkdtempSync(join(scratch, 'run-')), 'out');
}

/** One run. Our programs tell more on file descriptor 3; their standard output goes nowhere. */
export function measure(program: Program, folder: string): Sample {
  const start = performance.now();
  const { status, error, stderr, output } = spawnSync(program.command, program.args(folder), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'], encoding: 'utf8', env: { ...process.env, ...program.env },
  });
  const milliseconds = performance.now() - start;
  if (error ?? status !== 0) {
    throw new Error(`${program.name} failed${error ? `: ${error.message}` : ''}\n${stderr}`);
  }
  return { ...(output[3] ? JSON.parse(output[3]) as Partial<Sample> : {}), milliseconds };
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return {
    median: Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!,
    min: sorted[0]!,
    max: sorted.at(-1)!,
  };
}

export function timesOf(samples: Samples): Spread {
  return spreadOf(samples.map(({ milliseconds }) => milliseconds));
}

/** The time of the `synth()` call alone. */
export function synthOf(samples: Samples): Spread {
  return spreadOf(samples.map(({ synth }) => synth ?? NaN));
}

export function peakOf(samples: Samples): number {
  return Math.max(...samples.map(({ megabytes }) => megabytes ?? 0));
}
