import type { Problem, SourcePlace } from './problem';

/** One object of the input, as Kubernetes would read it, with where it stands. */
export interface Manifest {
  /** Objects and their maps inherit nothing: a key named `constructor` is only a key. */
  readonly object: Readonly<Record<string, unknown>>;
  readonly apiVersion: string;
  readonly kind: string;
  /** Line and column of the object's first key. */
  readonly source: SourcePlace;
}

/** What a text holds. `others` counts the documents that are YAML but no manifest. */
export interface ReadResult {
  readonly manifests: Manifest[];
  readonly problems: Problem[];
  readonly others: number;
}
