/** For each property of a struct its type, as `wanted` reads it. */
export type Shape = Readonly<Record<string, string>>;

const SHAPES = new Map<string, Shape>();

/** Notes the properties of a struct, each with its type; the files of `shapes/` have all of them. */
export function shape<T>(struct: string, properties: { readonly [K in keyof Required<T>]: string }): void {
  SHAPES.set(struct, Object.assign(Object.create(null), properties));
}

/** The properties of a struct; undefined for one that is not of the public surface. */
export function shapeOf(struct: string): Shape | undefined {
  return SHAPES.get(struct);
}

/** The structs that a value of a type is or holds. */
export function structIn(type: string): string | undefined {
  return type.match(/\w+/g)?.find(name => SHAPES.has(name));
}
