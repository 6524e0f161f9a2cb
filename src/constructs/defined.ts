/**
 * The fields that are there: one that is undefined is left out. An object is made in two steps, without one to throw away for each
 * field that may be missing; programs make thousands.
 */
export function defined<T extends object>(fields: T): T {
  for (const key in fields) {
    if (fields[key] === undefined) {
      return withoutAbsent(fields);
    }
  }
  return fields;
}

function withoutAbsent<T extends object>(fields: T): T {
  const there = {} as T;
  for (const key in fields) {
    if (fields[key] !== undefined) {
      there[key] = fields[key];
    }
  }
  return there;
}
