import type { IConstruct } from 'constructs';
// What the structs may hold, and what values are: without it nothing would be refused.
import './prop-shapes';
import { sourceOf } from './source-lines';
import { fitsStruct, fittingOf } from './types/fitting';
import { isPlain } from './types/kinds';
import { isMap, misfits, misfitsIn, type Misfit } from './types/misfit';
import { shapeOf, structIn, type Shape } from './types/shapes';
import { wanted } from './types/wanted';
import { closest } from '../decide/resembles';
import { ProblemError, shown, type Problem } from '../manifests/problem';

type Place = Pick<Problem, 'construct' | 'source'>;

/**
 * Refuses properties that a construct does not have, in the lists and structs inside as well: what they say would be lost,
 * and a policy would come out wider or narrower than it was meant. Refuses values that are not of the type of their property, and
 * properties that are missing, each with what to write. TypeScript says all this where types are checked; the command line loads programs
 * as they are, and JavaScript has no types.
 *
 * A class that extends ours may hand its own properties on, so of those only a slip of one of ours is refused.
 * Python, Java and Go cannot name what is not there.
 *
 * @param of the class whose properties they are
 * @param struct their interface
 */
export function refuseWrongProps(construct: IConstruct, of: object, struct: string, props: unknown): void {
  if (fitsStruct(struct, props)) return;
  refuseWrong(struct, props, construct.constructor !== of, { construct: construct.node.path, source: sourceOf(construct) });
}

/**
 * The same of a value that belongs to no construct yet.
 *
 * @param call what takes it: `BootstrapToken`
 */
export function refuseWrongFields(struct: string, value: unknown, call: string): void {
  if (!fitsStruct(struct, value)) refuseWrong(struct, value, false, {}, call);
}

/**
 * Refuses what is not of the type of its parameter.
 *
 * @param call `Peer.pods`
 * @param types the name and the type of each parameter, as `API.txt` writes them
 * @param given what was passed, in that order
 */
export function refuseWrongArguments(call: string, types: Readonly<Record<string, string>>, ...given: readonly unknown[]): void {
  if (Object.values(types).every((type, at) => fittingOf(type)(given[at]))) return;
  const found = Object.entries(types).flatMap(([name, type], at) => misfits(wanted(type), given[at], `${call} ${name}`));
  if (found.length > 0) throw new ProblemError(...found.map(each => problemOf(each, {})));
}

function refuseWrong(struct: string, props: unknown, slipsAlone: boolean, place: Place, call = ''): void {
  if (!shapeOf(struct)) return;
  // Without properties, those that must be given are named.
  const value = props === undefined && (call === '' || Object.values(shapeOf(struct)!).some(type => !type.startsWith('?'))) ? {} : props;
  if (!isMap(value)) throw new ProblemError(...misfits(wanted(struct), value, call === '' ? 'props' : call).map(each => problemOf(each, place)));
  const unknown = unknownIn(struct, value, '', slipsAlone);
  if (unknown.length > 0) throw new ProblemError(...unknown.map(each => unknownProblem(each, place)));
  const wrong = misfitsIn(struct, value, call);
  if (wrong.length > 0) throw new ProblemError(...wrong.map(each => problemOf(each, place)));
}

function problemOf({ field, value, message, fix }: Misfit, place: Place): Problem {
  return { id: 'construct-invalid', ...place, field, ...value === undefined ? {} : { value: shown(value) }, message, fix };
}

interface Unknown {
  readonly struct: string;
  readonly field: string;
  readonly key: string;
  readonly value: unknown;
}

function unknownIn(struct: string, value: unknown, path: string, slipsAlone: boolean): Unknown[] {
  const shape = shapeOf(struct);
  if (!shape || !isPlain(value)) return [];
  const found: Unknown[] = [];
  for (const key of Object.keys(value)) {
    const inner = value[key];
    // An absent property, as a program writes it that decides at run time.
    if (inner === undefined) continue;
    const type = shape[key];
    const field = path === '' ? key : `${path}.${key}`;
    if (type === undefined) {
      if (!slipsAlone || missed(shape, key, value).length > 0) found.push({ struct, field, key, value: inner });
      continue;
    }
    const nested = structIn(type);
    if (nested === undefined) continue;
    if (Array.isArray(inner)) inner.forEach((each, at) => found.push(...unknownIn(nested, each, `${field}[${at}]`, false)));
    else found.push(...unknownIn(nested, inner, field, false));
  }
  return found;
}

/** Properties that may have been meant, those that are given aside. */
function missed(shape: Shape, key: string, given: Readonly<Record<string, unknown>>): string[] {
  return closest(key, Object.keys(shape).filter(each => given[each] === undefined));
}

function unknownProblem({ struct, field, key, value }: Unknown, place: Place): Problem {
  const names = Object.keys(shapeOf(struct)!);
  const meant = closest(key, names);
  return {
    id: 'prop-unknown',
    ...place,
    field,
    value: shown(value),
    message: `${struct} has no such property, so nothing would come of it`,
    fix: meant.length > 0 ? `did you mean ${meant.join(' or ')}?` : `it has ${names.sort().join(', ')}`,
  };
}
