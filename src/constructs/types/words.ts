import { isConstruct, kindOf, withArticle } from './kinds';
import { shapeOf } from './shapes';
import type { Wanted } from './wanted';

/** What is wanted: `a Peer or a construct`, `a list, each a Port`. */
export function phraseOf({ form, kinds, each }: Wanted): string {
  if (form === 'list') return `a list (each ${phraseOf(each!)})`;
  if (form === 'map') return `a map (each value ${phraseOf(each!)})`;
  return kinds.map(kind => kindOf(kind)?.phrase ?? withArticle(kind)).join(' or ');
}

/** What was given: `the construct prod/shop/db`, `a list of 2`, `a Port`; undefined where nothing was. */
export function givenAs(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (isConstruct(value)) return `the construct ${value.node.path}`;
  switch (typeof value) {
    case 'string': return 'a text';
    case 'number': return 'a number';
    case 'boolean': return String(value);
    case 'object': return Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null ? 'a plain object' : withArticle(nameOf(value));
    default: return withArticle(typeof value);
  }
}

/**
 * What to write in place of a value.
 *
 * @param fits whether a value would do: in brackets where a list is wanted, without them where one is
 */
export function whatToWrite(type: Wanted, given: unknown, fits: (each: unknown) => boolean): string {
  const such = suchAs(type);
  if (given === undefined) return `give it${such}; a name that is misspelt is undefined, too`;
  if (type.form === 'list') {
    if (given instanceof Set) return 'spread it into a list: [...set]';
    return fits(given) ? 'put it in brackets: [ … ]' : `give a list${such}`;
  }
  if (type.form === 'map') return given instanceof Map ? 'make it an object: Object.fromEntries(map)' : `give an object${such}`;
  if (Array.isArray(given)) return oneOf(type, given, fits);
  if (typeof given === 'function') return `call it, and give what it returns${such}`;
  for (const kind of type.kinds) {
    const instead = kindOf(kind)?.instead?.(given);
    if (instead !== undefined) return instead;
  }
  if (typeof given === 'string' && type.kinds.includes('IConstruct')) {
    return type.kinds.length === 1 ? 'give the construct itself, not its name' : `a name alone does not say which: give one${such}`;
  }
  return `give one${such}`;
}

function oneOf(type: Wanted, given: readonly unknown[], fits: (each: unknown) => boolean): string {
  if (given.length === 1 && fits(given[0])) return 'leave the brackets out';
  const several = type.kinds.includes('PodSelection') && given.length > 1 ? ', or the labels that all of them have' : '';
  return `give one${several}${suchAs(type)}`;
}

/** An example, where it says more than what is wanted: not of a text or a number. */
function suchAs(type: Wanted): string {
  return type.form === 'one' && type.kinds.every(kind => kindOf(kind)?.example === '') ? '' : `, such as ${exampleOf(type)}`;
}

function exampleOf({ form, kinds, each }: Wanted): string {
  if (form === 'list') return `[${exampleOf(each!) || '…'}]`;
  if (form === 'map') return `{ key: ${exampleOf(each!) || '…'} }`;
  return kinds.map(kind => kindOf(kind)?.example ?? structExample(kind)).filter(example => example !== '').join(' or ');
}

/** What must be given of a struct, or what may be. */
function structExample(struct: string): string {
  const all = Object.entries(shapeOf(struct) ?? {}).sort(([a], [b]) => a < b ? -1 : 1);
  const required = all.filter(([, type]) => !type.startsWith('?'));
  return `{ ${(required.length > 0 ? required : all.slice(0, 6)).map(([name]) => `${name}: …`).join(', ')} }`;
}

function nameOf(value: object): string {
  const { constructor } = value as { constructor?: { name?: unknown } };
  return typeof constructor?.name === 'string' && /^\w+$/.test(constructor.name) ? constructor.name : 'object';
}
