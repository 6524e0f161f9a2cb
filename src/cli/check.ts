import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { sidesOf } from './diff';
import { findApp, looksLikeApp } from './find-app';
import { loadApps } from './load-app';
import { minorOf } from './minor-option';
import { outdirOf } from './outdir';
import { colors, print, relativeTo, warn } from './output';
import { version } from './version';
import { readBaseline, writeBaseline } from '../deliver/baseline-file';
import { checkApp, checkManifests, checkStream, NOTHING_LOOKED_AT, sum, type CheckResult } from '../engine/check';
import { weakenedPromises } from '../engine/diff/against';
import type { ProfileName } from '../kubernetes/controls';
import { counted } from '../manifests/counted';
import { ProblemError, type Problem, type ProblemId } from '../manifests/problem';
import { baselineOf, compareWithBaseline, mayBeKnown, type BaselineRow } from '../prove/baseline';
import { checkJson, type CheckReport } from '../report/check-json';
import { checkMarkdown } from '../report/check-md';
import { checkText, rowText } from '../report/check-text';
import { problemsGithub } from '../report/problems-github';
import type { SarifRun } from '../report/sarif';

/** What `bulwark check` was told. */
export interface CheckCommandOptions {
  readonly from?: string;
  readonly out?: string;
  readonly cluster?: readonly string[];
  readonly kubernetes?: string;
  readonly exclude?: readonly string[];
  readonly against?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly failOnStale?: boolean;
  readonly controls?: ProfileName;
  readonly format: string;
}

/** Input that could not be read, as opposed to input that is wrong: exit 2. */
const UNREADABLE = new Set<ProblemId>(['input-missing', 'yaml-syntax', 'yaml-duplicate-key', 'yaml-alias', 'yaml-depth', 'yaml-value', 'manifest-shape', 'path-unsafe']);

/** Checks an app against its tree, or manifests by themselves. */
export async function check(path: string | undefined, options: CheckCommandOptions): Promise<number> {
  try {
    const rows = baselineAsked(options);
    const result = await resultOf(path, options);
    if (options.controls !== undefined) {
      return printControls(result, options);
    }
    return printResult(options.writeBaseline === undefined ? compared(result, rows, options) : written(result, options.writeBaseline), path, options);
  } catch (e) {
    if (!ProblemError.is(e) || options.format === 'text') {
      throw e;
    }
    // Machines get what stopped the check in the form that they asked for.
    printResult({ ...NOTHING_LOOKED_AT, problems: e.problems, known: [], stale: [], unproved: 1 }, path, options);
    return 2;
  }
}

/** What was found, by what the baseline knows of it. */
type Settled = CheckResult & Pick<CheckReport, 'known' | 'stale'>;

/** Read first: without it nobody can tell what is new. */
function baselineAsked({ baseline, writeBaseline: target, failOnStale, controls, format, cluster }: CheckCommandOptions): readonly BaselineRow[] {
  if (baseline !== undefined && target !== undefined) {
    throw usage('both --baseline and --write-baseline were given', 'write it first, then check against it');
  }
  if (target !== undefined && cluster !== undefined) {
    throw usage('--write-baseline was given with --cluster, and would forget the other clusters', 'write it of all clusters');
  }
  if (controls !== undefined && (baseline ?? target) !== undefined) {
    throw usage('--controls was given with a baseline', 'leave the baseline out: what it knows does not meet a control all the same');
  }
  if (controls !== undefined && !['text', 'json', 'md'].includes(format)) {
    throw usage(`--controls has no format ${format}`, 'use --format text, json or md');
  }
  if (failOnStale && baseline === undefined) {
    throw usage('--fail-on-stale was given without --baseline', 'name the baseline by --baseline');
  }
  return baseline === undefined ? [] : readBaseline(baseline);
}

function compared(result: CheckResult, rows: readonly BaselineRow[], { baseline, failOnStale, cluster }: CheckCommandOptions): Settled {
  const { problems, known, stale } = compareWithBaseline(result.problems, rows);
  // What was not asked cannot be resolved.
  const gone = result.unproved > 0 ? [] : stale.filter(row => cluster === undefined || (row.cluster !== undefined && cluster.includes(row.cluster)));
  const failing = (failOnStale ? gone : []).map((row): Problem => ({
    id: 'baseline-stale',
    source: { file: baseline! },
    ...row.cluster === undefined ? {} : { cluster: row.cluster },
    object: row.object,
    message: `is found no more: ${rowText(row)}`,
    fix: 'write the baseline anew by --write-baseline, and commit it',
  }));
  return { ...result, problems: [...problems, ...failing], known, stale: failOnStale ? [] : gone };
}

/** What a baseline may hold is known from now on; the rest is still to be mended. */
function written(result: CheckResult, file: string): Settled {
  if (result.unproved > 0 || result.problems.some(({ id }) => UNREADABLE.has(id))) {
    warn(`${file} was not written: what is wrong with the input hides what else would be found`);
    return { ...result, known: [], stale: [] };
  }
  writeBaseline(file, baselineOf(result.problems));
  return { ...result, problems: result.problems.filter(each => !mayBeKnown(each)), known: result.problems.filter(mayBeKnown), stale: [] };
}

