import type { Expression } from './expression';
import type { SourcePlace } from '../../manifests/problem';

export type ManifestObject = Readonly<Record<string, unknown>>;

/** An object that was read, without what the API server fills in by itself. */
export interface ImportedObject {
  readonly object: ManifestObject;
  readonly source?: SourcePlace;
  /** Paths of what was taken off: `status`, `metadata.uid`. */
  readonly dropped: readonly string[];
}

/** One `new …` of the program. */
export interface Construction {
  readonly className: string;
  readonly id: string;
  readonly props?: Expression;
  /** JSON pointers of fields that are null, which cdk8s would leave out. */
  readonly nulls?: readonly string[];
}

/** A construction, what it has to make, and what stands in its place where it does not. */
export interface Piece {
  readonly construction: Construction;
  readonly objects: readonly ImportedObject[];
  /** The audit policy that it has to write, as auditPolicyOf answers it. */
  readonly auditPolicy?: ImportedObject;
  /** Whether it promises something about the whole cluster, which may not hold. Default: no. */
  readonly promises?: boolean;
  /** Absent for a plain object, in whose place nothing can stand. */
  readonly otherwise?: () => readonly Piece[];
}

/** The objects of one namespace, or those in none. */
export interface Part {
  /** Absent for what is in no namespace. */
  readonly namespace?: string;
  /** What stands for the namespace; absent for what is in none. */
  readonly scope?: Piece;
  readonly pieces: readonly Piece[];
  /** The same in another scope, where this one changes or refuses what stands inside. */
  readonly otherwise?: () => Part;
}
