import type { IConstruct } from 'constructs';
import type { Cannot, GuaranteeModel, Predicate } from '../../prove/guarantee';
import type { SubjectModel } from '../../prove/subject';
import { accountIn } from '../access/account-of';
import type { KubernetesResource } from '../access/kubernetes-resource';
import { Subject } from '../access/subject';
import type { Verb } from '../access/verb';
import { invalid } from '../errors';

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
    return new Guarantee((asked, resolve) => ({ kind: 'reads-only', subjects: resolve(asked, subjects) }));
  }

  /** The subjects cannot send such a request: through no role, group, wildcard or aggregation. */
  public static cannot(access: ForbiddenAccess): Guarantee {
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

  private constructor(private readonly produce: (asked: IConstruct, resolve: typeof subjectsOf) => Predicate) {}

  /**
   * The promise as data; read at synth.
   * @internal
   */
  public _toModel(construct: IConstruct): GuaranteeModel {
    return { construct: construct.node.path, predicate: this.produce(construct, subjectsOf) };
  }
}

function subjectsOf(asked: IConstruct, subjects: ReadonlyArray<IConstruct | Subject>): SubjectModel[] {
  if (!Array.isArray(subjects) || subjects.length === 0) {
    throw invalid(asked, 'subjects', subjects, 'names nobody, so that nothing would be promised', 'list the subjects');
  }
  const all = new Map(subjects.map(subject => {
    const { kind, name, namespace } = Subject._isSubject(subject) ? subject : accountIn(subject, asked).subject;
    const model = { kind: kind as SubjectModel['kind'], name, ...namespace === undefined ? {} : { namespace } };
    // Only the name, which stands last, could hold a line break.
    return [`${kind}\n${namespace ?? ''}\n${name}`, model];
  }));
  return [...all].sort(([a], [b]) => a < b ? -1 : 1).map(([, model]) => model);
}