async function resultOf(path: string | undefined, options: CheckCommandOptions): Promise<CheckResult> {
  const minor = minorOf(options.kubernetes);
  const manifests = options.from ?? (path !== undefined && !looksLikeApp(path) ? path : undefined);
  if (options.from !== undefined && path !== undefined) {
    throw usage('both a path and --from were given', 'name the manifests once');
  }
  if (manifests === undefined) {
    const useless = minor !== undefined ? '--kubernetes' : options.exclude !== undefined ? '--exclude' : undefined;
    if (useless !== undefined) {
      throw usage(`${useless} belongs to manifests, and an app is checked`, 'leave it out, or name the manifests by --from');
    }
    return checkApps(path, options);
  }
  if (options.out !== undefined) {
    throw usage('--out belongs to an app, and manifests were named', 'leave it out');
  }
  if (manifests === '-' && options.against !== undefined) {
    throw usage('--against belongs to an app or a folder, and a stream was named', 'leave it out');
  }
  if (manifests === '-' && options.cluster !== undefined) {
    throw usage('--cluster belongs to an app or its tree, and a stream was named', 'leave it out');
  }
  const reading = { exclude: options.exclude, kubernetesMinor: minor, profiles: profilesOf(options) };
  const result = manifests === '-'
    ? checkStream(readFileSync(0), '(standard input)', reading)
    : checkManifests(manifests, reading, options.cluster);
  if (result.objects === 0) {
    throw new ProblemError(...result.problems.length > 0 ? result.problems : [nothingIn(manifests === '-' ? '(standard input)' : manifests, result)]);
  }
  if (options.against !== undefined) {
    return sum([result, weakened(await sidesOf(options.against, undefined, { ...options, path: manifests }))]);
  }
  return result;
}

function profilesOf({ controls }: CheckCommandOptions): readonly ProfileName[] {
  return controls === undefined ? [] : [controls];
}

function nothingIn(file: string, { files, others, excluded }: CheckResult): Problem {
  const seen = [
    ...others > 0 ? [`${counted(others, 'document')} that ${others === 1 ? 'is' : 'are'} no manifest`] : [],
    ...excluded > 0 ? [`${counted(excluded, 'path')} excluded`] : [],
    ...files + excluded === 0 ? ['no .yaml, .yml or .json file'] : [],
  ];
  return {
    id: 'input-missing',
    source: { file },
    message: `holds no manifest, so nothing was checked${seen.length > 0 ? ` (${seen.join(', ')})` : ''}`,
    fix: 'name the folder that holds them',
  };
}

/** What the proof lacks that it had: a check by itself cannot see what is no longer promised. */
function weakened({ before, after }: Awaited<ReturnType<typeof sidesOf>>): CheckResult {
  return { ...NOTHING_LOOKED_AT, problems: weakenedPromises(before, after) };
}

async function checkApps(path: string | undefined, options: CheckCommandOptions): Promise<CheckResult> {
  const results: CheckResult[] = [];
  const program = findApp(path);
  for (const app of await loadApps(program)) {
    results.push(checkApp(app, outdirOf(app, options.out), options.cluster, profilesOf(options)));
    if (options.against !== undefined) {
      results.push(weakened(await sidesOf(options.against, undefined, {}, { app, program })));
    }
  }
  return sum(results);
}

function printResult(result: Settled, path: string | undefined, options: CheckCommandOptions): number {
  // GitHub finds a file by its path from the root of the repository.
  const isForGithub = options.format === 'github' || options.format === 'sarif';
  const folder = isForGithub ? process.env.GITHUB_WORKSPACE ?? process.cwd() : process.cwd();
  const report: CheckReport = { ...result, problems: relativeTo(folder, result.problems), known: relativeTo(folder, result.known) };
  print(reportIn(report, options.format, () => ({ version: version(), show: file => file, whole: relative(folder, resolve(options.from ?? path ?? '.')) || '.' })));
  return report.problems.length === 0 ? 0 : report.problems.some(({ id }) => UNREADABLE.has(id)) ? 2 : 1;
}

/** 1 where a control failed, and where the check itself found something that is no control's: no report of a benchmark hides it. */
function printControls(result: CheckResult, { format }: CheckCommandOptions): number {
  const { controlsJson, controlsMarkdown, controlsText } = require('../report/controls') as typeof import('../report/controls');
  const clusters = result.controls.map(each => ({
    ...each, results: each.results.map(one => ({ ...one, findings: relativeTo(process.cwd(), one.findings) })),
  }));
  const shown = new Set(clusters.flatMap(each => each.results.flatMap(({ findings }) => findings.map(keyOfProblem))));
  const problems = relativeTo(process.cwd(), result.problems).filter(problem => !shown.has(keyOfProblem(problem)));
  print(format === 'json' ? controlsJson(clusters, problems) : format === 'md' ? controlsMarkdown(clusters) : controlsText(clusters, colors.out));
  if (problems.length > 0 && format !== 'json') {
    warn(`${counted(problems.length, 'problem')} beside these controls: bulwark check names ${problems.length === 1 ? 'it' : 'them'}`);
  }
  const isFailed = clusters.some(({ results }) => results.some(({ verdict }) => verdict === 'failed'));
  return problems.some(({ id }) => UNREADABLE.has(id)) ? 2 : isFailed || problems.length > 0 ? 1 : 0;
}

function keyOfProblem({ id, object, construct, message }: Problem): string {
  return JSON.stringify([id, object, construct, message]);
}

function reportIn(report: CheckReport, format: string, run: () => SarifRun): string {
  switch (format) {
    case 'json': return checkJson(report);
    case 'github': return problemsGithub(report.problems);
    case 'md': return checkMarkdown(report);
    case 'sarif': return (require('../report/check-sarif') as typeof import('../report/check-sarif')).checkSarif(report, run());
    default: return checkText(report, colors.out);
  }
}

function usage(message: string, fix: string): ProblemError {
  return new ProblemError({ id: 'usage', message, fix });
}
