import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { atLeast, atMost, figure, type Benchmark, type BenchOptions, type Findings, type Table } from './benchmark';
import { helmVersion } from './helm';
import { measure, measureInTurns, newFolder, peakOf, synthOf, timesOf, type Program, type Samples, type Spread } from './measure';
import { helm, ours, oursName, plainCdk8s, prepare, PLUS_CONSTRUCTS, SAME_CONSTRUCTS, SPREADS, type Setup } from './synth-setup';

/** Plain cdk8s takes many times as long as all others. */
const PLAIN_RUNS = 4;

/** Writing a tree of manifests, against helm and against plain cdk8s. */
export const synth: Benchmark = { name: 'synth', run: options => Promise.resolve(run(options)) };

function run(options: BenchOptions): Findings {
  const setup = prepare(options);
  const memory = measureInTurns([...SPREADS.map(clusters => ours(setup, 'memory', clusters)), helm(setup, false)], options);
  const written = measureInTurns([...SPREADS.map(clusters => ours(setup, 'write', clusters)), helm(setup, true)], options);
  const again = SPREADS.map(clusters => secondSynth(setup, clusters, options));
  const plain = measureInTurns([...SPREADS.map(clusters => ours(setup, 'write', clusters)), ...plainCdk8s(setup)], { ...options, runs: PLAIN_RUNS });
  return findings(setup, options, memory, written, again, plain);
}

interface Again {
  readonly clusters: number;
  readonly samples: Samples;
  /** Files and folders that are new, gone, or have another time or inode. */
  readonly touched: number;
}

function secondSynth(setup: Setup, clusters: number, options: BenchOptions): Again {
  const outdir = newFolder(options.scratch);
  const { args, ...program } = ours(setup, 'write', clusters);
  const again: Program = { ...program, name: `${program.name}, again`, args: () => args(outdir) };
  measure(again, outdir);
  const first = stampsOf(outdir);
  const samples = measureInTurns([again], options).get(again.name)!;
  const last = stampsOf(outdir);
  const touched = [...new Set([...first.keys(), ...last.keys()])].filter(path => first.get(path) !== last.get(path)).length;
  return { clusters, samples, touched };
}

/** What tells each file and folder from another of the same path: a second synth leaves all of it. */
export function stampsOf(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true }) as string[];
  return new Map(['.', ...entries].map(path => {
    const { ino, mtimeNs, size } = statSync(join(folder, path), { bigint: true });
    return [path, `${ino} ${mtimeNs} ${size}`];
  }));
}

