import { Construct } from 'constructs';
import type { AuditBackend } from './audit-backend';
import { AuditLogBackend, type AuditLogOptions } from './audit-log-backend';
import type { AuditProfile } from './audit-profile';
import { AuditLevel } from './audit-rule';
import { baselinePolicy, baselinePromises, type BaselineOptions } from './baseline-rules';
import { installAuditPolicy } from './install';
import { PROFILES, type ProfileDemands } from './profile-demands';
import { usersAndGroups } from './selectors';
import { AUDIT_LEVELS } from '../../decide/audit';
import type { AuditGroupResources, AuditPolicy } from '../../manifests/model';
import type { KubernetesResource } from '../access/kubernetes-resource';
import { refuseEmpty } from '../access/lists';
import { Subject } from '../access/subject';
import { Cluster } from '../cluster';
import { invalid } from '../errors';
import { Guarantee } from '../promises/guarantee';
import { Guarantees } from '../promises/guarantees';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';
import { everythingIn } from '../tree';

/** How much is logged in each area. None is refused: what is left out is said by `noisy`. */
export interface AuditAreaLevels {
  /**
   * Changes of access and policy: RBAC, webhooks and admission policies, API extensions, certificates and their
   * approval, namespaces, nodes, service accounts, quotas, network policies, and the classes of storage, volume attributes,
   * runtimes, priorities, devices and ingresses.
   *
   * @default AuditLevel.REQUEST_RESPONSE
   */
  readonly policy?: AuditLevel;

  /**
   * What acts inside a workload or around the API: exec, attach, port-forward, proxies, logs, ephemeral containers,
   * eviction, binding.
   *
   * @default AuditLevel.REQUEST
   */
  readonly interactive?: AuditLevel;

  /**
   * Changes of workloads, services, ingresses, gateways and their classes, volumes.
   *
   * @default AuditLevel.REQUEST
   */
  readonly workloads?: AuditLevel;

  /**
   * All other requests, custom resources among them, whose bodies may hold anything.
   *
   * @default AuditLevel.METADATA
   */
  readonly everythingElse?: AuditLevel;
}

/** Properties of an AuditBaseline. */
export interface AuditBaselineProps {
  /**
   * Further resources whose bodies are never logged, with all their subresources, such as custom resources that hold
   * credentials.
   *
   * @default - Secrets, ConfigMaps, tokens of service accounts and TokenReviews alone
   */
  readonly sensitive?: KubernetesResource[];

  /**
   * Controllers whose reads (get, list, watch) of what is neither sensitive nor interactive are not logged.
   *
   * @default - those of Kubernetes itself
   */
  readonly noisy?: Subject[];

  /**
   * Identities whose every request is logged. The groups of every BreakGlass of the cluster, `system:masters` and from
   * 1.29 on kubeadm's `kubeadm:cluster-admins` are watched always.
   *
   * @default - no more
   */
  readonly watched?: Subject[];

  /**
   * How much is logged in each area.
   *
   * @default - see AuditAreaLevels
   */
  readonly levels?: AuditAreaLevels;

  /**
   * A benchmark to follow as well.
   *
   * @default - none
   */
  readonly profile?: AuditProfile;

  /**
   * The log file.
   *
   * @default - a rotated file, see AuditLogOptions
   */
  readonly log?: AuditLogOptions;

  /**
   * Where events go, in place of `log`: an AuditLogBackend, an AuditWebhookBackend, or both.
   *
   * @default - the log file alone
   */
  readonly backends?: AuditBackend[];

  /**
   * The file that holds the policy, on control-plane machines.
   *
   * @default `/etc/kubernetes/policies/audit-policy.yaml`
   */
  readonly path?: string;
}

/**
 * An audit policy that logs every change of access or policy and never a credential, without the noise of components.
 *
 * It promises, and `bulwark check` proves over the policy that stands in the end: bodies of secrets, config maps and
 * tokens are never logged, by anyone, in any namespace, through any subresource; every change of access or policy is
 * logged, whoever makes it; so are exec and its like, anonymous requests, failed logins, and all that administrators
 * do; no rule is without effect. `docs/audit.md` shows the rules.
 */
export class AuditBaseline extends Construct {
  private readonly options: () => BaselineOptions;

