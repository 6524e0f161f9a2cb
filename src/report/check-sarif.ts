import type { ShowFile } from './access-words';
import type { CheckReport } from './check-json';
import { sarif, type SarifLevel, type SarifRule, type SarifRun } from './sarif';
import { printable, printableLines, PROBLEMS, type Problem, type Severity } from '../manifests/problem';
import { tellsOf } from '../prove/fingerprint';

const LEVELS: Readonly<Record<Severity, SarifLevel>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note' };

/** The middle of the ranges into which GitHub sorts: over 9 is critical, from 7 high, from 4 medium. */
const SECURITY: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };

const HEAVIEST: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/**
 * The problems of a check as SARIF. What was acknowledged, or is known to the baseline, is counted among the properties of
 * the run and is no result: GitHub opens an alert for a result that is marked as suppressed all the same.
 */
export function checkSarif({ problems, acknowledged, known, stale, unproved, unseen }: CheckReport, run: Omit<SarifRun, 'properties'>): string {
  const sorted = [...problems].sort((a, b) => a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  return sarif(rulesOf(sorted), numbered(sorted).map(({ problem, number }) => ({
    rule: problem.id,
    level: levelOf(problem),
    text: textOf(problem),
    ...problem.source && { source: problem.source },
    ...subjectOf(problem) === undefined ? {} : { subject: subjectOf(problem) },
    fingerprint: ['bulwarkProblem/v1', [...tellsOf(shownTo(problem, run.show)), number]],
  })), { ...run, properties: { acknowledged: acknowledged.length, baseline: known.length, resolved: stale.length, unproved, unseen } });
}

/** The id of a rule tells what it is; how much it weighs is that of the heaviest problem of its kind. */
function rulesOf(problems: readonly Problem[]): SarifRule[] {
  return [...new Set(problems.map(({ id }) => id))].map(id => {
    const all = problems.filter(problem => problem.id === id);
    const severity = HEAVIEST.find(each => all.some(problem => problem.severity === each));
    const controls = [...new Set(all.flatMap(problem => problem.controls ?? []))].sort();
    const fixes = [...new Set(all.flatMap(({ fix }) => fix ?? []))];
    return {
      id,
      level: severity === undefined ? 'error' : LEVELS[severity],
      text: PROBLEMS[id],
      help: [PROBLEMS[id], ...fixes.length === 1 ? [`To mend it: ${printable(fixes[0]!)}.`] : [], ...controls.length > 0 ? [`Asked for by ${controls.join(', ')}.`] : []].join('\n\n'),
      ...severity === undefined ? {} : { securitySeverity: SECURITY[severity] },
    };
  });
}

/** Problems that are alike but for their place are told apart by their order, as long as none is put between them. */
function numbered(problems: readonly Problem[]): Array<{ readonly problem: Problem; readonly number: number }> {
  const seen = new Map<string, number>();
  return problems.map(problem => {
    const key = JSON.stringify(tellsOf(problem));
    const number = seen.get(key) ?? 0;
    seen.set(key, number + 1);
    return { problem, number };
  });
}

/** A file that stands for the object is told as it is from the root of the repository, wherever that stands. */
function shownTo(problem: Problem, show: ShowFile): Problem {
  return problem.source === undefined ? problem : { ...problem, source: { ...problem.source, file: show(problem.source.file).split('\\').join('/') } };
}

function levelOf({ severity }: Problem): SarifLevel {
  return severity === undefined ? 'error' : LEVELS[severity];
}

function subjectOf({ object, construct }: Problem): string | undefined {
  const subject = object ?? construct;
  return subject === undefined ? undefined : printable(subject);
}

function textOf({ cluster, object, field, message, value, fix }: Problem): string {
  const subject = printable([object, field].filter(Boolean).join(' '));
  return [
    `${cluster === undefined ? '' : `${printable(cluster)}: `}${subject === '' ? '' : `${subject}: `}${printableLines(message)}`,
    ...value === undefined ? [] : [`found ${printable(value)}`], ...fix ? [`fix: ${printable(fix)}`] : [],
  ].join('\n');
}
