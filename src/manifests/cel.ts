import { Parser } from './cel/parser';
import { CelError } from './cel/tokens';
import { fits, type CelType } from './cel/types';
import { NEWEST_MINOR } from '../kubernetes/minors';

/** Where an expression stops being CEL, or a name that it uses and nobody defines. */
export interface CelProblem {
  readonly message: string;
  /** Characters before it. */
  readonly offset: number;
}

/** An expression that a policy names for others to use. */
export interface NamedCel {
  readonly name: string;
  readonly expression: string;
}

/** Where an expression stands. */
export interface CelPlace {
  /** What it must give: `bool`, `object` or `list(JSONPatch)`. Default: anything. */
  readonly result?: 'bool' | 'object' | 'list(JSONPatch)';
  /** What `variables` holds; without it there is no such variable. */
  readonly variables?: readonly NamedCel[];
  /** Whether objects and patches may be made, as mutations do. Default: false. */
  readonly makesObjects?: boolean;
  /** The minor whose API server compiles it. Default: the newest. */
  readonly minor?: number;
}

/** Variables of admission policies; `params` belong to policies with parameters, which are not made here. */
const VARIABLES: ReadonlyArray<readonly [string, CelType]> = [
  ['object', 'dyn'], ['oldObject', 'dyn'], ['request', 'request'], ['namespaceObject', 'namespaceObject'], ['authorizer', 'authorizer'],
];

/**
 * What is wrong with an expression of the Common Expression Language in a policy of admission, as the compiler of the API server
 * would find it: its syntax, names that nobody defines, functions that are not there or take something else, fields of requests
 * and namespaces, literals, and what it gives in the end. Fields of `object` are not known before a request, so that nothing is
 * said of them. What an expression costs is not worked out.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax
 */
export function celProblem(expression: string, place: CelPlace = {}): CelProblem | undefined {
  const answer = typed(expression, place);
  if (typeof answer !== 'string') {
    return answer;
  }
  const { result } = place;
  const isWanted = result === undefined || answer === result || (result !== 'bool' && fits(answer, result));
  return isWanted ? undefined : { message: `gives ${answer}, and must give ${result}`, offset: 0 };
}

function typed(expression: string, { variables, makesObjects = false, minor = NEWEST_MINOR }: CelPlace): CelType | CelProblem {
  const named = new Map<string, CelType>();
  for (const each of variables ?? []) {
    // What a variable gives is told where it is named.
    const answer = typed(each.expression, { variables: variables!.slice(0, named.size), makesObjects, minor });
    named.set(each.name, typeof answer === 'string' ? answer : 'dyn');
  }
  try {
    return new Parser(expression, {
      variables: new Map([...VARIABLES, ...variables ? [['variables', 'variables'] as const] : []]),
      named,
      messages: makesObjects ? ['Object', 'JSONPatch'] : [],
      minor,
    }).whole();
  } catch (e) {
    if (e instanceof CelError) {
      return { message: e.message, offset: e.offset };
    }
    throw e;
  }
}
