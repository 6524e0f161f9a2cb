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
}

/** What the cluster runs. */
export interface TargetModel {
  /** `kubeadm`, `generic`, … */
  readonly distribution: string;
  /** `1.34`, or `1.34.2` when the author named a patch. */
  readonly kubernetes: string;
  readonly minor: number;
}

/** One API object, complete, and the construct that made it. */
export interface ObjectModel {
  readonly object: Readonly<Record<string, unknown>>;
  readonly construct: string;
  /** Fields that were filled because the author left them unset; noted in the index, for review. */
  readonly hardened?: readonly string[];
  /** The line of the program that made it, where a command runs the program. Shown, never written. */
  readonly source?: SourcePlace;
}

/** What constructs ask of machines, before a distribution gives it a form. */
export interface HostsModel {
  readonly controlPlane: ControlPlaneModel;
  /** Fields of KubeletConfiguration (`kubelet.config.k8s.io/v1beta1`). */
  readonly kubelet: Readonly<Record<string, unknown>>;
}

/** Flags without the leading `--`, files by absolute path. */
export interface ControlPlaneModel {
  readonly apiServerFlags: Readonly<Record<string, string>>;
  readonly controllerManagerFlags: Readonly<Record<string, string>>;
  readonly files: readonly HostFileModel[];
  /** Host folders that the API server needs to see. */
  readonly mounts: readonly MountModel[];
}

/** A file that a control-plane component reads. */
export interface HostFileModel {
  /** Absolute path on the machine. */
  readonly path: string;
  readonly content: string;
}

/** A host folder, mounted at the same path into the API server's pod where it runs in one. */
export interface MountModel {
  readonly name: string;
  readonly path: string;
  readonly readOnly: boolean;
}

/** The files of one cluster, by path relative to its folder, `/` between segments. */
export type Tree = ReadonlyMap<string, string>;
