import { type HostProblem } from './host-problem';
import { isMap, type Fields } from '../fields';
import { documentsIn } from './yaml-text';

/** The document of YAML or JSON in a text of another document; undefined where it is none, or more than one. */
export function parsed(text: unknown): Fields | undefined {
  const [first, ...others] = typeof text === 'string' ? documentsIn(text) : [];
  return others.length === 0 && isMap(first?.value) ? first.value : undefined;
}

/** Each document of a text; undefined where one is none. What is empty counts for nothing. */
export function parsedAll(text: unknown): Fields[] | undefined {
  const some = (typeof text === 'string' ? documentsIn(text) : []).map(({ value }) => value).filter(value => value !== null);
  return some.length > 0 && some.every(isMap) ? some : undefined;
}

/** Problems inside a text are told at the field that holds the text. */
export function inside(field: string, problems: readonly HostProblem[]): HostProblem[] {
  return problems.map(problem => ({ ...problem, field, message: `${problem.field} ${problem.message}` }));
}
