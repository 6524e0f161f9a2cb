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
  /**
   * The table is whole for the releases that are known here, and a newer one may have more: what is told of a name that resembles no
   * known one, which is then a problem that a baseline may hold. Default: `unknown` is told of every name.
   */
  readonly unsure?: string;
  /** The structs of the table that may lack fields, where not all do: of them this is told of a name that resembles no known one. */
  readonly open?: { readonly structs: RegExp; readonly unsure: string };
  /** The structs in which, and below which, the reader drops what it does not know, where it refuses the file elsewhere. */
  readonly dropping?: RegExp;
  /** The releases of the tool that may read the file. Default: any, so that what some release has is a field. */
  readonly releases?: Releases;
  /** What a release does with a field of another one, as `k3s 1.30 and older …` goes on. Default: `refuse it`. */
  readonly otherRelease?: string;
  /** True for a tool that takes `yes`, `no`, `on` and `off` for true and false where a field is of that kind (YAML 1.1). */
  readonly isYaml11?: boolean;
}

/** Releases of a tool. */
export interface Releases {
  readonly tool: string;
  /** Minors of the first and the last. */
  readonly first: number;
  readonly last: number;
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
  const isDropped = reader.dropping?.test(struct) === true;
  const below = isDropped ? { ...reader, dropping: /^/ } : reader;
  const here = isDropped ? { ...reader, unknown: DROPPED, unsure: undefined } : reader;
  return Object.entries(value).flatMap(([name, inner]): HostProblem[] => {
    const field = fields.get(name);
    const gap = field === undefined ? undefined : releaseGap(field, reader.releases, isDropped ? 'drop it without a word' : reader.otherRelease);
    return field === undefined ? unknown(name, inner, at(path, name), [...fields.keys()], here, struct)
      : gap !== undefined ? [{ field: at(path, name), value: inner, ...gap }]
        : reader.elsewhere?.test(name) || inner === null ? [] : valueProblems(table, field, inner, at(path, name), below);
  });
}

const DROPPED = 'is no field here, and is dropped without a word';

function unknown(
  name: string, value: unknown, field: string, known: readonly string[], { unknown: message, unsure, isOpen, open }: Pick<Reader, 'unknown' | 'unsure' | 'isOpen' | 'open'>, struct: string,
): HostProblem[] {
  const isGrowing = open?.structs.test(struct) === true;
  const meant = isOpen || isGrowing ? meantBy(name, known, 1) : meantBy(name, known);
  if (meant !== undefined) {
    return [{ field, value, message, fix: `write ${meant}` }];
  }
  const fix = `leave it out${neighbours(name, known)}`;
  const guess = isGrowing ? open!.unsure : unsure;
  return isOpen ? [] : [{ field, value, fix, ...guess === undefined ? { message } : { message: guess, unsure: true } }];
}

/** How many known names stand in a fix. */
const NEIGHBOURS = 8;

/** Some of the fields that stand beside an unknown one, those first that begin as it does. */
function neighbours(name: string, known: readonly string[]): string {
  const alike = (each: string) => [...each.toLowerCase()].findIndex((letter, index) => letter !== name[index]?.toLowerCase());
  const score = (each: string) => alike(each) < 0 ? each.length : alike(each);
  const some = [...known].sort((a, b) => score(b) - score(a) || (a < b ? -1 : 1)).slice(0, NEIGHBOURS);
  return known.length === 0 ? '; nothing may stand here' : `; known here: ${some.join(', ')}${known.length > some.length ? ` and ${known.length - some.length} more` : ''}`;
}

/**
 * Why no release that may read the file has a field, although another has.
 *
 * @param otherwise what a release without the field does with it
 */
export function releaseGap(
  { first, last }: Field, releases: Releases | undefined, otherwise = 'refuse it',
): { readonly message: string; readonly fix: string } | undefined {
  if (releases === undefined) {
    return undefined;
  }
  const named = (minor: number) => `${releases.tool} 1.${minor}`;
  return first !== undefined && first > releases.last
    ? { message: `is known since ${named(first)}: ${named(releases.last)} and older ${otherwise}`, fix: `use ${named(first)} or newer, or leave it out` }
    : last !== undefined && last < releases.first
      ? { message: `went with ${named(last + 1)}: ${named(releases.first)} and newer ${otherwise}`, fix: 'leave it out' } : undefined;
}

/** Words that YAML 1.1 takes for true and false. */
const YAML_11 = /^(y|yes|on|n|no|off)$/i;

function valueProblems(table: Fields, { scalar, struct, many }: Field, value: unknown, path: string, reader: Reader): HostProblem[] {
  const wrong = (what: string): HostProblem[] => [{ field: path, value, message: `must be ${what}: ${reader.wrong}`, fix: 'mend the value' }];
  if (scalar !== undefined && many === undefined) {
    return scalarProblems(scalar, value, path, reader);
  }
  if (struct === undefined && scalar === undefined) {
    return [];
  }
  const inner = (item: unknown, field: string) => scalar === undefined ? fieldProblems(table, struct!, item, field, reader)
    : item === null ? [] : scalarProblems(scalar, item, field, reader);
  if (many === 'list') {
    return Array.isArray(value) ? value.flatMap((item, index) => inner(item, at(path, index))) : wrong('a list');
  }
  if (many === 'map') {
    return isMap(value) ? Object.entries(value).flatMap(([name, item]) => inner(item, at(path, name))) : wrong('a map');
  }
  return inner(value, path);
}

function scalarProblems(scalar: 'bool' | 'int' | 'text', value: unknown, path: string, reader: Reader): HostProblem[] {
  const wrong = (what: string, fix = 'mend the value'): HostProblem[] => [{ field: path, value, message: `must be ${what}: ${reader.wrong}`, fix }];
  switch (scalar) {
    case 'bool': return typeof value === 'boolean' || reader.isYaml11 && typeof value === 'string' && YAML_11.test(value) ? [] : wrong('true or false');
    case 'int': return Number.isInteger(value) ? [] : wrong('a whole number');
    case 'text': return typeof value === 'string' ? [] : wrong('text', typeof value === 'object' ? undefined : `put it in quotes: "${String(value)}"`);
  }
}
