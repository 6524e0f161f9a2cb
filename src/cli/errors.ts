import { colors, print, relativeTo } from './output';
import { ProblemError } from '../manifests/problem';
import { stopText } from '../report/problems-text';

/**
 * Prints what stopped a command on standard error, and for machines, in the form that they asked for, on standard
 * output. Known problems are short; the unknown keep their stack.
 *
 * @param format what `--format` said
 */
export function reportError(error: unknown, format?: string): number {
  if (ProblemError.is(error)) {
    if (format === 'json') {
      print(`${JSON.stringify({ problems: relativeTo(process.cwd(), error.problems) })}\n`);
      return 2;
    }
    process.stderr.write(stopText(relativeTo(process.cwd(), error.problems), colors.err));
  } else {
    process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  }
  return 2;
}
