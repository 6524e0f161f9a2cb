import type { ClusterAgent } from './agents/model';
import type { HostsModel } from './hosts-model';
import type { PartMaker } from '../manifests/part-maker';
import type { SourcePlace } from '../manifests/problem';
import type { PromisesModel } from '../prove/guarantee';

/**
 * One cluster as plain data: all that is written about it, and nothing of the constructs it came from.
 * Two copies of the package may hand this to each other, so it holds no classes.
 */
export interface ClusterModel {
  readonly name: string;
  /** The name of the app that declares the cluster. */
  readonly app: string;
  readonly target: TargetModel;
  readonly objects: readonly ObjectModel[];
  readonly hosts: HostsModel;
  readonly promises: PromisesModel;
  /** What syncs the tree. Default: nothing is written for it. */
  readonly agent?: ClusterAgent;
}

/** Is given a cluster that is whole, though its objects are not checked yet. */
export type OnAssembled = (cluster: ClusterModel) => void;

/** What the cluster runs. */
export interface TargetModel {
  /** `kubeadm`, `generic`, …: a key of `DISTRIBUTIONS`. */
  readonly distribution: string;
  /** `1.34`, or `1.34.2` when the author named a patch. */
  readonly kubernetes: string;
  readonly minor: number;
  /** The version of the distribution's own tool or API where its files differ by it: `1.14` for Talos, `v1beta2` for Cluster API. */
  readonly version?: string;
  /** The containerd of the machines, where the author said it: `2.3`. */
  readonly containerd?: string;
}

/** One API object, complete, and the construct that made it. */
export interface ObjectModel {
  readonly object: Readonly<Record<string, unknown>>;
  readonly construct: string;
  /** Fields that were filled because the author left them unset; noted in the index, for review. */
  readonly hardened?: readonly string[];
  /** The line of the program that made it, where a command runs the program. Shown, never written. */
  readonly source?: SourcePlace;
  /** Where several constructs made it together, who asked for which part of it. As `source` shown, never written. */
  readonly makers?: readonly PartMaker[];
}

/** The files of one cluster, by path relative to its folder, `/` between segments. */
export type Tree = ReadonlyMap<string, string>;
