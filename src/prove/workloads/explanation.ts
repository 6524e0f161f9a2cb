import type { GivenObject } from './given';
import type { Touch } from './touches';
import type { HeldIn } from '../../decide/access/answer';
import type { PolicyObject } from '../../decide/access/build';
import type { NumberedPorts } from '../../decide/network/model';
import type { PodSecurityViolation } from '../../decide/pod-security';
import type { PodSecurityLevel } from '../../decide/pod-security/control';

/** What one workload may do and reach, and who may touch it. */
export interface WorkloadExplanation {
  readonly workload: { readonly kind: string; readonly namespace: string; readonly name: string };
  readonly object: PolicyObject;
  readonly account: { readonly name: string; readonly token: boolean; readonly because: string };
  readonly security: {
    /** What its namespace enforces. */
    readonly enforced: PodSecurityLevel;
    /** The strictest level that its pods meet, at the version that the API server judges by. */
    readonly meets: PodSecurityLevel;
    /** What keeps them from the level restricted. */
    readonly missing: readonly PodSecurityViolation[];
    readonly images: ReadonlyArray<{ readonly image: string; readonly pinned: boolean }>;
    /** Containers that must not run as root and name no user: they start only if their image names one by number. */
    readonly usersOfImages: readonly string[];
  };
  /** Objects whose content its pods are given, by a volume or an environment variable. */
  readonly given: readonly GivenObject[];
  /** What its account may do, a token or not. */
  readonly rules: readonly HeldIn[];
  readonly reaches: readonly Flow[];
  readonly reachedBy: readonly Flow[];
  readonly touchedBy: readonly Touch[];
  /** What takes part and cannot be seen, a sentence each. */
  readonly assumptions: readonly string[];
}

/** Ports that are open from or to a place. */
export interface Flow {
  /** `shop/Deployment/web`, a block of addresses, `outside` for all that is outside the cluster, or the name service in words. */
  readonly place: string;
  /** Ports that are open between some of the pods and addresses that are meant. */
  readonly ports: readonly NumberedPorts[];
  /** Whether they are open between all of them. */
  readonly all: boolean;
  /** Whether a fact that nobody stated could make it another answer. */
  readonly undecided: boolean;
}
