import { Construct, type IConstruct } from 'constructs';

/** What a value of the public surface is, how it is told from others, and how it is written. */
export interface Kind {
  /** With its article: `a Peer`. */
  readonly phrase: string;
  /** How one is written, in the words of a program; empty where that says nothing. */
  readonly example: string;
  readonly is: (value: unknown) => boolean;
  /** What to write in place of a value that is none; undefined where that is not to be told. */
  readonly instead?: (given: unknown) => string | undefined;
}

const KINDS = new Map<string, Kind>();

/** The kind of that name; undefined for a struct, and for what is not of the public surface. */
export function kindOf(name: string): Kind | undefined {
  return KINDS.get(name);
}

/** Adds a kind. */
export function addKind(name: string, kind: Kind): void {
  KINDS.set(name, kind);
}

/**
 * A class of values or constructs. Classes of another copy of the package, whose objects are no instances of ours, count by name;
 * those of a program whose names were shortened count by what they are.
 *
 * @param load answers the class; it is called once, when it is needed
 */
export function addClass(name: string, load: () => object, example: string, instead?: Kind['instead']): void {
  const of = once(load);
  const is = (value: unknown) => typeof value === 'object' && value !== null && (isInstance(value, of()) || hasClass(value, name));
  addKind(name, { phrase: withArticle(name), example, is, ...instead ? { instead } : {} });
}

/**
 * An enum whose members are texts.
 *
 * @param load answers the enum; it is called once, when it is needed
 */
export function addEnum(name: string, load: () => Readonly<Record<string, string>>): void {
  const written = (member: string) => `${name}.${member}`;
  const members = once(load);
  const values = once(() => new Set(Object.values(members())));
  addKind(name, {
    phrase: withArticle(name),
    get example() {
      return Object.keys(members()).map(written).join(', ');
    },
    is: value => typeof value === 'string' && values().has(value),
    instead: given => {
      const meant = typeof given === 'string'
        ? Object.entries(members()).find(([member, value]) => plain(member) === plain(given) || plain(value) === plain(given)) : undefined;
      return meant === undefined ? undefined : `use ${written(meant[0])}`;
    },
  });
}

function once<T>(load: () => T): () => T {
  let loaded: { readonly value: T } | undefined;
  return () => (loaded ??= { value: load() }).value;
}

/** Also those of another copy of `constructs`, which marks its own by a symbol that all copies share. A map may have the key `node`. */
export function isConstruct(value: unknown): value is IConstruct {
  return typeof value === 'object' && value !== null && Boolean(Construct.isConstruct(value));
}

/** An object literal, of whichever realm. What has a class of its own may have more than a struct asks for. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** `a Peer`, `an AuditLevel`. */
export function withArticle(name: string): string {
  return `${/^[AEIO]/i.test(name) ? 'an' : 'a'} ${name}`;
}

function isInstance(value: object, of: object): boolean {
  return typeof of === 'function' && value instanceof of;
}

/** Or one that extends it. */
function hasClass(value: object, name: string): boolean {
  for (let prototype: unknown = Object.getPrototypeOf(value); prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    if ((prototype as { constructor?: { name?: unknown } }).constructor?.name === name) return true;
  }
  return false;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
