/** For each property of a struct its type, as `wanted` reads it. */
export type Shape = Readonly<Record<string, string>>;

const SHAPES = new Map<string, Shape>();

/** The types of all properties of a struct. */
type ShapeOf<T> = { readonly [K in keyof Required<T>]: string };

/**
 * Notes the properties of a struct, each with its type, by name, whatever the order in which they are given; answers them, for structs
 * that extend it. The files of `shapes/` have all of them.
 */
export function shape<T>(struct: string, properties: ShapeOf<T>): ShapeOf<T> {
  const sorted = Object.entries<string>(properties).sort(([a], [b]) => a < b ? -1 : 1);
  SHAPES.set(struct, Object.assign(Object.create(null), Object.fromEntries(sorted)));
  return properties;
}

/** The properties of a struct; undefined for one that is not of the public surface. */
export function shapeOf(struct: string): Shape | undefined {
  return SHAPES.get(struct);
}

/** The structs that a value of a type is or holds. */
export function structIn(type: string): string | undefined {
  return type.match(/\w+/g)?.find(name => SHAPES.has(name));
}
