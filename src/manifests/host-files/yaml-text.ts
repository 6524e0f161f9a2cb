import { parseAllDocuments, type Document } from 'yaml';

/** Tools expand aliases. Of a manifest that expands to more, its reader tells (yaml-alias). */
const ALIASES = 100_000;

/** A document of a text. */
export interface TextDocument {
  /** undefined for one that cannot be read. */
  readonly value: unknown;
  /** Where it begins in the text. */
  readonly from: number;
}

/** The documents of a text of YAML or JSON. Nothing in it makes this throw. */
export function documentsIn(text: string): TextDocument[] {
  try {
    return [...parseAllDocuments(text, { logLevel: 'silent' })].map(document => ({ value: valueOf(document), from: document.contents?.range?.[0] ?? 0 }));
  } catch {
    // Deeper than the stack.
    return [{ value: undefined, from: 0 }];
  }
}

function valueOf(document: Document.Parsed): unknown {
  try {
    const value: unknown = document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: ALIASES });
    return isEndless(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Whether an alias stands inside the value that it repeats. `around` holds a value, `done` has no such alias. */
function isEndless(value: unknown, around = new Set<unknown>(), done = new Set<unknown>()): boolean {
  if (typeof value !== 'object' || value === null || done.has(value)) {
    return false;
  }
  if (around.has(value)) {
    return true;
  }
  around.add(value);
  const found = Object.values(value).some(inner => isEndless(inner, around, done));
  around.delete(value);
  done.add(value);
  return found;
}
