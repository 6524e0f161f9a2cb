import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { noWayAround, promisedTraffic, type GuardedPods, type PromisedTraffic } from './network-guarantees';
import { AUDIT_LEVELS } from '../../decide/audit';
import type { AuditAtLeast, AuditAtMost, AuditRulesReachable, Cannot, GuaranteeModel, KubeletCertificates, Predicate } from '../../prove/guarantee';
import type { SubjectModel } from '../../prove/subject';
import { accountIn } from '../access/account-of';
import { bySubject } from '../access/binding-entries';
import type { KubernetesResource } from '../access/kubernetes-resource';
import { refuseEmpty, refuseMissing } from '../access/lists';
import { Subject } from '../access/subject';
import type { Verb } from '../access/verb';
import type { AuditLevel } from '../audit/audit-rule';
import { groupResources, usersAndGroups } from '../audit/selectors';
import { invalid } from '../errors';
import { refuseWrongArguments, refuseWrongFields } from '../props';
import { pathOf } from '../tree';
import { uniqueBy } from '../unique-by-text';

/** A request that nobody named may send. */
export interface ForbiddenAccess {
  /** Who must not. */
  readonly subjects: (IConstruct | Subject)[];
  /** Any of these is forbidden. */
  readonly verbs: Verb[];
  /** On what. */
  readonly resource: KubernetesResource;
  /**
   * Where.
   *
   * @default - in every namespace, and in the cluster scope
   */
  readonly namespace?: string;
}

/** A set of requests; all that is given must hold, and without anything it is every request. */
export interface AuditedRequests {
  /**
   * Requests of any of these.
   *
   * @default - of everyone, failed logins among them
   */
  readonly subjects?: Subject[];
  /**
   * With any of these verbs.
   *
   * @default - with every verb
   */
  readonly verbs?: Verb[];
  /**
   * For any of these resources. `pods` does not include `pods/log`.
   *
   * @default - for all, and for paths
   */
  readonly resources?: KubernetesResource[];
  /**
   * In these namespaces; the empty name means no namespace.
   *
   * @default - in every one, and in none
   */
  readonly namespaces?: string[];
  /**
   * For these paths, such as `/metrics*`; not beside resources or namespaces.
   *
   * @default - for all, and for resources
   */
  readonly nonResourceUrls?: string[];
}

/** What is promised of certificates of kubelets. */
export interface KubeletCertificatePromise {
  /** The longest time for which a client certificate is signed. */
  readonly lifetime: Duration;
  /**
   * Whether serving certificates are promised as well.
   *
   * @default false
   */
  readonly serving?: boolean;
}

/**
 * Something that a construct promises about the whole cluster. `bulwark check` proves it over everything
 * in the cluster, whoever wrote it, because permissions only ever add up: any other role can undo it.
 *
 * State it by `Guarantees.of(construct).add(...)`.
 */
export class Guarantee {
  /**
   * The subjects cannot change anything, anywhere in the cluster; the reviews of oneself that everyone may
   * post aside. Impersonation, and reads that act (`pods/exec`, `attach`, `portforward`, `proxy`), count as
   * change.
   */
  public static readsOnly(subjects: (IConstruct | Subject)[]): Guarantee {
    refuseWrongArguments('Guarantee.readsOnly', { subjects: '(Subject | IConstruct)[]' }, subjects);
    return new Guarantee((asked, resolve) => ({ kind: 'reads-only', subjects: resolve(asked, subjects) }));
  }

  /**
   * The subjects cannot send such a request: through no role, group, wildcard or aggregation. `Verb.ALL`,
   * `KubernetesResource.all()` and `allInGroup()` stand for everything: the smallest permission among it breaks the
   * promise. Whoever is logged in may post reviews of oneself, by a default role, so that nobody is without any.
   */
  public static cannot(access: ForbiddenAccess): Guarantee {
    refuseWrongFields('ForbiddenAccess', access, 'Guarantee.cannot');
    return new Guarantee((asked, resolve): Cannot => {
      if (!Array.isArray(access.verbs) || access.verbs.length === 0) {
        throw invalid(asked, 'verbs', access.verbs, 'names no verb, so that nothing would be promised', 'list the verbs');
      }
      const { group, resource } = access.resource;
      const verbs = [...new Set(access.verbs.map(({ name }) => name))].sort();
      return {
        kind: 'cannot', subjects: resolve(asked, access.subjects), verbs, group, resource, ...access.namespace === undefined ? {} : { namespace: access.namespace },
      };
    });
  }

  /**
   * No body of these resources is ever logged: by anyone, in any namespace, under any name, through any subresource.
   * Of a subresource, such as `serviceaccounts/token`, that one alone is meant.
   */
  public static neverLogsBody(resources: KubernetesResource[]): Guarantee {
    refuseWrongArguments('Guarantee.neverLogsBody', { resources: 'KubernetesResource[]' }, resources);
    return new Guarantee((asked): AuditAtMost => {
      refuseMissing(asked, 'resources', resources);
      const whole = resources.map(({ group, resource }) => ({ group, resources: [resource.includes('/') || resource === '*' ? resource : `${resource}/*`] }));
      return { kind: 'audit-at-most', level: 'Metadata', requests: whole.map(entry => ({ resources: [entry] })) };
    });
  }

