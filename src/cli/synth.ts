import { join } from 'node:path';
import type { RegisteredApp } from '../constructs/registry';
import { synthesize, type SynthesizeResult } from '../deliver/synthesize';
import { ProblemError } from '../manifests/problem';
import { synthText } from '../report/synth-text';
import { findApp } from './find-app';
import { loadApps } from './load-app';
import { Progress } from './progress';

/** What `bulwark synth` was told. */
export interface SynthCommandOptions {
  readonly out?: string;
  readonly cluster?: readonly string[];
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly pruneClusters?: boolean;
  readonly watch?: boolean;
  readonly format: string;
}

/** Loads each app and writes its tree. */
export async function synth(named: readonly string[], options: SynthCommandOptions): Promise<number> {
  if (named.length > 1 && options.out !== undefined) {
    throw usage('--out takes one app: two apps cannot share a folder', 'run the command once for each app');
  }
  const files = named.length > 0 ? named.map(findApp) : [findApp(undefined)];
  if (options.watch) {
    const { watch } = await import('./watch.js');
    return watch(files, options);
  }
  for (const file of files) {
    const apps = await loadApps(file);
    if (apps.length > 1 && options.out !== undefined) {
      throw usage(`--out takes one app, and ${file} declares ${apps.length}`, 'leave it out; each app then has a folder of its own');
    }
    for (const app of apps) {
      print(app, write(app, options), options);
    }
  }
  return 0;
}

/** The folder that an app is written to: the option, else the app's own choice, else the default. */
export function outdirOf(app: RegisteredApp, out: string | undefined): string {
  return out ?? app.outdir ?? join('dist', 'manifests', app.name);
}

function write(app: RegisteredApp, options: SynthCommandOptions): SynthesizeResult {
  const progress = new Progress(app.name);
  try {
    return synthesize(app, {
      outdir: outdirOf(app, options.out),
      clusters: options.cluster,
      dryRun: options.dryRun,
      force: options.force,
      pruneClusters: options.pruneClusters,
      onProgress: (step, done, total) => progress.show(step, done, total),
    });
  } finally {
    progress.clear();
  }
}

function print(app: RegisteredApp, result: SynthesizeResult, options: SynthCommandOptions): void {
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify({ app: app.name, dryRun: options.dryRun ?? false, ...result })}\n`);
  } else {
    process.stdout.write(synthText(app.name, result, { dryRun: options.dryRun ?? false, paths: options.dryRun ?? false }));
  }
}

function usage(message: string, fix: string): ProblemError {
  return new ProblemError({ id: 'usage', message, fix });
}
