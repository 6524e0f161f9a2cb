import type { TargetModel } from '../deliver/model';
import { NEWEST_MINOR, parseKubernetesVersion, SUPPORTED_MINORS } from '../kubernetes';
import { ClusterPolicyApi } from './network/cluster-policy-api';
import { refuseWrongFields } from './props';
import { isMap } from './types/misfit';
import type { DistributionName } from '../kubernetes/distributions';
import { ProblemError, shown } from '../manifests/problem';

/** What a cluster runs. */
export interface TargetOptions {
  /**
   * The Kubernetes version: a minor (`1.34`) or a release (`1.34.2`). Minors from 1.27 to the newest are
   * supported; others are an error.
   */
  readonly kubernetes: string;

  /**
   * The containerd of the machines, by its first two numbers: `1.7`, `2.1`, `2.3`. It decides in which form its
   * configuration is written: version 2 up to containerd 1.7, 3 from 2.0 on, 4 from 2.3 on.
   *
   * @default - a form that every containerd reads with which the Kubernetes version runs: version 2 before 1.36, 3 from
   * 1.36 on, which needs containerd 2.2 at least
   */
  readonly containerd?: string;

  /**
   * The APIs of cluster-scoped network policies that the network plugin of the cluster serves. No Kubernetes version brings
   * them. In what it serves a ClusterTrafficPolicy is written, and a policy in what it does not serve is an error at
   * synth. The empty list stands for none.
   *
   * @default - unknown: a ClusterTrafficPolicy is an error, policies written as plain objects are let through
   */
  readonly clusterPolicies?: ClusterPolicyApi[];
}

/** What a Talos cluster runs. */
export interface TalosTargetOptions extends TargetOptions {
  /**
   * The version of Talos, by its first two numbers. From 1.14 on the machine configuration consists of separate
   * documents.
   *
   * @default - the newest up to 1.14 that runs the Kubernetes version: each runs six minors, 1.14 those from 1.32 to 1.37
   */
  readonly talos?: string;
}

/** The API of Cluster API in which machines are declared. */
export enum ClusterApiVersion {
  /** `controlplane.cluster.x-k8s.io/v1beta1`: flags are a map. */
  V1BETA1 = 'v1beta1',
  /** `controlplane.cluster.x-k8s.io/v1beta2`: flags are a list. */
  V1BETA2 = 'v1beta2',
}

/** What a cluster of Cluster API runs. */
export interface ClusterApiTargetOptions extends TargetOptions {
  /**
   * The API of the management cluster.
   *
   * @default ClusterApiVersion.V1BETA2
   */
  readonly apiVersion?: ClusterApiVersion;
}

/**
 * The distribution and the Kubernetes version of a cluster. What constructs emit is checked against it:
 * an API, a field or a flag that the version does not have is an error at synth. `bulwark targets` prints what
 * each distribution lets one set; what it does not is reported, and never written where nobody reads it.
 */
export class ClusterTarget {
  /**
   * Machines installed by kubeadm. Host files are a kubeadm configuration (v1beta4 from 1.31 on, before
   * that v1beta3) and what it mounts.
   */
  public static kubeadm(options: TargetOptions): ClusterTarget {
    return new ClusterTarget('kubeadm', options);
  }

  /** kind (Kubernetes in Docker). The host file is a configuration for `kind create cluster`. */
  public static kind(options: TargetOptions): ClusterTarget {
    return new ClusterTarget('kind', options);
  }

  /** k3s. Host files lie in its folder of configuration; certificates of kubelets are its supervisor's. */
  public static k3s(options: TargetOptions): ClusterTarget {
    return new ClusterTarget('k3s', options);
  }

  /** RKE2. Host files lie in its folder of configuration; certificates of kubelets are its supervisor's. */
  public static rke2(options: TargetOptions): ClusterTarget {
    return new ClusterTarget('rke2', options);
  }

