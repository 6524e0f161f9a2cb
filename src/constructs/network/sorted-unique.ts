import { uniqueByText } from '../unique-by-text';

/** Lists of alternatives, and of conditions that all must hold, have no order: it should make no difference to review. */
export function sortedUnique<T>(entries: readonly T[]): T[] {
  return uniqueByText(entries, entry => JSON.stringify(entry));
}
