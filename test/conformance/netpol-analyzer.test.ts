import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzerDifferences, analyzerRows, type AnalyzerRow } from '../../src/decide/network/netpol-analyzer';
import { networkOf, type ClusterNetwork } from '../../src/engine/network';
import { ProblemError } from '../../src/manifests/problem';
import { parseManifests } from '../../src/manifests/read';
import { ANALYZER_FORMATS } from '../../src/report/map/netpol-analyzer';

/** Its own tests and what it printed for them (test/data/netpol-analyzer/README.md). */
const DATA = join(__dirname, '..', 'data', 'netpol-analyzer');
const FORMATS: Readonly<Record<string, string>> = { txt: 'text', csv: 'csv', md: 'md', json: 'json' };

/** Where the workloads are not in the folder of the test. */
const SHARED: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(anp_test_(\d|combining)|banp_test_core|anp_(np_)?banp_core)/, 'houses.yaml'], [/^anp_(with|and_banp_using)/, 'two-pods.yaml'],
];

/** Manifests that an API server refuses, and the tool reads: no map is drawn of them here. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  // `containerport: 3535` names no port.
  netpol_named_port_test: /containerPort/,
  // The definition of the kind: a named port cannot stand beside networks (apis/v1alpha1/adminnetworkpolicy_types.go).
  anp_test_named_ports_multiple_peers: /namedPort|networks/,
};

/**
 * An API server refuses these too, for a peer `pods` without a podSelector, which the definition of the kind requires. With the empty
 * one, which the tool takes it for, the lines are held as well.
 */
const WITHOUT_POD_SELECTOR = /^anp_test_(8|9|10|11|12|combining)/;

/** Recorded before sources and destinations were cut apart, each by the blocks of its own direction: neighbours that are alike count as one. */
const CUT_TOGETHER = ['anp_and_banp_using_networks_test'];

const cases = readdirSync(DATA, { withFileTypes: true }).filter(each => each.isDirectory() && each.name !== 'shared').map(({ name }) => name);

test('thirty of its tests and more are here', () => {
  expect(cases.length).toBeGreaterThanOrEqual(30);
});

const recordings = cases.filter(name => !REFUSED[name]).flatMap(name => recordingsOf(name).map(file => [name, file] as const));

test.each(recordings)('%s, %s: line by line as it printed', (name, file) => {
  const network = networkIn(name, WITHOUT_POD_SELECTOR.test(name));
  const format = file.slice(file.lastIndexOf('.') + 1);
  const rows = analyzerRows(network.index, network.leads());
  const recorded = readFileSync(join(DATA, name, file), 'utf8');
  const [ours, theirs] = [ANALYZER_FORMATS[FORMATS[format]!]!(rows), asNewer(recorded, format)].map(text => text.trimEnd().split('\n'));
  expect(CUT_TOGETHER.includes(name) ? merged(ours!) : ours).toEqual(CUT_TOGETHER.includes(name) ? merged(theirs!) : theirs);
});

const refused = [
  ...Object.entries(REFUSED), ...cases.filter(name => WITHOUT_POD_SELECTOR.test(name)).map(name => [name, /podSelector Required value/] as const),
];

test.each(refused)('%s is refused with its place, where the tool prints lines', (name, words) => {
  try {
    networkIn(name);
  } catch (e) {
    if (!ProblemError.is(e)) throw e;
    const { source, field, message } = e.problems[0]!;
    expect(`${source?.file}:${source?.line}`).toMatch(/^\w+\.yaml:\d+$/);
    expect(`${field} ${message}`).toMatch(words);
    return;
  }
  throw new Error('it was read');
});

test('what is said to differ concerns none of the lines that agree', () => {
  for (const name of cases.filter(each => !REFUSED[each])) {
    for (const sentence of analyzerDifferences(networkIn(name, true).index)) expect(sentence).toMatch(/may lose ports|prints a port by its name/);
  }
});

function recordingsOf(name: string): string[] {
  return readdirSync(join(DATA, name)).filter(file => file.startsWith('connlist.'));
}

function networkIn(name: string, completing = false): ClusterNetwork {
  const own = readdirSync(join(DATA, name)).filter(file => file.endsWith('.yaml')).map(file => join(name, file));
  const shared = SHARED.filter(([names]) => names.test(name)).map(([, file]) => join('shared', file)).slice(0, 1);
  const read = [...shared, ...own].map(file => parseManifests(readFileSync(join(DATA, file), 'utf8'), file.slice(file.indexOf('/') + 1)));
  expect(read.flatMap(({ problems }) => problems)).toEqual([]);
  const objects = read.flatMap(({ manifests }) => manifests);
  return networkOf({ objects: completing ? objects.map(each => ({ ...each, object: completed(each.object) as typeof each.object })) : objects });
}

/** Peers and subjects `pods` with the empty podSelector where they have none. */
function completed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(completed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) =>
    [key, key === 'pods' && !('podSelector' in (each as object)) ? { ...each as object, podSelector: {} } : completed(each)]));
}

/** A recording of an older release in the words of the newer ones. */
function asNewer(text: string, format: string): string {
  return text.replace(/(\d+(?:\.\d+){3}-\d+(?:\.\d+){3})(?![\d[])/g, '$1[External]')
    .replace(/All but: ((?:(?:SCTP|TCP|UDP) [\d,-]+,?)+)/g, (_, excluded: string) => format === 'csv' ? `"${allBut(excluded)}"` : allBut(excluded));
}

function allBut(excluded: string): string {
  const without = new Map([...excluded.matchAll(/(SCTP|TCP|UDP) (\d+)/g)].map(([, protocol, port]) => [protocol, Number(port)]));
  return ['SCTP', 'TCP', 'UDP'].map(protocol => {
    const port = without.get(protocol);
    return port === undefined ? `${protocol} 1-65535` : `${protocol} 1-${port - 1},${port + 1}-65535`;
  }).join();
}

/** Lines whose external ends are next to each other, and which say the same, as one. */
function merged(lines: readonly string[]): string[] {
  const rows = lines.map((line): AnalyzerRow => {
    const [, src, dst, conn] = /^(.*) => (.*) : (.*)$/.exec(line)!;
    return { src: src!, dst: dst!, conn: conn! };
  });
  const number = (ip: string) => ip.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const groups = new Map<string, Array<readonly [number, number]>>();
  const range = /^([\d.]+)-([\d.]+)\[External\]$/;
  const out: string[] = [];
  for (const { src, dst, conn } of rows) {
    const [of, end] = range.test(src) ? [src, `from => ${dst}`] : [dst, `${src} => to`];
    const bounds = range.exec(of);
    if (bounds) groups.set(`${end} : ${conn}`, [...groups.get(`${end} : ${conn}`) ?? [], [number(bounds[1]!), number(bounds[2]!)]]);
    else out.push(`${src} => ${dst} : ${conn}`);
  }
  for (const [line, ranges] of groups) {
    const whole: Array<[number, number]> = [];
    for (const [first, last] of ranges.sort((a, b) => a[0] - b[0])) {
      const before = whole.at(-1);
      if (before && before[1] + 1 === first) before[1] = last;
      else whole.push([first, last]);
    }
    out.push(...whole.map(each => `${line} ${each.join('-')}`));
  }
  return out.sort();
}
