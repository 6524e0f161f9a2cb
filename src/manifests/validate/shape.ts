import { FieldError } from './field-error';
import { isMap } from '../fields';

/**
 * A strict decoder. Kubernetes decodes before it validates: a value of another JSON type is refused,
 * with strict field validation an unknown field is too, `null` is the same as absent, and `null` as an
 * element of a list or map is the element's zero value (`sigs.k8s.io/json`, `UnmarshalStrict`).
 */
export interface Shape<D> {
  /** What `null` stands for inside a list or map. */
  readonly zero: D;
  /**
   * `value` is never null. On a wrong type it complains and answers the zero value. What is as it should
   * be comes back as the same object: validating makes no copy of a whole tree.
   */
  read(value: unknown, path: string, errors: FieldError[]): D;
  /** True for what is taken over as it is, so that nobody needs to work out its path. */
  accepts?(value: unknown): value is D;
  /**
   * Whether reading would have nothing to complain about and nothing to change, inside as well; `null` and `undefined`
   * count as a change. It makes nothing, so that a right manifest, which most are, costs one walk. What it lets
   * through keeps its prototype: for callers that look at own keys alone.
   */
  fits(value: unknown): boolean;
}

/** A type of the model before validation: any field may be absent, and any string may stand where few are allowed. */
export type Decoded<T> =
  T extends string ? string :
    T extends number | boolean ? T :
      T extends readonly (infer E)[] ? readonly Decoded<E>[] :
        string extends keyof T ? T :
          { readonly [K in keyof T]?: Decoded<NonNullable<T[K]>> };

/** A shape for every field of a type, no more and no less. */
export type Fields<T> = { readonly [K in keyof Required<T>]: Shape<Decoded<NonNullable<T[K]>>> };

/** The decoded value, and why it cannot be decoded. With any error the value is not to be trusted. */
export interface Decoding<D> {
  readonly value: D;
  readonly errors: readonly FieldError[];
}

/** Reads a whole object. */
export function decode<D>(shape: Shape<D>, value: unknown): Decoding<D> {
  const errors: FieldError[] = [];
  return { value: shape.read(value, '', errors), errors };
}

export const STRING: Shape<string> = scalar('a string', '', (value): value is string => typeof value === 'string');
export const BOOLEAN: Shape<boolean> = scalar('true or false', false, (value): value is boolean => typeof value === 'boolean');
export const INT32: Shape<number> = scalar('a 32-bit integer', 0, isInt32);
export const INT64: Shape<number> = scalar('a 64-bit integer', 0,
  (value): value is number => Number.isInteger(value) && Math.abs(value as number) < 2 ** 63);
/** `intstr.IntOrString`: a JSON number is a number, a JSON string is a name, even `"80"`. */
export const INT_OR_STRING: Shape<number | string> = scalar('a 32-bit integer or a string', 0,
  (value): value is number | string => typeof value === 'string' || isInt32(value));
/** `metav1.Time` reads RFC 3339 alone. */
export const TIME: Shape<string> = scalar('a time as of RFC 3339', '', isTime);
/** Anything, taken over as it is. */
export const ANY: Shape<any> = { zero: undefined, read: value => value, fits: () => true };

/** A JSON object with string values. Any key is only a key, also `__proto__`. */
export const STRING_MAP: Shape<{ readonly [key: string]: string }> = {
  zero: Object.freeze(Object.create(null)),
  read(value, path, errors) {
    if (!isMap(value)) return mistyped(errors, path, value, 'an object with string values', this.zero);
    const out: Record<string, string> = Object.create(null);
    for (const key of Object.keys(value)) out[key] = read(STRING, value[key], path, key, errors);
    return out;
  },
  fits(value) {
    if (!isMap(value)) return false;
    for (const key in value) {
      if (typeof value[key] !== 'string') return false;
    }
    return true;
  },
};

export function list<D>(item: Shape<D>): Shape<readonly D[]> {
  const zero: readonly D[] = Object.freeze([]);
  return {
    zero,
    read(value, path, errors) {
      if (!Array.isArray(value)) return mistyped(errors, path, value, 'a list', zero);
      let out: D[] | undefined;
      for (let index = 0; index < value.length; index += 1) {
        const one: unknown = value[index];
        const decoded = read(item, one, path, index, errors);
        if (decoded !== one) out ??= value.slice() as D[];
        if (out) out[index] = decoded;
      }
      return out ?? value;
    },
    fits(value) {
      if (!Array.isArray(value)) return false;
      // Not `every`, which passes over holes.
      for (let index = 0; index < value.length; index += 1) {
        if (!item.fits(value[index])) return false;
      }
      return true;
    },
  };
}

export function struct<T extends object>(fields: Fields<T>): Shape<Decoded<T>> {
  const zero = Object.freeze(Object.create(null)) as Decoded<T>;
  const shapes = new Map<string, Shape<unknown>>(Object.entries(fields));
  return {
    zero,
    read(value, path, errors) {
      if (!isMap(value)) return mistyped(errors, path, value, 'an object', zero);
      let out: Record<string, unknown> | undefined;
      for (const key of Object.keys(value)) {
        const item = value[key];
        const shape = shapes.get(key);
        if (shape && item !== null && item !== undefined) {
          const decoded = read(shape, item, path, key, errors);
          if (decoded === item) continue;
          out ??= { ...value };
          out[key] = decoded;
          continue;
        }
        if (!shape && item !== undefined) {
          errors.push({ field: fieldPath(path, key), type: 'FieldUnknown', value: item, detail: 'unknown field' });
        }
        out ??= { ...value };
        delete out[key];
      }
      return (out ?? value) as Decoded<T>;
    },
    fits(value) {
      if (!isMap(value)) return false;
      // An inherited key is in no shape, and so leaves the value to the reader above.
      for (const key in value) {
        if (shapes.get(key)?.fits(value[key]) !== true) return false;
      }
      return true;
    },
  };
}

function read<D>(shape: Shape<D>, value: unknown, parent: string, key: string | number, errors: FieldError[]): D {
  if (value === null) return shape.zero;
  return shape.accepts?.(value) ? value : shape.read(value, fieldPath(parent, key), errors);
}

function fieldPath(parent: string, key: string | number): string {
  return typeof key === 'number' ? `${parent}[${key}]` : parent === '' ? key : `${parent}.${key}`;
}

function scalar<D>(wanted: string, zero: D, is: (value: unknown) => value is D): Shape<D> {
  return { zero, accepts: is, fits: is, read: (value, path, errors) => is(value) ? value : mistyped(errors, path, value, wanted, zero) };
}

function mistyped<D>(errors: FieldError[], field: string, value: unknown, wanted: string, zero: D): D {
  errors.push({ field, type: 'FieldTypeInvalid', value, detail: `must be ${wanted}` });
  return zero;
}

function isInt32(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
}

function isTime(value: unknown): value is string {
  const parts = typeof value === 'string' &&
    /^(\d{4})-(\d\d)-(\d\d)T(?:[01]?\d|2[0-3])(?::[0-5]\d){2}(?:[.,]\d+)?(?:Z|[+-](?:[01]\d|2[0-4]):(?:[0-5]\d|60))$/.exec(value);
  if (!parts) return false;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const lastDay = new Date(Date.UTC(2000 + year % 400, month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= lastDay;
}
