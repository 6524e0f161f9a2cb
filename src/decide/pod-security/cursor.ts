import { isMap } from '../../manifests/fields';

/** A field of a type that no API server reads. */
export interface Mistyped {
  readonly field: string;
  readonly value: unknown;
  /** `true or false`, `a list`, … */
  readonly wanted: string;
}

/**
 * A place in a manifest. Reading is as the API server's: `null` and absent are the same, and a value of
 * another JSON type is refused. Here it is noted, and whoever judges must not pass over what was noted.
 */
export class Cursor {
  /** The place of a whole value; what is no object is noted, and reads as an empty one. */
  public static at(value: unknown, path: string, mistyped: Mistyped[]): Cursor {
    if (isMap(value)) return new Cursor(value, path, mistyped);
    if (value !== null && value !== undefined) mistyped.push({ field: path, value, wanted: 'an object' });
    return new Cursor({}, path, mistyped);
  }

  private constructor(
    private readonly fields: Readonly<Record<string, unknown>>,
    public readonly path: string,
    private readonly mistyped: Mistyped[],
  ) {}

  /** The keys that are there, also those that no control knows. */
  public get keys(): string[] {
    return Object.keys(this.fields).filter(key => this.raw(key) !== undefined);
  }

  /** The path of a field. */
  public field(key: string): string {
    return `${this.path}.${key}`;
  }

  public map(key: string): Cursor | undefined {
    const value = this.raw(key);
    return value === undefined ? undefined : Cursor.at(value, this.field(key), this.mistyped);
  }

  public list(key: string): Cursor[] {
    const value = this.raw(key);
    if (value === undefined) return [];
    return Array.isArray(value) ? value.map((item, at) => Cursor.at(item, `${this.field(key)}[${at}]`, this.mistyped))
      : this.refuse(key, value, 'a list', []);
  }

  public texts(key: string): string[] {
    const value = this.raw(key);
    if (value === undefined) return [];
    return Array.isArray(value) && value.every(item => typeof item === 'string') ? value as string[]
      : this.refuse(key, value, 'a list of strings', []);
  }

  public text(key: string): string | undefined {
    const value = this.raw(key);
    return value === undefined || typeof value === 'string' ? value : this.refuse(key, value, 'a string', undefined);
  }

  public flag(key: string): boolean | undefined {
    const value = this.raw(key);
    return value === undefined || typeof value === 'boolean' ? value : this.refuse(key, value, 'true or false', undefined);
  }

  public integer(key: string): number | undefined {
    const value = this.raw(key);
    return value === undefined || Number.isInteger(value) ? value as number | undefined : this.refuse(key, value, 'a whole number', undefined);
  }

  private raw(key: string): unknown {
    const value = Object.hasOwn(this.fields, key) ? this.fields[key] : undefined;
    return value === null ? undefined : value;
  }

  private refuse<T>(key: string, value: unknown, wanted: string, instead: T): T {
    this.mistyped.push({ field: this.field(key), value, wanted });
    return instead;
  }
}
