import type { CheckReport } from './check-json';
import { toned, type Colors } from './colors';
import { groupProblems } from './groups';
import { problemsText } from './problems-text';
import { onTerminal } from './terminal';
import { counted } from '../manifests/counted';
import { printable } from '../manifests/problem';
import type { BaselineRow } from '../prove/baseline';

/** A check for a terminal: the problems, what was acknowledged, then one line that says what was looked at. */
export function checkText(result: CheckReport, colors: Colors): string {
  const { problems } = result;
  const verdict = problems.length === 0 ? toned('clean', colors) : toned('failed', colors, counted(groupProblems(problems).length, 'problem'));
  return problemsText(problems, colors) + onTerminal(`${acknowledgedText(result, colors)}${staleText(result, colors)}${verdict}: ${lookedAt(result)}\n`
    + `${result.unproved > 0 ? `${colors.yellow('not asked')}: ${notAsked(result)}\n` : ''}${unseenText(result, colors)}${restsText(result, colors)}`, colors);
}

/** What is found, and what is not, is of what was seen alone. */
function unseenText({ unseen }: CheckReport, colors: Colors): string {
  return unseen.slice(0, MOST).map(each => `${colors.yellow('not seen')}: ${printable(each)}\n`).join('')
    + (unseen.length > MOST ? `${colors.yellow('not seen')}: ${unseen.length - MOST} more of the kind\n` : '');
}

/** Beyond these, more of the same tells nothing. */
const MOST = 5;

/** `6 objects in 7 files; 1 guarantee holds`. */
export function lookedAt(result: CheckReport): string {
  const { verdicts, known } = result;
  const left = [
    ...result.others > 0 ? [`${counted(result.others, 'document')} that ${result.others === 1 ? 'is' : 'are'} no manifest`] : [],
    ...result.excluded > 0 ? [`${counted(result.excluded, 'path')} excluded`] : [],
  ];
  const holding = verdicts.filter(({ verdict }) => verdict === 'holds').length;
  const proved = verdicts.length === 0 ? '' : `; ${holding === verdicts.length ? '' : `${holding} of `}${counted(verdicts.length, 'guarantee')} ${holding === 1 && verdicts.length === 1 ? 'holds' : 'hold'}`;
  const before = known.length === 0 ? '' : `; ${counted(known.length, 'finding')} of the baseline`;
  return `${counted(result.objects, 'object')} in ${counted(result.files, 'file')}${proved}${before}${left.length > 0 ? `; left out: ${left.join(', ')}` : ''}`;
}

/** Whoever mends what is invalid should not be taken by surprise by what is found after that. */
export function notAsked({ unproved }: CheckReport): string {
  return `who may do what, what workloads may do, network policies and guarantees${unproved === 1 ? '' : ` of ${unproved} clusters`}, until the errors above are mended`;
}

/** A row of a baseline in a line. */
export function rowText({ id, cluster, object, field, says, count: times }: BaselineRow): string {
  return printable(`${id}  ${cluster === undefined ? '' : `${cluster}: `}${object}${field === undefined ? '' : ` ${field}`} (${says.join(', ')})${times > 1 ? `, ${times} times` : ''}`);
}

function staleText({ stale }: CheckReport, colors: Colors): string {
  return stale.map(row => `${colors.green('resolved')} ${rowText(row)}\n`).join('')
    + (stale.length === 0 ? '' : '  found no more: take it out of the baseline by --write-baseline, so that it cannot come back unseen\n');
}

/** What the verdicts about guarantees rest on: whoever relies on one should know. */
function restsText({ verdicts }: CheckReport, colors: Colors): string {
  const rests = [...new Set(verdicts.flatMap(each => each.rests))].sort();
  return rests.length === 0 ? '' : `${colors.dim('guarantees are judged on these terms')}\n${rests.map(each => `  ${colors.dim(each)}\n`).join('')}`;
}

/** Every acknowledgement with its reason: what somebody took the responsibility for is never out of sight. */
function acknowledgedText({ acknowledged, idle }: CheckReport, colors: Colors): string {
  const lines = new Map<string, Set<string>>();
  for (const { finding, acknowledgement: { reason, expires, construct } } of acknowledged) {
    const key = `${colors.yellow('acknowledged')} ${colors.dim(finding.id)}  ${printable(construct)}\n  ${printable(reason)}${expires === undefined ? '' : ` (until ${expires})`}`;
    lines.set(key, (lines.get(key) ?? new Set()).add(printable(finding.object ?? finding.construct ?? '')));
  }
  const idleLines = idle.map(({ construct, ids, expires }) =>
    `${colors.yellow('idle')} acknowledgement of ${ids.join(', ')}  ${printable(construct)}\n  nothing found that it speaks of${expires === undefined ? '' : `, or its last day ${expires} is over`}\n`);
  return [...[...lines].map(([line, objects]) => `${line}: ${[...objects].join(', ')}\n`), ...idleLines].join('');
}
