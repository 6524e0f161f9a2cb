import { relative, resolve } from 'node:path';
import { findApp } from './find-app';
import { loadApps } from './load-app';
import { outdirOf } from './outdir';
import { colors, print } from './output';
import { Progress } from './progress';
import type { SynthCommandOptions } from './synth-options';
import type { RegisteredApp } from '../constructs/registry';
import { synthesize, type SynthesizeResult } from '../deliver/synthesize';
import { ProblemError } from '../manifests/problem';
import { synthJson } from '../report/synth-json';
import { synthText } from '../report/synth-text';

/** Loads every app, and when all of them are right writes the tree of each. */
export async function synth(named: readonly string[], options: SynthCommandOptions): Promise<number> {
  const files = named.length > 0 ? [...new Set(named.map(findApp))] : [findApp(undefined)];
  if (options.watch) {
    const { watch } = await import('./watch.js');
    return watch(files, options);
  }
  const apps: RegisteredApp[] = [];
  for (const file of files) {
    apps.push(...await loadApps(file));
  }
  refuseSharedFolders(apps, options);
  if (apps.length > 1 && !options.dryRun) {
    apps.forEach(app => write(app, { ...options, dryRun: true }));
  }
  for (const app of apps) {
    const result = write(app, options);
    const dryRun = options.dryRun ?? false;
    print(options.format === 'json' ? synthJson(app.name, result, dryRun) : synthText(app.name, result, dryRun, colors.out));
  }
  return 0;
}

/** Each of two apps in one folder would take the files of the other for its own. */
function refuseSharedFolders(apps: readonly RegisteredApp[], options: SynthCommandOptions): void {
  const owners = new Map<string, RegisteredApp>();
  for (const app of apps) {
    const folder = resolve(outdirOf(app, options.out));
    const other = owners.get(folder);
    if (other) {
      throw new ProblemError(options.out !== undefined ? {
        id: 'usage', field: '--out', message: `${apps.length} apps cannot share a folder`, fix: 'run the command once for each app, or leave it out',
      } : {
        id: 'path-collision',
        source: { file: folder },
        message: `the app ${app.name} would be written here twice`,
        fix: 'give each app a name or an outdir of its own, and call synth() once',
      });
    }
    owners.set(folder, app);
  }
}

function write(app: RegisteredApp, options: SynthCommandOptions): SynthesizeResult {
  const progress = new Progress(app.name);
  try {
    return synthesize(app, {
      outdir: relative(process.cwd(), resolve(outdirOf(app, options.out))) || '.',
      clusters: options.cluster,
      dryRun: options.dryRun,
      force: options.force,
      pruneClusters: options.pruneClusters,
      today: new Date().toISOString().slice(0, 10),
      onProgress: (step, done, total) => progress.show(step, done, total),
    });
  } finally {
    progress.clear();
  }
}
