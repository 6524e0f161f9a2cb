import { checkedSystemName } from './system-names';
import { invalidValue } from '../errors';

/**
 * Who is granted something: a user, a group or a service account.
 *
 * Names that begin with `system:` are Kubernetes' own. Of these, the ones that it knows are taken by every
 * factory, a misspelt one is an error that lists them, and what a distribution adds (`system:openshift:…`) is
 * said by `systemUser` and `systemGroup`.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
 */
export class Subject {
  /** A user by the name that authentication gives: exact, by case, without wildcards. */
  public static user(name: string): Subject {
    return new Subject('User', checkedSystemName('User', required('Subject.user', name)));
  }

  /** Everyone in a group, such as one of your identity provider. */
  public static group(name: string): Subject {
    return new Subject('Group', checkedSystemName('Group', required('Subject.group', name)));
  }

  /** A service account by namespace and name, in the order of its user name `system:serviceaccount:NAMESPACE:NAME`. */
  public static serviceAccount(namespace: string, name: string): Subject {
    return new Subject('ServiceAccount', required('Subject.serviceAccount name', name), required('Subject.serviceAccount namespace', namespace));
  }

  /** Everyone who has logged in, service accounts and nodes included: the group `system:authenticated`. */
  public static authenticated(): Subject {
    return new Subject('Group', 'system:authenticated');
  }

  /**
   * Everyone who reaches the API server without a credential: the group `system:unauthenticated`.
   *
   * @param reason Why they may; it stands in the binding, in the annotation `bulwark.cdk8s.io/unauthenticated`
   */
  public static unauthenticated(reason: string): Subject {
    if (typeof reason !== 'string' || reason.trim() === '') {
      throw invalidValue('Subject.unauthenticated', reason, 'granting something to everyone on the network needs a reason', 'say why, in a sentence');
    }
    return new Subject('Group', 'system:unauthenticated', undefined, reason.trim());
  }

  /** Every service account of a namespace, those still to come included: the group `system:serviceaccounts:NAMESPACE`. */
  public static serviceAccountsOf(namespace: string): Subject {
    return new Subject('Group', `system:serviceaccounts:${required('Subject.serviceAccountsOf', namespace)}`);
  }

  /** Every service account of the cluster: the group `system:serviceaccounts`. */
  public static allServiceAccounts(): Subject {
    return new Subject('Group', 'system:serviceaccounts');
  }

  /** Every node: the group `system:nodes`. The Node authorizer decides most of their requests beside RBAC. */
  public static nodes(): Subject {
    return new Subject('Group', 'system:nodes');
  }

  /** A user whose name begins with `system:` and that Kubernetes itself need not know. */
  public static systemUser(name: string): Subject {
    return new Subject('User', systemName('Subject.systemUser', name));
  }

  /** A group whose name begins with `system:` and that Kubernetes itself need not know. */
  public static systemGroup(name: string): Subject {
    return new Subject('Group', systemName('Subject.systemGroup', name));
  }

  /**
   * True for a Subject of any copy of this package.
   * @internal
   */
  public static _isSubject(x: unknown): x is Subject {
    return typeof x === 'object' && x !== null && '_toManifest' in x;
  }

  private constructor(
    /** `User`, `Group` or `ServiceAccount`. */
    public readonly kind: string,
    /** The name. */
    public readonly name: string,
    /** The namespace of a service account. */
    public readonly namespace?: string,
    /**
     * Why it may be granted something although it is everyone.
     * @internal
     */
    public readonly _reason?: string,
  ) {}

  /**
   * The entry of a binding.
   * @internal
   */
  public _toManifest(): Record<string, string> {
    return this.kind === 'ServiceAccount'
      ? { kind: this.kind, name: this.name, namespace: this.namespace! }
      : { apiGroup: 'rbac.authorization.k8s.io', kind: this.kind, name: this.name };
  }
}

function systemName(what: string, name: string): string {
  if (!required(what, name).startsWith('system:')) {
    throw invalidValue(what, name, 'does not begin with system:', `use Subject.${what.endsWith('User') ? 'user' : 'group'}`);
  }
  return name;
}

function required(what: string, value: string): string {
  if (typeof value !== 'string' || value === '') {
    throw invalidValue(what, value, 'must not be empty', 'name who is meant');
  }
  return value;
}
