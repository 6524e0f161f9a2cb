import { createHash } from 'node:crypto';
import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { createBindings, type RoleRef } from './bound-role';
import { ExistingRole } from './existing-role';
import { refuseMissing } from './lists';
import { scopeOf, type RoleScope } from './role-scope';
import { Subject } from './subject';
import { RBAC_GROUP } from './words';
import { groupOf } from '../../manifests/identity';
import { Cluster } from '../cluster';
import { invalid, problemOf } from '../errors';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';
import { everythingIn } from '../tree';

/** Properties of an AccessBinding. */
export interface AccessBindingProps {
  /** What is granted: `ExistingRole.EDIT` and its like, or the construct that makes the Role or ClusterRole. */
  readonly role: IConstruct | ExistingRole;

  /** Who is granted it. */
  readonly subjects: (IConstruct | Subject)[];

  /**
   * Grant it in every namespace, and for what is in none. Needs a ClusterRole.
   *
   * @default false
   */
  readonly clusterWide?: boolean;

  /**
   * The namespace in which it is granted.
   *
   * @default - the namespace of the chart around it; without one it is an error
   */
  readonly namespace?: string;

  /**
   * Grant it in each of these namespaces: names, or the SecuredNamespaces and charts themselves.
   *
   * @default - in the one namespace
   */
  readonly namespaces?: (IConstruct | string)[];

  /**
   * The name of the binding. What a binding grants cannot be changed later: one whose name stays while its role
   * becomes another has to be deleted by hand.
   *
   * @default - the construct path below the chart, then kind and name of the role, as in `team-clusterrole-edit`
   */
  readonly name?: string;

  /**
   * Labels of the binding.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
}

/** Grants a role that stands elsewhere: one of Kubernetes' own, of another construct, or of whoever installs it. */
export class AccessBinding extends Construct {
  /** The bindings: one a namespace, or a ClusterRoleBinding. */
  public readonly bindings: ApiObject[];

  constructor(scope: Construct, id: string, props: AccessBindingProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, AccessBinding, 'AccessBindingProps', props);
    refuseMissing(this, 'subjects', props?.subjects);
    const at = scopeOf(this, props);
    const role = roleOf(this, 'role', props.role, at);
    this.bindings = createBindings(this, role, at, { subjects: props.subjects, labels: props.labels, name: props.name, id: bindingId(role) });
  }
}

/** The id of a binding ends its default name: another role, another name. */
export function bindingId({ kind, name }: RoleRef): string {
  // What cannot stand in a generated name would be replaced, and two roles might end up with one.
  const exact = /^[a-z0-9]+([.:-][a-z0-9]+)*$/.test(name) ? name : `${name}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
  return `${kind.toLowerCase()}-${exact}`;
}

/** The role that a construct makes, or that was named; refuses to bind it where it cannot be bound. */
export function roleOf(construct: IConstruct, field: string, role: IConstruct | ExistingRole, at: RoleScope): RoleRef {
  const found = ExistingRole._isExistingRole(role) ? role : roleUnder(construct, field, role);
  if (at.everywhere && found.kind === 'Role') {
    throw invalid(construct, field, `role/${found.name}`, 'a Role grants what is in its namespace, and a ClusterRoleBinding cannot name it',
      'leave out clusterWide, or make it a ClusterRole');
  }
  const home = 'namespace' in found ? found.namespace : undefined;
  const away = home === undefined ? undefined : at.namespaces.find(namespace => namespace !== home);
  if (away !== undefined) {
    throw invalid(construct, field, `role/${found.name}`, `is a Role of the namespace ${home}, and a binding in ${away} would look for it there`,
      'make it a ClusterRole, with namespaces or clusterWide on the role');
  }
  return { kind: found.kind, name: found.name };
}

interface FoundRole extends RoleRef {
  /** Of a Role. */
  readonly namespace?: string;
}

/** Read at once, since the name of a binding is made of it: the role is to be made before. */
function roleUnder(construct: IConstruct, field: string, role: IConstruct): FoundRole {
  if (!Construct.isConstruct(role)) {
    throw invalid(construct, field, role, 'is no role', 'pass ExistingRole.VIEW and its like, or the construct that makes the role');
  }
  if (Cluster._around(role) !== Cluster._around(construct)) {
    throw problemOf(construct, {
      id: 'workload-unresolved', field, value: role.node.path, message: 'stands in another cluster', fix: 'pass a role of the same cluster, or ExistingRole by its name',
    });
  }
  const found = everythingIn(role).filter((each): each is ApiObject => ApiObject.isApiObject(each)
    && (each.kind === 'Role' || each.kind === 'ClusterRole') && groupOf({ apiVersion: each.apiVersion }) === RBAC_GROUP);
  if (found.length !== 1) {
    throw problemOf(construct, {
      id: 'workload-unresolved',
      field,
      value: role.node.path,
      message: found.length === 0 ? 'holds no Role or ClusterRole' : `holds several roles: ${found.map(each => each.node.path).sort().join(', ')}`,
      fix: 'pass the construct of one role, or ExistingRole by its name',
    });
  }
  const { kind, name, metadata } = found[0]!;
  return { kind, name, ...(kind === 'Role' && metadata.namespace !== undefined ? { namespace: metadata.namespace } : {}) };
}
