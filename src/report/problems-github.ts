import { annotation } from './annotation';
import { groupProblems } from './groups';
import { printable, printableLines, type Problem } from '../manifests/problem';

/** Problems as annotations of a pull request, each at its line. All of them fail the check, so that all are errors. */
export function problemsGithub(problems: readonly Problem[]): string {
  return groupProblems(problems).map(({ problem, same }) => annotation({
    level: 'error',
    source: problem.source,
    title: `bulwark ${problem.id}`,
    text: [
      printable([problem.construct, problem.object, problem.field].filter(Boolean).join(' ')), printableLines(problem.message),
      same.length > 0 ? `likewise ${same.length} more of the same line` : '',
      problem.value === undefined ? '' : `found ${printable(problem.value)}`, problem.fix ? `fix: ${printable(problem.fix)}` : '',
    ].filter(part => part !== '').join('\n'),
  })).join('');
}
