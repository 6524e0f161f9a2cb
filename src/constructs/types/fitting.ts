import { isConstruct, kindOf } from './kinds';
import { shapeOf } from './shapes';
import { wanted, type Wanted } from './wanted';

/** Whether a value is of a type, for certain. */
export type Fitting = (value: unknown) => boolean;

/** Properties of a struct by name, and how many of them must be given. */
interface StructFitting {
  readonly properties: ReadonlyMap<string, { readonly fits: Fitting; readonly optional: boolean }>;
  readonly required: number;
}

const TYPES = new Map<string, Fitting>();
const STRUCTS = new Map<string, StructFitting>();

/**
 * The quick answer for what is as it should be, which nearly all is: a program makes thousands of constructs, and nothing is written
 * down about those. Where it says no, `misfits` and the search for unknown properties decide, and may find nothing wrong.
 */
export function fittingOf(type: string): Fitting {
  let found = TYPES.get(type);
  if (!found) {
    found = make(wanted(type));
    TYPES.set(type, found);
  }
  return found;
}

/** The same of all properties of a struct, none of which is unknown. */
export function fitsStruct(struct: string, value: unknown): boolean {
  if (!isPlain(value)) return false;
  let fitting = STRUCTS.get(struct);
  if (!fitting) {
    const made = structFitting(struct);
    if (!made) return false;
    STRUCTS.set(struct, fitting = made);
  }
  let required = 0;
  for (const key of Object.keys(value)) {
    const property = fitting.properties.get(key);
    if (!property?.fits(value[key])) return false;
    if (!property.optional) required += 1;
  }
  return required === fitting.required;
}

function structFitting(struct: string): StructFitting | undefined {
  const shape = shapeOf(struct);
  if (!shape) return undefined;
  const properties = new Map(Object.entries(shape).map(([key, type]) => [key, { fits: fittingOf(type), optional: wanted(type).optional }]));
  return { properties, required: [...properties.values()].filter(({ optional }) => !optional).length };
}

function make({ optional, form, kinds, each }: Wanted): Fitting {
  const fits = form === 'one' ? one(kinds) : form === 'list' ? list(make(each!)) : map(each!);
  return optional ? value => value === undefined || fits(value) : fits;
}

function one(kinds: readonly string[]): Fitting {
  return value => {
    for (const name of kinds) {
      const kind = kindOf(name);
      // A plain object may be a struct, whose properties count, whatever else it passes for.
      if (kind ? kind.is(value) && !(isPlain(value) && kinds.some(shapeOf)) : fitsStruct(name, value)) return true;
    }
    return false;
  };
}

function list(each: Fitting): Fitting {
  return value => {
    if (!Array.isArray(value)) return false;
    // Not `every`, which passes over holes.
    for (let at = 0; at < value.length; at += 1) {
      if (!each(value[at])) return false;
    }
    return true;
  };
}

function map(each: Wanted): Fitting {
  const fits = make(each);
  return value => {
    if (!isPlain(value)) return false;
    for (const key of Object.keys(value)) {
      if (!fits(value[key])) return false;
    }
    return true;
  };
}

/** An object literal, of whichever realm, that is not a construct of a program without classes. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === null || Object.getPrototypeOf(prototype) === null) && !isConstruct(value);
}
