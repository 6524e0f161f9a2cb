import { isMap, isScalar } from 'yaml';
import { documents } from './documents';
import type { SourcePlace } from './problem';
import { Lines, withoutMark } from './text';

/** The first document of a text, as one sees it who reads no other. */
export interface FirstDocument {
  readonly source: SourcePlace;
  /** Nothing but comments, though another document follows. */
  readonly empty: boolean;
  /** What it says of its kind. */
  readonly kind?: string;
}

/** Undefined for a text without any document. */
export function firstDocument(input: string, file: string): FirstDocument | undefined {
  const text = withoutMark(input);
  const stream = documents(text);
  const first = stream.next();
  if (first.done) return undefined;
  const { document: { contents, range }, base } = first.value;
  const lines = new Lines(text);
  const empty = contents === null || (isScalar(contents) && contents.source === '');
  const kind = isMap(contents) ? contents.items.find(({ key }) => isScalar(key) && key.value === 'kind')?.value : undefined;
  return {
    source: lines.placeAt(base + (empty ? range[0] : contents.range[0]), file),
    empty: empty && stream.next().done !== true,
    ...isScalar(kind) && typeof kind.value === 'string' ? { kind: kind.value } : {},
  };
}
