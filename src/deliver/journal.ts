import { isSafePath, parseJson } from './cluster-index';
import type { Folder } from './disk';

/**
 * What a run is about to write, noted before it starts and gone when it is done. After an interruption
 * it tells the files that we had already written from those that a person changed.
 */
export const JOURNAL_FILE = '.bulwark.journal';

/** Digests of what interrupted runs may have left, by path; empty when there is no journal. */
export function readJournal(folder: Folder): Map<string, readonly string[]> {
  const text = folder.read(JOURNAL_FILE)?.toString('utf8');
  const journal = text === undefined ? undefined : parseJson(text);
  const entries = new Map<string, readonly string[]>();
  // A journal cut short was never acted on: it is put in place whole before the first file is touched.
  if (typeof journal === 'object' && journal !== null) {
    for (const [path, digests] of Object.entries(journal)) {
      if (isSafePath(path) && Array.isArray(digests)) {
        entries.set(path, digests.filter((digest): digest is string => typeof digest === 'string'));
      }
    }
  }
  return entries;
}

/** The journal of this run, with what earlier interrupted ones noted. */
export function renderJournal(earlier: ReadonlyMap<string, readonly string[]>, writing: ReadonlyMap<string, string>): string {
  const merged = new Map([...earlier].map(([path, digests]) => [path, [...digests]]));
  for (const [path, digest] of writing) {
    merged.set(path, [...new Set([...merged.get(path) ?? [], digest])]);
  }
  return `${JSON.stringify(Object.fromEntries(merged))}\n`;
}
