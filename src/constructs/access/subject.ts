import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { metadataOf } from '../../manifests/identity';
import { invalidValue, problemOf } from '../errors';
import { manifestsUnder, type RenderedObject } from '../manifests-under';
import { podTemplateOf } from '../pod-template';

/**
 * Who is granted something: a user, a group or a service account.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
 */
export class Subject {
  /** A user by the name that authentication gives: exact, by case, without wildcards. */
  public static user(name: string): Subject {
    return new Subject('User', required('Subject.user', name));
  }

  /** Everyone in a group, such as `system:authenticated` or a group of your identity provider. */
  public static group(name: string): Subject {
    return new Subject('Group', required('Subject.group', name));
  }

  /** A service account by namespace and name, in the order of its user name `system:serviceaccount:NAMESPACE:NAME`. */
  public static serviceAccount(namespace: string, name: string): Subject {
    return new Subject('ServiceAccount', required('Subject.serviceAccount name', name), required('Subject.serviceAccount namespace', namespace));
  }

  /**
   * The service account of a construct: a ServiceAccount itself, or the one that the pods of a workload
   * run as. Read at synth.
   *
   * @internal
   */
  public static _of(construct: IConstruct, asked: IConstruct): Subject {
    const accounts = new Map<string, Subject>();
    for (const each of manifestsUnder(construct, asked, 'subjects')) {
      const subject = subjectOf(each);
      if (subject) {
        accounts.set(`${subject.namespace}/${subject.name}`, subject);
      }
    }
    // A workload of cdk8s-plus holds its own ServiceAccount beside its pods: both name the same one.
    if (accounts.size !== 1) {
      throw problemOf(asked, {
        id: 'workload-unresolved',
        field: 'subjects',
        value: construct.node.path,
        message: accounts.size === 0
          ? 'holds neither a ServiceAccount nor a workload that names one in a namespace'
          : `holds several service accounts: ${[...accounts.keys()].sort().join(', ')}`,
        fix: 'pass the ServiceAccount itself, or Subject.serviceAccount(namespace, name)',
      });
    }
    return [...accounts.values()][0]!;
  }

  private constructor(
    /** `User`, `Group` or `ServiceAccount`. */
    public readonly kind: string,
    /** The name. */
    public readonly name: string,
    /** The namespace of a service account. */
    public readonly namespace?: string,
  ) {}

  /**
   * The entry of a binding.
   * @internal
   */
  public _toManifest(): Record<string, string> {
    return this.kind === 'ServiceAccount'
      ? { kind: this.kind, name: this.name, namespace: this.namespace! }
      : { kind: this.kind, name: this.name, apiGroup: 'rbac.authorization.k8s.io' };
  }
}

function subjectOf({ apiObject, manifest }: RenderedObject): Subject | undefined {
  const { name } = metadataOf(manifest);
  const namespace = metadataOf(manifest).namespace ?? Chart.of(apiObject).namespace;
  if (namespace === undefined) {
    return undefined;
  }
  if (manifest.kind === 'ServiceAccount' && manifest.apiVersion === 'v1' && name !== undefined) {
    return Subject.serviceAccount(namespace, name);
  }
  const account = podTemplateOf(manifest)?.spec.serviceAccountName;
  return typeof account === 'string' && account !== '' ? Subject.serviceAccount(namespace, account) : undefined;
}

function required(what: string, value: string): string {
  if (typeof value !== 'string' || value === '') {
    throw invalidValue(what, value, 'must not be empty', 'name who is meant');
  }
  return value;
}
