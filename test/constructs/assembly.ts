import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface TypeReference {
  readonly fqn?: string;
  readonly primitive?: string;
  readonly collection?: { readonly kind: string; readonly elementtype: TypeReference };
  readonly union?: { readonly types: readonly TypeReference[] };
}

export interface Parameter {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
  readonly variadic?: boolean;
}

export interface Method {
  readonly name: string;
  readonly static?: boolean;
  readonly parameters?: readonly Parameter[];
}

export interface Type {
  readonly kind: string;
  readonly name: string;
  readonly abstract?: boolean;
  readonly datatype?: boolean;
  readonly interfaces?: readonly string[];
  readonly properties?: ReadonlyArray<{ readonly name: string; readonly type: TypeReference; readonly optional?: boolean }>;
  readonly initializer?: { readonly parameters?: readonly Parameter[] };
  readonly methods?: readonly Method[];
}

/** What jsii made of the last compile: the public surface, as other languages see it. */
export const { types } = JSON.parse(readFileSync(join(__dirname, '..', '..', '.jsii'), 'utf8')) as { types: Readonly<Record<string, Type>> };
export const structs = Object.values(types).filter(({ datatype }) => datatype);
export const classes = Object.values(types).filter(({ kind }) => kind === 'class');

/** A type as the shapes write it. */
export function written({ fqn, primitive, collection, union }: TypeReference): string {
  if (collection) {
    const each = written(collection.elementtype);
    return collection.kind === 'map' ? `Map<${each}>` : each.includes('|') ? `(${each})[]` : `${each}[]`;
  }
  return union ? union.types.map(written).sort((a, b) => Number(a === 'IConstruct') - Number(b === 'IConstruct') || (a < b ? -1 : 1)).join(' | ')
    : primitive ?? fqn!.slice(fqn!.indexOf('.') + 1);
}

export function propertiesOf({ interfaces = [], properties = [] }: Type): Array<readonly [string, string]> {
  return [
    ...interfaces.flatMap(fqn => propertiesOf(types[fqn]!)),
    ...properties.map(({ name, type, optional }) => [name, `${optional ? '?' : ''}${written(type)}`] as const),
  ];
}

/** The structs that a value is or holds. */
export function structsIn({ fqn, collection, union }: TypeReference): string[] {
  if (fqn !== undefined) return types[fqn]?.datatype ? [types[fqn].name] : [];
  return collection ? structsIn(collection.elementtype) : union ? union.types.flatMap(structsIn) : [];
}
