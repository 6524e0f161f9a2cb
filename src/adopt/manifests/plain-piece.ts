import { nullsIn } from './clean';
import type { ImportedObject, Piece } from './construction';
import { fields, value, type Json } from './expression';

/** An object as it stands: the last resort, which says everything. */
export function plainPiece(imported: ImportedObject, id: string, namespace: string | undefined): Piece {
  const { apiVersion, kind, metadata, ...body } = imported.object;
  const { namespace: own, ...others } = metadata as Readonly<Record<string, unknown>>;
  return {
    construction: {
      className: 'ApiObject',
      id,
      props: fields({
        apiVersion: value(apiVersion as Json),
        kind: value(kind as Json),
        // The chart around it gives its namespace.
        metadata: value((own === namespace ? others : { ...others, namespace: own }) as Json),
        ...Object.fromEntries(Object.entries(body).map(([name, each]) => [name, value(each as Json)])),
      }),
      nulls: nullsIn(body),
    },
    objects: [imported],
  };
}
