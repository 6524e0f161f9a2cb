import { dirname, join } from 'node:path';
import { checkFiles, checkManifests, NOTHING_LOOKED_AT, sum, type CheckResult } from './check';
import { readBaseline } from '../deliver/baseline-file';
import { INDEX_FILE, parseJson } from '../deliver/cluster-index';
import { statOf, textOf } from '../deliver/disk';
import { isSupportedMinor, parseKubernetesVersion, SUPPORTED_MINORS } from '../kubernetes';
import { printable, printableLines, ProblemError, PROBLEMS, type Problem } from '../manifests/problem';
import { compareWithBaseline } from '../prove/baseline';

/** What cdk8s-cli offers to a validation (cdk8s-cli 2.207, lib/plugins/validation.d.ts), as far as this one uses it. */
export interface ValidationContext {
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: Violation): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
}

/** What the validation was told. */
export interface ValidationOptions {
  readonly kubernetes?: string;
  readonly baseline?: string;
}

/** A rule, and all that violates it. */
export interface Violation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: ReadonlyArray<{ readonly resourceName: string; readonly locations: readonly string[]; readonly manifestPath: string }>;
}

/** Judges what was synthesized. Whatever goes wrong on the way fails the validation. */
export function validateManifests({ manifests, report }: ValidationContext, props: ValidationOptions): void {
  const { result, known } = resultOf(manifests, props);
  const { problems, verdicts, acknowledged, unproved } = result;
  const ids = [...new Set(problems.map(({ id }) => id))].sort();
  ids.forEach(id => report.addViolation(violationOf(problems.filter(problem => problem.id === id))));
  report.submit(problems.length === 0 ? 'success' : 'failure', {
    'objects': String(result.objects),
    'guarantees that hold': `${verdicts.filter(({ verdict }) => verdict === 'holds').length} of ${verdicts.length}`,
    'acknowledged': String(acknowledged.length),
    ...props.baseline === undefined ? {} : { 'known to the baseline': String(known) },
    ...unproved === 0 ? {} : { 'not asked': 'findings and guarantees, until what is invalid is mended' },
  });
}

function resultOf(
  manifests: readonly string[], { kubernetes, baseline }: ValidationOptions,
): { readonly result: CheckResult; readonly known: number } {
  try {
    const rows = baseline === undefined ? [] : readBaseline(baseline);
    const result = checked(manifests, minorOf(kubernetes));
    const { problems, known } = compareWithBaseline(result.problems, rows);
    return { result: { ...result, problems }, known: known.length };
  } catch (e) {
    if (!ProblemError.is(e)) {
      throw e;
    }
    return { result: { ...NOTHING_LOOKED_AT, problems: e.problems, unproved: 1 }, known: 0 };
  }
}

/** The trees of clusters each by itself, with what their indexes promise; every other manifest with all others. */
function checked(manifests: readonly string[], kubernetesMinor: number | undefined): CheckResult {
  if (manifests.length === 0) {
    throw new ProblemError({ id: 'input-missing', message: 'nothing was synthesized, so nothing was checked', fix: 'let the app emit manifests, or leave the validation out' });
  }
  const roots = new Map(manifests.map(file => [file, clusterRoot(dirname(file))]));
  const trees = [...new Set(roots.values())].filter(root => root !== undefined);
  const rest = manifests.filter(file => roots.get(file) === undefined);
  return sum([
    ...trees.map(root => checkManifests(root, { kubernetesMinor })),
    ...rest.length === 0 ? [] : [checkFiles(rest, { kubernetesMinor })],
  ]);
}

/** The nearest folder around that holds the index of a cluster. */
function clusterRoot(folder: string): string | undefined {
  const file = join(folder, INDEX_FILE);
  const index = statOf(file) === undefined ? undefined : parseJson(textOf(file) ?? '') as { cluster?: unknown } | undefined;
  const parent = dirname(folder);
  return typeof index?.cluster === 'string' ? folder : parent === folder ? undefined : clusterRoot(parent);
}

function minorOf(kubernetes: string | undefined): number | undefined {
  const minor = kubernetes === undefined ? undefined : parseKubernetesVersion(String(kubernetes))?.minor;
  if (kubernetes !== undefined && (minor === undefined || !isSupportedMinor(minor))) {
    throw new ProblemError({
      id: 'target-unsupported',
      field: 'kubernetes',
      value: JSON.stringify(kubernetes),
      message: 'is no supported minor of Kubernetes',
      fix: `use one of ${SUPPORTED_MINORS.map(each => `1.${each}`).join(', ')}`,
    });
  }
  return minor;
}

/** cdk8s-cli has a row a rule, and finds the construct of a resource by its name alone. */
function violationOf(problems: readonly Problem[]): Violation {
  const { id } = problems[0]!;
  const fixes = [...new Set(problems.flatMap(({ fix }) => fix ?? []))];
  return {
    ruleName: id,
    recommendation: PROBLEMS[id],
    fix: fixes.length === 0 ? 'see docs/problems.md' : printable(fixes.slice(0, MOST).join('; ')),
    violatingResources: problems.map(problem => ({ resourceName: nameOf(problem), locations: [locationOf(problem)], manifestPath: printable(problem.source?.file ?? '') })),
  };
}

/** Fixes of one rule that are told. */
const MOST = 3;

/** `db` of `Secret shop/db`. */
function nameOf({ object, construct }: Problem): string {
  return printable(/(?:^| )(?:[^ /]*\/)?([^ ]+)$/.exec(object ?? '')?.[1] ?? object ?? construct ?? '');
}

function locationOf({ source, construct, object, field, message, value }: Problem): string {
  const line = source?.line === undefined ? '' : `${source.line}:${source.column ?? 1} `;
  const what = [object, field].filter(part => part !== undefined).join(' ');
  return printable(`${line}${what === '' ? '' : `${what}: `}`) + printableLines(message)
    + printable(`${value === undefined ? '' : ` (found ${value})`}${construct === undefined ? '' : ` [${construct}]`}`);
}
