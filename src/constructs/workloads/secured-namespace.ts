import { Chart, type ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { Subject } from '../access/subject';
import { Cluster } from '../cluster';
import { invalid } from '../errors';
import { ManifestObject } from '../manifest-object';
import { objectName } from '../naming';
import { isolate } from '../network/default-deny';
import { noteSource } from '../source-lines';
import type { ContainerResources } from './container-resources';
import { NamespacePart, type NamespacePartOff } from './namespace-part';
import { addContainerDefaults, addDefaultAccount, addOperators, addQuota, addReaders } from './namespace-parts';
import type { NamespaceQuota } from './namespace-quota';
import { PodSecurityLevel } from './pod-security-level';
import { SECURED_NAMESPACE } from './secured-scope';
import { refuseWrongProps } from '../props';

/** Properties of a SecuredNamespace. */
export interface SecuredNamespaceProps {
  /**
   * The name of the namespace.
   *
   * @default - the construct id
   */
  readonly name?: string;

  /**
   * Labels of the namespace, beside those that the construct sets.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * The Pod Security level that pods must meet (enforce, audit and warn alike).
   *
   * @default PodSecurityLevel.RESTRICTED
   */
  readonly podSecurity?: PodSecurityLevel;

  /**
   * Fill the security fields that workloads inside leave unset: non-root, seccomp profile, no privilege
   * escalation, no capabilities, no service account token; at the level baseline the seccomp profile and the
   * token alone. A field that is set is never changed; what was filled is listed in the cluster's
   * `.bulwark.json`.
   *
   * @default - true, unless podSecurity is PRIVILEGED
   */
  readonly harden?: boolean;

  /**
   * Isolate every pod in both directions: only what a policy opens gets through.
   *
   * @default true
   */
  readonly defaultDeny?: boolean;

  /**
   * Let every pod ask the cluster's name service (TCP and UDP 53 of the pods labelled
   * `k8s-app: kube-dns` in `kube-system`).
   *
   * @default - true where defaultDeny is; without defaultDeny it cannot be set
   */
  readonly dns?: boolean;

  /**
   * Parts that are left out, each with a reason, which stands in the Namespace. It says the same as `podSecurity:
   * PodSecurityLevel.PRIVILEGED`, `harden`, `defaultDeny` or `dns: false`, and why.
   *
   * @default - none
   */
  readonly without?: NamespacePartOff[];

  /**
   * How much the workloads may take together. A workload whose containers do not name what it counts is an error, and so are
   * workloads that take more.
   *
   * @default - no ResourceQuota
   */
  readonly quota?: NamespaceQuota;

  /**
   * Requests and limits that the API server gives containers without.
   *
   * @default - no LimitRange
   */
  readonly containerDefaults?: ContainerResources;

  /**
   * Who sees the workloads with their logs, and neither Secrets nor ConfigMaps.
   *
   * @default - nobody
   */
  readonly readers?: (IConstruct | Subject)[];

  /**
   * Who restarts, scales and rolls back the workloads (see NamespaceOperator).
   *
   * @default - nobody
   */
  readonly operators?: (IConstruct | Subject)[];
}

/**
 * A namespace that starts closed: Pod Security at its strictest level, workloads hardened to meet it, no
 * traffic but name resolution, and no token for pods that name no service account. What is created inside
 * carries the namespace.
 *
 * Outside a Cluster, in a plain cdk8s app, there is no target to pin versions to and workloads are not
 * hardened: the level is enforced all the same, so what does not meet it is refused by the API server.
 */
export class SecuredNamespace extends Chart {
  /** True for a SecuredNamespace of any copy of this package. */
  public static isSecuredNamespace(x: any): boolean {
    return typeof x === 'object' && x !== null && SECURED_NAMESPACE in x;
  }

  /** The Namespace. */
  public readonly resource: ApiObject;

  /** The name of the namespace. */
  public readonly namespaceName: string;

  /**
   * Whether unset security fields of the workloads inside are filled.
   * @internal
   */
  public readonly _hardens: boolean;

  /**
   * The level that they are filled for: the namespace's own, and restricted where hardening was asked for without one.
   * @internal
   */
  public readonly _hardeningLevel: PodSecurityLevel;

  constructor(scope: Construct, id: string, props: SecuredNamespaceProps = {}) {
    super(scope, id, { namespace: (props as SecuredNamespaceProps | null)?.name ?? id });
    noteSource(this);
    refuseWrongProps(this, SecuredNamespace, 'SecuredNamespaceProps', props);
    this.namespaceName = props.name ?? id;
    const outer = this.node.scopes.slice(0, -1).find(each => Chart.isChart(each) && (each as Chart).namespace !== undefined);
    if (outer) {
      throw invalid(this, 'scope', outer.node.path, 'a namespace cannot stand inside another', 'create it in the Cluster');
    }
    const off = this.partsOff(props);
    const deny = props.defaultDeny ?? !off.has(NamespacePart.DEFAULT_DENY);
    if (props.dns && !deny) {
      throw invalid(this, 'dns', true, 'a policy that opens name resolution isolates: nothing else could get out', 'leave out dns, or defaultDeny: false');
    }
    const level = props.podSecurity ?? (off.has(NamespacePart.POD_SECURITY) ? PodSecurityLevel.PRIVILEGED : PodSecurityLevel.RESTRICTED);
    this._hardens = props.harden ?? (level !== PodSecurityLevel.PRIVILEGED && !off.has(NamespacePart.HARDENING));
    this._hardeningLevel = level === PodSecurityLevel.PRIVILEGED ? PodSecurityLevel.RESTRICTED : level;
    Object.defineProperty(this, SECURED_NAMESPACE, { value: true });
    const own = level === PodSecurityLevel.PRIVILEGED ? {} : podSecurityLabels(level, Cluster._around(this)?.target.minor);
    const clash = Object.entries(props.labels ?? {}).find(([key, value]) => Object.hasOwn(own, key) && own[key] !== value);
    if (clash) {
      throw invalid(this, `labels.${clash[0]}`, clash[1], `the construct sets this label to ${own[clash[0]]}`, 'leave the label out, and choose the level by podSecurity');
    }
    const annotations = Object.fromEntries([...off].sort().map(([part, reason]) => [`bulwark.cdk8s.io/without-${part}`, reason]));
    this.resource = new ManifestObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: this.namespaceName, labels: { ...props.labels, ...own }, ...off.size > 0 ? { annotations } : {} },
    });
    if (deny) {
      const called = (name: string) => ({ id: name, name });
      isolate(this, this.namespaceName, props.dns ?? !off.has(NamespacePart.DNS), { deny: called('default-deny'), dns: called('allow-dns') });
    }
    // At the level privileged nothing is said of pods.
    if (level !== PodSecurityLevel.PRIVILEGED && !off.has(NamespacePart.DEFAULT_ACCOUNT)) {
      addDefaultAccount(this);
    }
    this.addParts(props);
  }

  private addParts({ quota, containerDefaults, readers, operators }: SecuredNamespaceProps): void {
    if (quota) {
      addQuota(this, quota);
    }
    if (containerDefaults) {
      addContainerDefaults(this, containerDefaults);
    }
    if (readers) {
      addReaders(this, readers);
    }
    if (operators) {
      addOperators(this, operators);
    }
  }

  /** The reason of each part that is left out. */
  private partsOff({ without = [], podSecurity, harden, defaultDeny, dns }: SecuredNamespaceProps): Map<NamespacePart, string> {
    const wanted: ReadonlyMap<NamespacePart, boolean> = new Map([
      [NamespacePart.POD_SECURITY, podSecurity !== undefined && podSecurity !== PodSecurityLevel.PRIVILEGED],
      [NamespacePart.HARDENING, harden === true],
      [NamespacePart.DEFAULT_DENY, defaultDeny === true],
      [NamespacePart.DNS, dns === true],
    ]);
    const off = new Map<NamespacePart, string>();
    without.forEach(({ part, reason }, at) => {
      if (typeof reason !== 'string' || reason.trim() === '') {
        throw invalid(this, `without[${at}].reason`, reason, 'a part is left out for a reason', 'give it');
      }
      if (wanted.get(part)) {
        throw invalid(this, `without[${at}].part`, part, 'is asked for as well', 'leave one of the two out');
      }
      off.set(part, reason.trim());
    });
    return off;
  }

  /** The readable name of an object inside: its construct path below the namespace. */
  public override generateObjectName(apiObject: ApiObject): string {
    return objectName(apiObject);
  }
}

/** Pinned to the target's minor where there is one: `latest` changes what is refused on the day of an upgrade. */
function podSecurityLabels(level: PodSecurityLevel, minor: number | undefined): { [key: string]: string } {
  const version = minor === undefined ? 'latest' : `v1.${minor}`;
  return Object.fromEntries(['audit', 'enforce', 'warn'].flatMap(mode => [
    [`pod-security.kubernetes.io/${mode}`, level],
    [`pod-security.kubernetes.io/${mode}-version`, version],
  ]));
}
