/** Does the work for all values, with so many on their way at once; the results are in the order of the values. */
export async function inFlight<T, R>(values: readonly T[], work: (value: T) => Promise<R>, limit: number): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: limit }, async () => {
    while (next < values.length) {
      const at = next++;
      results[at] = await work(values[at]!);
    }
  }));
  return results;
}
