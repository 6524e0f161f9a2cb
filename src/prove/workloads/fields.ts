/** A map of a manifest, of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The map under a key; an empty one where there is none. */
export function mapAt(holder: Fields, key: string): Fields {
  const value = Object.hasOwn(holder, key) ? holder[key] : undefined;
  return isMap(value) ? value : {};
}

/** The maps of the list under a key. */
export function mapsAt(holder: Fields, key: string): Fields[] {
  const value = Object.hasOwn(holder, key) ? holder[key] : undefined;
  return Array.isArray(value) ? value.filter(isMap) : [];
}
