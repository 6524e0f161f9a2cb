import { parseAllDocuments, parseDocument } from 'yaml';
import { type HostProblem } from './host-problem';
import { isMap, type Fields } from '../fields';

/** A document of YAML or JSON in a text of another document; undefined where it is none. */
export function parsed(text: unknown): Fields | undefined {
  if (typeof text !== 'string') {
    return undefined;
  }
  const document = parseDocument(text, { logLevel: 'silent', maxAliasCount: 0 } as object);
  const value: unknown = document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 });
  return isMap(value) ? value : undefined;
}

/** Each document of a text; undefined where one is none. What is empty counts for nothing. */
export function parsedAll(text: unknown): Fields[] | undefined {
  const values: unknown[] = [];
  for (const document of typeof text === 'string' ? parseAllDocuments(text, { logLevel: 'silent' }) : []) {
    if (document.errors.length > 0) {
      return undefined;
    }
    values.push(document.toJS({ maxAliasCount: 0 }));
  }
  const some = values.filter(value => value !== null && value !== undefined);
  return some.length > 0 && some.every(isMap) ? some : undefined;
}

/** Problems inside a text are told at the field that holds the text. */
export function inside(field: string, problems: readonly HostProblem[]): HostProblem[] {
  return problems.map(problem => ({ ...problem, field, message: `${problem.field} ${problem.message}` }));
}
