import { groupProblems } from './groups';
import { printable, printableLines, type Problem } from '../manifests/problem';

/** Problems as workflow commands, which GitHub shows at the line in a pull request. */
export function problemsGithub(problems: readonly Problem[]): string {
  return groupProblems(problems).map(({ problem, same }) => {
    const { source } = problem;
    const properties = [
      ...source ? [`file=${escapeProperty(printable(source.file))}`] : [],
      ...source?.line ? [`line=${source.line}`] : [],
      ...source?.column ? [`col=${source.column}`] : [],
      `title=${escapeProperty(`bulwark ${problem.id}`)}`,
    ];
    const text = [
      printable([problem.construct, problem.object, problem.field].filter(Boolean).join(' ')), printableLines(problem.message),
      same.length > 0 ? `likewise ${same.length} more of the same line` : '',
      problem.value === undefined ? '' : `found ${printable(problem.value)}`, problem.fix ? `fix: ${printable(problem.fix)}` : '',
    ].filter(part => part !== '').join('\n');
    return `::error ${properties.join(',')}::${escapeMessage(text)}\n`;
  }).join('');
}

/** GitHub's own escapes: without them a name in a manifest could start a command of its own. */
export function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

export function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
