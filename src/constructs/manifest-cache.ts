import type { ApiObject } from 'cdk8s';
import { isManifestObject } from './manifest-object';
import { podTemplateOf } from './pod-template';

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
  const toFill = hasFillers ? fillers.get(apiObject) : undefined;
  const manifest = rendered(apiObject, toFill !== undefined);
  const filled = toFill?.flatMap(fill => fill(manifest)) ?? [];
  if (filled.length > 0) {
    filledIn.set(manifest, filled);
  }
  cache?.set(apiObject, manifest);
  return manifest;
}

/** Pods are filled in place, as are the objects that a construct fills; nothing else of a manifest is changed below its metadata. */
function rendered(apiObject: ApiObject, isFilled: boolean): Record<string, unknown> {
  const shared = isManifestObject(apiObject) && !isFilled ? apiObject.toManifest() : undefined;
  return shared && !podTemplateOf(shared) ? shared : apiObject.toJson() as Record<string, unknown>;
}

/** Fills unset fields of a manifest in place, and answers their paths. */
export type ManifestFiller = (manifest: Record<string, unknown>) => readonly string[];

const fillers = new WeakMap<ApiObject, ManifestFiller[]>();
/** Most programs have none, and every object would be looked up. */
let hasFillers = false;
const filledIn = new WeakMap<object, readonly string[]>();

/** Has unset fields of an object filled whenever a synthesis of ours renders it, so that everybody sees them. */
export function fillWhenRendered(apiObject: ApiObject, fill: ManifestFiller): void {
  hasFillers = true;
  fillers.set(apiObject, [...fillers.get(apiObject) ?? [], fill]);
}

/** The paths that were filled in a manifest that `manifestOf` made. */
export function filledPaths(manifest: object): readonly string[] {
  return hasFillers ? filledIn.get(manifest) ?? [] : [];
}
