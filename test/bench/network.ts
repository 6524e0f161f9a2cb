import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { atLeast, atMost, figure, type Benchmark, type BenchOptions, type Findings } from './benchmark';
import { spreadOf } from './measure';
import { writeNetworkProgram } from './network-program';

const LIB = join(__dirname, '..', '..', 'lib');
const NAMESPACES = [250, 500, 1000, 2000];
const LARGE = 1000;

/** Deciding which connections network policies leave open, against asking the specification pair by pair. */
export const network: Benchmark = { name: 'network', run: options => Promise.resolve(run(options)) };

type Figures = Readonly<Record<string, number>>;

function run({ runs, scratch, log }: BenchOptions): Findings {
  const program = writeNetworkProgram(scratch);
  const measured = new Map<string, Figures[]>();
  const cases = [...NAMESPACES.map(count => `${count} map`), `${LARGE} points`, '1 one'];
  // In turns, so that a busy moment of the machine meets all of them alike.
  for (let round = 0; round < runs; round += 1) {
    for (const each of cases) {
      const figures = measure(program, each);
      log(`${each}: ${JSON.stringify(figures)}`);
      measured.set(each, [...measured.get(each) ?? [], figures]);
    }
  }
  return findings((each, name) => spreadOf(measured.get(each)!.map(figures => figures[name]!)).median);
}

function measure(program: string, arguments_: string): Figures {
  const { status, stderr, output } = spawnSync(process.execPath, [program, LIB, ...arguments_.split(' ')], { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`${arguments_} failed\n${stderr}`);
  const figures = JSON.parse(output[3]!) as Figures;
  if (figures.open !== figures.expected) throw new Error(`the index finds ${figures.open} connections open, the specification ${figures.expected}`);
  return figures;
}

function findings(median: (of: string, name: string) => number): Findings {
  const large = `${LARGE} map`;
  const points = `${LARGE} points`;
  const [smallest, largest] = [NAMESPACES[0]!, NAMESPACES.at(-1)!];
  const perNamespace = (count: number) => median(`${count} map`, 'whole') / count;
  return {
    title: 'Network: 10,000 pods under 5,000 policies',
    method: [
      'A fleet of namespaces, each with 10 workloads and 5 policies: default deny in both directions, DNS, rules by label and by namespace, '
        + 'an ipBlock with an exception, ranges and named ports; 20 namespaces are a team that may talk. Each figure is from a process of its own. '
        + 'The baseline asks the specification (`decide/network.ts`) about one port of 5,000 pairs, and reckons the time for one port of all pairs.',
    ],
    tables: [
      {
        title: 'The whole map: every pair of pods and every address outside, all ports',
        head: ['namespaces', 'pods', 'open pairs', 'index', 'map', 'peak', 'one port pair by pair', 'ratio'],
        rows: NAMESPACES.map(count => {
          const of = (name: string) => median(`${count} map`, name);
          return [String(count), String(of('pods')), String(of('pairs')), `${figure(of('loaded'))} ms`, `${figure(of('map'))} ms`, `${of('megabytes').toFixed(0)} MB`,
            `${figure(of('onePort') / 1000)} s`, figure(of('onePort') / of('whole'))];
        }),
        note: 'Reading the objects takes about as long again as the index and the map, and most of it is validation.',
      },
      {
        title: 'One question',
        head: ['', 'time', 'ratio'],
        rows: [
          ['once loaded, rows known', `${figure(median(points, 'warm') * 1000)} µs`, '1'],
          ['once loaded, rows to be made', `${figure(median(points, 'cold') * 1000)} µs`, figure(median(points, 'cold') / median(points, 'warm'))],
          ['the specification, with its reasons', `${figure(median(points, 'naive') * 1000)} µs`, figure(median(points, 'naive') / median(points, 'warm'))],
          ['from the text of one namespace, not the first of its process', `${figure(median('1 one', 'one') * 1000)} µs`, figure(median('1 one', 'one') / median(points, 'warm'))],
        ],
        note: 'The last one parses, validates and decides; the first of a process takes '
          + `${figure(median('1 one', 'first'))} ms, of which the machine spends about half on compiling what was never called before.`,
      },
    ],
    requirements: [
      atLeast(`one port pair by pair to the whole map of ${LARGE} namespaces, index included`, median(large, 'onePort') / median(large, 'whole'), 1000),
      atMost(`peak memory, ${LARGE} namespaces`, Math.round(median(large, 'megabytes')), 512, ' MB'),
      atMost(`time a namespace, ${largest} namespaces to ${smallest}`, perNamespace(largest) / perNamespace(smallest), 1.5),
      atMost('one question once loaded', median(points, 'warm') * 1000, 50, ' µs'),
      atMost('one question with its rows to be made', median(points, 'cold') * 1000, 50, ' µs'),
      atMost('one question from the text of one namespace, not the first of its process', median('1 one', 'one'), 5, ' ms'),
    ],
  };
}
