/**
 * What a property or a parameter takes, as `API.txt` writes it: `string`, `Peer | IConstruct`, `Port[]`, `(Peer | IConstruct)[]`,
 * `Map<string>`, with `?` in front where it may be left out.
 */
export interface Wanted {
  readonly optional: boolean;
  /** Whether it is a value of one of `kinds`, or a list or map of `each`. */
  readonly form: 'one' | 'list' | 'map';
  readonly kinds: readonly string[];
  readonly each?: Wanted;
}

const READ = new Map<string, Wanted>();

/** Reads such a text; the same text is read once. */
export function wanted(text: string): Wanted {
  let found = READ.get(text);
  if (!found) {
    found = text.startsWith('?') ? { ...read(text.slice(1)), optional: true } : read(text);
    READ.set(text, found);
  }
  return found;
}

function read(text: string): Wanted {
  const map = /^Map<(.+)>$/.exec(text);
  if (map) return { optional: false, form: 'map', kinds: [], each: wanted(map[1]!) };
  const list = /^(?:\((.+)\)|(.+))\[\]$/.exec(text);
  if (list) return { optional: false, form: 'list', kinds: [], each: wanted((list[1] ?? list[2])!) };
  return { optional: false, form: 'one', kinds: text.split(' | ') };
}
