import { groupProblems } from './groups';
import { printable, printableLines, type Problem } from '../manifests/problem';

/** Problems as workflow commands, which GitHub shows at the line in a pull request. */
export function problemsGithub(problems: readonly Problem[]): string {
  return groupProblems(problems).map(({ problem, same }) => {
    const { source } = problem;
    const properties = [
      ...source ? [`file=${property(printable(source.file))}`] : [],
      ...source?.line ? [`line=${source.line}`] : [],
      ...source?.column ? [`col=${source.column}`] : [],
      `title=${property(`bulwark ${problem.id}`)}`,
    ];
    const text = [
      printable([problem.construct, problem.object, problem.field].filter(Boolean).join(' ')), printableLines(problem.message),
      same.length > 0 ? `likewise ${same.length} more of the same line` : '',
      problem.value === undefined ? '' : `found ${printable(problem.value)}`, problem.fix ? `fix: ${printable(problem.fix)}` : '',
    ].filter(part => part !== '').join('\n');
    return `::error ${properties.join(',')}::${escape(text)}\n`;
  }).join('');
}

/** GitHub's own escapes: without them a name in a manifest could start a command of its own. */
function escape(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return escape(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
