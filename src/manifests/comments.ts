import { Lexer } from 'yaml';
import type { SourcePlace } from './problem';
import { Lines, withoutMark } from './text';

/** What yaml's lexer puts before the text of a scalar (yaml `parse/cst.ts`): what follows is no comment, though it begin with `#`. */
const SCALAR = '\u001f';

/**
 * Where the comments of a YAML stream begin. Lines of comment that follow each other are one.
 *
 * @param text a stream that was read without a problem
 */
export function commentPlaces(text: string, file: string): SourcePlace[] {
  const stream = withoutMark(text);
  const lines = new Lines(stream);
  const places: SourcePlace[] = [];
  let offset = 0;
  let before = '';
  let last = -1;
  for (const token of new Lexer().lex(stream)) {
    if (token.startsWith('#') && before !== SCALAR) {
      const found = lines.placeAt(offset, file);
      const alone = stream.slice(offset - found.column! + 1, offset).trim() === '';
      if (!alone || found.line! !== last + 1) places.push(found);
      last = alone ? found.line! : -1;
    }
    // The lexer's marks have no width in the text.
    if (token !== SCALAR && token !== '\u0002' && token !== '\u0018') offset += token.length;
    before = token;
  }
  return places;
}
