import type { IConstruct } from 'constructs';
import type { AggregatedRole } from './aggregated-role';
import type { ExistingRole } from './existing-role';
import type { Subject } from './subject';

/** Who has a role, where it applies, and what its objects are called. */
export interface RoleProps {
  /**
   * Who is granted it: `Subject`s, ServiceAccounts, workloads, whose pods' service account is meant, and users and
   * groups of cdk8s-plus.
   *
   * @default - nobody; the role is written without a binding
   */
  readonly subjects?: (IConstruct | Subject)[];

  /**
   * Grant it in every namespace, and for what is in none, by ClusterRole and ClusterRoleBinding.
   *
   * @default false
   */
  readonly clusterWide?: boolean;

  /**
   * The namespace of role and binding.
   *
   * @default - the namespace of the chart around it; without one it is an error
   */
  readonly namespace?: string;

  /**
   * Grant it in each of these namespaces, by one ClusterRole and a RoleBinding in each: names, or the
   * SecuredNamespaces and charts themselves.
   *
   * @default - in the one namespace
   */
  readonly namespaces?: (IConstruct | string)[];

  /**
   * Let these roles gather what this one grants: everyone who has one of them has it then, wherever they have it.
   * `ExistingRole.VIEW`, `EDIT` and `ADMIN`, where each gets what the one before it gets, and AggregatedRoles.
   * It makes this role a ClusterRole.
   *
   * @default - none
   */
  readonly aggregateTo?: (AggregatedRole | ExistingRole)[];

  /**
   * The name of the role.
   *
   * @default - the construct path below the chart
   */
  readonly name?: string;

  /**
   * The name of the binding. What a binding grants cannot be changed later: one whose name stays while its role
   * becomes another has to be deleted by hand.
   *
   * @default - kind and name of the role, as in `role-pod-reader`, so that another role is another binding
   */
  readonly bindingName?: string;

  /**
   * Labels of role and binding.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
}
