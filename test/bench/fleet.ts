import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { atMost, figure, type Benchmark, type BenchOptions, type Findings } from './benchmark';
import { FLEET_PROGRAM } from './fleet-program';
import { measure, newFolder, type Program, type Sample } from './measure';
import { stampsOf } from './synth';

const LIB = join(__dirname, '..', '..', 'lib');
const SIZES = [50, 100, 200];
const OBJECTS = 1000;

/** What the heap may take, in MB: what grew with the clusters would come to its end here. */
const HEAP = 128;

/** A Fleet that grows: one cluster at a time is made, written and forgotten. */
export const fleet: Benchmark = { name: 'fleet', run: options => Promise.resolve(run(options)) };

interface Row {
  readonly clusters: number;
  readonly first: Sample;
  /** A second synth, for which one object of one cluster is another. */
  readonly changed: Sample;
  readonly files: number;
  /** Clusters, and files, that the second synth touched. */
  readonly touched: { readonly clusters: number; readonly files: number };
}

function run({ scratch, log }: BenchOptions): Findings {
  const file = join(scratch, 'fleet.js');
  writeFileSync(file, FLEET_PROGRAM);
  // A first, small one loads everything into the caches of the machine.
  measure(program(file, 2), newFolder(scratch));
  const rows = SIZES.map(clusters => measured(file, clusters, scratch, log));
  const perCluster = ({ first, clusters }: Row) => first.processor! / clusters;
  const [smallest, largest] = [rows[0]!, rows.at(-1)!];
  const peaks = rows.map(({ first, changed }) => Math.max(first.megabytes!, changed.megabytes!));
  return {
    title: `A fleet: clusters of ${figure(OBJECTS)} objects`,
    method: [
      'A `Fleet` whose blueprint makes 100 namespaces in each cluster, each with its Namespace, 3 Roles, 3 RoleBindings and 3 NetworkPolicies. '
        + 'Each figure is of one run of `app.synth()` in a process of its own, compiled JavaScript, into a new folder; then, in another process, '
        + `of a program of which one port in one cluster is another one. The heap of each process may take ${HEAP} MB, and no more for more clusters.`,
    ],
    tables: [{
      title: 'Synth of a fleet',
      head: ['clusters', 'files', 'first', 'processor', 'a cluster', 'peak memory', 'one cluster changed', 'peak memory', 'files touched'],
      rows: rows.map(({ clusters, files, first, changed, touched }) => [
        String(clusters), figure(files), seconds(first.synth!), seconds(first.processor!), seconds(first.processor! / clusters), `${first.megabytes!.toFixed(0)} MB`,
        seconds(changed.synth!), `${changed.megabytes!.toFixed(0)} MB`, `${touched.files} in ${touched.clusters} cluster${touched.clusters === 1 ? '' : 's'}`,
      ]),
      note: 'Files of new clusters wait in a staging folder until all clusters are checked. '
        + 'Processor: user and system time of the process, all threads. Peak: resident memory of the process at its highest. Touched: any file that is new, gone, or has another time, inode or size.',
    }],
    requirements: [
      atMost(`processor time of a cluster, of ${largest.clusters} to of ${smallest.clusters}`, perCluster(largest) / perCluster(smallest), 1.3),
      ...rows.map(({ clusters }, at) => atMost(`peak memory, ${clusters} clusters`, Math.round(peaks[at]!), 512, ' MB')),
      atMost(`peak memory, ${largest.clusters} clusters to ${smallest.clusters}`, peaks.at(-1)! / peaks[0]!, 1.25),
      ...rows.map(({ clusters, touched }) => atMost(`one of ${clusters} clusters changed`, touched.clusters, 1, ' clusters rewritten')),
      ...rows.map(({ clusters, touched }) => atMost(`one object of one of ${clusters} clusters changed`, touched.files, 2, ' files touched')),
    ],
  };
}

function program(file: string, clusters: number, changed = ''): Program {
  return { name: `${clusters} clusters`, command: process.execPath, args: folder => [`--max-old-space-size=${HEAP}`, file, LIB, folder, String(clusters), changed] };
}

function measured(file: string, clusters: number, scratch: string, log: (line: string) => void): Row {
  const outdir = newFolder(scratch);
  const first = measure(program(file, clusters), outdir);
  log(`${clusters} clusters: ${seconds(first.synth!)}, ${first.megabytes!.toFixed(0)} MB`);
  const before = stampsOf(outdir);
  const changed = measure(program(file, clusters, 'cluster-0007'), outdir);
  log(`${clusters} clusters, one changed: ${seconds(changed.synth!)}, ${changed.megabytes!.toFixed(0)} MB`);
  const after = stampsOf(outdir);
  const touched = [...new Set([...before.keys(), ...after.keys()])].filter(path => before.get(path) !== after.get(path));
  const files = [...after.keys()].filter(path => /\.(yaml|json)$/.test(path)).length;
  const expected = clusters * (OBJECTS + 1) + 1;
  if (files !== expected || readdirSync(outdir).filter(name => name.startsWith('cluster-')).length !== clusters) {
    throw new Error(`a fleet of ${clusters} clusters has ${files} files and not ${expected}`);
  }
  // A quarter of a million files are kept no longer than they are needed.
  rmSync(outdir, { recursive: true });
  return {
    clusters,
    first,
    changed,
    files,
    touched: {
      clusters: new Set(touched.map(path => path.split('/')[0]).filter(name => name?.startsWith('cluster-'))).size,
      files: touched.filter(path => /\.(yaml|json)$/.test(path)).length,
    },
  };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
