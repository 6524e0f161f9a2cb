import { invalidValue } from '../errors';
import { refuseWrongArguments } from '../props';

const EXISTING_ROLE = Symbol.for('cdk8s-bulwark.ExistingRole');

/**
 * A role that the program does not make: one of Kubernetes' own, or one that something else installs. It is
 * not looked up: a binding to a role that does not exist grants nothing until it does.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles
 */
export class ExistingRole {
  /** The ClusterRole `view`: reads most objects of a namespace, and neither Secrets nor roles. */
  public static readonly VIEW = new ExistingRole('ClusterRole', 'view');
  /**
   * The ClusterRole `edit`: writes most objects of a namespace, and reads its Secrets. It may run pods as every
   * service account there, and so has what any of them has.
   */
  public static readonly EDIT = new ExistingRole('ClusterRole', 'edit');
  /** The ClusterRole `admin`: `edit`, and writes roles and bindings of the namespace up to what it has itself. */
  public static readonly ADMIN = new ExistingRole('ClusterRole', 'admin');
  /** The ClusterRole `cluster-admin`: everything. Bound in a namespace, everything in it. */
  public static readonly CLUSTER_ADMIN = new ExistingRole('ClusterRole', 'cluster-admin');

  /** A ClusterRole by its name. */
  public static clusterRole(name: string): ExistingRole {
    refuseWrongArguments('ExistingRole.clusterRole', { name: 'string' }, name);
    return new ExistingRole('ClusterRole', checkedName('ExistingRole.clusterRole', name));
  }

  /** A Role by its name, in the namespace of the binding. */
  public static role(name: string): ExistingRole {
    refuseWrongArguments('ExistingRole.role', { name: 'string' }, name);
    return new ExistingRole('Role', checkedName('ExistingRole.role', name));
  }

  /**
   * True for an ExistingRole of any copy of this package.
   * @internal
   */
  public static _isExistingRole(x: unknown): x is ExistingRole {
    return typeof x === 'object' && x !== null && EXISTING_ROLE in x;
  }

  private constructor(
    /** `ClusterRole` or `Role`. */
    public readonly kind: string,
    /** The name. */
    public readonly name: string,
  ) {
    Object.defineProperty(this, EXISTING_ROLE, { value: true });
  }

  /** As kubectl prints it: `clusterrole/view`. */
  public toString(): string {
    return `${this.kind.toLowerCase()}/${this.name}`;
  }
}

/** The names that the API server takes for roles: segments of a path (apimachinery pkg/api/validation/path). */
function checkedName(what: string, name: string): string {
  if (typeof name !== 'string' || name === '' || name === '.' || name === '..' || /[/%]/.test(name)) {
    throw invalidValue(what, name, 'is not the name of a role', 'name the role exactly, without `/` and `%`');
  }
  return name;
}
