import type { Said } from '../../compare/promises';
import type { PolicyObject } from '../../decide/access/build';
import type { AuditView } from '../../prove/audit/guarantees';
import type { NodesView } from '../../prove/nodes/view';

/** One cluster as one side of a comparison has it. */
export interface SideCluster {
  /** Absent for manifests that carry no cluster. */
  readonly name?: string;
  readonly minor: number;
  readonly objects: readonly PolicyObject[];
  /** By which an agent finds the tree: none of the cluster's own. */
  readonly agent: readonly PolicyObject[];
  readonly audit: AuditView;
  /** What was asked of the machines, where anything was. */
  readonly nodes?: NodesView;
  /** The same, by setting. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Files for machines and installers, by path. */
  readonly hostFiles: ReadonlyMap<string, string>;
  readonly said: Said;
}

/** One side of a comparison. */
export interface DiffSide {
  /** As messages call it: a path, or `main:dist/manifests`. */
  readonly name: string;
  readonly clusters: readonly SideCluster[];
  /** Objects beside the clusters, by which an agent finds all of them. Default: none. */
  readonly beside?: readonly PolicyObject[];
}
