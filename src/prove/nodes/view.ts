/** What was asked of the machines of a cluster, as far as anything is proved of it. */
export interface NodesView {
  /** The name of the distribution. */
  readonly distribution: string;
  /** Values by the name of the setting: `kube-controller-manager --cluster-signing-duration`, `kubelet rotateCertificates`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What was asked and is in no file, since the target does not let one set it. */
  readonly refused: readonly RefusedSetting[];
}

/** A setting that somebody asked for in vain. */
export interface RefusedSetting {
  readonly setting: string;
  /** The construct that asked. */
  readonly construct?: string;
  /** `managed`: somebody else does it; `unsettable`: nobody can. */
  readonly can: 'managed' | 'unsettable';
  /** Who does it instead, or why nobody can. */
  readonly how: string;
}
