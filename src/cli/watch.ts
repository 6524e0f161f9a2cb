import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { SynthCommandOptions } from './synth-options';
import { INDEX_FILE } from '../deliver/cluster-index';

const SOURCES = /\.([cm]?[jt]s|json|ya?ml)$/;

/**
 * Runs the command once, and again after every change of a source file of the project. Each run is a
 * process of its own, so that no module of the one before stays loaded. Ends with the terminal's signal.
 */
export async function watch(files: readonly string[], options: SynthCommandOptions): Promise<number> {
  const { watch: watchFiles } = await import('chokidar');
  const roots = [...new Set(files.map(projectOf))];
  const runner = new Runner(argumentsOf(files, options));
  const watcher = watchFiles(roots, {
    ignoreInitial: true,
    ignored: (path, stats) => {
      const inside = relative(roots.find(root => path.startsWith(root)) ?? '', path).split(sep);
      return inside.some(segment => segment === 'node_modules' || (segment.startsWith('.') && segment.length > 2))
        || (stats?.isFile() === true && !SOURCES.test(path));
    },
  });
  watcher.on('all', (event, path) => {
    if (!event.endsWith('Dir') && !isOutput(path, roots)) {
      runner.request(relative(process.cwd(), path));
    }
  });
  await new Promise<void>((resolve, reject) => {
    watcher.on('ready', resolve);
    watcher.on('error', reject);
  });
  runner.request(undefined);
  await new Promise<void>(resolve => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  runner.stop();
  await watcher.close();
  return 0;
}

/** Runs one child at a time; changes that come meanwhile cause one more run. */
class Runner {
  private child?: ChildProcess;
  private again = false;
  private timer?: NodeJS.Timeout;
  private stopped = false;

  constructor(private readonly args: readonly string[]) {}

  /** Editors write a file in several steps; what comes within a tenth of a second is one change. */
  public request(changed: string | undefined): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(changed), changed === undefined ? 0 : 100);
  }

  public stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.child?.kill();
  }

  private run(changed: string | undefined): void {
    if (this.child) {
      this.again = true;
      return;
    }
    if (changed !== undefined) {
      process.stderr.write(`\n${changed} changed\n`);
    }
    this.child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, ...this.args], { stdio: 'inherit' });
    this.child.once('exit', () => {
      this.child = undefined;
      if (this.again && !this.stopped) {
        this.again = false;
        this.run(undefined);
      } else if (!this.stopped) {
        process.stderr.write('watching for changes\n');
      }
    });
  }
}

/** The same command without --watch. */
function argumentsOf(files: readonly string[], options: SynthCommandOptions): string[] {
  return [
    'synth', ...files,
    ...options.out === undefined ? [] : ['--out', options.out],
    ...options.cluster ? ['--cluster', ...options.cluster] : [],
    ...options.dryRun ? ['--dry-run'] : [],
    ...options.force ? ['--force'] : [],
    ...options.pruneClusters ? ['--prune-clusters'] : [],
    '--format', options.format,
  ];
}

/** What a synth wrote, wherever it was told to: answering to it would never end. */
function isOutput(path: string, roots: readonly string[]): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, INDEX_FILE))) {
      return true;
    }
    if (roots.includes(folder) || dirname(folder) === folder) {
      return false;
    }
  }
}

/** The folder of the nearest package.json, else the program's own. */
function projectOf(file: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) {
      return folder;
    }
    if (dirname(folder) === folder) {
      return dirname(file);
    }
  }
}
