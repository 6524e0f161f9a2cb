/** A map of a manifest, of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>;

/** A mapping: not null, not a list. */
export function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The map under a key, if there is one. What an object inherits is no field of it. */
export function findMapAt(holder: unknown, key: string): Fields | undefined {
  const value = isMap(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined;
  return isMap(value) ? value : undefined;
}

/** The map under a key; an empty one where there is none. */
export function mapAt(holder: unknown, key: string): Fields {
  return findMapAt(holder, key) ?? {};
}

/** The maps of the list under a key; anything else in it is left out. */
export function mapsAt(holder: unknown, key: string): Fields[] {
  const value = isMap(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined;
  return Array.isArray(value) ? value.filter(isMap) : [];
}
