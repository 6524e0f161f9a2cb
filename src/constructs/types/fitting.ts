import { isConstruct, isPlain, kindOf } from './kinds';
import { shapeOf } from './shapes';
import { wanted, type Wanted } from './wanted';

/** Whether a value is of a type, for certain. */
export type Fitting = (value: unknown) => boolean;

const TYPES = new Map<string, Fitting>();
const STRUCTS = new Map<string, ReadonlyMap<string, Fitting>>();

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
  if (!isLiteral(value)) return false;
  let properties = STRUCTS.get(struct);
  if (!properties) {
    const shape = shapeOf(struct);
    if (!shape) return false;
    STRUCTS.set(struct, properties = new Map(Object.entries(shape).map(([key, type]) => [key, fittingOf(type)])));
  }
  for (const key of Object.keys(value)) {
    if (!properties.has(key)) return false;
  }
  // Read as a construct does, not by own keys: what is inherited or hidden counts as well.
  for (const [key, fits] of properties) {
    if (!fits(value[key])) return false;
  }
  return true;
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
      if (kind ? kind.is(value) && !(isLiteral(value) && kinds.some(shapeOf)) : fitsStruct(name, value)) return true;
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
    if (!isLiteral(value)) return false;
    for (const key of Object.keys(value)) {
      if (!fits(value[key])) return false;
    }
    return true;
  };
}

function isLiteral(value: unknown): value is Readonly<Record<string, unknown>> {
  return isPlain(value) && !isConstruct(value);
}
