import { colors, relativeTo } from './output';
import { ProblemError } from '../manifests/problem';
import { problemsText } from '../report/problems-text';

/** Prints what stopped a command on standard error. Known problems are short; the unknown keep their stack. */
export function reportError(error: unknown): number {
  if (ProblemError.is(error)) {
    process.stderr.write(problemsText(relativeTo(process.cwd(), error.problems), colors.err));
  } else {
    process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  }
  return 2;
}
