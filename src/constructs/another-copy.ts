const CLASSES: ReadonlySet<unknown> = new Set(['Peer', 'PodSelection', 'Port']);

/** What to say of a value of another copy of this package, whose classes are others; undefined for any other value. */
export function ofAnotherCopy(value: unknown): { readonly message: string; readonly fix: string } | undefined {
  const name = (value as { constructor?: { name?: unknown } } | null | undefined)?.constructor?.name;
  return CLASSES.has(name)
    ? { message: `is a ${String(name)} of another copy of cdk8s-bulwark`, fix: 'install one copy alone (npm ls cdk8s-bulwark shows them), and import it under one name' }
    : undefined;
}
