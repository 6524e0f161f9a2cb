import type { AcknowledgedData, ChangesData, ClusterData, FindingData, GuaranteeData, HostsData } from './data';
import { promiseWords } from '../promise-words';
import type { Strings } from './strings';
import { counted } from '../../manifests/counted';
import { printable, printableLines, shown, type Problem } from '../../manifests/problem';
import type { Settled } from '../../prove/acknowledge';
import type { Verdict } from '../../prove/cluster';
import type { ClusterControls } from '../../prove/controls/cluster';
import type { NodesView } from '../../prove/nodes/view';
import type { ClusterRows } from '../diff/rows';

/** What was proved of a cluster, and what was found in it. */
export interface ProofSource extends Omit<Settled, 'open'> {
  readonly problems: readonly Problem[];
  readonly verdicts: readonly Verdict[];
  /** How often nothing was asked because something is invalid: a decision on what no API server would take is none. */
  readonly unproved: number;
  /** Each benchmark that was asked for. */
  readonly controls: readonly ClusterControls[];
  /** What takes part and was not read, a sentence each. */
  readonly unseen?: readonly string[];
}

export function proofData({ problems, verdicts, acknowledged, idle }: ProofSource, strings: Strings): Pick<ClusterData, 'guarantees' | 'findings' | 'acknowledged' | 'idle'> {
  // Of a tree with several clusters each finding carries its cluster.
  const keyOf = ({ cluster: _, ...finding }: Problem) => JSON.stringify(finding);
  const settled = new Set(acknowledged.map(({ finding }) => keyOf(finding)));
  return {
    guarantees: verdicts.map(({ guarantee, verdict, findings, rests }): GuaranteeData => ({
      construct: strings.of(guarantee.construct),
      promise: printable(promiseWords(guarantee.predicate)),
      verdict,
      ...findings.length > 0 && findings.every(finding => settled.has(keyOf(finding))) ? { acknowledged: true } : {},
      witnesses: findings.map(finding => findingData(finding, strings)),
      rests: rests.map(each => strings.of(each)),
    })),
    findings: besideGuarantees(problems).map(problem => findingData(problem, strings)),
    acknowledged: acknowledged.map(({ finding, acknowledgement: { construct, reason, expires } }): AcknowledgedData => ({
      finding: findingData(finding, strings), construct: printable(construct), reason: printable(reason), ...expires === undefined ? {} : { expires },
    })),
    idle: idle.map(({ construct, ids, expires }) => printable(`${construct} acknowledges ${ids.join(', ')}${expires === undefined ? '' : ` until ${expires}`}, and nothing is found that it speaks of${expires === undefined ? '' : ', or its last day is over'}`)),
  };
}

/** What was found beside what breaks guarantees, which stands with its guarantee. */
export function besideGuarantees(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ id }) => id !== 'guarantee-broken' && id !== 'guarantee-not-provable');
}

export function findingData(problem: Problem, strings: Strings): FindingData {
  const { id, severity = 'error', object, field, message, value, fix, controls } = problem;
  const what = [object, field].filter(part => part !== undefined && part !== '').join(' ');
  return {
    id,
    severity,
    ...what === '' ? {} : { object: printable(what) },
    message: printableLines(message),
    ...value === undefined ? {} : { value: printable(value) },
    ...fix === undefined ? {} : { fix: printable(fix) },
    ...controls === undefined || controls.length === 0 ? {} : { controls },
    ...strings.place(problem),
  };
}

/** The semantic differences, as `bulwark diff` tells them. */
export function changesData({ rows, deleted, replaced, refactored, notes }: ClusterRows, strings: Strings): ChangesData {
  return {
    rows: rows.map(({ domain, direction, title, details, because, source, construct }) => ({
      domain, direction, title, details, because, ...strings.place({ source, construct }),
    })),
    notes: [
      ...deleted.length > 0 ? [`an apply deletes ${deleted.join(', ')}`] : [],
      ...replaced.length > 0 ? [`must be deleted so that an apply can replace them: ${replaced.join(', ')}`] : [],
      ...refactored > 0 ? [`${counted(refactored, 'policy differs', 'policies differ')} in form alone`] : [],
      ...notes.map(printable),
    ],
  };
}

/** What was asked of the machines. */
export function hostsData(nodes: NodesView | undefined, files: readonly string[]): HostsData {
  return {
    settings: Object.entries(nodes?.settings ?? {}).map(([name, value]) => [printable(name), printable(typeof value === 'string' ? value : shown(value))] as const),
    refused: (nodes?.refused ?? []).map(({ setting, can, how, construct }) => ({
      setting: printable(setting), can, how: printable(how), ...construct === undefined ? {} : { construct: printable(construct) },
    })),
    files: files.map(printable),
  };
}