  /** Talos Linux. Host files are patches of the machine configuration. */
  public static talos(options: TalosTargetOptions): ClusterTarget {
    refuseWrongOptions('talos', options);
    const minor = parseKubernetesVersion(String(options.kubernetes))?.minor ?? 0;
    const newest = Math.min(NEWEST_TALOS, minor - FIRST_KUBERNETES_OF_TALOS);
    const talos = options.talos ?? `1.${newest}`;
    if (!/^1\.\d{1,3}$/.test(talos)) {
      throw wrong('talos', 'talos', talos, 'is not a Talos version such as 1.14', 'give its first two numbers');
    }
    const first = Number(talos.slice(2)) + FIRST_KUBERNETES_OF_TALOS;
    if (SUPPORTED_MINORS.includes(minor) && (minor < first || minor >= first + KUBERNETES_OF_ONE_TALOS)) {
      throw wrong('talos', 'talos', talos, `runs Kubernetes 1.${first} to 1.${first + KUBERNETES_OF_ONE_TALOS - 1}, and refuses 1.${minor}`, `use Talos 1.${newest}, or leave it out`);
    }
    return new ClusterTarget('talos', options, talos);
  }

  /** kOps. The host file is a part of the Cluster object. */
  public static kops(options: TargetOptions): ClusterTarget {
    return new ClusterTarget('kops', options);
  }

  /** kubespray. The host file holds variables for the inventory. */
  public static kubespray(options: TargetOptions): ClusterTarget {
    return new ClusterTarget('kubespray', options);
  }

  /** Cluster API with the kubeadm bootstrap and control plane providers. Host files are patches of their objects. */
  public static clusterApi(options: ClusterApiTargetOptions): ClusterTarget {
    refuseWrongOptions('clusterApi', options);
    const version: string = options.apiVersion ?? ClusterApiVersion.V1BETA2;
    if (!['v1beta1', 'v1beta2'].includes(version)) {
      throw wrong('clusterApi', 'apiVersion', version, 'is no API of Cluster API that is known here', 'use v1beta1 or v1beta2');
    }
    return new ClusterTarget('clusterApi', options, version);
  }

  /** k0s. The host file is a part of its ClusterConfig. */
  public static k0s(options: TargetOptions): ClusterTarget {
    return new ClusterTarget('k0s', options);
  }

  /** minikube. The host file holds arguments for `minikube start`. */
  public static minikube(options: TargetOptions): ClusterTarget {
    return new ClusterTarget('minikube', options);
  }

  /** Amazon EKS, nodes set up by nodeadm. The host file is a NodeConfig; the control plane is Amazon's. */
  public static eks(options: TargetOptions): ClusterTarget {
    return new ClusterTarget('eks', options);
  }

  /** Google GKE. The host file is a node system configuration; the rest is Google's. */
  public static gke(options: TargetOptions): ClusterTarget {
    return new ClusterTarget('gke', options);
  }

  /** Azure AKS. The host file is the kubelet configuration of a node pool; the rest is Azure's. */
  public static aks(options: TargetOptions): ClusterTarget {
    return new ClusterTarget('aks', options);
  }

  /** Machines set up by other means. Host files are plain: flags one a line, policy files, kubelet configuration. */
  public static generic(options: TargetOptions): ClusterTarget {
    return new ClusterTarget('generic', options);
  }

  /** The Kubernetes version as the author gave it, without a leading `v`. */
  public readonly kubernetes: string;

  /** The minor alone: 34 for 1.34. */
  public readonly minor: number;

  /** The containerd of the machines as the author gave it: `2.3`. */
  public readonly containerd?: string;

  /** The APIs of cluster-scoped network policies that the cluster serves, where the author said it. */
  public readonly clusterPolicies?: ClusterPolicyApi[];

