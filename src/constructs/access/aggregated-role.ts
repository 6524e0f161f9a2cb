import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { createBoundRole } from './bound-role';
import { ExistingRole } from './existing-role';
import { refuseEmpty } from './lists';
import { EVERYWHERE, scopeOf } from './role-scope';
import { Subject } from './subject';
import { BULWARK_PREFIX } from './words';
import { AGGREGATE_TO } from '../../kubernetes';
import { Cluster } from '../cluster';
import { atSynth, invalid } from '../errors';
import { manifestOf } from '../manifest-cache';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** Properties of an AggregatedRole. */
export interface AggregatedRoleProps {
  /**
   * Gather also the ClusterRoles with the labels of any of these maps (all labels of one map), such as those that
   * others install. Beside them, it gathers the roles that name it in `aggregateTo`.
   *
   * @default - none
   */
  readonly selectors?: { [key: string]: string }[];

  /**
   * Who has it.
   *
   * @default - nobody; the role is written without a binding
   */
  readonly subjects?: (IConstruct | Subject)[];

  /**
   * Bind it for the whole cluster.
   *
   * @default false
   */
  readonly clusterWide?: boolean;

  /**
   * Bind it in this namespace.
   *
   * @default - the namespace of the chart around it; without one, and without any other place to bind it in, subjects are an error
   */
  readonly namespace?: string;

  /**
   * Bind it in each of these namespaces.
   *
   * @default - in the one namespace
   */
  readonly namespaces?: (IConstruct | string)[];

  /**
   * The name of the role.
   *
   * @default - the construct path below the chart
   */
  readonly name?: string;

  /**
   * The name of the binding.
   *
   * @default - kind and name of the role
   */
  readonly bindingName?: string;

  /**
   * Labels of role and binding.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };
}

/**
 * A ClusterRole without rules of its own: Kubernetes fills in those of every ClusterRole that its selectors find,
 * now and later. Rules written by hand would be overwritten, so they are refused.
 *
 * The rules belong to Kubernetes' controller: an agent that compares them with the manifest must leave them out
 * (Argo CD: `resource.compareoptions: ignoreAggregatedRoles: true`).
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
 */
export class AggregatedRole extends Construct {
  /** The ClusterRole. */
  public readonly role: ApiObject;

  /** The bindings: one a namespace, or a ClusterRoleBinding; none without subjects. */
  public readonly bindings: ApiObject[];

  constructor(scope: Construct, id: string, props: AggregatedRoleProps = {}) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, AggregatedRole, 'AggregatedRoleProps', props);
    if ('rules' in props) {
      throw this.handWritten((props as { rules?: unknown }).rules, 'rules');
    }
    refuseEmpty(this, 'selectors', props.selectors);
    const all = props.selectors?.findIndex(labels => Object.keys(labels).length === 0) ?? -1;
    if (all >= 0) {
      throw invalid(this, `selectors[${all}]`, {}, 'without labels it would gather every ClusterRole, cluster-admin among them', 'name a label');
    }
    const at = props.subjects ? scopeOf(this, props) : EVERYWHERE;
    const { role, bindings } = createBoundRole(this, props, at, {
      clusterRole: true,
      aggregationRule: atSynth(() => ({
        clusterRoleSelectors: [this._label(), ...props.selectors ?? []].map(matchLabels => ({ matchLabels })),
      })),
    });
    this.role = role;
    this.bindings = bindings;
    this.node.addValidation({ validate: () => this.refuseRules() });
  }

  /**
   * The label of the roles that it gathers.
   * @internal
   */
  public _label(): { [key: string]: string } {
    // A role may be called what no label can be.
    return { [`${BULWARK_PREFIX}/aggregate-to-${this.role.name.replace(/[^A-Za-z0-9_.-]/g, '-')}`]: 'true' };
  }

  /** Rules may have come by a patch. */
  private refuseRules(): string[] {
    const { rules } = manifestOf(this.role);
    if (Array.isArray(rules)) {
      throw this.handWritten(rules, 'rules');
    }
    return [];
  }

  private handWritten(rules: unknown, field: string) {
    return invalid(this, field, rules, 'Kubernetes overwrites the rules of an aggregated role with those that it gathers',
      'write them in an AccessRole or ReadOnlyRole with aggregateTo, and name this role there');
  }
}

/** The labels that let other roles gather one. */
export function aggregateLabels(construct: IConstruct, targets: ReadonlyArray<AggregatedRole | ExistingRole>): { [key: string]: string } {
  refuseEmpty(construct, 'aggregateTo', targets);
  return Object.assign({}, ...targets.map((target, at) => labelFor(construct, `aggregateTo[${at}]`, target))) as { [key: string]: string };
}

function labelFor(construct: IConstruct, field: string, target: AggregatedRole | ExistingRole): { [key: string]: string } {
  if (ExistingRole._isExistingRole(target)) {
    if (target.kind !== 'ClusterRole' || !['view', 'edit', 'admin'].includes(target.name)) {
      throw invalid(construct, field, target.toString(), 'gathers no other roles, as far as is known', 'use ExistingRole.VIEW, EDIT or ADMIN, or an AggregatedRole');
    }
    return { [AGGREGATE_TO + target.name]: 'true' };
  }
  if (typeof target._label !== 'function') {
    throw invalid(construct, field, Construct.isConstruct(target) ? (target as IConstruct).node.path : target, 'is no AggregatedRole', 'use ExistingRole.VIEW, EDIT or ADMIN, or an AggregatedRole');
  }
  if (Cluster._around(target) !== Cluster._around(construct)) {
    throw invalid(construct, field, target.node.path, 'stands in another cluster', 'name one of the same cluster');
  }
  return target._label();
}
