import { place, type Problem } from '../manifests/problem';

/** A problem, and those that say the same of other objects. */
export interface ProblemGroup {
  readonly problem: Problem;
  readonly same: readonly Problem[];
}

/** One mistake in a line of a program shows in every object that the line makes: that is one thing to mend. */
export function groupProblems(problems: readonly Problem[]): ProblemGroup[] {
  const groups = new Map<string, { readonly problem: Problem; readonly same: Problem[] }>();
  problems.forEach((problem, at) => {
    const { id, construct, source, message, value, fix } = problem;
    // A duplicate's message names its twin, so the messages of one line differ.
    const key = construct === undefined || source?.line === undefined ? String(at)
      : JSON.stringify([id, place(source), ...id === 'object-duplicate' ? [] : [message, value, fix]]);
    const group = groups.get(key);
    if (group) {
      group.same.push(problem);
    } else {
      groups.set(key, { problem, same: [] });
    }
  });
  return [...groups.values()];
}
