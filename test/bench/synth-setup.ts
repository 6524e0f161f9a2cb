import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { figure, type BenchOptions } from './benchmark';
import { helmEnvironment, helmProgram, writeChart } from './helm';
import { measure, newFolder, type Program } from './measure';
import { writePrograms, type ProgramFiles } from './programs';

const LIB = join(__dirname, '..', '..', 'lib');
const CDK8S = createRequire(__filename).resolve('cdk8s');
const CDK8S_PLUS = createRequire(__filename).resolve('cdk8s-plus-27');
const OBJECTS = 10_000;

/** Over how many clusters the same objects are spread. */
export const SPREADS = [1, 100, 1000];

/** What is measured. */
export interface Setup {
  readonly programs: ProgramFiles;
  readonly helm: string;
  readonly chart: string;
  readonly objects: string;
  readonly scratch: string;
}

export function ours({ programs }: Setup, mode: 'memory' | 'write', clusters: number): Program {
  const args = (folder: string) => [programs.ours, LIB, CDK8S, mode, String(clusters), folder];
  return { name: oursName(clusters), command: process.execPath, args };
}

export function oursName(clusters: number): string {
  return `cdk8s-bulwark, ${figure(clusters)} cluster${clusters === 1 ? '' : 's'}`;
}

export function helm({ helm: command, chart, scratch }: Setup, write: boolean): Program {
  const args = ['template', 'bench', chart];
  return { name: 'helm', command, args: folder => write ? [...args, '--output-dir', folder] : args, env: helmEnvironment(scratch) };
}

export const PLUS_CONSTRUCTS = 'cdk8s `App`, 1,000 charts of cdk8s-plus-27';
export const SAME_CONSTRUCTS = 'cdk8s `App`, 1,000 charts of our constructs';
const BARE_OBJECTS = 'cdk8s `App`, 1,000 charts of bare `ApiObject`s';

export function plainCdk8s({ programs, objects }: Setup): Program[] {
  return [
    { name: PLUS_CONSTRUCTS, command: process.execPath, args: folder => [programs.plus, CDK8S, CDK8S_PLUS, folder] },
    { name: SAME_CONSTRUCTS, command: process.execPath, args: folder => [programs.ours, LIB, CDK8S, 'plain', '1', folder] },
    { name: BARE_OBJECTS, command: process.execPath, args: folder => [programs.plain, CDK8S, objects, folder] },
  ];
}

/** Writes the programs, and makes the chart and the input of plain cdk8s from what ours writes; proves that all mean the same objects. */
export function prepare({ scratch, log }: BenchOptions): Setup {
  const setup: Setup = {
    programs: writePrograms(join(scratch, 'programs')),
    helm: helmProgram(log),
    chart: join(scratch, 'chart'),
    objects: join(scratch, 'objects.json'),
    scratch,
  };
  const tree = newFolder(scratch);
  measure(ours(setup, 'write', 1), tree);
  const texts = manifestsIn(tree);
  const expected = digest([...texts.values()].map(text => load(text)));
  if (texts.size !== OBJECTS || expected.size !== OBJECTS) {
    throw new Error(`the app makes ${expected.size} objects in ${texts.size} files, not ${OBJECTS}`);
  }
  writeChart(setup.chart, new Map([...texts].map(([file, text]) => [
    // Not the folder first: helm takes a name that starts with `_` for a partial.
    `${basename(file, '.yaml')}.${basename(dirname(file))}.yaml`,
    text.replace(/^ {2}(name|namespace): team-/m, '  $1: {{ .Values.prefix }}-'),
  ])), { prefix: 'team' });
  const byNamespace: Record<string, unknown[]> = {};
  for (const text of texts.values()) {
    const object = load(text) as { metadata: { name: string; namespace?: string } };
    (byNamespace[object.metadata.namespace ?? object.metadata.name] ??= []).push(object);
  }
  writeFileSync(setup.objects, JSON.stringify(byNamespace));
  const rendered = execFileSync(setup.helm, ['template', 'bench', setup.chart], {
    encoding: 'utf8', maxBuffer: 2 ** 30, env: { ...process.env, ...helmEnvironment(scratch) },
  });
  requireSame('helm', expected, digest(loadAll(rendered)));
  for (const clusters of SPREADS.slice(1)) {
    const other = newFolder(scratch);
    measure(ours(setup, 'write', clusters), other);
    requireSame(oursName(clusters), expected, digest([...manifestsIn(other).values()].map(text => load(text))));
  }
  return setup;
}

function digest(objects: readonly unknown[]): Set<string> {
  return new Set(objects.filter(object => object !== null && object !== undefined).map(object => JSON.stringify(sorted(object))));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, item]) => [key, sorted(item)]))
    : value;
}

function requireSame(name: string, expected: ReadonlySet<string>, found: ReadonlySet<string>): void {
  const missing = [...expected].find(object => !found.has(object));
  if (missing !== undefined || found.size !== expected.size) {
    throw new Error(`${name} does not render the same objects: ${found.size} of ${expected.size}, without ${missing}`);
  }
}

/** The text of each manifest below a folder. */
function manifestsIn(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile() && entry.name.endsWith('.yaml'));
  return new Map(files.map(({ parentPath, name }) => join(parentPath, name)).map(file => [file, readFileSync(file, 'utf8')]));
}
