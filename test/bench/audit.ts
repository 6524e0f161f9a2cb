import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { writeAuditProgram } from './audit-program';
import { atLeast, atMost, figure, type Benchmark, type BenchOptions, type Findings } from './benchmark';
import { spreadOf } from './measure';

const LIB = join(__dirname, '..', '..', 'lib');
const MEGABYTES = [250, 1000];

/** Deciding what is logged, and replaying a log, against parsing its lines. */
export const audit: Benchmark = { name: 'audit', run: options => Promise.resolve(run(options)) };

type Figures = Readonly<Record<string, number>>;

function run({ runs, scratch, log }: BenchOptions): Findings {
  const program = writeAuditProgram(scratch);
  const file = (megabytes: number) => join(scratch, `${megabytes}.log`);
  MEGABYTES.forEach(megabytes => start(program, 'log', file(megabytes), String(megabytes)));
  const cases = ['decide', ...MEGABYTES.flatMap(megabytes => [`parse ${file(megabytes)}`, `replay ${file(megabytes)}`])];
  const measured = new Map<string, Figures[]>();
  // In turns, so that a busy moment of the machine meets all of them alike.
  for (let round = 0; round < runs; round += 1) {
    for (const each of cases) {
      const figures = start(program, ...each.split(' '));
      log(`${each.replace(`${scratch}/`, '')}: ${JSON.stringify(figures)}`);
      measured.set(each, [...measured.get(each) ?? [], figures]);
    }
  }
  return findings((mode, name, megabytes) => spreadOf(measured.get(megabytes === undefined ? mode : `${mode} ${file(megabytes)}`)!.map(each => each[name]!)).median);
}

function start(program: string, ...args: readonly string[]): Figures {
  const { status, stderr, output } = spawnSync(process.execPath, [program, LIB, ...args], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args[0]} failed\n${stderr}`);
  const figures = (output[3] ? JSON.parse(output[3]) : {}) as Figures;
  if (figures.leftOut !== undefined && figures.leftOut > 0) throw new Error(`the replay left out ${figures.leftOut} lines`);
  if (figures.agreed !== undefined && figures.agreed !== 10_000) throw new Error(`the index and the specification agree on ${figures.agreed} of 10,000 requests`);
  return figures;
}

function findings(median: (mode: string, name: string, megabytes?: number) => number): Findings {
  const large = MEGABYTES.at(-1)!;
  const share = (megabytes: number) => median('parse', 'time', megabytes) / median('replay', 'time', megabytes);
  return {
    title: 'Audit: a log of 1 GB, a policy of 60 rules',
    method: [
      'The log is made: events of 55 users and 10 resources, two fifths of them with bodies, 1.1 kB each. Its lines are given to `JSON.parse` and dropped, '
        + 'and the same file is replayed under an AuditBaseline, each in a process of its own that reads the file as it comes.',
      'Decisions are a million requests of such events under 60 rules, against asking the specification (`decide/audit.ts`), which agrees on all.',
    ],
    tables: [
      {
        title: 'Replay',
        head: ['log', 'events', 'parse alone', 'replay', 'speed of parsing', 'peak'],
        rows: MEGABYTES.map(megabytes => [
          `${megabytes} MB`, String(median('replay', 'events', megabytes)), `${figure(median('parse', 'time', megabytes) / 1000)} s`,
          `${figure(median('replay', 'time', megabytes) / 1000)} s`, figure(share(megabytes)), `${median('replay', 'megabytes', megabytes).toFixed(0)} MB`,
        ]),
      },
      {
        title: 'Decisions',
        head: ['a decision', 'the specification', 'ratio'],
        rows: [[`${figure(median('decide', 'million'))} ns`, `${figure(median('decide', 'naive'))} ns`, figure(median('decide', 'naive') / median('decide', 'million'))]],
      },
    ],
    requirements: [
      atLeast(`speed of the replay of ${large} MB to parsing alone`, share(large), 0.5),
      atMost(`peak memory of the replay of ${large} MB`, Math.round(median('replay', 'megabytes', large)), 200, ' MB'),
      atLeast('decisions a second under 60 rules', Math.round(1e9 / median('decide', 'million')), 1_000_000, ''),
    ],
  };
}
