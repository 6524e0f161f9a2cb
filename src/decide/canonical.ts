/** JSON with sorted keys and without what is null: equal objects have equal texts. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => typeof inner !== 'object' || inner === null || Array.isArray(inner) ? inner
    : Object.fromEntries(Object.entries(inner).filter(([, each]) => each !== null).sort(([a], [b]) => a < b ? -1 : 1)));
}