  /** These requests are logged at a level or a higher one, whoever sends them. */
  public static logsAtLeast(level: AuditLevel, requests: AuditedRequests): Guarantee {
    refuseWrongArguments('Guarantee.logsAtLeast', { level: 'AuditLevel' }, level);
    refuseWrongFields('AuditedRequests', requests, 'Guarantee.logsAtLeast');
    return new Guarantee((asked): AuditAtLeast => {
      if (!AUDIT_LEVELS.slice(1).includes(level)) {
        throw invalid(asked, 'level', level, 'is no level at which something is logged', `use ${AUDIT_LEVELS.slice(1).join(', ')}`);
      }
      const { namespaces, ...lists } = requests;
      if (requests.nonResourceUrls && (requests.resources || namespaces)) {
        throw invalid(asked, 'nonResourceUrls', requests.nonResourceUrls, 'cannot stand beside resources or namespaces: no request has both',
          'state two guarantees');
      }
      const star = [...namespaces ?? [], ...(requests.subjects ?? []).map(({ name }) => name)].find(each => each.includes('*'));
      if (star !== undefined) {
        throw invalid(asked, 'requests', star, 'nothing has this name, and no star is a wildcard here', 'leave the list out for every one');
      }
      // Of namespaces, the empty one has a meaning.
      for (const [field, list] of Object.entries({ ...lists, ...namespaces ? { namespaces: namespaces.map(() => true) } : {} })) {
        refuseEmpty(asked, field, list as unknown[]);
      }
      const { users, groups } = usersAndGroups(requests.subjects ?? []);
      const what = {
        ...requests.verbs && !requests.verbs.some(({ name }) => name === '*') ? { verbs: [...new Set(requests.verbs.map(({ name }) => name))].sort() } : {},
        ...requests.resources ? { resources: groupResources(requests.resources) } : {},
        ...requests.namespaces ? { namespaces: [...new Set(requests.namespaces)].sort() } : {},
        ...requests.nonResourceUrls ? { nonResourceURLs: [...new Set(requests.nonResourceUrls)].sort() } : {},
      };
      const who = [...users.length > 0 ? [{ users }] : [], ...groups.length > 0 ? [{ userGroups: groups }] : []];
      return { kind: 'audit-at-least', level, requests: (who.length > 0 ? who : [{}]).map(each => ({ ...each, ...what })) };
    });
  }

  /** Every login that fails is logged. */
  public static logsFailedLogins(): Guarantee {
    return new Guarantee((): AuditAtLeast => ({ kind: 'audit-at-least', level: 'Metadata', failedLogins: true }));
  }

  /** No rule of the audit policy is without effect because those before it take all that it could. */
  public static auditRulesReachable(): Guarantee {
    return new Guarantee((): AuditRulesReachable => ({ kind: 'audit-rules-reachable' }));
  }

  /** All policies of the cluster together let nothing in and out of the pods but this: whatever other pods, namespaces and addresses there are. */
  public static onlyTraffic(traffic: PromisedTraffic): Guarantee {
    refuseWrongFields('PromisedTraffic', traffic, 'Guarantee.onlyTraffic');
    return new Guarantee(asked => promisedTraffic(asked, traffic));
  }

  /**
   * Nobody but the operators gets past the network to the pods by the API of Kubernetes: by commands in them or in their
   * clients, port-forwarding, proxies, pods and workloads that could be clients, or the policies themselves.
   */
  public static noWayAround(guarded: GuardedPods): Guarantee {
    refuseWrongFields('GuardedPods', guarded, 'Guarantee.noWayAround');
    return new Guarantee((asked, resolve) => noWayAround(asked, guarded, resolve));
  }

  /**
   * A promise that is worked out at synth.
   * @internal
   */
  public static _of(predicate: (asked: IConstruct) => Predicate): Guarantee {
    return new Guarantee(predicate);
  }

  /**
   * Kubelets renew their client certificates by themselves, and these live no longer than was said; with `serving`, serving
   * certificates are asked for, somebody in the cluster approves them, and the API server verifies them. Where the provider
   * issues certificates in its own way, nobody can prove it.
   */
  public static kubeletCertificates(certificates: KubeletCertificatePromise): Guarantee {
    refuseWrongFields('KubeletCertificatePromise', certificates, 'Guarantee.kubeletCertificates');
    return new Guarantee((asked): KubeletCertificates => {
      const lifetimeSeconds = certificates.lifetime.toSeconds({ integral: false });
      if (!Number.isInteger(lifetimeSeconds) || lifetimeSeconds <= 0) {
        throw invalid(asked, 'lifetime', `${lifetimeSeconds}s`, 'must be whole seconds', 'use Duration.days(30) or so');
      }
      return { kind: 'kubelet-certificates', lifetimeSeconds, serving: certificates.serving ?? false };
    });
  }

  private constructor(private readonly produce: (asked: IConstruct, resolve: typeof subjectsOf) => Predicate) {}

  /**
   * The promise as data; read at synth.
   * @internal
   */
  public _toModel(construct: IConstruct): GuaranteeModel {
    return { construct: pathOf(construct), predicate: this.produce(construct, subjectsOf) };
  }
}

function subjectsOf(asked: IConstruct, subjects: ReadonlyArray<IConstruct | Subject>): SubjectModel[] {
  if (!Array.isArray(subjects) || subjects.length === 0) {
    throw invalid(asked, 'subjects', subjects, 'names nobody, so that nothing would be promised', 'list the subjects');
  }
  const all = subjects.map((subject): SubjectModel => {
    const { kind, name, namespace } = Subject._isSubject(subject) ? subject : accountIn(subject, asked).subject;
    return { kind: kind as SubjectModel['kind'], name, ...namespace === undefined ? {} : { namespace } };
  });
  return uniqueBy(all, bySubject);
}
