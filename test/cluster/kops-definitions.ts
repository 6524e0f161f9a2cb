import { KOPS_FIELDS } from '../../src/kubernetes/data/kops-fields';
import { fieldsOf, type Field } from '../../src/kubernetes/fields';

/** A part of an OpenAPI schema in a definition of custom resources. */
export interface Schema {
  readonly 'type'?: string;
  readonly 'properties'?: Readonly<Record<string, Schema>>;
  readonly 'items'?: Schema;
  readonly 'additionalProperties'?: Schema;
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

const SCALARS: ReadonlyMap<string, string> = new Map([['boolean', 'bool'], ['integer', 'int'], ['string', 'text']]);

/** The kind of a schema in the words of the table: `text`, `[]text`, `{}text`, `struct`, `[]struct`; `any` for what the table says nothing of. */
function kindOf(schema: Schema): string {
  const { type, items, additionalProperties } = schema;
  const inner = (many: string, part: Schema) => {
    const kind = kindOf(part);
    return /^(bool|int|text|struct)$/.test(kind) ? many + kind : 'any';
  };
  return schema['x-kubernetes-int-or-string'] ? 'any'
    : items !== undefined ? inner('[]', items)
      : additionalProperties !== undefined ? inner('{}', additionalProperties)
        : type === 'object' ? 'struct' : SCALARS.get(String(type)) ?? 'any';
}

const kindOfField = ({ scalar, struct, many }: Field) => {
  const one = scalar ?? (struct === undefined ? undefined : 'struct');
  return one === undefined ? 'any' : `${many === 'list' ? '[]' : many === 'map' ? '{}' : ''}${one}`;
};

/** Where the table of kops' fields and a definition differ, a sentence each. A field of which the table says no kind is not looked into. */
export function differences(schema: Schema, struct: string, path = 'spec'): string[] {
  const fields = fieldsOf(KOPS_FIELDS, struct)!;
  const properties = schema.properties ?? {};
  return [
    ...[...fields.keys()].filter(name => !Object.hasOwn(properties, name)).map(name => `${path}.${name} (${struct}) is in the table alone`),
    ...Object.entries(properties).flatMap(([name, inner]): string[] => {
      const field = fields.get(name);
      if (field === undefined) {
        return [`${path}.${name} (${struct}) is in the definition alone: ${kindOf(inner)}`];
      }
      const [ours, theirs] = [kindOfField(field), kindOf(inner)];
      return ours === 'any' ? [] : ours !== theirs ? [`${path}.${name} (${struct}) is ${ours} in the table, and ${theirs} in the definition`]
        : field.struct === undefined ? [] : differences(inner.items ?? inner, field.struct, `${path}.${name}`);
    }),
  ];
}
