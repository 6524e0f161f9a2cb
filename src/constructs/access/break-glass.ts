import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { bindingId, roleOf } from './access-binding';
import { createBindings } from './bound-role';
import { ExistingRole } from './existing-role';
import { EVERYWHERE, scopeOf } from './role-scope';
import { Subject } from './subject';
import { BULWARK_PREFIX } from './words';
import { ProblemError, shown } from '../../manifests/problem';
import { CAPABILITIES } from '../../prove/access/capabilities';
import { EXPIRES_ANNOTATION, isDay } from '../../prove/expiry';
import { AuditLevel, type AuditRule } from '../audit/audit-rule';
import { Cluster } from '../cluster';
import { invalid, problemOf } from '../errors';
import { Acknowledgements } from '../promises/acknowledgements';
import { refuseWrongProps } from '../props';
import { noteSource } from '../source-lines';

/** Properties of a BreakGlass. */
export interface BreakGlassProps {
  /** The group whose members may act: one of your identity provider, which is empty until an emergency. */
  readonly group: string;

  /** The last day on which it is granted, in UTC: `2026-12-31`. The binding stays until it is removed; `check` fails from the day after. */
  readonly expires: string;

  /**
   * What it is for. It stands in the binding, in the annotation `bulwark.cdk8s.io/reason`, and acknowledges what
   * `check` finds dangerous about it, until the day on which it ends.
   */
  readonly reason: string;

  /**
   * What is granted.
   *
   * @default ExistingRole.CLUSTER_ADMIN
   */
  readonly role?: IConstruct | ExistingRole;

  /**
   * Grant it in these namespaces alone: names, or the SecuredNamespaces and charts themselves.
   *
   * @default - in every namespace, and for what is in none
   */
  readonly namespaces?: (IConstruct | string)[];

  /**
   * Where the requests of the group are logged, for a cluster whose audit policy this program does not write; it
   * stands in the binding, in the annotation `bulwark.cdk8s.io/audited-by`.
   *
   * @default - by the audit policy of the cluster around it, which is checked to log every request of the group
   */
  readonly auditedBy?: string;

  /**
   * The name of the binding.
   *
   * @default - the construct path below the chart, then kind and name of the role
   */
  readonly name?: string;
}

/** Whoever writes audit rules finds the groups of a cluster by it. */
const BREAK_GLASS = Symbol.for('cdk8s-bulwark.BreakGlass');

/**
 * A way in for emergencies: a group that has a role until a day, and whose every request is logged.
 *
 * The audit policy of the cluster must log all that the group does, whatever the objects: an AuditBaseline does so by
 * itself; in an AuditPolicy, put `auditRule()` before the rules that drop something. A policy that may miss a request of
 * the group is an error, and so is none at all.
 */
export class BreakGlass extends Construct {
  /** The ClusterRoleBinding, or the RoleBindings, one a namespace. */
  public readonly bindings: ApiObject[];

  /** The group. */
  public readonly group: string;

  constructor(scope: Construct, id: string, props: BreakGlassProps) {
    super(scope, id);
    noteSource(this);
    refuseWrongProps(this, BreakGlass, 'BreakGlassProps', props);
    Object.defineProperty(this, BREAK_GLASS, { value: true });
    this.group = this.text('group', props?.group);
    if (this.group.startsWith('system:')) {
      throw invalid(this, 'group', this.group, 'is a group of Kubernetes itself, and never empty', 'name a group of your identity provider');
    }
    const expires = this.text('expires', props.expires);
    if (!isDay(expires)) {
      throw invalid(this, 'expires', expires, 'is no day of the calendar', 'write year, month and day: 2026-12-31');
    }
    const annotations = {
      [EXPIRES_ANNOTATION]: expires,
      [`${BULWARK_PREFIX}/reason`]: this.text('reason', props.reason),
      ...(props.auditedBy === undefined ? {} : { [`${BULWARK_PREFIX}/audited-by`]: this.text('auditedBy', props.auditedBy) }),
    };
    const at = props.namespaces === undefined ? EVERYWHERE : scopeOf(this, { namespaces: props.namespaces });
    const role = roleOf(this, 'role', props.role ?? ExistingRole.CLUSTER_ADMIN, at);
    this.bindings = createBindings(this, role, at, { subjects: [Subject.group(this.group)], name: props.name, id: bindingId(role), annotations });
    const ids = role.name === 'cluster-admin' ? ['access-everything'] : CAPABILITIES.map(each => each.id);
    Acknowledgements.of(this).add({ ids, reason: this.text('reason', props.reason), expires });
    if (props.auditedBy === undefined) {
      this.node.addValidation({ validate: () => this.refuseUnaudited() });
    }
  }

  /** The rule that logs who of the group did what and when. It is to stand before rules that drop something. */
  public auditRule(): AuditRule {
    return { level: AuditLevel.METADATA, subjects: [Subject.group(this.group)] };
  }

  private refuseUnaudited(): string[] {
    const cluster = Cluster._around(this);
    const gap = cluster ? gapIn(cluster, this.group) : 'it stands in no Cluster, whose audit policy could be looked at';
    if (gap !== undefined) {
      throw problemOf(this, {
        id: 'access-unaudited',
        field: 'group',
        value: shown(this.group),
        message: `not everything that the group does is logged: ${gap}`,
        fix: 'put auditRule() first into the rules of the AuditPolicy, or say in auditedBy where its requests are logged',
      });
    }
    return [];
  }

  private text(field: string, value: string | undefined): string {
    if (typeof value !== 'string' || value.trim() === '') {
      throw invalid(this, field, value, 'must be said: emergencies are no time to guess', 'write it out');
    }
    return value.trim();
  }
}

/** Looks at the file that the API server is told to read, whatever construct wrote it. */
function gapIn(cluster: Cluster, group: string): string | undefined {
  try {
    const { apiServerFlags, files } = cluster._hosts.toModel().controlPlane;
    const path = apiServerFlags['audit-policy-file'];
    const file = files.find(each => each.path === path);
    if (!file) {
      return `the cluster ${cluster.clusterName} has no audit policy`;
    }
    // Loaded late: only a program with such a group asks the engine that decides audit policies.
    const { auditGap } = require('../../prove/audit/gap') as typeof import('../../prove/audit/gap');
    const { readAuditPolicy } = require('../../prove/audit/read') as typeof import('../../prove/audit/read');
    return auditGap(readAuditPolicy(file.content, file.path, cluster.target.minor), group, cluster.target.minor);
  } catch (e) {
    if (ProblemError.is(e)) {
      // A policy that is wrong in itself is said by the construct that makes it.
      return undefined;
    }
    throw e;
  }
}