  constructor(scope: Construct, id: string, props: AuditBaselineProps = {}) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, AuditBaseline, 'AuditBaselineProps', props);
    const cluster = Cluster.containing(this);
    const demands = this.demandsOf(props.profile);
    const levels = this.levelsOf(props.levels ?? {}, demands);
    const sensitive = this.sensitiveOf(props.sensitive);
    const [watched, noisy] = this.identitiesOf(props) as [Identities, Identities];
    this.options = () => ({
      minor: cluster.target.minor,
      sensitive,
      watched: { ...watched, groups: [...new Set([...watched.groups, ...emergencyGroups(cluster)])].sort() },
      noisy,
      levels,
      dropsNoise: demands?.dropsNoise ?? true,
    });
    const backends = installAuditPolicy(this, props, () => this.toManifest());
    if (demands?.log) {
      backends.forEach(backend => backend instanceof AuditLogBackend && backend._keepAtLeast(demands.log!, `the profile ${props.profile}`));
      if (!backends.some(backend => backend instanceof AuditLogBackend)) {
        const paths = backends.map(backend => backend.node.path);
        throw invalid(this, 'backends', paths, `the profile ${props.profile} asks for a log on the machines`, 'add an AuditLogBackend');
      }
    }
    // Which groups are watched is known when the whole cluster is.
    baselinePromises(this.options()).forEach((_, at) => Guarantees.of(this).add(Guarantee._of(() => baselinePromises(this.options())[at]!)));
  }

  /** The policy as an object of `audit.k8s.io/v1`. */
  public toManifest(): any {
    const options = this.options();
    return withoutDeadRules(baselinePolicy(options), options.minor);
  }

  private demandsOf(profile: AuditProfile | undefined): ProfileDemands | undefined {
    if (profile !== undefined && !Object.hasOwn(PROFILES, profile)) {
      throw invalid(this, 'profile', profile, 'is no profile', `use one of ${Object.keys(PROFILES).join(', ')}`);
    }
    return profile === undefined ? undefined : PROFILES[profile];
  }

  private levelsOf(given: AuditAreaLevels, demands: ProfileDemands | undefined): BaselineOptions['levels'] {
    const least = demands?.level ?? AuditLevel.METADATA;
    const level = (field: keyof AuditAreaLevels, byDefault: AuditLevel) => {
      const found = given[field] ?? (rank(byDefault) < rank(least) ? least : byDefault);
      if (rank(found) < rank(least)) {
        const why = demands && rank(found) > 0 ? 'is less than the profile asks for' : 'would log nothing, or is no level';
        throw invalid(this, `levels.${field}`, found, why, `use ${least} or more`);
      }
      return found;
    };
    return {
      policy: level('policy', AuditLevel.REQUEST_RESPONSE),
      interactive: level('interactive', AuditLevel.REQUEST),
      workloads: level('workloads', AuditLevel.REQUEST),
      rest: level('everythingElse', AuditLevel.METADATA),
    };
  }

  /** The whole resource: hiding a subresource alone would show the same data elsewhere. */
  private sensitiveOf(given: KubernetesResource[] | undefined): AuditGroupResources[] {
    refuseEmpty(this, 'sensitive', given);
    return (given ?? []).map(({ group, resource }, at) => {
      if (group === '*' || resource.includes('*')) {
        throw invalid(this, `sensitive[${at}]`, `${resource}.${group}`, 'is no single resource', 'list each resource by itself');
      }
      return { group, resources: [`${resource.split('/')[0]}/*`] };
    });
  }

  private identitiesOf({ watched = [], noisy = [] }: AuditBaselineProps): Identities[] {
    const label = ({ kind, name, namespace }: Subject) => JSON.stringify([kind, name, namespace]);
    const both = watched.find(each => noisy.some(other => label(each) === label(other)));
    if (both) {
      throw invalid(this, 'noisy', both.name, 'is watched as well', 'take it out of one of the two lists');
    }
    const everybody = noisy.find(({ kind, name }) => (kind === 'Group' && TOO_MANY.test(name)) || name === 'system:anonymous');
    if (everybody) {
      throw invalid(this, 'noisy', everybody.name, 'has people in it, or whoever comes, whose reads would be lost', 'list the controllers themselves');
    }
    return [usersAndGroups(watched), usersAndGroups(noisy)];
  }
}

/** Options may take all that a rule is for: whoever is watched, say, is logged before the rule about noise comes. */
function withoutDeadRules(policy: AuditPolicy, minor: number): AuditPolicy {
  // Loaded late, as in `installAuditPolicy`.
  const { AuditQuestions } = require('../../decide/audit/questions') as typeof import('../../decide/audit/questions');
  const dead = new Set(new AuditQuestions(policy, minor).unreachable().map(({ rule }) => rule));
  return dead.size === 0 ? policy : { ...policy, rules: policy.rules.filter((_, at) => !dead.has(at)) };
}

type Identities = ReturnType<typeof usersAndGroups>;

const TOO_MANY = /^(system:(authenticated|unauthenticated|masters|serviceaccounts)|kubeadm:cluster-admins)$/;

function rank(level: AuditLevel): number {
  return AUDIT_LEVELS.indexOf(level);
}

/** The group of every BreakGlass, of whatever copy of this package. */
function emergencyGroups(cluster: Cluster): string[] {
  return everythingIn(cluster).flatMap(construct => EMERGENCY in construct ? [String((construct as unknown as { group: unknown }).group)] : []);
}

/** Marks a BreakGlass, which cannot be imported here: it needs the rules of this folder. */
const EMERGENCY = Symbol.for('cdk8s-bulwark.BreakGlass');
