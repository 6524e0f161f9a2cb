import { fits, partsOf, type CelType } from './types';
import { CEL_SORT_BY_SINCE, CEL_TWO_VARIABLES_SINCE } from '../../kubernetes/cel-functions';

/** A macro that names variables by its first arguments (cel-go parser/macro.go, cel/library.go, ext/comprehensions.go, ext/lists.go). */
export interface Macro {
  /** How many variables it names. */
  readonly names: number;
  /** The first minor that takes it. */
  readonly since: number;
  /** The type of the whole, by the types of what it goes over and of its other arguments; undefined where they do not do. */
  readonly result: (range: CelType, bodies: readonly CelType[]) => CelType | undefined;
}

const decides = (_: CelType, bodies: readonly CelType[]) => bodies.every(body => fits(body, 'bool')) ? 'bool' : undefined;
const filtered = (range: CelType) => partsOf(range).name === 'map' ? `list(${partsOf(range).of[0]})` : range === 'dyn' ? 'list(dyn)' : range;
const lastAs = (wrap: (type: CelType) => CelType) => (_: CelType, bodies: readonly CelType[]) =>
  bodies.slice(0, -1).every(body => fits(body, 'bool')) ? wrap(bodies.at(-1)!) : undefined;
const [TWO, SORT] = [CEL_TWO_VARIABLES_SINCE, CEL_SORT_BY_SINCE];

/** By name and number of arguments. */
const MACROS: Readonly<Record<string, Macro>> = {
  'all/2': { names: 1, since: 0, result: decides },
  'all/3': { names: 2, since: TWO, result: decides },
  'exists/2': { names: 1, since: 0, result: decides },
  'exists/3': { names: 2, since: TWO, result: decides },
  'exists_one/2': { names: 1, since: 0, result: decides },
  'exists_one/3': { names: 2, since: TWO, result: decides },
  'existsOne/3': { names: 2, since: TWO, result: decides },
  'filter/2': { names: 1, since: 0, result: (range, bodies) => decides(range, bodies) && filtered(range) },
  'map/2': { names: 1, since: 0, result: lastAs(type => `list(${type})`) },
  'map/3': { names: 1, since: 0, result: lastAs(type => `list(${type})`) },
  'transformList/3': { names: 2, since: TWO, result: lastAs(type => `list(${type})`) },
  'transformList/4': { names: 2, since: TWO, result: lastAs(type => `list(${type})`) },
  'transformMap/3': { names: 2, since: TWO, result: lastAs(type => `map(dyn,${type})`) },
  'transformMap/4': { names: 2, since: TWO, result: lastAs(type => `map(dyn,${type})`) },
  'transformMapEntry/3': { names: 2, since: TWO, result: lastAs(() => 'map(dyn,dyn)') },
  'transformMapEntry/4': { names: 2, since: TWO, result: lastAs(() => 'map(dyn,dyn)') },
  'sortBy/2': { names: 1, since: SORT, result: range => range === 'dyn' ? 'list(dyn)' : range },
  'optMap/2': { names: 1, since: 0, result: (_, [body]) => `optional(${body})` },
  'optFlatMap/2': { names: 1, since: 0, result: (_, [body]) => fits(body!, 'optional') ? body : undefined },
};

export function macroNamed(name: string, args: number): Macro | undefined {
  const key = `${name}/${args}`;
  return Object.hasOwn(MACROS, key) ? MACROS[key] : undefined;
}

/** The types of the variables that a macro names; undefined for what it cannot go over. */
export function boundTypes(name: string, names: number, range: CelType): CelType[] | undefined {
  const { name: kind, of } = partsOf(range);
  if (name.startsWith('opt')) return range === 'dyn' ? ['dyn'] : kind === 'optional' ? [...of] : undefined;
  if (range === 'dyn') return names === 1 ? ['dyn'] : ['dyn', 'dyn'];
  if (kind === 'list') return names === 1 ? [of[0]!] : ['int', of[0]!];
  return kind !== 'map' ? undefined : names === 1 ? [of[0]!] : [...of];
}
