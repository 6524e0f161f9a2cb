import type { Colors } from './colors';
import { shownHere } from './glyphs';
import { groupProblems, type ProblemGroup } from './groups';
import { place, printable, printableLines, type Problem } from '../manifests/problem';

/** Problems for a terminal, one a paragraph: where and what first, then the value, the fix and the id. */
export function problemsText(problems: readonly Problem[], colors: Colors): string {
  return shownHere(groupProblems(problems).map(group => paragraph(group, colors)).join(''));
}

function paragraph({ problem, same }: ProblemGroup, colors: Colors): string {
  const subject = subjectOf(problem);
  const others = [...new Set(same.map(subjectOf))].filter(other => other !== '' && other !== subject);
  const lines = [
    `${colors.red(problem.severity ?? 'error')} ${colors.dim([problem.id, ...problem.controls ?? []].join(' '))}${where(problem)}`,
    `  ${subject ? `${colors.bold(subject)}: ` : ''}${printableLines(problem.message)}`,
    ...problem.value === undefined ? [] : [`  found ${colors.yellow(printable(problem.value))}`],
    ...others.length === 0 ? [] : [`  likewise ${others.slice(0, MOST).join(', ')}${others.length > MOST ? ` and ${others.length - MOST} more` : ''}`],
    ...problem.fix ? [`  fix: ${printable(problem.fix)}`] : [],
  ];
  return `${lines.join('\n')}\n`;
}

/** Objects that are listed beside the first one. */
const MOST = 5;

function subjectOf({ object, field }: Problem): string {
  return [object, field].filter(Boolean).map(text => printable(text!)).join(' ');
}

function where({ construct, source }: Problem): string {
  const parts = [construct, source && place(source)].filter(part => part !== undefined && part !== '');
  return parts.length > 0 ? `  ${printable(parts.join('  '))}` : '';
}
