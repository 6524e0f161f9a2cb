/**
 * The fields of structs by name, one text a struct, words parted by spaces: `extraArgs` is a field of which nothing more is known,
 * `dryRun=bool`, `bindPort=int` and `name=text` are scalars, `zones=[]text` a list and `labels={}text` a map of them, `apiServer:APIServer`
 * is a struct of the same table, `extraVolumes:[]HostPathMount` a list of them, `runtimes:{}Runtime` a map of them by names of one's
 * own. Behind an `@` stand the first and the last release of
 * the tool that have it, `hostDNS:HostDNSConfig@7-` and `readOnly=bool@-12`; without, every release that the table is about has it.
 */
export type Fields = Readonly<Record<string, string>>;

/** What is known of a field. */
export interface Field {
  readonly name: string;
  /** What it is, or a list or map of. A field without is not looked into. */
  readonly scalar?: 'bool' | 'int' | 'text';
  /** The struct that it is, or a list or map of. */
  readonly struct?: string;
  readonly many?: 'list' | 'map';
  /** The minors of the tool's first and last release that have it. Default: those of the table. */
  readonly first?: number;
  readonly last?: number;
}

const read = new WeakMap<Fields, Map<string, ReadonlyMap<string, Field>>>();

/** The fields of a struct by name; undefined for one that the table does not have. */
export function fieldsOf(table: Fields, struct: string): ReadonlyMap<string, Field> | undefined {
  const known = read.get(table) ?? new Map<string, ReadonlyMap<string, Field>>();
  read.set(table, known);
  if (!known.has(struct) && Object.hasOwn(table, struct)) {
    known.set(struct, new Map(table[struct]!.split(' ').filter(word => word !== '').map(word => {
      const field = parse(word);
      return [field.name, field];
    })));
  }
  return known.get(struct);
}

function parse(word: string): Field {
  const [, name = word, scalars, scalar, structs, struct, first, last] = /^([^:=@]+)(?:=(\[\]|\{\})?(bool|int|text)|:(\[\]|\{\})?([^@]+))?(?:@(\d*)-(\d*))?$/.exec(word) ?? [];
  const many = scalars ?? structs;
  return {
    name,
    ...scalar === undefined ? {} : { scalar: scalar as 'bool' | 'int' | 'text' },
    ...struct === undefined ? {} : { struct },
    ...many === undefined ? {} : { many: many === '[]' ? 'list' : 'map' },
    ...first ? { first: Number(first) } : {},
    ...last ? { last: Number(last) } : {},
  };
}

/**
 * The name that was meant: the same but for upper and lower case, or a slip of the hand away.
 *
 * @param slips how many; default: one, two in a name of ten letters or more, none in one of three or less
 */
export function meantBy(name: string, known: Iterable<string>, slips = name.length >= 10 ? 2 : 1): string | undefined {
  const all = [...known];
  const allowed = name.length >= 4 ? slips : 0;
  return all.find(each => each.toLowerCase() === name.toLowerCase()) ?? all.find(each => distance(each, name, allowed) <= allowed);
}

/** How many letters must be put in, left out, changed or swapped with their neighbour; more than `most` is all the same. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) {
    return most + 1;
  }
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1), swapped));
    }
    [before, row] = [row, next];
  }
  return row[b.length]!;
}
