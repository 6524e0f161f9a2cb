import type { Colors } from './colors';
import { groupProblems } from './groups';
import { problemsText } from './problems-text';
import { count } from './synth-text';
import type { Problem } from '../manifests/problem';

/** A check for a terminal: the problems, then one line that says what was looked at. */
export function checkText(result: {
  readonly problems: readonly Problem[];
  readonly objects: number;
  readonly files: number;
  readonly others: number;
  readonly excluded: number;
}, colors: Colors): string {
  const left = [
    ...result.others > 0 ? [`${count(result.others, 'document')} that ${result.others === 1 ? 'is' : 'are'} no manifest`] : [],
    ...result.excluded > 0 ? [`${count(result.excluded, 'path')} excluded`] : [],
  ];
  const looked = `${count(result.objects, 'object')} in ${count(result.files, 'file')}${left.length > 0 ? `; left out: ${left.join(', ')}` : ''}`;
  const verdict = result.problems.length === 0 ? colors.green('clean') : colors.red(count(groupProblems(result.problems).length, 'problem'));
  return `${problemsText(result.problems, colors)}${verdict}: ${looked}\n`;
}
