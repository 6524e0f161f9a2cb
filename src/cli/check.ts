import { readFileSync } from 'node:fs';
import { checkApp, checkManifests, checkStream, type CheckResult } from '../engine/check';
import { parseKubernetesVersion, SUPPORTED_MINORS } from '../kubernetes';
import { ProblemError, shown, type ProblemId } from '../manifests/problem';
import { checkText } from '../report/check-text';
import { problemsGithub } from '../report/problems-github';
import { findApp, looksLikeApp } from './find-app';
import { loadApps } from './load-app';
import { outdirOf } from './synth';

/** What `bulwark check` was told. */
export interface CheckCommandOptions {
  readonly from?: string;
  readonly out?: string;
  readonly cluster?: readonly string[];
  readonly kubernetes?: string;
  readonly exclude?: readonly string[];
  readonly format: string;
}

/** Input that could not be read, as opposed to input that is wrong: exit 2. */
const UNREADABLE = new Set<ProblemId>(['input-missing', 'yaml-syntax', 'yaml-duplicate-key', 'yaml-alias', 'yaml-depth', 'yaml-value', 'manifest-shape', 'path-unsafe']);

/** Checks an app against its tree, or manifests by themselves. */
export async function check(path: string | undefined, options: CheckCommandOptions): Promise<number> {
  const minor = minorOf(options.kubernetes);
  const manifests = options.from ?? (path !== undefined && !looksLikeApp(path) ? path : undefined);
  if (options.from !== undefined && path !== undefined) {
    throw new ProblemError({ id: 'usage', message: 'both a path and --from were given', fix: 'name the manifests once' });
  }
  if (manifests === undefined) {
    return print(await checkApps(path, options), options);
  }
  if (options.out !== undefined) {
    throw new ProblemError({ id: 'usage', message: '--out belongs to an app, and manifests were named', fix: 'leave it out' });
  }
  const reading = { exclude: options.exclude, kubernetesMinor: minor };
  const result = manifests === '-'
    ? checkStream(readFileSync(0), '(standard input)', reading)
    : checkManifests(manifests, reading, options.cluster);
  if (result.objects === 0 && result.problems.length === 0) {
    throw new ProblemError({
      id: 'input-missing', source: { file: manifests }, message: 'holds no manifest, so nothing was checked', fix: 'name the folder that holds them',
    });
  }
  return print(result, options);
}

async function checkApps(path: string | undefined, options: CheckCommandOptions): Promise<CheckResult> {
  const results: CheckResult[] = [];
  for (const app of await loadApps(findApp(path))) {
    results.push(checkApp(app, outdirOf(app, options.out), options.cluster));
  }
  return {
    problems: results.flatMap(({ problems }) => problems),
    objects: results.reduce((all, { objects }) => all + objects, 0),
    files: results.reduce((all, { files }) => all + files, 0),
    others: 0,
    excluded: 0,
  };
}

function print(result: CheckResult, options: CheckCommandOptions): number {
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } else if (options.format === 'github') {
    process.stdout.write(problemsGithub(result.problems));
  } else {
    process.stdout.write(checkText(result));
  }
  return result.problems.length === 0 ? 0 : result.problems.some(({ id }) => UNREADABLE.has(id)) ? 2 : 1;
}

function minorOf(text: string | undefined): number | undefined {
  const version = text === undefined ? undefined : parseKubernetesVersion(text);
  if (text !== undefined && (!version || !SUPPORTED_MINORS.includes(version.minor))) {
    throw new ProblemError({
      id: 'target-unsupported', field: '--kubernetes', value: shown(text), message: 'is not a supported Kubernetes minor',
      fix: `use one of ${SUPPORTED_MINORS.map(minor => `1.${minor}`).join(', ')}`,
    });
  }
  return version?.minor;
}
