/** Lists of alternatives, and of conditions that all must hold, have no order: it should make no difference to review. */
export function sortedUnique<T>(entries: readonly T[]): T[] {
  if (entries.length < 2) {
    return [...entries];
  }
  const byText = new Map(entries.map(entry => [JSON.stringify(entry), entry]));
  return [...byText].sort(([a], [b]) => a < b ? -1 : 1).map(([, entry]) => entry);
}
