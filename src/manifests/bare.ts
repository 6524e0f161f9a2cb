/**
 * Makes a map, which inherits nothing: a key named `constructor` is only a key. What `Object.create(null)` makes is a hash
 * table in V8, several times as large and slower to read.
 */
export const Bare = function () { /* Its keys come later. */ } as unknown as new () => Record<string, unknown>;
(Bare as { prototype: object }).prototype = Object.freeze(Object.create(null)) as object;