  private constructor(
    /** The name of the distribution: `kubeadm`, `k3s`, … */
    public readonly distribution: string,
    options: TargetOptions,
    private readonly version?: string,
  ) {
    const field = distribution as DistributionName;
    refuseWrongOptions(distribution, options);
    const parsed = parseKubernetesVersion(String(options.kubernetes));
    if (typeof options.kubernetes === 'number') {
      throw wrong(field, 'kubernetes', options.kubernetes, 'is a number, of which 1.30 and 1.3 are the same', 'write the version in quotes: \'1.34\'');
    }
    if (!parsed || !SUPPORTED_MINORS.includes(parsed.minor)) {
      throw wrong(field, 'kubernetes', options.kubernetes,
        parsed ? `Kubernetes 1.${parsed.minor} is not supported` : 'is not a Kubernetes version such as 1.34',
        `use one of ${SUPPORTED_MINORS.map(minor => `1.${minor}`).join(', ')} (the newest is 1.${NEWEST_MINOR})`);
    }
    this.minor = parsed.minor;
    this.kubernetes = `1.${parsed.minor}${parsed.patch === undefined ? '' : `.${parsed.patch}`}`;
    this.containerd = checkedContainerd(field, options.containerd, this.minor);
    this.clusterPolicies = checkedPolicies(field, options.clusterPolicies);
  }

  /**
   * As data.
   * @internal
   */
  public _toModel(): TargetModel {
    const { distribution, kubernetes, minor, version, containerd } = this;
    return { distribution, kubernetes, minor, ...version === undefined ? {} : { version }, ...containerd === undefined ? {} : { containerd } };
  }
}

/** A version that is no text is told like any other that is not supported: with the list. */
function refuseWrongOptions(distribution: string, options: TargetOptions): void {
  const struct = { talos: 'TalosTargetOptions', clusterApi: 'ClusterApiTargetOptions' }[distribution] ?? 'TargetOptions';
  const said = isMap(options) && typeof options.kubernetes !== 'string' ? { ...options, kubernetes: '' } : options;
  refuseWrongFields(struct, said, `ClusterTarget.${distribution}`);
}

/** Talos 1.9 runs Kubernetes 1.27 to 1.32, 1.14 runs 1.32 to 1.37 (siderolabs/talos pkg/machinery/compatibility). */
const FIRST_KUBERNETES_OF_TALOS = 18;
const KUBERNETES_OF_ONE_TALOS = 6;
/** The newest whose machine configuration is known here. */
const NEWEST_TALOS = 14;

/** Kubernetes 1.36 runs with containerd 2.2.0 or 2.3.0 and newer (containerd RELEASES.md); before, 1.7 still did. */
function checkedContainerd(distribution: DistributionName, version: string | undefined, minor: number): string | undefined {
  const match = version === undefined ? undefined : /^([12])\.(\d{1,3})$/.exec(version);
  if (version !== undefined && (!match || Number(match[1]) === 1 && Number(match[2]) < 6)) {
    throw wrong(distribution, 'containerd', version, 'is not a version of containerd that is known here, such as 2.3', 'give its first two numbers, 1.6 or newer');
  }
  if (match && minor >= 36 && (Number(match[1]) < 2 || Number(match[2]) < 2)) {
    throw wrong(distribution, 'containerd', version, `Kubernetes 1.${minor} needs containerd 2.2 or newer`, 'name the containerd that the machines will run');
  }
  return version;
}

function checkedPolicies(distribution: DistributionName, apis: readonly ClusterPolicyApi[] | undefined): ClusterPolicyApi[] | undefined {
  if (apis !== undefined && !(Array.isArray(apis) && apis.every(api => Object.values(ClusterPolicyApi).includes(api)))) {
    throw wrong(distribution, 'clusterPolicies', apis, 'is no list of APIs of cluster-scoped policies', 'list members of ClusterPolicyApi');
  }
  return apis && [...apis];
}

function wrong(distribution: DistributionName, field: string, value: unknown, message: string, fix: string): ProblemError {
  return new ProblemError({ id: 'target-unsupported', field: `ClusterTarget.${distribution}.${field}`, value: shown(value), message, fix });
}
