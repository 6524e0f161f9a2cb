import colors from 'picocolors';
import { place, printable, type Problem } from '../manifests/problem';

/** Problems for a terminal, one a paragraph: where and what first, then the value, the fix and the id. */
export function problemsText(problems: readonly Problem[]): string {
  return problems.map(paragraph).join('');
}

function paragraph(problem: Problem): string {
  const lines = [`${colors.red('error')} ${colors.dim(problem.id)}${where(problem)}`];
  const subject = [problem.object, problem.field].filter(Boolean).map(text => printable(text!)).join(' ');
  lines.push(`  ${subject ? `${colors.bold(subject)}: ` : ''}${printable(problem.message)}`);
  if (problem.value !== undefined) {
    lines.push(`  found ${colors.yellow(printable(problem.value))}`);
  }
  if (problem.fix) {
    lines.push(`  fix: ${printable(problem.fix)}`);
  }
  return `${lines.join('\n')}\n`;
}

function where({ construct, source }: Problem): string {
  const parts = [construct, source && place(source)].filter(part => part !== undefined && part !== '');
  return parts.length > 0 ? `  ${printable(parts.join('  '))}` : '';
}
