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
  /** True for a field that no release known here has, and that a newer one may have. */
  readonly unsure?: boolean;
}

/** A field of a field. */
export function at(path: string, field: string | number): string {
  return typeof field === 'number' ? `${path}[${field}]` : path === '' ? field : `${path}.${field}`;
}
