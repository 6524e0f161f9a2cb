/** Something wrong in a file for machines. */
export interface HostProblem {
  /** The path of the field in its document: `featureGates.Foo`. */
  readonly field: string;
  readonly value?: unknown;
  /** What is wrong, in one sentence without a final stop. */
  readonly message: string;
  readonly fix?: string;
  /** True for a field that is read and does nothing: nobody is hurt but those who rely on it. */
  readonly dead?: boolean;
}

export type Json = Readonly<Record<string, unknown>>;

/** A mapping: not null, not a list. */
export function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of a field. */
export function at(path: string, field: string | number): string {
  return typeof field === 'number' ? `${path}[${field}]` : path === '' ? field : `${path}.${field}`;
}
