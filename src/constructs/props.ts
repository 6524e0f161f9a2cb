import type { IConstruct } from 'constructs';
import { sourceOf } from './source-lines';
import { closest } from '../decide/resembles';
import { ProblemError, shown, type Problem } from '../manifests/problem';

/** For each property the struct that its value is or holds, or the empty text. */
type Shape = Readonly<Record<string, string>>;

const SHAPES = new Map<string, Shape>();

/** Notes the properties of a struct; `prop-shapes.ts` has all of them. */
export function propShape<T>(struct: string, shape: { readonly [K in keyof Required<T>]: string }): void {
  SHAPES.set(struct, Object.assign(Object.create(null), shape));
}

/** The properties of a struct; undefined for one that is not of the public surface. */
export function shapeOf(struct: string): Shape | undefined {
  return SHAPES.get(struct);
}

/**
 * Refuses properties that a construct does not have, in the lists and structs inside as well: what they say would be lost,
 * and a policy would come out wider or narrower than it was meant. TypeScript says so of literals where types are checked;
 * the command line loads programs as they are, and JavaScript has no types.
 *
 * A class that extends ours may hand its own properties on, so of those only a slip of one of ours is refused.
 * Python, Java and Go cannot name what is not there.
 *
 * @param of the class whose properties they are
 * @param struct their interface
 */
export function refuseUnknownProps(construct: IConstruct, of: object, struct: string, props: unknown): void {
  const found = unknownIn(struct, props, '', construct.constructor !== of);
  if (found.length > 0) throw problems(found, { construct: construct.node.path, source: sourceOf(construct) });
}

/** The same of a value that belongs to no construct yet. */
export function refuseUnknownFields(struct: string, value: unknown): void {
  const found = unknownIn(struct, value, '', false);
  if (found.length > 0) throw problems(found, {});
}

interface Unknown {
  readonly struct: string;
  readonly field: string;
  readonly key: string;
  readonly value: unknown;
}

function unknownIn(struct: string, value: unknown, path: string, slipsAlone: boolean): Unknown[] {
  const shape = SHAPES.get(struct);
  if (!shape || !isPlain(value)) return [];
  const found: Unknown[] = [];
  for (const key of Object.keys(value)) {
    const inner = value[key];
    // An absent property, as a program writes it that decides at run time.
    if (inner === undefined) continue;
    const nested = shape[key];
    const field = path === '' ? key : `${path}.${key}`;
    if (nested === undefined) {
      if (!slipsAlone || missed(shape, key, value).length > 0) found.push({ struct, field, key, value: inner });
    } else if (nested !== '') {
      if (Array.isArray(inner)) inner.forEach((each, at) => found.push(...unknownIn(nested, each, `${field}[${at}]`, false)));
      else found.push(...unknownIn(nested, inner, field, false));
    }
  }
  return found;
}

/** An object literal, of whichever realm. What has a class of its own may have more than a struct asks for. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Properties that may have been meant, those that are given aside. */
function missed(shape: Shape, key: string, given: Readonly<Record<string, unknown>>): string[] {
  return closest(key, Object.keys(shape).filter(each => given[each] === undefined));
}

function problems(found: readonly Unknown[], place: Pick<Problem, 'construct' | 'source'>): ProblemError {
  return new ProblemError(...found.map(({ struct, field, key, value }): Problem => {
    const shape = SHAPES.get(struct)!;
    const meant = closest(key, Object.keys(shape));
    return {
      id: 'prop-unknown',
      ...place,
      field,
      value: shown(value),
      message: `${struct} has no such property, so nothing would come of it`,
      fix: meant.length > 0 ? `did you mean ${meant.join(' or ')}?` : `it has ${Object.keys(shape).sort().join(', ')}`,
    };
  }));
}
