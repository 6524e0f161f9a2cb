/** What JSON can hold. */
export type Json = string | number | bigint | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * A value of a program: plain data, a constant of a class, or what a static method makes. What is printed as TypeScript
 * and what is run to see whether it makes the right objects is this one description.
 */
export type Expression =
  | { readonly value: Json }
  | { readonly list: readonly Expression[] }
  | { readonly fields: ReadonlyArray<readonly [name: string, value: Expression]> }
  | { readonly of: string; readonly constant: string }
  | { readonly of: string; readonly method: string; readonly args: readonly Expression[] };

/** Plain data. */
export function value(json: Json): Expression {
  return { value: json };
}

/** A list. */
export function list(items: readonly Expression[]): Expression {
  return { list: items };
}

/** An object; fields that are undefined are left out. */
export function fields(all: Readonly<Record<string, Expression | undefined>>): Expression & { readonly fields: unknown } {
  return { fields: Object.entries(all).flatMap(([name, each]) => each === undefined ? [] : [[name, each] as const]) };
}

/** `Verb.GET`. */
export function constant(of: string, name: string): Expression {
  return { of, constant: name };
}

/** `Subject.user('jane')`. */
export function call(of: string, method: string, ...args: readonly Expression[]): Expression {
  return { of, method, args };
}

/** The classes that an expression names. */
export function classesIn(expression: Expression): string[] {
  if ('list' in expression) {
    return expression.list.flatMap(classesIn);
  }
  if ('fields' in expression) {
    return expression.fields.flatMap(([, each]) => classesIn(each));
  }
  return 'method' in expression ? [expression.of, ...expression.args.flatMap(classesIn)] : 'of' in expression ? [expression.of] : [];
}
