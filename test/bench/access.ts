import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAccessProgram, writeManifestsFolder } from './access-program';
import { atLeast, atMost, figure, type Benchmark, type BenchOptions, type Findings } from './benchmark';
import { measureInTurns, spreadOf, timesOf, type Program, type Samples, type Spread } from './measure';

const LIB = join(__dirname, '..', '..', 'lib');
const BINDINGS = [1000, 10_000];
const LARGE = 10_000;

/** Starts are short and this machine is shared: more of them, or chance decides. */
const STARTS = 4;

/** Deciding who may do what, against asking the specification. */
export const access: Benchmark = { name: 'access', run: options => Promise.resolve(run(options)) };

type Figures = Readonly<Record<string, number>>;

function run(options: BenchOptions): Findings {
  const { runs, scratch, log } = options;
  const program = writeAccessProgram(scratch);
  const measured = new Map<number, Figures[]>(BINDINGS.map(count => [count, []]));
  for (let round = 0; round < runs; round += 1) {
    for (const count of BINDINGS) {
      const figures = measure(program, count);
      log(`${count} bindings: ${JSON.stringify(figures)}`);
      measured.get(count)!.push(figures);
    }
  }
  const starts = measureInTurns(commands(scratch), { ...options, runs: runs * STARTS });
  return findings((count, name) => spreadOf(measured.get(count)!.map(figures => figures[name]!)).median, starts);
}

function measure(program: string, count: number): Figures {
  const { status, stderr, output } = spawnSync(process.execPath, [program, LIB, String(count)], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`${count} bindings failed\n${stderr}`);
  const figures = JSON.parse(output[3]!) as Figures;
  if (figures.agreed !== 300) throw new Error(`the index and the specification agree on ${figures.agreed} of 300 requests`);
  return figures;
}

const EMPTY = 'an empty program';
const CAN = 'bulwark can';
const VERSION = 'bulwark --version';

function commands(scratch: string): Program[] {
  const empty = join(scratch, 'empty.js');
  writeFileSync(empty, '');
  const folder = writeManifestsFolder(scratch);
  const main = join(LIB, 'cli', 'main.js');
  const node = (name: string, ...args: string[]): Program => ({ name, command: process.execPath, args: () => args });
  return [
    node(EMPTY, empty), node(VERSION, main, '--version'),
    node(CAN, main, 'can', 'get', 'pods', '--as', 'user-3', '-n', 'team-3', '--from', folder),
  ];
}

function findings(median: (count: number, name: string) => number, starts: ReadonlyMap<string, Samples>): Findings {
  const empty = timesOf(starts.get(EMPTY)!);
  const can = timesOf(starts.get(CAN)!);
  const perSecond = (count: number) => 1e9 / median(count, 'million');
  const naive = (count: number) => median(count, 'naive') / (median(count, 'million') / 1e6);
  return {
    title: 'Access: 10,000 bindings',
    method: [
      'RoleBindings over 1,000 namespaces, each to a Role of its own with two rules and to a user, a group and a service account, beside the '
        + `default roles of 1.34. A million random requests of users with two groups, of which ${figure(median(LARGE, 'allowed') / 1000)} % are allowed; `
        + 'the first of them find no rules compiled. Each figure is from a process of its own. The baseline asks the specification (`decide/access.ts`), which agrees on all.',
      'The command is a whole process over a folder of 200 files, in turns with an empty program and with `--version`.',
    ],
    tables: [
      {
        title: 'Decisions',
        head: ['bindings', 'policy from objects', 'index', 'a decision', 'with its reasons', 'the specification', 'ratio'],
        rows: BINDINGS.map(count => [
          String(count), `${figure(median(count, 'policy'))} ms`, `${figure(median(count, 'index'))} ms`, `${figure(median(count, 'million'))} ns`,
          `${figure(median(count, 'explained') * 1000)} µs`, `${figure(median(count, 'naive') * 1000)} µs`, figure(naive(count)),
        ]),
      },
      {
        title: 'Who can get pods',
        head: ['bindings', 'in one namespace', 'in whichever', 'the specification, one namespace', 'ratio'],
        rows: BINDINGS.map(count => [
          String(count), `${figure(median(count, 'whoCan'))} ms`, `${figure(median(count, 'whoCanAnywhere'))} ms`, `${figure(median(count, 'whoCanNaive'))} ms`,
          figure(median(count, 'whoCanNaive') / median(count, 'whoCan')),
        ]),
        note: 'In whichever namespace every binding is an answer.',
      },
      {
        title: 'The command over 200 files',
        head: ['', 'median', 'fastest', 'slowest', 'ratio'],
        rows: [EMPTY, VERSION, CAN].map(name => row(name, timesOf(starts.get(name)!), empty)),
      },
    ],
    requirements: [
      atLeast('decisions a second over 10,000 bindings', Math.round(perSecond(LARGE)), 1_000_000, ''),
      atLeast('a decision of the specification to one of the index', naive(LARGE), 100),
      atMost('the index of 10,000 bindings', median(LARGE, 'index'), 300, ' ms'),
      atMost('who can, over 10,000 bindings', median(LARGE, 'whoCan'), 10, ' ms'),
      atMost('`bulwark can` over 200 files beyond an empty program, fastest of each', can.min - empty.min, 100, ' ms'),
    ],
  };
}

function row(name: string, { median, min, max }: Spread, empty: Spread): string[] {
  return [name, ...[median, min, max].map(time => `${figure(time)} ms`), figure(median / empty.median)];
}
