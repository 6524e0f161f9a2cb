/**
 * The keys of a map by code unit, so independent of locale. Most maps have theirs in this order already;
 * that is looked up first, because sorting makes more garbage than all else that is done with a manifest.
 */
export function sortedKeys(map: object): string[] {
  const keys = Object.keys(map);
  for (let at = 1; at < keys.length; at += 1) {
    if (keys[at - 1]! > keys[at]!) {
      return keys.sort();
    }
  }
  return keys;
}
