import type { CheckReport } from './check-json';
import type { Colors } from './colors';
import { groupProblems } from './groups';
import { problemsText } from './problems-text';
import { count } from './synth-text';
import { printable } from '../manifests/problem';

/** A check for a terminal: the problems, what was acknowledged, then one line that says what was looked at. */
export function checkText(result: CheckReport, colors: Colors): string {
  const { problems, verdicts } = result;
  const left = [
    ...result.others > 0 ? [`${count(result.others, 'document')} that ${result.others === 1 ? 'is' : 'are'} no manifest`] : [],
    ...result.excluded > 0 ? [`${count(result.excluded, 'path')} excluded`] : [],
  ];
  const holding = verdicts.filter(({ verdict }) => verdict === 'holds').length;
  const proved = verdicts.length === 0 ? '' : `; ${holding === verdicts.length ? '' : `${holding} of `}${count(verdicts.length, 'guarantee')} ${holding === 1 && verdicts.length === 1 ? 'holds' : 'hold'}`;
  const looked = `${count(result.objects, 'object')} in ${count(result.files, 'file')}${proved}${left.length > 0 ? `; left out: ${left.join(', ')}` : ''}`;
  const verdict = problems.length === 0 ? colors.green('clean') : colors.red(count(groupProblems(problems).length, 'problem'));
  return `${problemsText(problems, colors)}${acknowledgedText(result, colors)}${verdict}: ${looked}\n${restsText(result, colors)}`;
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
