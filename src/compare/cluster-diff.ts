import type { UnseenChange } from './access';
import type { FoldedAccess } from './access/fold';
import type { AuditChange } from './audit';
import type { FoldedNetwork } from './network/fold';
import type { LevelChange, ObjectChange } from './objects';
import type { PromiseChange } from './promises';
import type { SettingChange } from './settings';
import type { PolicyObject } from '../decide/access/build';

/** A file for machines, with the settings in it that differ; none where its text alone does. */
export interface HostFileChange {
  readonly path: string;
  readonly settings: readonly SettingChange[];
}

/** How one cluster differs from another. */
export interface ClusterDiff {
  readonly cluster?: string;
  /** The cluster is on one side alone. Then nothing else is told of it. */
  readonly only?: 'before' | 'after';
  readonly promises: readonly PromiseChange[];
  readonly access: readonly FoldedAccess[];
  readonly unseen: readonly UnseenChange[];
  readonly network: readonly FoldedNetwork[];
  readonly audit: readonly AuditChange[];
  readonly podSecurity: ReadonlyArray<{ readonly change: ObjectChange<PolicyObject>; readonly level: LevelChange }>;
  readonly settings: readonly SettingChange[];
  readonly hostFiles: readonly HostFileChange[];
  /** Objects about which no question is decided here: that they differ is all that is known. */
  readonly others: ReadonlyArray<ObjectChange<PolicyObject>>;
  /** Policies of kinds that nobody here understands; each may widen or narrow anything. */
  readonly notUnderstood: ReadonlyArray<ObjectChange<PolicyObject>>;
  /** Objects that an apply deletes, or must delete to replace them. */
  readonly deleted: ReadonlyArray<ObjectChange<PolicyObject>>;
  /** How many objects of decided kinds differ: with no row of theirs they mean the same. */
  readonly policies: number;
  /** Holders whose permissions differ in what nobody asks alone. */
  readonly unasked: number;
  /** What the comparison rests on, a sentence each. */
  readonly assumptions: readonly string[];
}
