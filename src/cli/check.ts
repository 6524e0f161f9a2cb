import { readFileSync } from 'node:fs';
import { sidesOf } from './diff';
import { findApp, looksLikeApp } from './find-app';
import { loadApps } from './load-app';
import { minorOf } from './minor-option';
import { outdirOf } from './outdir';
import { colors, print, relativeTo } from './output';
import { checkApp, checkManifests, checkStream, NOTHING_LOOKED_AT, sum, type CheckResult } from '../engine/check';
import { weakenedPromises } from '../engine/diff/against';
import { ProblemError, type Problem, type ProblemId } from '../manifests/problem';
import { checkJson } from '../report/check-json';
import { checkText } from '../report/check-text';
import { problemsGithub } from '../report/problems-github';
import { count } from '../report/synth-text';

/** What `bulwark check` was told. */
export interface CheckCommandOptions {
  readonly from?: string;
  readonly out?: string;
  readonly cluster?: readonly string[];
  readonly kubernetes?: string;
  readonly exclude?: readonly string[];
  readonly against?: string;
  readonly format: string;
}

/** Input that could not be read, as opposed to input that is wrong: exit 2. */
const UNREADABLE = new Set<ProblemId>(['input-missing', 'yaml-syntax', 'yaml-duplicate-key', 'yaml-alias', 'yaml-depth', 'yaml-value', 'manifest-shape', 'path-unsafe']);

/** Checks an app against its tree, or manifests by themselves. */
export async function check(path: string | undefined, options: CheckCommandOptions): Promise<number> {
  try {
    return printResult(await resultOf(path, options), options);
  } catch (e) {
    if (!ProblemError.is(e) || options.format === 'text') {
      throw e;
    }
    // Machines get what stopped the check in the form that they asked for.
    printResult({ ...NOTHING_LOOKED_AT, problems: e.problems }, options);
    return 2;
  }
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
  const reading = { exclude: options.exclude, kubernetesMinor: minor };
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

function nothingIn(file: string, { files, others, excluded }: CheckResult): Problem {
  const seen = [
    ...others > 0 ? [`${count(others, 'document')} that ${others === 1 ? 'is' : 'are'} no manifest`] : [],
    ...excluded > 0 ? [`${count(excluded, 'path')} excluded`] : [],
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
  for (const app of await loadApps(findApp(path))) {
    results.push(checkApp(app, outdirOf(app, options.out), options.cluster));
    if (options.against !== undefined) {
      results.push(weakened(await sidesOf(options.against, undefined, {}, app)));
    }
  }
  return sum(results);
}

function printResult(result: CheckResult, options: CheckCommandOptions): number {
  // GitHub finds a file by its path from the root of the repository.
  const folder = options.format === 'github' ? process.env.GITHUB_WORKSPACE ?? process.cwd() : process.cwd();
  const problems = relativeTo(folder, result.problems);
  if (options.format === 'json') {
    print(checkJson({ ...result, problems }));
  } else if (options.format === 'github') {
    print(problemsGithub(problems));
  } else {
    print(checkText({ ...result, problems }, colors.out));
  }
  return problems.length === 0 ? 0 : problems.some(({ id }) => UNREADABLE.has(id)) ? 2 : 1;
}

function usage(message: string, fix: string): ProblemError {
  return new ProblemError({ id: 'usage', message, fix });
}
