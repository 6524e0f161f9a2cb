/**
 * A type: `int`, `string`, `list(int)`, `map(string,dyn)`, `optional(dyn)`, or `dyn` for what is known only when the expression
 * is evaluated. `list`, `map` and `optional` alone are those of `dyn`.
 */
export type CelType = string;

export interface TypeParts {
  readonly name: string;
  readonly of: readonly CelType[];
}

/** `map` and [`string`, `list(int)`] of `map(string,list(int))`. */
export function partsOf(type: CelType): TypeParts {
  const open = type.indexOf('(');
  if (open < 0) {
    return { name: type, of: type === 'map' ? ['dyn', 'dyn'] : type === 'list' || type === 'optional' ? ['dyn'] : [] };
  }
  const of: string[] = [];
  let [depth, from] = [0, open + 1];
  for (let at = open + 1; at < type.length; at += 1) {
    const char = type[at];
    if (char === '(') depth += 1;
    if (depth === 0 && (char === ',' || char === ')')) {
      of.push(type.slice(from, at));
      from = at + 1;
    }
    if (char === ')') depth -= 1;
  }
  return { name: type.slice(0, open), of };
}

/** Types of which null is no value (cel-go common/types/types.go, isAssignableType). */
const NEVER_NULL = new Set(['bool', 'int', 'uint', 'double', 'string', 'bytes', 'list', 'map', 'type']);

/** Of what `optional.none()` would hold nothing is said. */
const OPEN = new Set(['dyn', 'any', 'none']);

/** Whether a value of the one may be one of the other, as far as can be told. */
export function fits(one: CelType, other: CelType): boolean {
  if (one === other || OPEN.has(one) || OPEN.has(other)) return true;
  const [a, b] = [partsOf(one), partsOf(other)];
  if (a.name === 'null' || b.name === 'null') return !NEVER_NULL.has(a.name) && !NEVER_NULL.has(b.name);
  return a.name === b.name && a.of.every((type, at) => fits(type, b.of[at] ?? 'dyn'));
}

/** The type of two values of which either may come; undefined where there is none. */
export function joined(one: CelType, other: CelType): CelType | undefined {
  if (one === other) return one;
  return one === 'dyn' || other === 'dyn' ? 'dyn' : fits(one, other) ? one : undefined;
}

/** Whether both may stand in one literal of a list or a map (cel.ValidateHomogeneousAggregateLiterals). */
export function alike(one: CelType, other: CelType): boolean {
  return one === other || (one !== 'dyn' && other !== 'dyn' && fits(one, other));
}
