import { Lazy } from 'cdk8s';
import { kindOf, isConstruct } from './kinds';
import { shapeOf } from './shapes';
import { wanted, type Wanted } from './wanted';
import { givenAs, phraseOf, whatToWrite } from './words';

/** A value that is not of the type of its property. */
export interface Misfit {
  readonly field: string;
  readonly value: unknown;
  readonly message: string;
  readonly fix: string;
}

/**
 * What in a value is not as its type says, in the order in which it is written. A list of one where one is meant, or one where a list
 * is meant, would otherwise end in an error of the language, or mean something else.
 */
export function misfits(type: Wanted, value: unknown, field: string): Misfit[] {
  // A `Lazy` is worked out at synth, and judged by what it becomes.
  if ((value === undefined && type.optional) || isLazy(value)) return [];
  if (type.form === 'list') {
    return Array.isArray(value) ? value.flatMap((each, at) => misfits(type.each!, each, `${field}[${at}]`)) : [misfit(type, value, field)];
  }
  if (type.form === 'map') {
    return isMap(value) ? Object.keys(value).flatMap(key => misfits(type.each!, value[key], `${field}.${key}`)) : [misfit(type, value, field)];
  }
  if (type.kinds.some(kind => fits(kind, value))) return [];
  const struct = type.kinds.find(kind => shapeOf(kind));
  return struct !== undefined && isMap(value) ? misfitsIn(struct, value, field) : [misfit(type, value, field)];
}

/** The same of the properties of a struct. */
export function misfitsIn(struct: string, value: Readonly<Record<string, unknown>>, field: string): Misfit[] {
  return Object.entries(shapeOf(struct)!).flatMap(([key, type]) => misfits(wanted(type), value[key], field === '' ? key : `${field}.${key}`));
}

/** What may stand for a map or a struct: an object that is nothing else. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isConstruct(value) && !(value instanceof Map) && !(value instanceof Set);
}

/** A kind that nobody has added yet, while the modules are loaded, takes anything. */
function fits(name: string, value: unknown): boolean {
  const kind = kindOf(name);
  return kind ? kind.is(value) : shapeOf(name) === undefined;
}

/** Also one of another copy of cdk8s. */
function isLazy(value: unknown): boolean {
  return value instanceof Lazy || (value as { constructor?: { name?: unknown } } | null | undefined)?.constructor?.name === 'Lazy';
}

function misfit(type: Wanted, value: unknown, field: string): Misfit {
  const each = (given: unknown) => misfits({ ...type.each ?? type, optional: false }, given, field).length === 0;
  const given = type.form === 'list' && each(value) ? 'one alone' : givenAs(value);
  return {
    field,
    value,
    message: `must be ${phraseOf(type)}${given === undefined ? ', and is not given' : `, not ${given}`}`,
    fix: whatToWrite(type, value, each),
  };
}
