import type { ImportedObject } from './construction';

/** Ids of the constructs of one scope: the name of the object where it is free, else with its kind, else with a number. */
export class Ids {
  private readonly taken: Set<string>;
  private readonly given = new Map<ImportedObject, string>();

  /** @param reserved ids that the scope itself gives to what it makes */
  constructor(reserved: readonly string[] = []) {
    this.taken = new Set(['Resource', 'Default', ...reserved]);
  }

  /** The same for an object that is asked about again. */
  public of(imported: ImportedObject): string {
    const id = this.given.get(imported) ?? this.free(imported);
    this.given.set(imported, id);
    return id;
  }

  private free({ object }: ImportedObject): string {
    const name = nameOf(object);
    const long = `${name}-${String(object.kind).toLowerCase()}`;
    let id = this.isTaken(name) ? long : name;
    for (let count = 2; this.isTaken(id); count += 1) {
      id = `${long}-${count}`;
    }
    this.taken.add(id);
    return id;
  }

  private isTaken(id: string): boolean {
    return this.taken.has(id) || isInherited(id);
  }
}

/** A name such as `constructor`, which every object has: constructs takes it for a child that is already there. */
export function isInherited(id: string): boolean {
  return id in {};
}

/** The name of an object. */
export function nameOf(object: ImportedObject['object']): string {
  return String((object.metadata as { name?: unknown } | undefined)?.name ?? '');
}

/** Whether a scope that names objects after their construct ids gives an object this name (`constructs/naming.ts`). */
export function isNameOf(id: string, name: string): boolean {
  return id === name && name.length <= 52 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
}

/** Whether metadata holds nothing but a name, a namespace and, where they are allowed, labels. */
export function isBare({ object }: ImportedObject, ...also: string[]): boolean {
  return Object.keys((object.metadata ?? {}) as object).every(key => ['name', 'namespace', ...also].includes(key));
}

/** The fields of an object beside apiVersion, kind and metadata. */
export function bodyKeys({ object }: ImportedObject): string[] {
  return Object.keys(object).filter(key => !['apiVersion', 'kind', 'metadata'].includes(key));
}
