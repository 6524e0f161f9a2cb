import { at, type HostProblem } from './host-problem';
import { fieldsOf, meantBy, type Field, type Fields } from '../../kubernetes/fields';
import { isMap } from '../fields';

/** Who reads a file, and what it does with a field that it does not know: the ends of two sentences about it. */
export interface Reader {
  /** Such as `kind has no such field, and refuses the file`. */
  readonly unknown: string;
  /** Such as `kind refuses the file`. */
  readonly wrong: string;
  /** Values that are looked at elsewhere, with more to say about them. */
  readonly elsewhere?: RegExp;
  /**
   * The table may lack fields of newer releases: only a name that is almost a known one is told. Default: the table is whole, and
   * every field that is not in it is told.
   */
  readonly isOpen?: boolean;
}

/** Fields that a struct does not have, and values of another kind than its own. `null` is the same as absent. */
export function fieldProblems(table: Fields, struct: string, value: unknown, path: string, reader: Reader): HostProblem[] {
  const fields = fieldsOf(table, struct);
  if (fields === undefined || value === null || value === undefined) {
    return [];
  }
  if (!isMap(value)) {
    return [{ field: path, value, message: `must be a map: ${reader.wrong}`, fix: 'mend the value' }];
  }
  return Object.entries(value).flatMap(([name, inner]): HostProblem[] => {
    const field = fields.get(name);
    return field === undefined ? unknown(name, inner, at(path, name), [...fields.keys()], reader)
      : reader.elsewhere?.test(name) || inner === null ? [] : valueProblems(table, field, inner, at(path, name), reader);
  });
}

function unknown(name: string, value: unknown, field: string, known: readonly string[], reader: Reader): HostProblem[] {
  const meant = reader.isOpen ? meantBy(name, known, 1) : meantBy(name, known);
  return reader.isOpen && meant === undefined ? []
    : [{ field, value, message: reader.unknown, fix: meant === undefined ? 'leave it out' : `write ${meant}` }];
}

function valueProblems(table: Fields, { scalar, struct, many }: Field, value: unknown, path: string, reader: Reader): HostProblem[] {
  const wrong = (what: string): HostProblem[] => [{ field: path, value, message: `must be ${what}: ${reader.wrong}`, fix: 'mend the value' }];
  if (scalar === 'bool') {
    return typeof value === 'boolean' ? [] : wrong('true or false');
  }
  if (scalar === 'int') {
    return Number.isInteger(value) ? [] : wrong('a whole number');
  }
  if (struct === undefined) {
    return [];
  }
  if (many === 'list') {
    return Array.isArray(value) ? value.flatMap((item, index) => fieldProblems(table, struct, item, at(path, index), reader)) : wrong('a list');
  }
  if (many === 'map') {
    return isMap(value) ? Object.entries(value).flatMap(([name, item]) => fieldProblems(table, struct, item, at(path, name), reader)) : wrong('a map');
  }
  return fieldProblems(table, struct, value, path, reader);
}
