import { NEWEST_MINOR, parseKubernetesVersion, SUPPORTED_MINORS } from '../kubernetes';
import { ProblemError, shown } from '../manifests/problem';

/** What a cluster runs. */
export interface TargetOptions {
  /**
   * The Kubernetes version: a minor (`1.34`) or a release (`1.34.2`). Minors from 1.27 to the newest are
   * supported; others are an error.
   */
  readonly kubernetes: string;
}

/**
 * The distribution and the Kubernetes version of a cluster. What constructs emit is checked against it:
 * an API or a field that the version does not have is an error at synth.
 */
export class ClusterTarget {
  /**
   * Machines installed by kubeadm. Host files are a kubeadm configuration (v1beta4 from 1.31 on, before
   * that v1beta3) and what it mounts.
   */
  public static kubeadm(options: TargetOptions): ClusterTarget {
    return new ClusterTarget('kubeadm', options);
  }

  /** Machines set up by other means. Host files are plain: flags one a line, policy files, kubelet configuration. */
  public static generic(options: TargetOptions): ClusterTarget {
    return new ClusterTarget('generic', options);
  }

  /** The Kubernetes version as the author gave it, without a leading `v`. */
  public readonly kubernetes: string;

  /** The minor alone: 34 for 1.34. */
  public readonly minor: number;

  private constructor(
    /** `kubeadm` or `generic`. */
    public readonly distribution: string,
    options: TargetOptions,
  ) {
    const version = parseKubernetesVersion(String(options.kubernetes));
    if (!version || !SUPPORTED_MINORS.includes(version.minor)) {
      throw new ProblemError({
        id: 'target-unsupported',
        field: `ClusterTarget.${distribution}.kubernetes`,
        value: shown(options.kubernetes),
        message: version ? `Kubernetes 1.${version.minor} is not supported` : 'is not a Kubernetes version such as 1.34',
        fix: `use one of ${SUPPORTED_MINORS.map(minor => `1.${minor}`).join(', ')} (the newest is 1.${NEWEST_MINOR})`,
      });
    }
    this.minor = version.minor;
    this.kubernetes = `1.${version.minor}${version.patch === undefined ? '' : `.${version.patch}`}`;
  }
}
