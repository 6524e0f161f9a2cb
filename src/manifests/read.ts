import { isManifest } from './identity';
import type { Manifest, ReadResult } from './manifest';
import { parsePlain, type PlainDocument } from './plain';
import { withoutMark } from './text';

export type { Manifest, ReadResult } from './manifest';

/**
 * Reads a stream of YAML or JSON documents. `List` kinds are opened. A document that cannot be read is
 * a problem with file:line:column; one without apiVersion and kind is counted and left out.
 */
export function parseManifests(input: string, file: string): ReadResult {
  const text = withoutMark(input);
  const plain = parsePlain(text);
  const read = plain && fromPlain(plain, file);
  if (read) {
    return read;
  }
  // Loaded late: most manifests are written so that they do without the whole parser.
  const { parseStream } = require('./read-stream') as typeof import('./read-stream');
  const result = parseStream(text, file);
  return TEMPLATE.test(text) ? { ...result, problems: result.problems.map(problem => ({ ...problem, fix: RENDER_FIRST })) } : result;
}

/** An action of a Go template at the beginning of a line or value: the text becomes YAML only when Helm has filled it in. */
const TEMPLATE = /^\s*(?:[^#\s][^#\n]*)?\{\{-?\s*[.$(\w"/]/m;

const RENDER_FIRST = 'this looks like a template: read what it renders (helm template ... | bulwark check --from -), and leave the template out by --exclude or .bulwarkignore';

/** What plain documents hold; undefined where one of them is a List, or needs a message. */
function fromPlain(documents: readonly PlainDocument[], file: string): ReadResult | undefined {
  const manifests: Manifest[] = [];
  for (const { value, line } of documents) {
    if (isManifest(value) && !value.kind.endsWith('List')) {
      manifests.push({ object: value, apiVersion: value.apiVersion, kind: value.kind, source: { file, line, column: 1 } });
    } else if ('apiVersion' in value && 'kind' in value) {
      return undefined;
    }
  }
  // A list that grew has room for many more, and most hold one.
  const [first] = manifests;
  return { manifests: first && manifests.length === 1 ? [first] : manifests, problems: [], others: documents.length - manifests.length };
}