function findings(
  { helm: command }: Setup, { runs }: BenchOptions,
  memory: ReadonlyMap<string, Samples>, written: ReadonlyMap<string, Samples>,
  again: readonly Again[], plain: ReadonlyMap<string, Samples>,
): Findings {
  const medians = (samples: ReadonlyMap<string, Samples>) => SPREADS.map(clusters => timesOf(samples.get(oursName(clusters))!).median);
  const helmMemory = timesOf(memory.get('helm')!).median;
  const helmWrite = timesOf(written.get('helm')!).median;
  const plusCall = synthOf(plain.get(PLUS_CONSTRUCTS)!);
  const plainCall = synthOf(plain.get(SAME_CONSTRUCTS)!);
  const peaks = SPREADS.map(oursName).map((name, at) => Math.max(...[memory.get(name)!, written.get(name)!, again[at]!.samples].map(peakOf)));
  return {
    title: 'Writing manifests: 10,000 objects',
    method: [
      'The objects: 1,000 namespaces, each with its Namespace, 3 Roles, 3 RoleBindings and 3 NetworkPolicies. '
        + 'Our app makes them with `SecuredNamespace`, `ReadOnlyRole` and `TrafficPolicy` in 1, 100 or 1,000 `Cluster`s. '
        + 'helm renders a chart with one template a file: the text of the same manifests, with one value that helm fills in. '
        + 'That helm and ours, however spread, give the same 10,000 objects is checked before anything is measured. '
        + 'In plain cdk8s, where each namespace is a chart, they are what a user writes without this library, the Role, RoleBinding and NetworkPolicy '
        + 'of cdk8s-plus; beside that, our own constructs in the `App` of cdk8s, and the same objects as bare `ApiObject`s.',
      'Each time is that of a whole process, start and loading included, our app being compiled JavaScript. The programs of a table run in turns: '
        + `one round that is not counted, then ${runs} (those with plain cdk8s: ${PLAIN_RUNS}). helm is ${helmVersion(command)}, cdk8s ${cdk8sVersion()}.`,
    ],
    tables: [
      timeTable('In memory', memory, 'helm', 'helm: `helm template`, its output thrown away. '
        + 'Ours: every file of every cluster computed and checked, nothing written.'),
      timeTable('With writing', written, 'helm', 'helm: `helm template --output-dir` into a new folder. '
        + 'Ours: `app.synth()` into a new folder, with the index that has a digest of each file.'),
      {
        title: 'Second synth, nothing to change',
        head: ['program', 'median', 'min – max', 'files touched'],
        rows: again.map(({ clusters, samples, touched }) => [oursName(clusters), ...times(timesOf(samples)), String(touched)]),
        note: 'Touched: any file or folder that is new, gone, or has another time, inode or size after all runs.',
      },
      {
        title: 'Against plain cdk8s',
        head: ['program', 'median', 'min – max', 'cdk8s-plus to it', 'our constructs in `App` to it'],
        rows: [...plain].map(([name, samples]) => {
          const call = synthOf(samples);
          return [name, ...times(call), figure(plusCall.median / call.median), figure(plainCall.median / call.median)];
        }),
        note: 'The call of `synth()` alone, ours with writing, without loading and making the constructs. Every program has 1,000 charts, one a namespace; with 1 cluster '
          + 'they are written into one folder, as those of cdk8s are. cdk8s walks the whole app again for every chart, '
          + 'so its time grows with the product of charts and constructs (48,000 with cdk8s-plus, 17,000 with ours, 11,000 bare), and moves most of all '
          + 'figures here with how fast the memory of the machine is just then; it writes one file a chart, ours one an object.',
      },
      {
        title: 'Peak memory',
        head: ['program', 'peak'],
        rows: SPREADS.map((clusters, at) => [oursName(clusters), `${peaks[at]!.toFixed(0)} MB`]),
        note: 'Resident memory of the process at its highest, the highest over all runs above.',
      },
    ],
    requirements: [
      atMost('in memory, slowest of 1, 100, 1,000 clusters to fastest', Math.max(...medians(memory)) / Math.min(...medians(memory)), 1.3),
      ...SPREADS.map((clusters, at) => atMost(`in memory, ${oursName(clusters)} to helm`, medians(memory)[at]! / helmMemory, 1)),
      ...SPREADS.map((clusters, at) => atMost(`with writing, ${oursName(clusters)} to helm`, medians(written)[at]! / helmWrite, 1)),
      atLeast('`synth()`, 1,000 charts of cdk8s-plus in plain cdk8s to those 1,000 charts in 1 cluster of ours', plusCall.median / synthOf(plain.get(oursName(1))!).median, 20),
      ...SPREADS.map((clusters, at) => atMost(`peak memory, ${oursName(clusters)}`, Math.round(peaks[at]!), 256, ' MB')),
      ...again.map(({ clusters, touched }) => atMost(`second synth, ${oursName(clusters)}`, touched, 0, ' files touched')),
    ],
  };
}

function cdk8sVersion(): string {
  return (createRequire(__filename)('cdk8s/package.json') as { version: string }).version;
}

function timeTable(title: string, samples: ReadonlyMap<string, Samples>, baseline: string, note: string): Table {
  const base = timesOf(samples.get(baseline)!).median;
  return {
    title,
    head: ['program', 'median', 'min – max', `ratio to ${baseline}`],
    rows: [...samples].map(([name, each]) => [name, ...times(timesOf(each)), figure(timesOf(each).median / base)]),
    note,
  };
}

function times({ median, min, max }: Spread): [string, string] {
  return [seconds(median), `${seconds(min)} – ${seconds(max)}`];
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
