/** What can stand in a manifest. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Keys and indexes from the root down to one place. */
export type Path = readonly (string | number)[];

/** Every place below the root, each after the place that holds it. */
export function placesOf(value: Json, path: Path = []): Path[] {
  const entries: ReadonlyArray<readonly [string | number, Json]> =
    Array.isArray(value) ? value.map((one: Json, index) => [index, one] as const)
      : isObject(value) ? Object.entries(value) : [];
  return entries.flatMap(([key, one]) => [[...path, key], ...placesOf(one, [...path, key])]);
}

/** Names and values. */
export type Members = ReadonlyArray<readonly [string, Json]>;

/**
 * The same value with other members or elements in place of one: none removes it, two put another beside it.
 * Members are defined, not assigned, so that `__proto__` is a key like any other.
 */
export function replaced(value: Json, [key, ...rest]: Path, by: (found: Json, key: string) => Members): Json {
  const change = (one: Json, name: string) => rest.length > 0 ? [[name, replaced(one, rest, by)] as const] : by(one, name);
  if (Array.isArray(value)) {
    return value.flatMap((one: Json, index) => index === key ? change(one, '').map(([, item]) => item) : [one]);
  }
  return Object.fromEntries(Object.entries(value as JsonObject).flatMap(([name, one]) => name === key ? change(one, name) : [[name, one]]));
}

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
