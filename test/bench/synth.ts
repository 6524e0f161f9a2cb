import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { helm, helmVersion } from './helm';
import { measure, median, type Measured, type Program } from './measure';
import { OBJECTS, writePrograms } from './synth-programs';

/** One row of the result. `bound` is what the ratio must not exceed. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly theirs: string;
  readonly value: number;
  readonly bound: number;
  readonly unit: 'ratio' | 'MB' | 'files';
}

export interface Result {
  readonly title: string;
  readonly about: string;
  readonly measured: readonly Measured[];
  readonly rows: readonly Row[];
}

const CLUSTERS = [1, 100, 1000];

/** synth against helm and plain cdk8s. */
export function synthBenchmark(rounds: number, log: (line: string) => void): Result {
  const folder = mkdtempSync(join(tmpdir(), 'bulwark-bench-'));
  process.env.BULWARK_LIB = join(__dirname, '../../lib/index.js');
  try {
    const { ours, cdk8s, chart } = writePrograms(folder);
    const out = join(folder, 'out');
    const clear = () => rmSync(out, { recursive: true, force: true });
    const node = (name: string, script: string, args: readonly string[], before?: () => void): Program => ({ name, command: process.execPath, args: [script, ...args], before });
    const helmRun = (name: string, args: readonly string[], before?: () => void): Program =>
      ({ name, command: helm(), args: ['template', 'release', chart, '--namespace', 'team', ...args], before });

    const memory = measure([
      ...CLUSTERS.map(clusters => node(`in memory, ${clusters} clusters`, ours, [String(clusters), 'memory', out])),
      helmRun('helm template, standard output', []),
    ], rounds, log);
    const writing = measure([
      ...CLUSTERS.map(clusters => node(`with writing, ${clusters} clusters`, ours, [String(clusters), 'write', out], clear)),
      helmRun('helm template --output-dir', ['--output-dir', out], clear),
    ], rounds, log);
    clear();
    const plain = measure([
      node('with writing, 1000 clusters (again)', ours, ['1000', 'write', out], clear),
      node('cdk8s App.synth, 1000 charts', cdk8s, ['1000', join(folder, 'cdk8s')]),
    ], 1, log);

    clear();
    measure([node('first synth', ours, ['1', 'write', out])], 0, log);
    const before = times(out);
    const again = measure([node('second synth, nothing to change', ours, ['1', 'write', out])], rounds, log);
    const after = times(out);
    const touched = [...after].filter(([path, time]) => before.get(path) !== time).length + (after.size - before.size);

    return result([...memory, ...writing, ...plain, ...again], touched);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function result(measured: readonly Measured[], touched: number): Result {
  const find = (name: string) => measured.find(each => each.name === name)!;
  const ratio = (what: string, ours: string, theirs: string, bound: number): Row =>
    ({ what, ours, theirs, value: median(find(ours).ms) / median(find(theirs).ms), bound, unit: 'ratio' });
  const inMemory = CLUSTERS.map(clusters => find(`in memory, ${clusters} clusters`)).sort((a, b) => median(a.ms) - median(b.ms));
  const peak = Math.max(...measured.filter(({ name }) => /^(in memory|with writing|second)/.test(name)).map(({ megabytes }) => median(megabytes)));
  return {
    title: `synth of ${OBJECTS.toLocaleString('en')} objects`,
    about: `A third each Role, RoleBinding and NetworkPolicy, made with ReadOnlyRole and TrafficPolicy by plain JavaScript; ${helmVersion()} `
      + 'renders the same objects, one template a file; plain cdk8s writes them as ApiObjects, a file a chart. Whole processes, medians.',
    measured,
    rows: [
      ratio('slowest against fastest of 1, 100 and 1,000 clusters, in memory', inMemory.at(-1)!.name, inMemory[0]!.name, 1.3),
      ...CLUSTERS.map(clusters => ratio(`in memory, ${clusters} clusters, against helm template`, `in memory, ${clusters} clusters`, 'helm template, standard output', 1)),
      ...CLUSTERS.map(clusters => ratio(`with writing, ${clusters} clusters, against helm template --output-dir`, `with writing, ${clusters} clusters`, 'helm template --output-dir', 1)),
      ratio('1,000 clusters against cdk8s App.synth with 1,000 charts', 'with writing, 1000 clusters (again)', 'cdk8s App.synth, 1000 charts', 1 / 20),
      { what: 'peak memory of any of ours', ours: 'in memory and with writing', theirs: '', value: peak, bound: 256, unit: 'MB' },
      { what: 'files touched by a second synth with nothing to change', ours: 'second synth, nothing to change', theirs: '', value: touched, bound: 0, unit: 'files' },
    ],
  };
}

/** Modification times of all files below a folder. */
function times(folder: string): Map<string, number> {
  const all = new Map<string, number>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      all.set(path, statSync(path).mtimeMs);
    }
  }
  return all;
}
