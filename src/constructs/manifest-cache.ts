import type { ApiObject } from 'cdk8s';

let cache: Map<ApiObject, Record<string, unknown>> | undefined;

/**
 * Runs one synthesis: what is asked of an object twice (by itself, and by a policy that selects its
 * pods) is rendered once. Nothing is kept afterwards, because an app may change between two of them.
 */
export function withManifests<T>(run: () => T): T {
  const outer = cache;
  cache = new Map();
  try {
    return run();
  } finally {
    cache = outer;
  }
}

/** The manifest of an object. During a synthesis every caller gets the same object. */
export function manifestOf(apiObject: ApiObject): Record<string, unknown> {
  const known = cache?.get(apiObject);
  if (known) {
    return known;
  }
  const manifest = apiObject.toJson() as Record<string, unknown>;
  cache?.set(apiObject, manifest);
  return manifest;
}
