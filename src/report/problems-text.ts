import { toned, type Colors } from './colors';
import { groupProblems, type ProblemGroup } from './groups';
import { onTerminal } from './terminal';
import { place, printable, printableLines, type Problem } from '../manifests/problem';

/** Problems for a terminal, one a paragraph: where and what first, then the value, the fix and the id. */
export function problemsText(problems: readonly Problem[], colors: Colors): string {
  return onTerminal(groupProblems(problems).map(group => paragraph(group, colors)).join(''), colors);
}

/**
 * What stopped a command. What is wrong with its input as a whole is said in one line, and how to mend it in another; what is
 * wrong in an object or a program has parts, as in any list of problems.
 */
export function stopText(problems: readonly Problem[], colors: Colors): string {
  return problems.every(isShort) ? onTerminal(problems.map(each => line(each, colors)).join(''), colors) : problemsText(problems, colors);
}

function isShort(problem: Problem): boolean {
  return problem.construct === undefined && problem.object === undefined && !printableLines(problem.message).includes('\n');
}

function line({ severity, id, field, message, value, source, fix }: Problem, colors: Colors): string {
  const at = [source && place(source), field].filter(part => part !== undefined && part !== '').map(part => `${printable(part!)}: `).join('');
  const found = value === undefined ? '' : ` (found ${colors.yellow(printable(value))})`;
  return `${toned(severity ?? 'error', colors)} ${colors.dim(id)}  ${at}${printableLines(message)}${found}\n${fix ? `  fix: ${printable(fix)}\n` : ''}`;
}

function paragraph({ problem, same }: ProblemGroup, colors: Colors): string {
  const subject = subjectOf(problem);
  const others = [...new Set(same.map(subjectOf))].filter(other => other !== '' && other !== subject);
  const lines = [
    `${toned(problem.severity ?? 'error', colors)} ${colors.dim([problem.id, ...problem.controls ?? []].join(' '))}${where(problem)}`,
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
