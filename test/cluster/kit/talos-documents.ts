import { TALOS_FIELDS } from '../../../src/kubernetes/data/talos-fields';
import { fieldsOf, type Field } from '../../../src/kubernetes/fields';

type Document = Record<string, unknown>;

/**
 * Documents of Talos with one thing in each, made of every struct of the tables where it is first met: an unknown field, each known
 * one by itself and with a letter too many, and values of another kind.
 */
export function talosDocuments(): Document[] {
  const documents: Document[] = [];
  const seen = new Set<string>();
  const walk = (struct: string, around: (inner: unknown) => Document): void => {
    if (seen.has(struct)) {
      return;
    }
    seen.add(struct);
    const fields = [...fieldsOf(TALOS_FIELDS, struct)!.values()].filter(({ name }) => !['apiVersion', 'kind', 'version'].includes(name));
    const values = [{}, { unlikeAny: 1 }, ...fields.flatMap(field => [
      { [field.name]: null }, { [`${field.name}s`]: null },
      ...(field.scalar === undefined ? [] : ['maybe', true, 7, '7', [1]]).map(value => ({ [field.name]: value })),
      ...(field.struct === undefined ? [] : ['text', [], {}]).map(value => ({ [field.name]: value })),
    ])];
    documents.push(...values.map(around));
    fields.forEach(field => field.struct !== undefined && walk(field.struct, inner => around(held(field, inner))));
  };
  walk('Config', inner => ({ version: 'v1alpha1', ...inner as object }));
  for (const { name, struct } of fieldsOf(TALOS_FIELDS, 'Document')!.values()) {
    if (name !== 'v1alpha1' && struct !== undefined) {
      walk(struct, inner => ({ apiVersion: 'v1alpha1', kind: name, ...inner as object }));
    }
  }
  return documents;
}

function held({ name, many }: Field, inner: unknown): Document {
  return { [name]: many === 'list' ? [inner] : many === 'map' ? { a: inner } : inner };
}
