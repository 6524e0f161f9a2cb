import type { ErrorCode } from 'yaml';

const QUOTE = 'put a text that holds `: `, or begins with one of `%@&*!|>{}[]`, into quotes';
const INDENT = 'indent it as what it belongs to, or close what was opened before it';

/** What to do about an error of the parser; what it found is in its message. */
const FIXES: Partial<Readonly<Record<ErrorCode, string>>> = {
  BAD_COLLECTION_TYPE: 'take the tag out',
  BAD_DIRECTIVE: 'take the line that begins with % out',
  BAD_DQ_ESCAPE: 'write the backslash twice, or use single quotes',
  BAD_INDENT: INDENT,
  BAD_SCALAR_START: QUOTE,
  BLOCK_AS_IMPLICIT_KEY: QUOTE,
  BLOCK_IN_FLOW: INDENT,
  DUPLICATE_KEY: 'remove one of the two',
  MISSING_CHAR: 'close the quotes or the bracket that are open, or put `: ` after the key',
  MULTILINE_IMPLICIT_KEY: 'put `: ` after the key, or the text into quotes',
  TAB_AS_INDENT: 'indent with spaces',
  UNEXPECTED_TOKEN: QUOTE,
};

/** How to mend what the parser refuses. */
export function fixOfSyntax(code: ErrorCode): string {
  return FIXES[code] ?? 'mend the YAML there';
}
